/** What is told without a cause explains nothing: events whose reason is over, or was elsewhere, when they come. */
import { describe, expect, it } from 'vitest';
import { pairText, type Ran, runText } from '../../test/runText.ts';
import { EVENT, OPERATION } from '../../trace/codes.ts';
import type { EventName } from '../../trace/kinds.ts';

/** From the last event of a kind on a lane back to the fault: the kinds of the events, the fault first. */
function chainOf(ran: Ran, name: EventName, lane: string): string[] {
  const { events, lanes, strings } = ran.trace;
  const kinds = Object.keys(EVENT) as EventName[];
  let row = -1;
  for (let each = 0; each < events.count; each++) {
    const isMeant = events.kind[each] === EVENT[name] && lanes[events.lane[each] as number]?.name === lane;
    if (isMeant) row = each;
  }
  const chain: string[] = [];
  for (; row >= 0; row = events.cause[row] as number) {
    const kind = kinds.find((candidate) => EVENT[candidate] === events.kind[row]) ?? '';
    chain.unshift(kind === 'fault' ? (strings[events.text[row] as number] ?? '') : kind);
  }
  return chain;
}

describe('the chain goes back to the fault', () => {
  it('a verdict of the health checker that comes when the way is open again', () => {
    const ran = runText(pairText({ steps: '  at 30s cut shop from tsa-1 for 13s' }));
    expect(ran.events('declared-dead', 'tsa-1')[0]?.seconds).toBeGreaterThan(43);
    expect(chainOf(ran, 'client-removed', 'tsa-1')).toEqual([
      'cut shop from tsa-1 for 13s',
      'declared-dead',
      'client-removed',
    ]);
  });

  it('a machine that lost its power and is back before anybody missed it', () => {
    const ran = runText(pairText({ steps: '  at 30s power-off tsa-1\n  at 32s start tsa-1' }));
    expect(chainOf(ran, 'connection-lost', 'shop')).toEqual(['power-off tsa-1', 'connection-lost']);
  });

  it('a server that comes anew, and was not missed', () => {
    const ran = runText(pairText({ steps: '  at 30s pause tsa-1 for 60s' }));
    const [lost] = ran.events('node-lost', 'tsa-1');
    expect(lost?.seconds).toBeGreaterThan(90);
    expect(chainOf(ran, 'split-brain', 'tsa-1')[0]).toBe('pause tsa-1 for 1min');
  });

  it('a client that is stopped and has to wait first', () => {
    const steps = '  at 30s degrade shop to tsa-1 latency 2s for 20s\n  at 35s stop shop';
    const ran = runText(pairText({ steps }));
    expect(chainOf(ran, 'client-removed', 'tsa-1')[0]).toBe('stop shop');
  });

  it('a lock that two threads have, because two servers gave it', () => {
    const steps = `  at 30s partition tsa-1, shop | tsa-2, other for 100s
  at 60s every 5s until 100s shop lock sessions key a for 3s
  at 61s every 5s until 100s other lock sessions key a for 3s`;
    expect(
      chainOf(
        runText(pairText({ cluster: '  client-reconnect-window 10s', steps })),
        'lock-held-twice',
        'other.sessions',
      )[0],
    ).toMatch(/^partition/);
  });
});

describe('a call that waits for a lock names what is wrong with whoever keeps it', () => {
  const STRONG = '  at 10s every 1s other put sessions key a\n  at 31s shop put sessions key a';

  it.each([
    ['a client that is paused, and keeps it for its threads', 'pause other for 35s', 'pause other for 35s'],
    ['the client before, which the server has not missed yet', 'crash other', 'crash other'],
    ['a passive, without which nothing is confirmed', 'pause tsa-2 for 35s', 'pause tsa-2 for 35s'],
  ])('%s', (_, fault, cause) => {
    const ran = runText(pairText({ steps: `${STRONG}\n  at 30s ${fault}` }));
    const { calls, events, lanes, strings } = ran.trace;
    const waited: string[] = [];
    for (let row = 0; row < calls.count; row++) {
      const isLate = (calls.startMicros[row] as number) >= 31e6 && (calls.startMicros[row] as number) < 32e6;
      const isPut = calls.operation[row] === OPERATION.put;
      if (!isLate || !isPut || lanes[calls.lane[row] as number]?.name !== 'shop.sessions') continue;
      if ((calls.endMicros[row] as number) - (calls.startMicros[row] as number) < 1e6) continue;
      let event = calls.cause[row] as number;
      while ((events.cause[event] as number) >= 0) event = events.cause[event] as number;
      waited.push(strings[events.text[event] as number] ?? '');
    }
    expect(waited).toEqual([cause]);
  });
});

it('who comes and goes is told once, by the first stripe', () => {
  const ran = runText(`
cluster orders {
  stripe one { server a-1 }
  stripe two { server b-1 }
}
client shop { cache sessions }
client office { cache sessions }
scenario "two stripes" {
  duration 1min
  at 10s stop office
  at 20s start office
}`);
  expect(ran.events('nodeLeft', 'shop')).toHaveLength(1);
  expect(ran.events('nodeJoined', 'shop')).toHaveLength(1);
});
