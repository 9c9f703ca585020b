/**
 * How clients of the 10.x line come through failures: window, late clients, sessions, leases, client modes. The times
 * follow from tc.properties and the classes of terracotta-core, terracotta-platform and ehcache3 that the code names.
 */
import { describe, expect, it } from 'vitest';
import type { OperationName } from '../../../model/model.ts';
import { type Ran, runText } from '../../../test/runText.ts';
import { FATE, OPERATION, OUTCOME } from '../../../trace/codes.ts';

interface Setting {
  readonly cluster?: string;
  readonly client?: string;
  readonly cache?: string;
  readonly steps?: string;
}

function text({ cluster = '', client = '', cache = '', steps = '' }: Setting): string {
  return `
cluster orders {
  product terracotta 10.15
  failover-priority availability
  offheap-resources main:512MB
  server s1, s2
${cluster}
}
client shop, other {
  client-mode auto-create
${client}
  cache things {
    clustered-dedicated 8MB from main
${cache}
  }
}
scenario "test" {
  duration 5min
${steps}
}
`;
}

interface Made {
  readonly at: number;
  readonly took: number;
  readonly outcome: string;
  readonly detail: string;
  readonly fate: string;
  readonly why: number;
}

const nameOf = (table: Readonly<Record<string, number>>, index: number | undefined): string =>
  Object.entries(table).find(([, each]) => each === index)?.[0] ?? '';

function calls({ trace }: Ran, client: string, operation: OperationName): Made[] {
  const { calls: columns, lanes, strings } = trace;
  const made: Made[] = [];
  for (let row = 0; row < columns.count; row++) {
    const lane = lanes[columns.lane[row] as number]?.name;
    if (columns.operation[row] !== OPERATION[operation] || lane !== `${client}.things`) continue;
    const start = (columns.startMicros[row] as number) / 1e6;
    made.push({
      at: start,
      took: (columns.endMicros[row] as number) / 1e6 - start,
      outcome: nameOf(OUTCOME, columns.outcome[row]),
      detail: strings[columns.detail[row] as number] ?? '',
      fate: nameOf(FATE, columns.fate[row]),
      why: columns.fateCause[row] as number,
    });
  }
  return made;
}

const logs = (ran: Ran, lane: string): string[] => ran.events('log', lane).map(({ text: line }) => line);
const final = (ran: Ran, lane: string): string => ran.states(lane).at(-1)?.split(' ')[1] ?? '';

describe('the active is killed', () => {
  const ran = runText(
    text({
      client: '  write-timeout 60s',
      steps: '  at 30s crash s1\n  at 31s shop put things key one\n  at 60s other get things key one',
    }),
  );

  it('the passive takes over after the whole election, opens a window, and closes it when all are back', () => {
    const [opened] = ran.events('window-opened', 's2');
    expect(opened).toMatchObject({ a: 2 });
    expect(opened?.seconds).toBeCloseTo(35, 1);
    const [closed] = ran.events('window-closed', 's2');
    expect(closed?.text).toBe('all known clients are back');
    expect(closed?.seconds).toBeLessThan(37);
  });

  it('clients are served again within 5 s of election and one pause between two attempts on each server', () => {
    for (const client of ['shop', 'other']) {
      const resumed = ran.events('resumed', client)[0]?.seconds as number;
      expect(resumed).toBeGreaterThan(35);
      expect(resumed).toBeLessThan(37.1);
      expect(ran.states(client).map((state) => state.split(' ')[1])).toEqual([
        'online',
        'reconnecting',
        'handshaking',
        'online',
      ]);
    }
  });

  it('what was called meanwhile stalls and works', () => {
    expect(calls(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'applied' });
    expect(calls(ran, 'other', 'get')[0]).toMatchObject({ outcome: 'ok', detail: '' });
  });

  it('says in its log what the product says', () => {
    expect(logs(ran, 's2')).toEqual(
      expect.arrayContaining([
        'Starting reconnect window: 120000 ms. Waiting for 2 clients to connect. Unconnected Clients - [shop, other]',
        expect.stringMatching(/^Last unconnected client \((shop|other)\) now connected\. {2}Reconnection starting$/),
        'Reconnection complete',
      ]),
    );
  });
});

describe('the reconnect window', () => {
  it('is spent to the end for a client that died with the active, by everyone', () => {
    const ran = runText(
      text({
        client: '  write-timeout 200s',
        steps: '  at 30s crash s1, other\n  at 40s shop put things key one',
      }),
    );
    expect(ran.events('window-closed', 's2')[0]?.seconds).toBeCloseTo(155, 1);
    expect(calls(ran, 'shop', 'put')[0]?.took).toBeCloseTo(115, 1);
    expect(logs(ran, 's2')).toContain('Reconnect window closed. All dead clients removed.');
    expect(logs(ran, 's2').filter((line) => line.startsWith('Reconnect window active.'))).toHaveLength(7);
  });

  it('ends at its time to the microsecond, with a last tick that is shorter', () => {
    const ran = runText(text({ cluster: '  client-reconnect-window 40s', steps: '  at 30s crash s1, other' }));
    const [opened] = ran.events('window-opened', 's2');
    const [closed] = ran.events('window-closed', 's2');
    expect((closed?.seconds as number) - (opened?.seconds as number)).toBeCloseTo(40, 6);
    expect(logs(ran, 's2').filter((line) => line.startsWith('Reconnect window active.'))).toHaveLength(2);
  });

  it('of length 0 drops every client', () => {
    const ran = runText(text({ steps: '  at 10s set client-reconnect-window of orders to 0s\n  at 30s crash s1' }));
    expect(
      ran
        .events('reconnection-rejected')
        .map(({ lane }) => lane)
        .sort(),
    ).toEqual(['other', 'shop']);
    expect(['shop', 'other'].map((client) => final(ran, client))).toEqual(['disconnected', 'disconnected']);
  });

  it('is not opened when nobody was there', () => {
    const ran = runText(text({ steps: '  initially shop, other down\n  at 30s crash s1' }));
    expect(ran.events('window-opened')).toEqual([]);
    expect(final(ran, 's2')).toBe('active');
  });

  it('keeps a new client waiting, and does not wait for one', () => {
    const ran = runText(
      text({
        steps:
          '  initially other down\n  at 30s crash s1, shop\n  at 40s start other\n  at 60s crash other\n  at 61s start other',
      }),
    );
    expect(ran.events('window-closed', 's2')[0]?.seconds).toBeCloseTo(155, 1);
    const online = ran.events('state', 'other').filter(({ text: state }) => state === 'online');
    expect(online[0]?.seconds).toBeGreaterThan(155);
  });

  it('refuses who comes too late', () => {
    const ran = runText(
      text({ cluster: '  client-reconnect-window 10s', steps: '  at 30s crash s1\n  at 30s cut shop from s2 for 20s' }),
    );
    expect(ran.events('client-removed', 's2').map(({ text: who }) => who)).toEqual(['shop']);
    expect(ran.events('reconnection-rejected', 'shop')).toHaveLength(1);
    expect(logs(ran, 'shop')).toContain('shutting down due to TRANSPORT_RECONNECTION_REJECTED');
  });

  it('has the length that was set last', () => {
    const ran = runText(
      text({ steps: '  at 10s set client-reconnect-window of orders to 20s\n  at 30s crash s1, other' }),
    );
    expect(ran.events('window-closed', 's2')[0]?.seconds).toBeCloseTo(55, 1);
  });
});

describe('the session of a client', () => {
  it('cannot be resumed when TCP drops and the same active stays up', () => {
    const ran = runText(
      text({
        steps:
          '  at 30s drop connection of shop to s1\n  at 40s shop get things key one\n  at 50s shop put things key one',
      }),
    );
    expect(ran.events('client-removed', 's1')[0]?.seconds).toBeCloseTo(30, 1);
    expect(ran.events('reconnection-rejected', 'shop')).toHaveLength(1);
    // Nobody notices before a call does.
    expect(ran.events('tier-reconnected', 'shop')[0]?.seconds).toBeGreaterThan(40);
    expect(calls(ran, 'shop', 'get')[0]).toMatchObject({ outcome: 'recovered', detail: 'null', took: 0 });
    expect(calls(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'applied' });
  });

  it('is not opened anew without a call', () => {
    const ran = runText(text({ steps: '  at 30s drop connection of shop to s1' }));
    expect(final(ran, 'shop')).toBe('disconnected');
  });

  it('survives a failover that is shorter than what is left of the lease', () => {
    const ran = runText(text({ cluster: '  client-lease-duration 30s', steps: '  at 30s crash s1' }));
    expect(ran.events('lease-expired')).toEqual([]);
    expect(ran.events('resumed')).toHaveLength(2);
  });

  it('does not survive a lease that ends before the new active takes its handshake', () => {
    const ran = runText(
      text({ cluster: '  client-lease-duration 4s', steps: '  at 30s crash s1\n  every 1s shop get things key one' }),
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
      text({
        cluster: '  client-lease-duration 20s',
        steps: '  at 30s pause shop for 40s\n  every 1s shop get things key one',
      }),
    );
    const server = ran.events('client-lease-expired', 's1')[0]?.seconds as number;
    expect(server).toBeGreaterThan(43);
    expect(server).toBeLessThan(50.3);
    expect(ran.events('lease-expired', 'shop')[0]?.seconds).toBeCloseTo(70, 1);
    expect(final(ran, 'shop')).toBe('online');
  });

  it('goes through the passive to the active', () => {
    const ran = runText(
      text({ steps: '  initially shop down\n  at 10s crash s1\n  at 30s start s1\n  at 60s start shop' }),
    );
    expect(ran.events('redirected', 'shop').map(({ text: to }) => to)).toEqual(['s2']);
    expect(logs(ran, 's1')).toContain('Redirecting client: shop to s2');
    expect(final(ran, 'shop')).toBe('online');
  });
});

describe('a client that starts', () => {
  it('gives up after its connection time-out when no server is there', () => {
    const ran = runText(
      text({ client: '  connection-timeout 20s', steps: '  initially shop, s1, s2 down\n  at 10s start shop' }),
    );
    expect(ran.events('start-up-failed', 'shop')[0]?.text).toBe(
      'StateTransitionException: java.util.concurrent.TimeoutException: connection timeout in 20000',
    );
    expect(ran.events('start-up-failed', 'shop')[0]?.seconds).toBeCloseTo(32, 1);
    expect(logs(ran, 'shop').filter((line) => line.startsWith('Unable to connect'))[1]).toMatch(
      /sleeping for 1\.5 sec/,
    );
  });

  it.each([
    ['expecting', 'start-up-failed'],
    ['auto-create', 'lease-granted'],
  ] as const)('in mode %s after a full restart', (mode, event) => {
    const steps = '  initially other down\n  at 10s crash s1, s2, shop\n  at 20s start s1, s2\n  at 60s start shop';
    const ran = runText(text({ steps }).replace('client-mode auto-create', `client-mode ${mode}`));
    expect(ran.events(event, 'shop').filter(({ seconds }) => seconds > 60)).toHaveLength(1);
    expect(final(ran, 'shop')).toBe(mode === 'expecting' ? 'down' : 'online');
  });
});

describe('all servers lose their data', () => {
  const steps =
    '  at 10s crash s1, s2\n  at 20s start s1, s2\n  every 1s shop put things keys 5\n  at 100s crash other\n  at 110s start other\n  every 1s other get things keys 5';
  const withMode = (mode: string): Ran =>
    runText(text({ steps }).replace('client-mode auto-create', `client-mode ${mode}`));

  it.each(['expecting', 'auto-create'])('%s: the caches stay in reconnection for ever', (mode) => {
    const ran = withMode(mode);
    expect(final(ran, 'shop')).toBe('stuck');
    expect(ran.events('tier-failed', 'shop')[0]?.text).toContain('does not exist. Please review your configuration.');
    expect(ran.events('data-lost')).toHaveLength(1);
    expect(ran.events('window-opened')).toEqual([]);
  });

  it('auto-create-on-reconnect: they go on, empty', () => {
    const ran = withMode('auto-create-on-reconnect');
    expect(final(ran, 'shop')).toBe('online');
    const puts = calls(ran, 'shop', 'put');
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
    expect(final(ran, 'shop')).toBe('tier-failed');
    expect(ran.events('tier-failed', 'shop')[0]?.text).toContain('PerpetualCachePersistenceException');
    expect(logs(ran, 'shop')).toContain('Cache things failed reconnecting to cluster (failure is perpetual)');
  });
});

describe('a write', () => {
  it('that timed out in a long failover is undone by its own clean-up', () => {
    const ran = runText(
      text({
        cluster: '  client-reconnect-window 30s',
        steps: '  at 30s crash s1, other\n  at 31s shop put things key one\n  at 100s shop get things key one',
      }),
    );
    const [put] = calls(ran, 'shop', 'put');
    expect(put).toMatchObject({ outcome: 'recovered', fate: 'lost', took: 10 });
    expect(put?.why).toBeGreaterThanOrEqual(0);
    expect(calls(ran, 'shop', 'get')[0]).toMatchObject({ outcome: 'ok', detail: 'null' });
  });

  it('that the active completed survives its death through the client, unless that dies too', () => {
    const steps = (also: string): string =>
      `  at 29s cut s1 from s2 for 5s\n  at 30s shop put things key one\n  at 31s crash s1${also}\n  at 100s other get things key one`;
    const survived = runText(text({ client: '  read-timeout 200s\n  write-timeout 200s', steps: steps('') }));
    expect(calls(survived, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'applied' });
    const lost = runText(text({ client: '  read-timeout 200s\n  write-timeout 200s', steps: steps(', shop') }));
    expect(calls(lost, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'lost' });
    expect(calls(lost, 'other', 'get')[0]).toMatchObject({ outcome: 'ok', detail: 'null' });
  });
});

describe('a strong cache', () => {
  const strong = { cache: '    consistency strong', cluster: '  client-lease-duration 30s' };

  it('waits for a client that does not answer until its write time-out, and then removes the key', () => {
    const ran = runText(
      text({
        ...strong,
        steps: '  at 10s other get things key one\n  at 30s pause other for 20s\n  at 31s shop put things key one',
      }),
    );
    expect(calls(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'recovered', took: 10 });
    expect(ran.events('invalidation-waited', 'shop')).toHaveLength(2);
  });

  it('goes on when the lease of that client has run out', () => {
    const ran = runText(
      text({
        ...strong,
        client: '  write-timeout 60s',
        steps: '  at 30s pause other for 100s\n  at 31s shop put things key one',
      }),
    );
    const expired = ran.events('client-lease-expired', 's1')[0]?.seconds as number;
    const [put] = calls(ran, 'shop', 'put');
    expect(put?.outcome).toBe('ok');
    expect((put?.at as number) + (put?.took as number)).toBeCloseTo(expired, 1);
  });

  it('opens a new connection for a read only', () => {
    const ran = runText(
      text({
        ...strong,
        steps:
          '  at 30s drop connection of shop to s1\n  at 35s shop put things key one\n  at 45s shop get things key one\n  at 55s shop put things key one',
      }),
    );
    expect(ran.events('tier-reconnected', 'shop')[0]?.seconds).toBeGreaterThan(45);
    expect(calls(ran, 'shop', 'put').map(({ outcome }) => outcome)).toEqual(['recovered', 'ok']);
    expect(ran.trace.assumptions.some((each) => each.startsWith('A write on a strong cache'))).toBe(true);
  });
});

describe('the local tier', () => {
  it('answers during a failover and is empty after the session is lost', () => {
    const ran = runText(
      text({
        cluster: '  client-lease-duration 30s',
        steps:
          '  at 5s shop put things key one\n  at 6s shop get things key one\n  at 30s crash s1\n  at 31s shop get things key one\n  at 60s drop connection of shop to s2\n  at 70s shop get things key one',
      }),
    );
    expect(calls(ran, 'shop', 'get').map(({ outcome }) => outcome)).toEqual(['ok', 'local', 'recovered']);
  });

  it('loses a key when another client writes it', () => {
    const ran = runText(
      text({
        steps:
          '  at 5s shop put things key one\n  at 6s shop get things key one\n  at 7s shop get things key one\n  at 8s other put things key one\n  at 9s shop get things key one',
      }),
    );
    expect(calls(ran, 'shop', 'get').map(({ outcome }) => outcome)).toEqual(['ok', 'local', 'ok']);
  });

  it('is cleaned after a failover of what could not be told before', () => {
    const ran = runText(
      text({
        steps: `  at 5s shop put things key one
  at 6s other get things key one
  at 10s cut other from s1 for 12s
  at 11s shop put things key one
  at 12s crash s1
  at 60s other get things key one`,
      }),
    );
    expect(calls(ran, 'other', 'get').map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });
});

describe('known defects, when they are asked for', () => {
  it('a put that was sent again is missing', () => {
    const ran = runText(
      text({
        client: '  write-timeout 60s',
        steps: '  anomaly put-missing-after-failover\n  at 29999ms shop put things key one\n  at 30s crash s1',
      }),
    );
    expect(calls(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'lost' });
  });

  it('cleared keys are there again', () => {
    const steps =
      '  at 5s shop put things key one\n  at 10s shop clear things\n  at 30s crash s1\n  at 60s other get things key one';
    const details = ['  anomaly cleared-keys-reappear\n', ''].map((anomaly) =>
      calls(runText(text({ steps: anomaly + steps })), 'other', 'get').map(({ detail }) => detail),
    );
    expect(details).toEqual([[''], ['null']]);
  });
});
