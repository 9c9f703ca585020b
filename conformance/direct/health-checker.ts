/** The health checker on bare connections: what its tests count is not visible in a scenario. */
import { COMMITS, type DirectCase, equal, holds } from '../case.ts';
import { CheckerRig, checkOf } from './rig.ts';

const TEST = `${COMMITS.core43} dso-common/src/test/java/com/tc/net/protocol/transport/ConnectionHealthCheckerTest.java`;
const GC_TEST = `${COMMITS.core43} dso-common/src/test/java/com/tc/net/protocol/transport/ConnectionHealthCheckerLongGCTest.java`;
const area = 'Health checker';

export const CHECKER_CASES: readonly DirectCase[] = [
  {
    id: 'HC-01',
    title: 'the first ping follows the idle time',
    area,
    source: `${TEST} testL1ProbingL2`,
    expected:
      'On a connection that is idle from the start, with idle time 4 s and interval 2 s, pings were sent after 8 s.',
    simulate: () => {
      const rig = new CheckerRig();
      const connection = rig.watch(rig.peer('server'), checkOf(4000, 2000, 1, { socketConnect: false }));
      rig.runUntil(3900);
      const early = rig.checkers.probesSent(connection);
      rig.runUntil(8000);
      const sent = rig.checkers.probesSent(connection);
      return [
        equal('pings before the idle time is over', early, 0),
        holds('pings after 8 s', sent > 0, sent, 'more than 0'),
      ];
    },
  },
  {
    id: 'HC-02',
    title: 'an orderly close ends the monitoring',
    area,
    source: `${TEST} testL2ProbingL1AndClientClose`,
    expected:
      'With idle time 45 s, interval 15 s and 3 probes pings were sent after 75 s; the client closes, and nothing is monitored any more.',
    simulate: () => {
      const rig = new CheckerRig();
      const connection = rig.watch(rig.peer('client'), checkOf(45_000, 15_000, 3, { socketConnect: false }));
      rig.runUntil(75_000);
      const sent = rig.checkers.probesSent(connection);
      rig.network.close(connection.peer);
      rig.runUntil(95_000);
      return [
        holds('pings after 75 s', sent > 0, sent, 'more than 0'),
        equal('monitored connections in the end', rig.monitored, 0),
        equal('declared dead', rig.deaths.length, 0),
      ];
    },
  },
  {
    id: 'HC-03',
    title: 'of two clients one closes',
    area,
    source: `${TEST} testL1L2ProbingBothsideAndClientClose`,
    expected: 'Both are idle, one closes after 8 s: after 16 s one connection is monitored.',
    simulate: () => {
      const rig = new CheckerRig();
      const settings = checkOf(4000, 2000, 5, { socketConnect: false });
      const first = rig.watch(rig.peer('client 1'), settings);
      rig.watch(rig.peer('client 2'), settings);
      rig.runUntil(8000);
      const before = rig.monitored;
      rig.network.close(first.peer);
      rig.runUntil(16_000);
      return [equal('monitored after 8 s', before, 2), equal('monitored after 16 s', rig.monitored, 1)];
    },
  },
  {
    id: 'HC-06',
    title: 'an interval above the idle time is refused',
    area,
    source: `${TEST} testL2L1WrongConfig`,
    expected: 'Idle time 30 s with interval 40 s, and every zero, is an error: HealthChecker Config Error.',
    simulate: () =>
      [
        checkOf(30_000, 40_000, 3),
        checkOf(0, 0, 3),
        checkOf(30_000, 0, 3),
        checkOf(30_000, 40_000, 0),
        checkOf(30_000, 10_000, 0),
      ].map((settings) => {
        const rig = new CheckerRig();
        const { pingIdletimeMicros, pingIntervalMicros, pingProbes } = settings;
        const what = `idle ${pingIdletimeMicros / 1000}, interval ${pingIntervalMicros / 1000}, probes ${pingProbes}`;
        try {
          rig.watch(rig.peer('client'), settings);
          return equal(what, 'accepted', 'HealthChecker Config Error');
        } catch (error) {
          return equal(what, (error as Error).message, 'HealthChecker Config Error');
        }
      }),
  },
  {
    id: 'HC-11',
    title: 'a callback port that does not answer makes the checker three times as patient',
    area,
    source: `${GC_TEST} testL1SocketConnectTimeoutL2`,
    expected:
      'The connect of the verification hangs: interval and probes count three times, so 6 pings at 6 s follow a silence before the peer is given up.',
    simulate: () => {
      const rig = new CheckerRig();
      const server = rig.peer('server');
      rig.network.paths.blockCallbacks([server.index]);
      const settings = checkOf(4000, 2000, 2, { socketConnectTimeout: 2 });
      const connection = rig.watch(server, settings, false);
      // The verification is over after the idle time and two intervals.
      rig.runUntil(12_000);
      const answered = rig.checkers.probesSent(connection);
      server.pause(-1);
      rig.runUntil(70_000);
      const unanswered = rig.checkers.probesSent(connection) - answered;
      rig.runUntil(120_000);
      return [
        holds('factor', rig.logs[1] === 'Config Factor updated from  1 to 3', rig.logs[1], 'from  1 to 3'),
        holds('verification', rig.logs[2]?.includes('verification FAILED') === true, rig.logs[2], 'FAILED'),
        equal('pings without an answer', unanswered, 6),
        equal('monitored in the end', rig.monitored, 0),
      ];
    },
  },
];
