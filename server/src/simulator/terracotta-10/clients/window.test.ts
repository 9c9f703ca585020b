/**
 * A failover, the reconnect window, and who is waited for: terracotta-core 5.x, ServerClientHandshakeManager and its tests.
 */
import { describe, expect, it } from 'vitest';
import { callsOf, finalState, logsOf, pair10Text } from '../../../test/pair10.ts';
import { runText } from '../../../test/runText.ts';

describe('the active is killed', () => {
  const ran = runText(
    pair10Text({
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
    expect(callsOf(ran, 'shop', 'put')[0]).toMatchObject({ outcome: 'ok', fate: 'applied' });
    expect(callsOf(ran, 'other', 'get')[0]).toMatchObject({ outcome: 'ok', detail: '' });
  });

  it('says in its log what the product says', () => {
    expect(logsOf(ran, 's2')).toEqual(
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
      pair10Text({
        client: '  write-timeout 200s',
        steps: '  at 30s crash s1, other\n  at 40s shop put things key one',
      }),
    );
    expect(ran.events('window-closed', 's2')[0]?.seconds).toBeCloseTo(155, 1);
    expect(callsOf(ran, 'shop', 'put')[0]?.took).toBeCloseTo(115, 1);
    expect(logsOf(ran, 's2')).toContain('Reconnect window closed. All dead clients removed.');
    expect(logsOf(ran, 's2').filter((line) => line.startsWith('Reconnect window active.'))).toHaveLength(7);
  });

  it('ends at its time to the microsecond, with a last tick that is shorter', () => {
    const ran = runText(pair10Text({ cluster: '  client-reconnect-window 40s', steps: '  at 30s crash s1, other' }));
    const [opened] = ran.events('window-opened', 's2');
    const [closed] = ran.events('window-closed', 's2');
    expect((closed?.seconds as number) - (opened?.seconds as number)).toBeCloseTo(40, 6);
    expect(logsOf(ran, 's2').filter((line) => line.startsWith('Reconnect window active.'))).toHaveLength(2);
  });

  it('of length 0 drops every client', () => {
    const ran = runText(
      pair10Text({ steps: '  at 10s set client-reconnect-window of orders to 0s\n  at 30s crash s1' }),
    );
    expect(
      ran
        .events('reconnection-rejected')
        .map(({ lane }) => lane)
        .sort(),
    ).toEqual(['other', 'shop']);
    expect(['shop', 'other'].map((client) => finalState(ran, client))).toEqual(['disconnected', 'disconnected']);
  });

  it('is not opened when nobody was there', () => {
    const ran = runText(pair10Text({ steps: '  initially shop, other down\n  at 30s crash s1' }));
    expect(ran.events('window-opened')).toEqual([]);
    expect(finalState(ran, 's2')).toBe('active');
  });

  it('keeps a new client waiting, and does not wait for one', () => {
    const ran = runText(
      pair10Text({
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
      pair10Text({
        cluster: '  client-reconnect-window 10s',
        steps: '  at 30s crash s1\n  at 30s cut shop from s2 for 20s',
      }),
    );
    expect(ran.events('client-removed', 's2').map(({ text: who }) => who)).toEqual(['shop']);
    expect(ran.events('reconnection-rejected', 'shop')).toHaveLength(1);
    expect(logsOf(ran, 'shop')).toContain('shutting down due to TRANSPORT_RECONNECTION_REJECTED');
  });

  it('has the length that was set last', () => {
    const ran = runText(
      pair10Text({ steps: '  at 10s set client-reconnect-window of orders to 20s\n  at 30s crash s1, other' }),
    );
    expect(ran.events('window-closed', 's2')[0]?.seconds).toBeCloseTo(55, 1);
  });
});
