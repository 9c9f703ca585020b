import { expect, test } from 'vitest';
import { build, first, meaning } from '../test/meaning.ts';

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
          "checkTime": {
            "intervalMicros": 300000000,
            "thresholdMicros": 300000000,
          },
          "pingEnabled": true,
          "pingIdletimeMicros": 5000000,
          "pingIntervalMicros": 1000000,
          "pingProbes": 3,
          "socketConnect": true,
          "socketConnectCount": 13,
          "socketConnectTimeout": 5,
        },
        "l2-l1": {
          "checkTime": {
            "intervalMicros": 300000000,
            "thresholdMicros": 300000000,
          },
          "pingEnabled": true,
          "pingIdletimeMicros": 5000000,
          "pingIntervalMicros": 1000000,
          "pingProbes": 3,
          "socketConnect": true,
          "socketConnectCount": 5,
          "socketConnectTimeout": 5,
        },
        "l2-l2": {
          "checkTime": {
            "intervalMicros": 300000000,
            "thresholdMicros": 300000000,
          },
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
      "startUp": {
        "configTotalTimeoutMicros": 300000000,
        "maxConnectRetries": -1,
        "nonstopInit": false,
      },
      "writeLimits": {
        "ackOnExitTimeoutMicros": 300000000,
        "bulkLoadBatchBytes": 5242880,
        "bulkLoadIntervalMicros": 600000,
        "bulkLoadThrottleBytes": 10485760,
        "maxBatchBytes": 131072,
        "maxOutstandingBatches": 8,
        "maxPendingBatches": 88,
        "maxSleepBeforeHaltMicros": 1024000,
      },
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
