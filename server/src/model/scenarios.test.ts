import { describe, expect, test } from 'vitest';
import { build, first, meaning } from '../test/meaning.ts';
import { buildProgram, type Client, type Cluster, type Scenario } from './index.ts';

const TOPOLOGY = `let gc = 70s
cluster orders { stripe main { server tsa-1, tsa-2 } }
client shop x 2 { cache sessions { nonstop { timeout 5s } } }
client web { cache sessions, pages }
`;

const scenario = (lines: string): Scenario =>
  first(build(`${TOPOLOGY}scenario "s" {\nduration 5min\n${lines}\n}\n`).scenarios);

describe('runs', () => {
  const model = build(`${TOPOLOGY}
scenario "windows" {
  duration 5min
  for window in [30s, 60s]
  for victim in [tsa-1, web]
  with orders { client-reconnect-window window  health-check l2-l1 { ping-probes 9 } }
  with web { rejoin true }
  with shop.sessions { nonstop { timeout-behavior noop } }
  with network { latency 5ms }
  at 10s crash victim
  at window pause shop-1 for gc
  expect every client resumes within window
}
`);

  test('one for each combination of values', () => {
    expect(model.scenarios.map((run) => run.variant)).toEqual([
      'window = 30s, victim = tsa-1',
      'window = 30s, victim = web',
      'window = 60s, victim = tsa-1',
      'window = 60s, victim = web',
    ]);
  });

  test('values reach settings, steps and expectations', () => {
    const runs = model.scenarios.map(({ clusters, steps, expectations }) => [
      first(clusters).clientReconnectWindowMicros,
      meaning(steps[0]?.action),
      meaning(steps[1]),
      expectations[0]?.window.toMicros,
    ]);
    expect(runs[3]).toEqual([
      60_000_000,
      { kind: 'crash', nodes: ['web'] },
      {
        trigger: { kind: 'at', timeMicros: 60_000_000, latestMicros: 60_000_000 },
        action: { kind: 'pause', nodes: ['shop-1'], durationMicros: 70_000_000 },
      },
      60_000_000,
    ]);
  });

  test('what is overridden is different in the run alone', () => {
    const run = first(model.scenarios);
    const cluster = (list: readonly Cluster[]): unknown => first(list).healthCheck['l2-l1'].pingProbes;
    const web = (list: readonly Client[]): unknown => list.find((client) => client.name === 'web')?.rejoin;
    const nonstop = (list: readonly Client[]): unknown => first(first(list).caches).nonstop;
    expect([cluster(model.clusters), cluster(run.clusters)]).toEqual([3, 9]);
    expect([web(model.clients), web(run.clients)]).toEqual([false, true]);
    expect(nonstop(model.clients)).toMatchObject({ timeoutMicros: 5_000_000, timeoutBehavior: 'exception' });
    expect(nonstop(run.clients)).toMatchObject({ timeoutMicros: 5_000_000, timeoutBehavior: 'noop' });
    expect([model.network.latencyMicros, run.network.latencyMicros]).toEqual([1_000, 5_000]);
  });
});

describe('actions', () => {
  test.each([
    ['stop every client', { kind: 'stop', nodes: ['shop-1', 'shop-2', 'web'] }],
    ['power-off host of main', { kind: 'power-off', nodes: ['tsa-1', 'tsa-2'] }],
    ['restart orders losing data', { kind: 'restart', nodes: ['tsa-1', 'tsa-2'], losingData: true }],
    ['restart tsa-1 with data', { kind: 'restart', nodes: ['tsa-1'], losingData: false }],
    [
      'cut shop from orders one way refused for 5s',
      {
        kind: 'cut',
        from: ['shop-1', 'shop-2'],
        to: ['tsa-1', 'tsa-2'],
        everywhere: false,
        bothWays: false,
        manner: 'refused',
        durationMicros: 5_000_000,
      },
    ],
    [
      'cut tsa-1 for 5s',
      {
        kind: 'cut',
        from: ['tsa-1'],
        to: ['tsa-2', 'shop-1', 'shop-2', 'web'],
        everywhere: true,
        bothWays: true,
        manner: 'silent',
        durationMicros: 5_000_000,
      },
    ],
    [
      'partition tsa-1, web | tsa-2 for gc',
      { kind: 'partition', groups: [['tsa-1', 'web'], ['tsa-2']], durationMicros: 70_000_000 },
    ],
    ['every client get pages', { kind: 'operate', clients: ['web'], cache: 'pages', operation: 'get', keyCount: 100 }],
    ['drop connection of web', { kind: 'drop-connection', from: ['web'], to: [], durationMicros: 0 }],
    ['degrade web to tsa-1 latency 200ms', { kind: 'degrade', from: ['web'], to: ['tsa-1'], latencyMicros: 200_000 }],
    ['block callback-port of shop-2', { kind: 'block-callback-port', nodes: ['shop-2'] }],
    [
      'web putIfAbsent pages key "a b"',
      { kind: 'operate', clients: ['web'], cache: 'pages', operation: 'putIfAbsent', key: 'a b', keyCount: 1 },
    ],
    [
      'web getAll pages keys 7',
      { kind: 'operate', clients: ['web'], cache: 'pages', operation: 'getAll', keyCount: 7 },
    ],
  ])('%s', (text, action) => {
    expect(meaning(scenario(`at 30s ${text}`).steps[0]?.action)).toEqual(action);
  });

  test('triggers', () => {
    const { steps } = scenario(`at 20s..60s crash tsa-1
at 10s every 5s until 30s drop connection of web
every 1s from 2s web get pages
when tsa-2 becomes ACTIVE-COORDINATOR + 5s: crash web
when web logs "Declared connection dead": heal`);
    expect(steps.map((step) => meaning(step.trigger))).toEqual([
      { kind: 'at', timeMicros: 20_000_000, latestMicros: 60_000_000 },
      { kind: 'every', periodMicros: 5_000_000, fromMicros: 10_000_000, untilMicros: 30_000_000 },
      { kind: 'every', periodMicros: 1_000_000, fromMicros: 2_000_000, untilMicros: 300_000_000 },
      { kind: 'when', event: { nodes: ['tsa-2'], what: { state: 'active' } }, delayMicros: 5_000_000 },
      { kind: 'when', event: { nodes: ['web'], what: { log: 'Declared connection dead' } }, delayMicros: 0 },
    ]);
  });
});

describe('expectations', () => {
  const WHOLE = { fromMicros: 0, toMicros: 300_000_000 };

  test.each([
    [
      'tsa-2 is standby',
      { kind: 'state', nodes: ['tsa-2'], state: 'passive', mode: 'is' },
      { fromMicros: 300_000_000, toMicros: 300_000_000 },
    ],
    ['shop is never ejected', { kind: 'state', nodes: ['shop-1', 'shop-2'], state: 'ejected', mode: 'never' }, WHOLE],
    [
      'web is offline at 1min',
      { kind: 'state', nodes: ['web'], state: 'offline', mode: 'is' },
      { fromMicros: 60_000_000, toMicros: 60_000_000 },
    ],
    [
      'web never rejoins after 1min',
      { kind: 'event', nodes: ['web'], event: 'clusterRejoined', quantifier: { kind: 'no' } },
      { fromMicros: 60_000_000, toMicros: 300_000_000 },
    ],
    [
      'web sees nodeLeft once',
      { kind: 'event', nodes: ['web'], event: 'nodeLeft', quantifier: { kind: 'exactly', count: 1 } },
      WHOLE,
    ],
    [
      'web sees nodeLeft, nodeJoined in order',
      { kind: 'order', node: 'web', events: ['nodeLeft', 'nodeJoined'] },
      WHOLE,
    ],
    [
      'at most 3 gets on sessions throw NonStopCacheException between 10s and 20s',
      {
        kind: 'calls',
        quantifier: { kind: 'at-most', count: 3 },
        operation: 'get',
        clients: ['shop-1', 'shop-2', 'web'],
        cache: 'sessions',
        predicate: { kind: 'throws', exception: 'NonStopCacheException' },
      },
      { fromMicros: 10_000_000, toMicros: 20_000_000 },
    ],
    [
      'every call on web succeeds before 10s',
      {
        kind: 'calls',
        quantifier: { kind: 'every' },
        operation: 'call',
        clients: ['web'],
        predicate: { kind: 'succeeds' },
      },
      { fromMicros: 0, toMicros: 10_000_000 },
    ],
    [
      'some failed write on web.pages is applied',
      { kind: 'writes', quantifier: { kind: 'some' }, clients: ['web'], cache: 'pages', fate: 'failed-applied' },
      WHOLE,
    ],
    [
      'tsa-1 logs "a" at least 2 times',
      { kind: 'log', nodes: ['tsa-1'], text: 'a', quantifier: { kind: 'at-least', count: 2 } },
      WHOLE,
    ],
  ])('%s', (text, condition, window) => {
    const expectation = first(scenario(`at 30s crash tsa-1\nexpect ${text}`).expectations);
    expect(expectation.text).toBe(text);
    expect(meaning(expectation.condition)).toEqual(condition);
    expect(expectation.window).toEqual(window);
  });
});

test('initially down', () => {
  expect(scenario('initially tsa-2, shop down\nat 10s start tsa-2').initiallyDown).toEqual([
    'tsa-2',
    'shop-1',
    'shop-2',
  ]);
});

test('without a duration a run ends three minutes after its last step', () => {
  const { model, diagnostics } = buildProgram(
    't',
    `${TOPOLOGY}scenario "s" {\n  at 30s pause web for gc\n  expect web resumes\n}\n`,
  );
  expect(first(model.scenarios).durationMicros).toBe(280_000_000);
  expect(diagnostics).toMatchObject([{ code: 'TCS011', severity: 'info' }]);
  const edit = diagnostics[0]?.fixes[0]?.edits[0];
  expect(edit?.text).toBe('\n  duration 280s');
});
