import { expect, test } from 'vitest';
import { build, first } from '../test/meaning.ts';

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
