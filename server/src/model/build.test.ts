import { describe, expect, test } from 'vitest';
import { expectDiagnostics } from '../test/marked.ts';
import { buildProgram, type Client, type Cluster, type Model, type Scenario } from './index.ts';

const FLAGSHIP = `
/// Two mirrored servers, one application with a strong and an eventual cache.
cluster orders {
  product terracotta 4.3
  client-reconnect-window 120s
  restartable true

  stripe {
    server tsa-1
    server tsa-2
  }

  health-check l2-l1 { socket-connect-count 5 }
}

client shop {
  cluster orders
  rejoin true

  cache sessions {
    consistency strong
    nonstop {
      timeout 5s
      immediate-timeout true
      timeout-behavior localReads
    }
  }
}

/// What a stranger should understand in a minute.
scenario "the active dies while a client is in a long GC" {
  duration 6min
  every 100ms shop get sessions
  every 1s    shop put sessions

  at 20s   pause shop for 70s          // stop-the-world GC
  at 30s   crash tsa-1
  at 4min  restart tsa-1

  expect tsa-2 becomes active within 12s after 30s
  expect shop rejoins within 20s after 90s
  expect no get on shop.sessions takes longer than 5s
  expect no acknowledged write on sessions is lost
}
`;

/** The model of a text that must be without errors. */
function build(text: string): Model {
  expectDiagnostics(text);
  return buildProgram('test.tcsim', text).model;
}

/** Without places: what the text means. */
const meaning = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'at' ? undefined : inner)));

const first = <T>(list: readonly T[]): T => {
  const [only] = list;
  if (only === undefined) throw new Error('There is none.');
  return only;
};

describe('the flagship', () => {
  const model = build(FLAGSHIP);

  test('cluster with every default', () => {
    expect(meaning(first(model.clusters))).toMatchInlineSnapshot(`
      {
        "autoRestart": true,
        "clientReconnectWindowMicros": 120000000,
        "electionTimeMicros": 5000000,
        "failoverPriority": "availability",
        "healthCheck": {
          "l1-l2": {
            "pingEnabled": true,
            "pingIdletimeMicros": 5000000,
            "pingIntervalMicros": 1000000,
            "pingProbes": 3,
            "socketConnect": true,
            "socketConnectCount": 13,
            "socketConnectTimeout": 5,
          },
          "l2-l1": {
            "pingEnabled": true,
            "pingIdletimeMicros": 5000000,
            "pingIntervalMicros": 1000000,
            "pingProbes": 3,
            "socketConnect": true,
            "socketConnectCount": 5,
            "socketConnectTimeout": 5,
          },
          "l2-l2": {
            "pingEnabled": true,
            "pingIdletimeMicros": 5000000,
            "pingIntervalMicros": 1000000,
            "pingProbes": 3,
            "socketConnect": true,
            "socketConnectCount": 10,
            "socketConnectTimeout": 5,
          },
        },
        "l1Reconnect": {
          "enabled": true,
          "timeoutMicros": 5000000,
        },
        "l2Reconnect": {
          "enabled": true,
          "timeoutMicros": 5000000,
        },
        "name": "orders",
        "product": {
          "ehcache": "2.10",
          "line": "4.x",
          "version": "4.3",
        },
        "restartable": true,
        "stripes": [
          {
            "name": "stripe-1",
            "servers": [
              {
                "host": "tsa-1",
                "name": "tsa-1",
              },
              {
                "host": "tsa-2",
                "name": "tsa-2",
              },
            ],
          },
        ],
      }
    `);
  });

  test('client and cache with every default', () => {
    expect(meaning(first(model.clients))).toMatchInlineSnapshot(`
      {
        "caches": [
          {
            "clustered": true,
            "consistency": "strong",
            "localCacheEnabled": true,
            "name": "sessions",
            "nonstop": {
              "bulkOpsTimeoutMultiplyFactor": 10,
              "enabled": true,
              "immediateTimeout": true,
              "searchTimeoutMicros": 30000000,
              "timeoutBehavior": "localReads",
              "timeoutMicros": 5000000,
            },
            "role": "cache",
            "synchronousWrites": false,
          },
        ],
        "callbackPort": 0,
        "cluster": "orders",
        "family": "shop",
        "host": "shop",
        "jvm": "shop",
        "name": "shop",
        "reconnectWaitIntervalMicros": 1000000,
        "rejoin": true,
        "socketConnectTimeoutMicros": 10000000,
      }
    `);
  });

  test('steps', () => {
    expect(
      first(model.scenarios).steps.map(({ trigger, action }) => meaning({ trigger, action })),
    ).toMatchInlineSnapshot(`
      [
        {
          "action": {
            "cache": "sessions",
            "clients": [
              "shop",
            ],
            "keyCount": 100,
            "kind": "operate",
            "operation": "get",
          },
          "trigger": {
            "fromMicros": 0,
            "kind": "every",
            "periodMicros": 100000,
            "untilMicros": 360000000,
          },
        },
        {
          "action": {
            "cache": "sessions",
            "clients": [
              "shop",
            ],
            "keyCount": 100,
            "kind": "operate",
            "operation": "put",
          },
          "trigger": {
            "fromMicros": 0,
            "kind": "every",
            "periodMicros": 1000000,
            "untilMicros": 360000000,
          },
        },
        {
          "action": {
            "durationMicros": 70000000,
            "kind": "pause",
            "nodes": [
              "shop",
            ],
          },
          "trigger": {
            "kind": "at",
            "latestMicros": 20000000,
            "timeMicros": 20000000,
          },
        },
        {
          "action": {
            "kind": "crash",
            "nodes": [
              "tsa-1",
            ],
          },
          "trigger": {
            "kind": "at",
            "latestMicros": 30000000,
            "timeMicros": 30000000,
          },
        },
        {
          "action": {
            "kind": "restart",
            "losingData": false,
            "nodes": [
              "tsa-1",
            ],
          },
          "trigger": {
            "kind": "at",
            "latestMicros": 240000000,
            "timeMicros": 240000000,
          },
        },
      ]
    `);
  });

  test('expectations', () => {
    expect(first(model.scenarios).expectations.map(meaning)).toMatchInlineSnapshot(`
      [
        {
          "condition": {
            "kind": "state",
            "mode": "becomes",
            "nodes": [
              "tsa-2",
            ],
            "state": "active",
          },
          "text": "tsa-2 becomes active within 12s after 30s",
          "window": {
            "fromMicros": 30000000,
            "toMicros": 42000000,
          },
        },
        {
          "condition": {
            "event": "clusterRejoined",
            "kind": "event",
            "nodes": [
              "shop",
            ],
            "quantifier": {
              "kind": "some",
            },
          },
          "text": "shop rejoins within 20s after 90s",
          "window": {
            "fromMicros": 90000000,
            "toMicros": 110000000,
          },
        },
        {
          "condition": {
            "cache": "sessions",
            "clients": [
              "shop",
            ],
            "kind": "calls",
            "operation": "get",
            "predicate": {
              "durationMicros": 5000000,
              "kind": "takes-longer-than",
            },
            "quantifier": {
              "kind": "no",
            },
          },
          "text": "no get on shop.sessions takes longer than 5s",
          "window": {
            "fromMicros": 0,
            "toMicros": 360000000,
          },
        },
        {
          "condition": {
            "cache": "sessions",
            "clients": [
              "shop",
            ],
            "fate": "acknowledged-lost",
            "kind": "writes",
            "quantifier": {
              "kind": "no",
            },
          },
          "text": "no acknowledged write on sessions is lost",
          "window": {
            "fromMicros": 0,
            "toMicros": 360000000,
          },
        },
      ]
    `);
  });

  test('scenario', () => {
    const scenario = first(model.scenarios);
    expect(scenario.name).toBe('the active dies while a client is in a long GC');
    expect(scenario.doc).toContain('What a stranger should understand');
    expect(scenario).toMatchObject({ variant: '', durationMicros: 360_000_000, seed: 1, initiallyDown: [] });
    expect(scenario.clusters).toBe(model.clusters);
  });

  test('places', () => {
    const at = (place: { start: number; end: number } | undefined): string => FLAGSHIP.slice(place?.start, place?.end);
    const cluster = first(model.clusters);
    expect(at(cluster.at.name)).toBe('orders');
    expect(at(cluster.at.settings['client-reconnect-window'])).toBe('client-reconnect-window 120s');
    expect(cluster.at.settings['election-time']).toBeUndefined();
    expect(at(cluster.healthCheck['l2-l1'].at?.name)).toBe('health-check l2-l1');
    expect(at(cluster.healthCheck['l2-l1'].at?.settings['socket-connect-count'])).toBe('socket-connect-count 5');
    expect(cluster.healthCheck['l1-l2'].at).toBeUndefined();
    const cache = first(first(model.clients).caches);
    expect(at(cache.at.name)).toBe('sessions');
    expect(at(cache.nonstop.at?.name)).toBe('nonstop');
    expect(at(cache.nonstop.at?.settings.timeout)).toBe('timeout 5s');
    expect(at(first(first(model.scenarios).steps).at)).toBe('every 100ms shop get sessions');
    expect(at(first(first(model.scenarios).expectations).at)).toBe('expect tsa-2 becomes active within 12s after 30s');
  });
});

describe('topology', () => {
  test('tc-properties set the same fields, also those of clients; a block of its own wins', () => {
    const model = build(`cluster orders {
  server tsa-1
  health-check l2-l1 { ping-probes 7 }
  tc-properties {
    l2.healthcheck.l1.ping.idletime 2000
    l2.healthcheck.l1.ping.probes 9
    l1.healthcheck.l2.socketConnectCount 4  l2.l1reconnect.timeout.millis 9000
    com.tc.l1.socket.reconnect.waitInterval 500
    l1.healthcheck.l2.bindPort -1
    l2.nha.autoRestart false
  }
}
client shop { reconnect-wait-interval 2s }
client web
`);
    const { healthCheck, l1Reconnect, autoRestart, at } = first(model.clusters);
    expect(healthCheck['l2-l1']).toMatchObject({ pingIdletimeMicros: 2_000_000, pingProbes: 7 });
    expect(healthCheck['l1-l2']).toMatchObject({ socketConnectCount: 4, pingIdletimeMicros: 5_000_000 });
    expect(healthCheck['l1-l2'].at?.settings['socket-connect-count']).toBeDefined();
    expect(l1Reconnect).toEqual({ enabled: true, timeoutMicros: 9_000_000 });
    expect(autoRestart).toBe(false);
    expect(Object.keys(at.settings)).toEqual(expect.arrayContaining(['auto-restart', 'l1reconnect.timeout']));
    expect(model.clients.map((client) => [client.callbackPort, client.reconnectWaitIntervalMicros])).toEqual([
      [-1, 2_000_000],
      [-1, 500_000],
    ]);
  });

  test('families, hosts and JVMs', () => {
    const { clients } = build(`cluster orders { server tsa-1 { host h1 } }
client shop x 3 { cache a, b }
client web, mobile { jvm j1 }
client job { host h1 }
`);
    expect(clients.map(({ name, family, host, jvm }) => [name, family, host, jvm].join(' '))).toEqual([
      'shop-1 shop shop-1 shop-1',
      'shop-2 shop shop-2 shop-2',
      'shop-3 shop shop-3 shop-3',
      'web web j1 j1',
      'mobile mobile j1 j1',
      'job job h1 job',
    ]);
    expect(clients[2]?.caches.map((cache) => cache.name)).toEqual(['a', 'b']);
  });

  test.each([
    ['', false],
    ['nonstop', true],
    ['nonstop true', true],
    ['nonstop false', false],
    ['nonstop { timeout 5s }', true],
    ['nonstop { enabled false timeout 5s }', false],
    ['nonstop false { timeout 5s }', false],
  ])('a cache with "%s" is nonstop: %s', (written, enabled) => {
    const { clients } = build(`cluster orders { server tsa-1 }\nclient shop { cache a { ${written} } }\n`);
    expect(clients[0]?.caches[0]?.nonstop.enabled).toBe(enabled);
  });

  test('several stripes', () => {
    const { clusters } = build(`cluster orders {
  stripe left { server a-1, a-2 }
  stripe { server b-1 }
}
`);
    const stripes = first(clusters).stripes.map(({ name, servers }) => [name, ...servers.map((server) => server.name)]);
    expect(stripes).toEqual([
      ['left', 'a-1', 'a-2'],
      ['stripe-2', 'b-1'],
    ]);
  });

  test('the product decides the Ehcache', () => {
    const { clusters } = build('cluster old { product terracotta 3.7.5 server a }\ncluster new { server b }\n');
    expect(clusters.map((cluster) => cluster.product)).toEqual([
      { line: '3.7', version: '3.7.5', ehcache: '2.6' },
      { line: '4.x', version: '4.3', ehcache: '2.10' },
    ]);
  });
});

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
        bothWays: false,
        manner: 'refused',
        durationMicros: 5_000_000,
      },
    ],
    [
      'partition tsa-1, web | tsa-2 for gc',
      { kind: 'partition', groups: [['tsa-1', 'web'], ['tsa-2']], durationMicros: 70_000_000 },
    ],
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
