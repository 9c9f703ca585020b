/**
 * How long a fail-over takes, with the defaults of tc.properties 4.3.1. The numbers follow from
 * ConnectionHealthCheckerContextImpl (detection), OOOConnectionWatcher and ClientConnectionEstablisher (5 s of
 * restoring, 1 s between attempts, 10 s per silent connect) and ElectionManagerImpl (5 s election).
 */
import { describe, expect, it } from 'vitest';
import { pairText, runText } from '../../test/runText.ts';
import { FATE, OUTCOME } from '../../trace/codes.ts';

describe('the active is lost', () => {
  it('killed: 5 s of restoring, 5 s of election; clients are offline after 5 s and served at the next attempt', () => {
    const ran = runText(pairText({ steps: 'at 30s crash tsa-1' }));
    expect(ran.events('node-lost', 'tsa-2')[0]?.seconds).toBeCloseTo(35, 0);
    expect(ran.events('election-won', 'tsa-2')[0]?.seconds).toBeCloseTo(40, 0);
    expect(ran.events('clusterOffline', 'shop')[0]?.seconds).toBeCloseTo(35, 0);
    const resumed = ran.events('resumed', 'shop')[0]?.seconds as number;
    expect(resumed).toBeGreaterThan(40);
    expect(resumed).toBeLessThan(42);
  });

  it('its host loses power: found by the health check after 14 s of silence, nothing is restored first', () => {
    const ran = runText(pairText({ steps: 'at 30s power-off tsa-1' }));
    const dead = ran.events('declared-dead', 'tsa-2')[0];
    expect(dead?.a).toBeGreaterThanOrEqual(14_000);
    expect(dead?.a).toBeLessThan(15_000);
    expect(ran.events('restore-expired')).toEqual([]);
    const won = ran.events('election-won', 'tsa-2')[0]?.seconds as number;
    expect(won - (dead?.seconds as number)).toBeCloseTo(5, 1);
  });

  it('paused for less than 45 s: nobody notices', () => {
    const ran = runText(pairText({ steps: 'at 30s pause tsa-1 for 38s' }));
    expect(ran.events('node-lost')).toEqual([]);
    expect(ran.events('clusterOffline')).toEqual([]);
  });

  it('paused for longer: the passive takes over, and the old active quits when it wakes up', () => {
    const ran = runText(pairText({ steps: 'at 30s pause tsa-1 for 100s' }));
    expect(ran.events('election-won', 'tsa-2')).toHaveLength(1);
    expect(ran.events('split-brain').length).toBeGreaterThan(0);
    expect(new Set(ran.events('zapped').map(({ lane }) => lane))).toEqual(new Set(['tsa-1']));
    expect(ran.states('tsa-1').at(-1)).toMatch(/ passive$/);
    expect(ran.states('tsa-2').at(-1)).toMatch(/ active$/);
  });

  it('still paused at the end: what the new active has counts, not what the old one would have', () => {
    const ran = runText(pairText({ steps: 'at 30s pause tsa-1 for 20min\n  every 1s shop put sessions' }));
    expect(ran.states('tsa-2').at(-1)).toMatch(/ active$/);
    const { calls } = ran.trace;
    const fates = Array.from({ length: calls.count }, (_, row) => calls.fate[row]);
    expect(fates.filter((fate) => fate === FATE.applied).length).toBeGreaterThan(200);
    expect(fates).not.toContain(FATE.lost);
  });

  it('the election time is waited out in full', () => {
    const ran = runText(pairText({ cluster: '  election-time 11s', steps: 'at 30s crash tsa-1' }));
    expect(ran.events('election-won', 'tsa-2')[0]?.seconds).toBeCloseTo(46, 0);
  });
});

describe('a client is in trouble', () => {
  it('paused below 45 s: nothing happens', () => {
    const ran = runText(pairText({ steps: 'at 30s pause shop for 44s' }));
    expect(ran.events('client-removed')).toEqual([]);
    expect(ran.events('clusterOffline')).toEqual([]);
  });

  it('paused above 45 s: removed after 45 s of silence, the others see it leave, it rejoins on waking', () => {
    const ran = runText(pairText({ steps: 'at 30s pause shop for 60s' }));
    expect(ran.events('declared-dead', 'tsa-1')[0]?.a).toBeGreaterThanOrEqual(45_000);
    expect(ran.events('declared-dead', 'tsa-1')[0]?.a).toBeLessThan(46_000);
    expect(ran.events('nodeLeft', 'other').map(({ text }) => text)).toContain('shop');
    expect(ran.events('clusterRejoined', 'shop')).toHaveLength(1);
    expect(ran.events('clusterRejoined', 'other')).toEqual([]);
  });

  it('connection dropped for less than l1reconnect.timeout: restored, no event', () => {
    const ran = runText(pairText({ steps: 'at 30s drop connection of shop to tsa-1 for 4s' }));
    expect(ran.events('connection-restored', 'shop')).toHaveLength(1);
    expect(ran.events('connection-restored', 'tsa-1')).toHaveLength(1);
    expect(ran.events('clusterOffline')).toEqual([]);
    expect(ran.events('nodeLeft')).toEqual([]);
  });

  it('connection dropped for longer: both ends give up after 5 s, and the client is refused and rejoins', () => {
    const ran = runText(pairText({ steps: 'at 30s drop connection of shop to tsa-1 for 20s' }));
    expect(ran.events('restore-expired', 'shop')[0]?.seconds).toBeCloseTo(35, 0);
    expect(ran.events('client-removed', 'tsa-1')[0]?.seconds).toBeCloseTo(35, 0);
    expect(ran.events('reconnection-rejected', 'shop')).toHaveLength(1);
    expect(ran.events('clusterRejoined', 'shop')).toHaveLength(1);
  });

  it('l1reconnect switched off: the briefest drop removes the client', () => {
    const ran = runText(
      pairText({ cluster: '  l1reconnect { enabled false }', steps: 'at 30s drop connection of shop to tsa-1' }),
    );
    expect(ran.events('client-removed', 'tsa-1')[0]?.seconds).toBeCloseTo(30, 1);
    expect(ran.events('clusterRejoined', 'shop')).toHaveLength(1);
  });

  it('events of a rejoin come in the order of 4.x', () => {
    const ran = runText(pairText({ steps: 'at 30s pause shop for 60s' }));
    const names = ['clusterOffline', 'nodeLeft', 'nodeJoined', 'clusterOnline', 'clusterRejoined'] as const;
    const rows = names.map((name) => ran.events(name, 'shop').at(-1)?.seconds as number);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(ran.judgements).toEqual([]);
  });
});

describe('servers come back', () => {
  it('a killed server without persistence joins as a passive and is synced', () => {
    const ran = runText(pairText({ steps: 'at 30s crash tsa-2\n  at 60s start tsa-2' }));
    expect(ran.states('tsa-2').map((state) => state.split(' ')[1])).toEqual([
      'passive',
      'down',
      'starting',
      'electing',
      'passive-uninitialized',
      'passive',
    ]);
    expect(ran.events('sync-finished', 'tsa-1')).toHaveLength(1);
  });

  it('a former passive with its data on disk skips the election, is zapped, wiped and synced', () => {
    const ran = runText(pairText({ cluster: '  restartable true', steps: 'at 30s crash tsa-2\n  at 60s start tsa-2' }));
    expect(ran.states('tsa-2').map((state) => state.split(' ')[1])).toContain('waiting-for-zap');
    expect(ran.events('zapped', 'tsa-2')).toHaveLength(1);
    expect(ran.states('tsa-2').at(-1)).toMatch(/ passive$/);
  });

  it('a server that boots alone becomes active after the whole election time', () => {
    const ran = runText(pairText({ steps: 'at 30s crash tsa-1, tsa-2\n  at 60s start tsa-1' }));
    const [started] = ran.events('election-started', 'tsa-1');
    const [won] = ran.events('election-won', 'tsa-1');
    expect((won?.seconds as number) - (started?.seconds as number)).toBeCloseTo(5, 1);
  });

  it('without persistence nobody is known after a restart: no window, and rejoin clients are ejected', () => {
    const ran = runText(pairText({ steps: 'at 30s crash tsa-1, tsa-2\n  at 60s start tsa-1' }));
    expect(ran.events('window-opened')).toEqual([]);
    expect(ran.states('shop').at(-1)).toMatch(/ ejected$/);
  });
});

describe('a client that starts again', () => {
  it('keeps its locks when the server gives up what it was before', () => {
    const ran = runText(
      pairText({
        steps: `
  every 100ms from 8s until 9s shop put sessions key one
  at 5s crash shop
  at 5500ms start shop
  at 20s pause shop for 10s
  at 21s other put sessions key one`,
      }),
    );
    // What it was is removed after 5 s of restoring, when the new one has been there for 2 s and holds the lock.
    expect(ran.events('client-removed', 'tsa-1')[0]?.seconds).toBeCloseTo(10, 1);
    const { calls, lanes } = ran.trace;
    const rows = Array.from({ length: calls.count }, (_, row) => row);
    const put = rows.filter(
      (row) =>
        lanes[calls.lane[row] as number]?.name === 'other.sessions' && calls.key[row] === 1_000_000 + keyOf('one'),
    );
    expect(put).toHaveLength(1);
    // The lock is with a paused JVM: nobody else gets it before its nonstop time is over.
    expect((calls.endMicros[put[0] as number] as number) - 21e6).toBe(5e6);
  });
});

function keyOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_000;
  return hash;
}

it.each([
  ['RELAYED', 0],
  ['DISK', 0],
  // What the active confirmed alone is gone with it.
  ['NONE', 8],
] as const)(
  'with broadcast durability %s %i acknowledged writes are lost with an active that was alone',
  (level, lost) => {
    const ran = runText(
      pairText({
        cluster: `  broadcast-durability-level ${level}`,
        steps: `  at 60s cut tsa-1 from tsa-2 for 20s\n  at 68s crash tsa-1`,
      }),
    );
    const { calls } = ran.trace;
    const rows = Array.from({ length: calls.count }, (_, row) => row);
    const isLost = (row: number): boolean => calls.fate[row] === FATE.lost && calls.outcome[row] === OUTCOME.ok;
    expect(rows.filter(isLost)).toHaveLength(lost);
  },
);
