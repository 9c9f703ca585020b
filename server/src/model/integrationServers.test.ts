import { describe, expect, test } from 'vitest';
import { expectDiagnostics } from '../test/marked.ts';
import { build, first } from '../test/meaning.ts';

const NODES = `cluster orders { server tsa-1, tsa-2 }
integration-server is1, is2 {
  cluster-name "orders prod"
  session-timeout 30min
  action-on-startup-error quiesce  quiesce-port 9999
  cache prices { timeout 2s  immediate-timeout-when-disconnected true  timeout-behavior noop }
  cache SessionStore { timeout 5s }
}
client shop { cache prices }
`;

const scenario = (lines: string): string => `${NODES}scenario "s" {\nduration 5min\n${lines}\n}\n`;

describe('nodes', () => {
  const [is1, is2, shop] = build(NODES).clients;

  test('are clients whose rejoin and nonstop are on', () => {
    expect([is1?.name, is2?.name, is1?.rejoin]).toEqual(['is1', 'is2', true]);
    expect(is1?.caches.every(({ nonstop }) => nonstop.enabled)).toBe(true);
    expect(shop?.integrationServer).toBeUndefined();
  });

  test('have their settings and the defaults of the product', () => {
    expect(is1?.integrationServer).toEqual({
      clusterName: 'orders prod',
      sessionStorage: 'stateful',
      sessionTimeoutMicros: 1_800_000_000,
      localSessionTimeoutMicros: 600_000_000,
      actionOnStartupError: 'quiesce',
      quiescePort: 9999,
      connectTimeoutMicros: 30_000_000,
    });
  });

  test('have the system caches before their own', () => {
    expect(is1?.caches.map(({ name }) => name)).toEqual(['SessionStore', 'ClusterMembers', 'prices']);
    expect(is1?.caches.map(({ nonstop }) => nonstop.timeoutMicros)).toEqual([5_000_000, 30_000_000, 2_000_000]);
    expect(is1?.caches[2]?.nonstop).toMatchObject({ immediateTimeout: true, timeoutBehavior: 'noop' });
  });

  test('can be overridden for one scenario', () => {
    const { clients } = first(
      build(
        scenario(`with is1 { session-storage stateless }
with is1.prices { timeout 9s }
with SessionStore { timeout-behavior localReads }
at 1s is1 invoke stateless "a"`),
      ).scenarios,
    );
    expect(clients.map(({ integrationServer }) => integrationServer?.sessionStorage)).toEqual([
      'stateless',
      'stateful',
      undefined,
    ]);
    expect(clients[0]?.caches[2]?.nonstop.timeoutMicros).toBe(9_000_000);
    expect(clients[1]?.caches[2]?.nonstop.timeoutMicros).toBe(2_000_000);
    expect(clients[1]?.caches[0]?.nonstop.timeoutBehavior).toBe('localReads');
  });
});

describe('requests', () => {
  test('say what the service does', () => {
    const { steps, sessions } = first(
      build(
        scenario(`every 1s is1, is2 invoke stateful "shop:add" session alice reads prices writes prices, SessionStore
at 5s route sticky to is1, is2: invoke stateless "shop:look"
session alice on is1, is2`),
      ).scenarios,
    );
    expect(sessions).toMatchObject([{ name: 'alice', nodes: ['is1', 'is2'] }]);
    expect(steps.map(({ action }) => action)).toEqual([
      {
        kind: 'invoke',
        nodes: ['is1', 'is2'],
        routing: undefined,
        stateful: true,
        service: 'shop:add',
        session: 'alice',
        reads: ['prices'],
        writes: ['prices', 'SessionStore'],
      },
      {
        kind: 'invoke',
        nodes: ['is1', 'is2'],
        routing: 'sticky',
        stateful: false,
        service: 'shop:look',
        session: '',
        reads: [],
        writes: [],
      },
    ]);
  });

  test('expectations', () => {
    const { expectations } = first(
      build(
        scenario(`session alice on is1, is2
at 1s is1 invoke stateful "a" session alice
expect session alice diverges at 60s
expect session alice never diverges
expect session alice on is2 is overwritten after 210s
expect is1 hosts are not empty
expect is1, is2 hosts are empty between 60s and 70s
expect no requests on is1 fail`),
      ).scenarios,
    );
    expect(expectations.map(({ condition }) => condition)).toEqual([
      { kind: 'session', session: 'alice', nodes: ['is1', 'is2'], what: 'diverges', never: false },
      { kind: 'session', session: 'alice', nodes: ['is1', 'is2'], what: 'diverges', never: true },
      { kind: 'session', session: 'alice', nodes: ['is2'], what: 'overwritten', never: false },
      { kind: 'hosts', nodes: ['is1'], empty: false },
      { kind: 'hosts', nodes: ['is1', 'is2'], empty: true },
      {
        kind: 'calls',
        quantifier: { kind: 'no' },
        operation: 'invoke',
        clients: ['is1'],
        cache: undefined,
        predicate: { kind: 'fails' },
      },
    ]);
    expect(expectations[3]?.window).toEqual({ fromMicros: 300_000_000, toMicros: 300_000_000 });
  });

  test('mistakes', () => {
    expectDiagnostics(`cluster orders { server tsa-1 }
integration-server is1 { cache prices }
integration-server is2 { cache stock }
client shop { cache prices }
scenario "s" {
  duration 1min
  session alice on is1
  session alice on is2
          ^^^^^ TCS006: already taken
  session bob on shop
                 ^^^^ TCS002: not an Integration Server node
  at 1s is1 invoke stateful "a"
                            ^^^ TCS011: needs a session
  at 2s is1 invoke stateful "a" session alise
                                        ^^^^^ TCS002: no session named
  at 3s is2 invoke stateful "a" session alice
                                        ^^^^^ TCS002: does not serve
  at 4s is1, is2 invoke stateless "a" reads prices
                                            ^^^^^^ TCS002: has no cache named
  at 5s shop invoke stateless "a"
        ^^^^ TCS002: not an Integration Server node
  expect shop hosts are empty
         ^^^^ TCS002: not an Integration Server node
}
`);
  });
});
