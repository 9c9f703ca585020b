/** What the manual says of Copy on Read and Consistency: changed while the cache manager is shut down, it does not start. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../index.ts';
import { runText } from '../../test/runText.ts';
import { OPERATION, OUTCOME } from '../../trace/codes.ts';

const text = (steps: string): string => `
cluster orders { server tsa-1, tsa-2 }
integration-server is1, is2 {
  cache prices
  cache hints { timeout-behavior noop }
}
client shop { cache prices { nonstop true } }
scenario "test" {
  duration 5min
  session alice on is1, is2
  every 1s is1, is2 invoke stateless "look" reads prices, hints
  every 1s is1, is2 invoke stateful "buy" session alice
  every 1s is1, is2, shop get prices
  every 1s is1 get hints
${steps}
}
`;

/** How many calls of a lane ended with an exception. */
function failures({ trace }: ReturnType<typeof runText>, lane: string): number {
  const { calls, lanes } = trace;
  let count = 0;
  for (let row = 0; row < calls.count; row++) {
    const isThere = lanes[calls.lane[row] as number]?.name === lane;
    if (isThere && calls.outcome[row] === OUTCOME.exception && (calls.startMicros[row] as number) > 100_000_000)
      count++;
  }
  return count;
}

const DOWN = '  at 30s stop is1\n';
const UP = '  at 90s start is1\n';

describe('changed while the node is down', () => {
  it.each([
    ['consistency of prices to strong', 'consistency of prices was changed to strong while it was shut down'],
    ['copy-on-read of hints to true', 'copy-on-read of hints was changed to true while it was shut down'],
  ])('%s: the cache manager does not start, and the node runs without it', (change, reason) => {
    const ran = runText(text(`${DOWN}  at 60s set ${change} on is1\n${UP}`));
    expect(ran.events('cache-manager-failed').map((event) => [event.lane, event.text])).toEqual([['is1', reason]]);
    expect(ran.states('is1').at(-1)).toMatch(/ online$/);
    // All its distributed caches, for services and for calls; not its sessions, and nobody else's.
    expect(['prices', 'hints', 'SessionStore'].map((cache) => failures(ran, `is1.${cache}`) > 100)).toEqual([
      true,
      true,
      false,
    ]);
    expect(failures(ran, 'is2.prices') + failures(ran, 'shop.prices') + failures(ran, 'is2.requests')).toBe(0);
    expect(failures(ran, 'is1.requests')).toBe(199);
    expect(ran.trace.assumptions.join()).toContain('All distributed caches of an Integration Server node');
  });

  it('every failure goes back to the change', () => {
    const ran = runText(text(`${DOWN}  at 60s set consistency of prices to strong on is1\n${UP}`));
    const { calls, events, strings, lanes } = ran.trace;
    const causes = new Set<string>();
    for (let row = 0; row < calls.count; row++) {
      if (lanes[calls.lane[row] as number]?.name !== 'is1.prices' || calls.outcome[row] !== OUTCOME.exception) continue;
      let cause = calls.cause[row] as number;
      while ((events.cause[cause] as number) >= 0) cause = events.cause[cause] as number;
      causes.add(strings[events.text[cause] as number] ?? '');
    }
    expect([...causes]).toEqual(['set consistency of prices to strong on is1']);
  });

  it.each([
    [
      'back again',
      '  at 60s set consistency of prices to strong on is1\n  at 70s set consistency of prices to eventual on is1\n',
    ],
    [
      'back again, copies',
      '  at 60s set copy-on-read of prices to true on is1\n  at 70s set copy-on-read of prices to false on is1\n',
    ],
    ['to what it is', '  at 60s set consistency of prices to eventual on is1\n'],
    ['of another node, which stays down', '  at 20s stop is2\n  at 60s set consistency of prices to strong on is2\n'],
  ])('%s: it starts', (_, steps) => {
    const ran = runText(text(`${DOWN}${steps}${UP}`));
    expect(ran.events('cache-manager-failed')).toEqual([]);
  });

  it('taken back later, the next start works', () => {
    const later = '  at 3min set consistency of prices to eventual on is1\n  at 200s restart is1\n';
    const ran = runText(text(`${DOWN}  at 60s set consistency of prices to strong on is1\n${UP}${later}`));
    expect(ran.events('cache-manager-failed').map(({ seconds }) => Math.round(seconds))).toEqual([92]);
    expect(failures(ran, 'is1.prices')).toBeLessThan(250);
  });
});

describe('changed while the node runs', () => {
  const CHANGE = '  at 20s set consistency of prices to strong on is1\n';

  it('counts from its next start on', () => {
    const steps = `${CHANGE}  at 25s is1 put prices key a\n  at 60s restart is1\n  at 2min is1 put prices key b`;
    const ran = runText(text(steps));
    expect(ran.events('cache-manager-failed')).toEqual([]);
    expect(ran.trace.assumptions.join()).toContain('from the next start of the node on');
    const { calls } = ran.trace;
    const waits = Array.from({ length: calls.count }, (_, row) => row)
      .filter((row) => calls.operation[row] === OPERATION.put && (calls.key[row] as number) >= 1_000_000)
      .map((row) => (calls.endMicros[row] as number) > (calls.startMicros[row] as number));
    // An eventual put waits for nobody, a strong one for its lock.
    expect(waits).toEqual([false, true]);
  });

  it('is what the array knows, so that a change back while the node is down is one again', () => {
    const ran = runText(text(`${CHANGE}${DOWN}  at 60s set consistency of prices to eventual on is1\n${UP}`));
    expect(ran.events('cache-manager-failed').map((event) => event.text)).toEqual([
      'consistency of prices was changed to eventual while it was shut down',
    ]);
  });
});

describe('what cannot be changed', () => {
  it.each([
    ['set consistency of SessionStore to strong on is1', 'TCS008'],
    ['set consistency of prices to strong on shop', 'TCS002'],
    ['set consistency of price to strong on is1', 'TCS002'],
    ['set consistency of prices to strnog on is1', 'TCS004'],
    ['set copy-on-read of prices to maybe on is1', 'TCS004'],
    ['set consistency of prices on is1', 'TCS003'],
  ])('%s', (step, code) => {
    const { diagnostics } = analyse(text(`  at 60s ${step}`), 'test.tcsim');
    expect(diagnostics.filter(({ severity }) => severity === 'error').map((each) => [each.code, each.message])).toEqual(
      [[code, expect.any(String)]],
    );
  });
});
