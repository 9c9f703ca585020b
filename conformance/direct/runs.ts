/** Runs whose result no expectation of the language can say: how many actives, how many messages, every transition. */
import { EVENT } from '../../server/src/trace/codes.ts';
import { STATES } from '../../server/src/trace/kinds.ts';
import { laneName } from '../../server/src/trace/sentence.ts';
import type { Trace } from '../../server/src/trace/trace.ts';
import { COMMITS, type DirectCase, equal, holds } from '../case.ts';
import { runAll } from '../scenarios.ts';

const GROUP = `${COMMITS.core43} dso-l2/src/test/java/com/tc/net/groups`;

function traceOf(text: string): Trace {
  const [result] = runAll(text, 'case.tcsim');
  if (result === undefined) throw new Error('the text has no scenario');
  return result.trace;
}

/** Texts of the events of one kind, with their lane and second. */
function eventsOf(
  trace: Trace,
  kind: keyof typeof EVENT,
): { lane: string; text: string; seconds: number; a: number }[] {
  const { events, strings } = trace;
  return Array.from({ length: events.count }, (_, row) => row)
    .filter((row) => events.kind[row] === EVENT[kind])
    .map((row) => ({
      lane: laneName(trace, events.lane[row] as number),
      text: strings[events.text[row] as number] ?? '',
      seconds: (events.timeMicros[row] as number) / 1e6,
      a: events.a[row] as number,
    }));
}

const ACTIVE: readonly string[] = STATES.filter((state) => state.name === 'active' || state.name === 'in-window').map(
  ({ name }) => name,
);

/** The state of each server at the end. */
function finalStates(trace: Trace): Map<string, string> {
  const servers = new Set(trace.lanes.filter(({ kind }) => kind === 'server').map(({ name }) => name));
  const states = new Map<string, string>();
  for (const { lane, text } of eventsOf(trace, 'state')) if (servers.has(lane)) states.set(lane, text);
  return states;
}

function namesOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `tsa-${index + 1}`).join(', ');
}

export const RUN_CASES: readonly DirectCase[] = [
  {
    id: 'EL-02',
    title: 'two, three or six servers that start together elect one active',
    area: 'Elections and zaps',
    source: `${GROUP}/TCGroupStateManagerTest.java testStateManagerTwoServers, testStateManagerThreeServers, testStateManagerSixServers`,
    expected: 'With election time 5 s there is exactly one active, after at most 6 s per server.',
    simulate: () =>
      [2, 3, 6].flatMap((count) => {
        const names = namesOf(count);
        const trace = traceOf(`
cluster orders {
  server ${names}
}
scenario "together" {
  duration 2min
  initially ${names} down
  at 1s start ${names}
}
`);
        const actives = [...finalStates(trace)].filter(([, state]) => ACTIVE.includes(state));
        // A process needs 2 s from its start until it talks to others.
        const took = (eventsOf(trace, 'election-won')[0]?.seconds ?? Number.POSITIVE_INFINITY) - 3;
        return [
          equal(`actives of ${count}`, actives.length, 1),
          equal(`elections won of ${count}`, eventsOf(trace, 'election-won').length, 1),
          holds(`seconds with ${count}`, took <= 6 * count, Number(took.toFixed(1)), `at most ${6 * count}`),
        ];
      }),
  },
  {
    id: 'EL-06',
    title: 'a server that was told to quit is told again when it comes back unchanged',
    area: 'Elections and zaps',
    source: `${GROUP}/TCGroupManagerImplTest.java testOpenZappedNode`,
    expected: 'The active told the other to quit; when both join again it sends one more zap, and receives none.',
    simulate: () => {
      const trace = traceOf(`
cluster orders {
  restartable true
  auto-restart false
  l2reconnect {
    enabled false
  }
  server tsa-1, tsa-2
}
scenario "told twice" {
  duration 2min
  at 10s crash tsa-2
  at 20s start tsa-2
  when tsa-2 sees zapped: drop connection of tsa-1 to tsa-2
}
`);
      const { messages, strings, lanes } = trace;
      const zaps = Array.from({ length: messages.count }, (_, row) => row)
        .filter((row) => strings[messages.name[row] as number] === 'zap')
        .map((row) => lanes[messages.from[row] as number]?.name);
      return [
        equal('zaps sent by tsa-1', zaps.filter((from) => from === 'tsa-1').length, 2),
        equal('zaps sent by tsa-2', zaps.filter((from) => from === 'tsa-2').length, 0),
      ];
    },
  },
  {
    id: 'RJ-08',
    title: 'the order of cluster events over twenty rejoins',
    area: 'Rejoin',
    source: `${COMMITS.ehcache26} src/test/java/net/sf/ehcache/terracotta/RejoinEventSequenceTest.java testRejoinEventAfterJoinAndOnline`,
    expected:
      'JOINED is followed by ONLINE, ONLINE by OFFLINE or REJOINED, OFFLINE by ONLINE or LEFT, LEFT by JOINED, REJOINED by OFFLINE; never anything else.',
    simulate: () => {
      const trace = traceOf(`
cluster orders {
  product terracotta 3.7
  server tsa-1, tsa-2
}
client shop {
  rejoin true
  cache sessions {
    nonstop
  }
}
scenario "twenty rejoins" {
  duration 35min
  every 1s shop get sessions
  at 10s every 100s until 32min pause shop for 60s
}
`);
      const allowed: Record<string, readonly string[]> = {
        nodeJoined: ['clusterOnline'],
        clusterOnline: ['clusterOffline', 'clusterRejoined'],
        clusterOffline: ['clusterOnline', 'nodeLeft'],
        nodeLeft: ['nodeJoined'],
        clusterRejoined: ['clusterOffline'],
      };
      const kinds = Object.keys(allowed) as (keyof typeof EVENT)[];
      const { events } = trace;
      const order = Array.from({ length: events.count }, (_, row) => row)
        .map((row) =>
          kinds.find(
            (kind) => EVENT[kind] === events.kind[row] && laneName(trace, events.lane[row] as number) === 'shop',
          ),
        )
        .filter((kind) => kind !== undefined);
      const wrong = order.slice(1).filter((kind, index) => !allowed[order[index] as string]?.includes(kind));
      return [
        equal('rejoins', order.filter((kind) => kind === 'clusterRejoined').length, 20),
        equal('transitions that are not allowed', wrong, []),
      ];
    },
  },
  {
    id: 'RJ-06',
    title: 'a rejoin is tried again and again',
    area: 'Rejoin',
    source: `${COMMITS.ehcache26} src/test/java/net/sf/ehcache/terracotta/BasicRejoinTest.java testRejoinKeepsTryingOnException`,
    expected:
      'While it fails for a minute it is tried more than once, 5 s apart; when it can succeed the client rejoins exactly once. (The original lets the store fail; here no server can be reached.)',
    simulate: () => {
      const trace = traceOf(`
cluster orders {
  product terracotta 3.7
  server tsa-1
}
client shop {
  rejoin true
  cache sessions {
    nonstop
  }
}
scenario "a rejoin that fails for a minute" {
  duration 5min
  at 10s pause shop for 60s
  when shop sees rejoin-started: cut shop from tsa-1 refused for 60s
}
`);
      const attempts = eventsOf(trace, 'log').filter(({ text }) => text.startsWith('Error during channel open'));
      const gaps = attempts.slice(1).map(({ seconds }, index) => seconds - (attempts[index]?.seconds ?? 0));
      return [
        holds('failed attempts', attempts.length > 1, attempts.length, 'more than 1'),
        holds(
          'seconds between them',
          gaps.every((gap) => gap >= 5 && gap < 5.1),
          Number((gaps[0] ?? 0).toFixed(1)),
          '5',
        ),
        equal('clusterRejoined', eventsOf(trace, 'clusterRejoined').length, 1),
      ];
    },
  },
];
