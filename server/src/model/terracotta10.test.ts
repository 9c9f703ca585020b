/** Terracotta 10.x and 11.x with Ehcache 3: what their blocks mean, and what belongs to another product line. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { expectDiagnostics } from '../test/marked.ts';

const CLUSTER = `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
  client-lease-duration 20s
  offheap-resources main:512MB, second:1GB
  server s1, s2, s3
  voter v1, v2 { host tower }
}
`;

describe('the model', () => {
  const { model, diagnostics } = analyse(
    `${CLUSTER}client shop {
  read-timeout 2s  client-mode auto-create-on-reconnect
  shared-pool pool 64MB from main
  cache sessions { consistency strong  clustered-dedicated 64MB from main  local-tier false }
  cache other { clustered-shared pool  loader-writer true  resilience-strategy failing }
}
scenario "everything that only this line has" {
  duration 2min
  initially s3 detached
  anomaly put-missing-after-failover
  every 1s shop clear sessions
  at 10s attach s3
  at 20s set client-reconnect-window of orders to 30s
  at 30s crash v1
  at 40s promote s2
  expect v1 becomes down
  expect s1 is never suspended
}
`,
    'test.tcsim',
  );
  const [cluster] = model.clusters;
  const [client] = model.clients;
  const [scenario] = model.scenarios;

  test('of a cluster', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(cluster?.product).toEqual({ line: '10.x', version: '10.7', ehcache: '3.8' });
    expect(cluster?.terracotta10).toEqual({
      core: '5.8',
      coreIsAssumed: true,
      failoverPriority: 'consistency',
      voterCount: 1,
      clientLeaseMicros: 20_000_000,
      offheapResources: [
        { name: 'main', bytes: 512 * 1024 ** 2 },
        { name: 'second', bytes: 1024 ** 3 },
      ],
    });
    expect([cluster?.l1Reconnect.enabled, cluster?.l2Reconnect.enabled]).toEqual([false, false]);
    expect(cluster?.healthCheck['l2-l1'].pingEnabled).toBe(false);
    expect(cluster?.healthCheck['l1-l2'].pingEnabled).toBe(true);
    expect(model.voters?.map(({ name, host, cluster: of }) => [name, host, of])).toEqual([
      ['v1', 'tower', 'orders'],
      ['v2', 'tower', 'orders'],
    ]);
  });

  test('of clients and caches', () => {
    expect(client?.ehcache3).toMatchObject({
      readTimeoutMicros: 2_000_000,
      writeTimeoutMicros: 5_000_000,
      connectionTimeoutMicros: 150_000_000,
      clientMode: 'auto-create-on-reconnect',
      sharedPools: [{ name: 'pool', resource: 'main', bytes: 64 * 1024 ** 2 }],
    });
    expect(client?.caches.map(({ localCacheEnabled, ehcache3 }) => ({ localCacheEnabled, ...ehcache3 }))).toEqual([
      {
        localCacheEnabled: false,
        loaderWriter: false,
        resilienceStrategy: 'robust',
        resource: { name: 'main', bytes: 64 * 1024 ** 2, shared: false },
      },
      {
        localCacheEnabled: true,
        loaderWriter: true,
        resilienceStrategy: 'failing',
        resource: { name: 'pool', bytes: undefined, shared: true },
      },
    ]);
  });

  test('of a scenario', () => {
    expect(scenario?.initiallyDetached).toEqual(['s3']);
    expect(scenario?.anomalies).toEqual(['put-missing-after-failover']);
    expect(scenario?.voters).toBe(model.voters);
    expect(scenario?.steps.map(({ action }) => action.kind)).toEqual(['operate', 'attach', 'set', 'crash', 'promote']);
    expect(scenario?.steps[2]?.action).toEqual({
      kind: 'set',
      cluster: 'orders',
      setting: 'client-reconnect-window',
      valueMicros: 30_000_000,
    });
  });
});

test.each([
  ['5.3', '5.3', true],
  ['10.5.1', '5.5', true],
  ['10.x', '5.10', true],
  ['5.10', '5.10', false],
  ['11.1', '5.12', true],
])('Terracotta %s is built on core %s', (version, core, isAssumed) => {
  const { model } = analyse(`cluster orders {\n  product terracotta ${version}\n  server s1\n}\n`, 'test.tcsim');
  expect(model.clusters[0]?.terracotta10).toMatchObject({ core, coreIsAssumed: isAssumed });
});

test('only the first releases watch their clients with pings', () => {
  const { model } = analyse('cluster orders {\n  product terracotta 10.3\n  server s1\n}\n', 'test.tcsim');
  expect(model.clusters[0]?.healthCheck['l2-l1'].pingEnabled).toBe(true);
});

describe('another product line', () => {
  test('has what these do not', () => {
    expectDiagnostics(`cluster orders {
  product terracotta 10.7
  failover-priority availability
  restartable true
  l1reconnect { enabled true }
  ^^^^^^^^^^^ TCS009: does not have \`l1reconnect\`
  health-check l2-l1 { ping-probes 4 }
               ^^^^^ TCS009: does not have \`health-check l2-l1\`
  server s1, s2
}
client shop {
  rejoin true
  ^^^^^^^^^^^ TCS009: does not have \`rejoin\`
  cache sessions {
    nonstop { timeout 5s }
    ^^^^^^^ TCS009: does not have \`nonstop\`
  }
}
integration-server is1
                   ^^^ TCS009: does not have \`integration-server\`
scenario "operations" {
  duration 1min
  every 1s shop getKeys sessions
                ^^^^^^^ TCS009: does not have \`getKeys\`
  at 5s block callback-port of shop
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`block\`
  expect shop is online
}
`);
  });

  test('lacks what these have', () => {
    expectDiagnostics(`cluster orders {
  product terracotta 4.3
  failover-priority consistency:1
                                ^ TCS009: no external voters
  client-lease-duration 30s
  ^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`client-lease-duration\`
  server s1, s2
  voter v1
  ^^^^^ TCS009: does not have \`voter\`
}
client shop {
  rejoin true  read-timeout 2s
               ^^^^^^^^^^^^^^^ TCS009: does not have \`read-timeout\`
  cache sessions { nonstop true }
}
scenario "changes" {
  duration 1min
  anomaly cleared-keys-reappear
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`anomaly\`
  initially s2 detached
  ^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`detached\`
  at 5s set client-reconnect-window of orders to 30s
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`set\`
  every 1s shop clear sessions
                ^^^^^ TCS009: does not have \`clear\`
  expect shop is online
}
`);
  });

  test('an earlier release lacks what came later', () => {
    expectDiagnostics(`cluster orders {
  product terracotta 10.3
  failover-priority availability
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`failover-priority\`
  election-time 8s
  ^^^^^^^^^^^^^^^^ TCS009: does not have \`election-time\`
  server s1, s2
}
client shop {
  client-mode auto-create-on-reconnect
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS009: does not have \`auto-create-on-reconnect\`
  cache sessions
}
`);
  });
});

test('names of properties that the product has no more are without effect', () => {
  expectDiagnostics(`cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1, s2
  tc-properties {
    l2.l1reconnect.enabled true
    ^^^^^^^^^^^^^^^^^^^^^^ TCS003: no effect
    l2.election.timeout 8
  }
}
`);
});

test('mistakes in sizes, voters and stripes', () => {
  expectDiagnostics(`cluster orders {
  product terracotta 10.7
  failover-priority availability:2
                                 ^ TCS003: Only \`consistency\`
  offheap-resources main:512
                         ^^^ TCS004: not a size
  stripe { server s1 }
  stripe { server s2 }
  ^^^^^^ TCS009: first stripe only
}
scenario "set" {
  duration 1min
  at 5s set client-lease-duration of ordrs to 30s
                                     ^^^^^ TCS002: no cluster
  expect s1 is active
}
`);
});
