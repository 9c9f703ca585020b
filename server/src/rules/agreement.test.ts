/** The rules predict what the simulator shows: the same settings, once by arithmetic and once by a run. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { pairText, type Ran, runText } from '../test/runText.ts';
import {
  clientPauseMicros,
  clientSilenceMicros,
  crowdedMicros,
  pausedMicros,
  unreachableMicros,
} from './support/detection.ts';
import { lastEffect } from './support/effects.ts';
import { factsOf } from './support/scenario.ts';
import { failoversOf, lag, neededWindowMicros } from './support/takeover.ts';

const SETTINGS = [
  '',
  'health-check l2-l1 { socket-connect-count 4 }\n  health-check l2-l2 { socket-connect-count 3  ping-probes 2 }',
  'health-check l2-l1 { ping-idletime 8s  ping-interval 2s }\n  health-check l1-l2 { socket-connect-timeout 2 }',
  'health-check l2-l1 { socket-connect false }\n  health-check l2-l2 { socket-connect false }',
  'election-time 9s\n  l2reconnect { timeout 2s }',
];

interface Predicted {
  readonly ran: Ran;
  readonly cluster: NonNullable<Ran['scenario']['clusters'][0]>;
  readonly client: NonNullable<Ran['scenario']['clients'][0]>;
}

function runPair(cluster: string, steps: string, client = ''): Predicted {
  const ran = runText(pairText({ cluster, steps, client }));
  const [first] = ran.scenario.clusters;
  const shop = ran.scenario.clients.find(({ name }) => name === 'shop');
  if (first === undefined || shop === undefined) throw new Error('The text declares a cluster and a shop.');
  return { ran, cluster: first, client: shop };
}

/** The health check counts from the last byte, up to a second before the fault, and looks once per ping-interval. */
const EARLY_SECONDS = 1;
const LATE_SECONDS = 2.5;

function expectAt(seconds: number | undefined, micros: number): void {
  expect(seconds).toBeGreaterThan(micros / 1e6 - EARLY_SECONDS);
  expect(seconds).toBeLessThan(micros / 1e6 + LATE_SECONDS);
}

describe.each(SETTINGS)('with %j', (settings) => {
  test('a client that stands still or is cut off is removed when the rules say', () => {
    const paused = runPair(settings, 'at 30s pause shop for 4min');
    const silence = paused.ran.events('declared-dead', 'tsa-1')[0];
    expectAt(silence && silence.seconds - 30, clientPauseMicros(paused.client, paused.cluster));
    const cut = runPair(settings, 'at 30s cut shop from tsa-1, tsa-2');
    const removed = cut.ran.events('client-removed', 'tsa-1')[0];
    expectAt(removed && removed.seconds - 30, clientSilenceMicros(cut.client, cut.cluster));
  });

  test.each([1, 2, 3, 9])('a full queue of %d ends the patience sooner or later', (backlog) => {
    const client = runPair(settings, `at 30s pause shop for 4min backlog ${backlog}`);
    const removed = client.ran.events('declared-dead', 'tsa-1')[0];
    expectAt(removed && removed.seconds - 30, clientPauseMicros(client.client, client.cluster, backlog));
    const server = runPair(settings, `at 30s pause tsa-1 for 4min backlog ${backlog}`);
    const replaced = server.ran.events('declared-dead', 'tsa-2')[0];
    expectAt(replaced && replaced.seconds - 30, crowdedMicros(server.cluster.healthCheck['l2-l2'], backlog));
  });

  test('a client leaves a silent or paused server when the rules say', () => {
    const paused = runPair(settings, 'at 30s pause tsa-1 for 4min');
    const left = paused.ran.events('clusterOffline', 'shop')[0];
    expectAt(left && left.seconds - 30, pausedMicros(paused.cluster.healthCheck['l1-l2']));
    const silent = runPair(settings, 'at 30s power-off tsa-1');
    const offline = silent.ran.events('clusterOffline', 'shop')[0];
    expectAt(offline && offline.seconds - 30, unreachableMicros(silent.cluster.healthCheck['l1-l2']));
  });

  test.each([
    ['dies', 'crash tsa-1'],
    ['silent', 'power-off tsa-1'],
    ['pauses', 'pause tsa-1 for 4min'],
  ] as const)('takeover is ready, and the clients are back, when the active %s: %s', (kind, action) => {
    const { ran, cluster } = runPair(settings, `at 30s ${action}`);
    const failover = failoversOf(cluster, ran.scenario.clients)[kind];
    const won = ran.events('election-won', 'tsa-2')[0];
    expectAt(won && won.seconds - 30, failover.takeoverMicros);
    for (const client of ['shop', 'other']) {
      const resumed = ran.events('resumed', client)[0];
      expect(resumed).toBeDefined();
      expect((resumed?.seconds ?? 0) - 30).toBeLessThan(failover.clientArrivesMicros / 1e6 + LATE_SECONDS);
    }
  });
});

test('no client is late for the shortest window that TCS301 accepts, whenever the fault comes', () => {
  const { cluster, ran } = runPair('', 'at 30s crash tsa-1');
  const needed = neededWindowMicros(cluster, ran.scenario.clients) / 1e6;
  for (const action of ['crash tsa-1', 'power-off tsa-1', 'pause tsa-1 for 4min']) {
    for (const offset of [0, 137, 391, 743]) {
      const at = `at ${30_000 + offset}ms ${action}`;
      const { ran: run } = runPair(`client-reconnect-window ${needed}s`, at);
      expect(run.events('reconnection-rejected'), at).toEqual([]);
    }
  }
});

test('a client can be late for the window of the example of TCS301', () => {
  const { cluster, ran } = runPair('client-reconnect-window 5s', 'at 30s power-off tsa-1');
  const { silent } = failoversOf(cluster, ran.scenario.clients);
  expect(lag(silent)).toBeGreaterThan(5_000_000);
  expect(ran.events('reconnection-rejected').length).toBeGreaterThan(0);
});

test('the fixes of TCS204 let the pause be survived', () => {
  for (const [node, event] of [
    ['shop', 'client-removed'],
    ['tsa-1', 'node-lost'],
  ] as const) {
    const text = pairText({ steps: `at 30s pause ${node} for 70s` });
    expect(runText(text).events(event)).not.toEqual([]);
    const finding = analyse(text, 'test.tcsim').diagnostics.find(({ code }) => code === 'TCS204');
    const edits = [...(finding?.fixes[0]?.edits ?? [])].reverse().sort((a, b) => b.at.start - a.at.start);
    const fixed = edits.reduce(
      (result, { at, text: put }) => result.slice(0, at.start) + put + result.slice(at.end),
      text,
    );
    expect(runText(fixed).events(event), fixed).toEqual([]);
  }
});

describe('nothing changes any more after the end that TCS217 computes', () => {
  test.each([
    'at 30s crash tsa-1',
    'at 30s power-off tsa-1',
    'at 30s pause tsa-1 for 60s',
    'at 30s pause shop for 60s',
    'at 30s cut shop from tsa-1, tsa-2 for 40s',
    'at 20s pause shop for 50s\n  at 30s crash tsa-1',
    'at 28s crash other\n  at 30s crash tsa-1',
    'at 30s crash tsa-1, other',
  ])('%s', (steps) => {
    const { ran } = runPair('', steps);
    const end = (lastEffect(factsOf(ran.scenario))?.endMicros ?? 0) / 1e6;
    const clients = ran.events('state').filter(({ lane }) => lane === 'shop' || lane === 'other');
    const last = Math.max(...clients.map(({ seconds }) => seconds));
    expect(last).toBeLessThanOrEqual(end + LATE_SECONDS);
    expect(last).toBeGreaterThan(end - 12);
  });
});
