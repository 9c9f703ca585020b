/**
 * How clients of the 10.x line come through failures: sessions, leases, client modes. The times
 * follow from tc.properties and the classes of terracotta-core, terracotta-platform and ehcache3 that the code names.
 */
import { describe, expect, it } from 'vitest';
import { callsOf, finalState, logsOf, pair10Text } from '../../../test/pair10.ts';
import { type Ran, runText } from '../../../test/runText.ts';

describe('the session of a client', () => {
  it('cannot be resumed when TCP drops and the same active stays up', () => {
    const ran = runText(
      pair10Text({
        steps:
          '  at 30s drop connection of shop to s1\n  at 40s shop get things key one\n  at 50s shop put things key one',
      }),
    );
    expect(ran.events('client-removed', 's1')[0]?.seconds).toBeCloseTo(30, 1);
    expect(ran.events('reconnection-rejected', 'shop')).toHaveLength(1);
    // Nobody notices before a call does.
    expect(ran.events('tier-reconnected', 'shop')[0]?.seconds).toBeGreaterThan(40);
    expect(callsOf(ran, 'shop', 'get')[0]).toMatchObject({ outcome: 'recovered', detail: 'null', took: 0 });
    expect(callsOf(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'applied' });
  });

  it('is not opened anew without a call', () => {
    const ran = runText(pair10Text({ steps: '  at 30s drop connection of shop to s1' }));
    expect(finalState(ran, 'shop')).toBe('disconnected');
  });

  it('survives a failover that is shorter than what is left of the lease', () => {
    const ran = runText(pair10Text({ cluster: '  client-lease-duration 30s', steps: '  at 30s crash s1' }));
    expect(ran.events('lease-expired')).toEqual([]);
    expect(ran.events('resumed')).toHaveLength(2);
  });

  it('does not survive a lease that ends before the new active takes its handshake', () => {
    const ran = runText(
      pair10Text({
        cluster: '  client-lease-duration 4s',
        steps: '  at 30s crash s1\n  every 1s shop get things key one',
      }),
    );
    expect(
      ran
        .events('lease-expired')
        .map(({ lane }) => lane)
        .sort(),
    ).toEqual(['other', 'shop']);
    // Both are new clients now, and the window waits for what they were.
    expect(ran.events('window-closed', 's2')[0]?.text).toMatch(/^time is over/);
    expect(ran.events('window-closed', 's2')[0]?.seconds).toBeCloseTo(155, 1);
  });

  it('is over for both ends when the client pauses for longer than its lease', () => {
    const ran = runText(
      pair10Text({
        cluster: '  client-lease-duration 20s',
        steps: '  at 30s pause shop for 40s\n  every 1s shop get things key one',
      }),
    );
    const server = ran.events('client-lease-expired', 's1')[0]?.seconds as number;
    expect(server).toBeGreaterThan(43);
    expect(server).toBeLessThan(50.3);
    expect(ran.events('lease-expired', 'shop')[0]?.seconds).toBeCloseTo(70, 1);
    expect(finalState(ran, 'shop')).toBe('online');
  });

  it('goes through the passive to the active', () => {
    const ran = runText(
      pair10Text({ steps: '  initially shop down\n  at 10s crash s1\n  at 30s start s1\n  at 60s start shop' }),
    );
    expect(ran.events('redirected', 'shop').map(({ text: to }) => to)).toEqual(['s2']);
    expect(logsOf(ran, 's1')).toContain('Redirecting client: shop to s2');
    expect(finalState(ran, 'shop')).toBe('online');
  });
});

describe('a client that starts', () => {
  it('gives up after its connection time-out when no server is there', () => {
    const ran = runText(
      pair10Text({ client: '  connection-timeout 20s', steps: '  initially shop, s1, s2 down\n  at 10s start shop' }),
    );
    expect(ran.events('start-up-failed', 'shop')[0]?.text).toBe(
      'StateTransitionException: java.util.concurrent.TimeoutException: connection timeout in 20000',
    );
    expect(ran.events('start-up-failed', 'shop')[0]?.seconds).toBeCloseTo(32, 1);
    expect(logsOf(ran, 'shop').filter((line) => line.startsWith('Unable to connect'))[1]).toMatch(
      /sleeping for 1\.5 sec/,
    );
  });

  it.each([
    ['expecting', 'start-up-failed'],
    ['auto-create', 'lease-granted'],
  ] as const)('in mode %s after a full restart', (mode, event) => {
    const steps = '  initially other down\n  at 10s crash s1, s2, shop\n  at 20s start s1, s2\n  at 60s start shop';
    const ran = runText(pair10Text({ steps }).replace('client-mode auto-create', `client-mode ${mode}`));
    expect(ran.events(event, 'shop').filter(({ seconds }) => seconds > 60)).toHaveLength(1);
    expect(finalState(ran, 'shop')).toBe(mode === 'expecting' ? 'down' : 'online');
  });
});

describe('all servers lose their data', () => {
  const steps =
    '  at 10s crash s1, s2\n  at 20s start s1, s2\n  every 1s shop put things keys 5\n  at 100s crash other\n  at 110s start other\n  every 1s other get things keys 5';
  const withMode = (mode: string): Ran =>
    runText(pair10Text({ steps }).replace('client-mode auto-create', `client-mode ${mode}`));

  it.each(['expecting', 'auto-create'])('%s: the caches stay in reconnection for ever', (mode) => {
    const ran = withMode(mode);
    expect(finalState(ran, 'shop')).toBe('stuck');
    expect(ran.events('tier-failed', 'shop')[0]?.text).toContain('does not exist. Please review your configuration.');
    expect(ran.events('data-lost')).toHaveLength(1);
    expect(ran.events('window-opened')).toEqual([]);
  });

  it('auto-create-on-reconnect: they go on, empty', () => {
    const ran = withMode('auto-create-on-reconnect');
    expect(finalState(ran, 'shop')).toBe('online');
    const puts = callsOf(ran, 'shop', 'put');
    expect(puts.at(-1)).toMatchObject({ outcome: 'ok', fate: 'applied' });
    const lost = puts.filter(({ fate }) => fate === 'lost');
    expect(lost.length).toBeGreaterThan(5);
    for (const { why } of lost) expect(why).toBeGreaterThanOrEqual(0);
  });

  it('a cache tier that is missing where the manager exists again is gone for good', () => {
    const ran = runText(`
cluster orders {
  product terracotta 10.15
  server s1
  offheap-resources main:512MB
}
client shop { client-mode auto-create  cache things { clustered-dedicated 8MB from main } }
client other { client-mode auto-create  cache pages { clustered-dedicated 8MB from main } }
scenario "test" {
  duration 3min
  at 10s crash s1, other
  at 15s start s1
  at 20s start other
  at 60s shop get things key one
  at 70s shop put things key one
}
`);
    expect(finalState(ran, 'shop')).toBe('tier-failed');
    expect(ran.events('tier-failed', 'shop')[0]?.text).toContain('PerpetualCachePersistenceException');
    expect(logsOf(ran, 'shop')).toContain('Cache things failed reconnecting to cluster (failure is perpetual)');
  });
});

describe('a write', () => {
  it('that timed out in a long failover is undone by its own clean-up', () => {
    const ran = runText(
      pair10Text({
        cluster: '  client-reconnect-window 30s',
        steps: '  at 30s crash s1, other\n  at 31s shop put things key one\n  at 100s shop get things key one',
      }),
    );
    const [put] = callsOf(ran, 'shop', 'put');
    expect(put).toMatchObject({ outcome: 'recovered', fate: 'lost', took: 10 });
    expect(put?.why).toBeGreaterThanOrEqual(0);
    expect(callsOf(ran, 'shop', 'get')[0]).toMatchObject({ outcome: 'ok', detail: 'null' });
  });

  it('that the active completed survives its death through the client, unless that dies too', () => {
    const steps = (also: string): string =>
      `  at 29s cut s1 from s2 for 5s\n  at 30s shop put things key one\n  at 31s crash s1${also}\n  at 100s other get things key one`;
    const survived = runText(pair10Text({ client: '  read-timeout 200s\n  write-timeout 200s', steps: steps('') }));
    expect(callsOf(survived, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'applied' });
    const lost = runText(pair10Text({ client: '  read-timeout 200s\n  write-timeout 200s', steps: steps(', shop') }));
    expect(callsOf(lost, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'lost' });
    expect(callsOf(lost, 'other', 'get')[0]).toMatchObject({ outcome: 'ok', detail: 'null' });
  });
});

describe('a strong cache', () => {
  const strong = { cache: '    consistency strong', cluster: '  client-lease-duration 30s' };

  it('waits for a client that does not answer until its write time-out, and then removes the key', () => {
    const ran = runText(
      pair10Text({
        ...strong,
        steps: '  at 10s other get things key one\n  at 30s pause other for 20s\n  at 31s shop put things key one',
      }),
    );
    expect(callsOf(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'recovered', took: 10 });
    expect(ran.events('invalidation-waited', 'shop')).toHaveLength(2);
  });

  it('goes on when the lease of that client has run out', () => {
    const ran = runText(
      pair10Text({
        ...strong,
        client: '  write-timeout 60s',
        steps: '  at 30s pause other for 100s\n  at 31s shop put things key one',
      }),
    );
    const expired = ran.events('client-lease-expired', 's1')[0]?.seconds as number;
    const [put] = callsOf(ran, 'shop', 'put');
    expect(put?.outcome).toBe('ok');
    expect((put?.at as number) + (put?.took as number)).toBeCloseTo(expired, 1);
  });

  it('opens a new connection for a read only', () => {
    const ran = runText(
      pair10Text({
        ...strong,
        steps:
          '  at 30s drop connection of shop to s1\n  at 35s shop put things key one\n  at 45s shop get things key one\n  at 55s shop put things key one',
      }),
    );
    expect(ran.events('tier-reconnected', 'shop')[0]?.seconds).toBeGreaterThan(45);
    expect(callsOf(ran, 'shop', 'put').map(({ outcome }) => outcome)).toEqual(['recovered', 'ok']);
    expect(ran.trace.assumptions.some((each) => each.startsWith('A write on a strong cache'))).toBe(true);
  });
});

describe('the local tier', () => {
  it('answers during a failover and is empty after the session is lost', () => {
    const ran = runText(
      pair10Text({
        cluster: '  client-lease-duration 30s',
        steps:
          '  at 5s shop put things key one\n  at 6s shop get things key one\n  at 30s crash s1\n  at 31s shop get things key one\n  at 60s drop connection of shop to s2\n  at 70s shop get things key one',
      }),
    );
    expect(callsOf(ran, 'shop', 'get').map(({ outcome }) => outcome)).toEqual(['ok', 'local', 'recovered']);
  });

  it('loses a key when another client writes it', () => {
    const ran = runText(
      pair10Text({
        steps:
          '  at 5s shop put things key one\n  at 6s shop get things key one\n  at 7s shop get things key one\n  at 8s other put things key one\n  at 9s shop get things key one',
      }),
    );
    expect(callsOf(ran, 'shop', 'get').map(({ outcome }) => outcome)).toEqual(['ok', 'local', 'ok']);
  });

  it('is cleaned after a failover of what could not be told before', () => {
    const ran = runText(
      pair10Text({
        steps: `  at 5s shop put things key one
  at 6s other get things key one
  at 10s cut other from s1 for 12s
  at 11s shop put things key one
  at 12s crash s1
  at 60s other get things key one`,
      }),
    );
    expect(callsOf(ran, 'other', 'get').map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });
});

describe('known defects, when they are asked for', () => {
  it('a put that was sent again is missing', () => {
    const ran = runText(
      pair10Text({
        client: '  write-timeout 60s',
        steps: '  anomaly put-missing-after-failover\n  at 29999ms shop put things key one\n  at 30s crash s1',
      }),
    );
    expect(callsOf(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'lost' });
  });

  it('cleared keys are there again', () => {
    const steps =
      '  at 5s shop put things key one\n  at 10s shop clear things\n  at 30s crash s1\n  at 60s other get things key one';
    const details = ['  anomaly cleared-keys-reappear\n', ''].map((anomaly) =>
      callsOf(runText(pair10Text({ steps: anomaly + steps })), 'other', 'get').map(({ detail }) => detail),
    );
    expect(details).toEqual([[''], ['null']]);
  });
});
