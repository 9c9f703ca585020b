/** A client is paused while it has the lock of a key: who else wants the key waits until it goes on, or is given up. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

/** In which second the put of `other` at 31 s returned. */
function putReturned(hold: string, pause: string): number {
  const { calls, lanes } = runText(`
cluster orders { product terracotta 4.3  server tsa-1, tsa-2 }
client holder { cache carts { consistency strong } }
client other { cache carts { consistency strong } }
scenario "paused with a lock" {
  duration 3min
  at 5s  other put carts key a
  ${hold}
  at 30s pause holder for ${pause}
  at 31s other put carts key a
}
`).trace;
  const rows = Array.from({ length: calls.count }, (_, row) => row);
  const put = rows.find((row) => {
    const lane = lanes[calls.lane[row] as number];
    return calls.startMicros[row] === 31e6 && lanes[lane?.parent ?? -1]?.name === 'other';
  });
  return (calls.endMicros[put ?? -1] as number) / 1e6;
}

const READ = 'at 10s holder get carts key a';

describe('a lock that a strong read has left with its client', () => {
  it('is given back when the client goes on', () => {
    expect(putReturned(READ, '20s')).toBeCloseTo(50, 1);
  });

  it('is free when the client is given up, after 45 s of silence', () => {
    const returned = putReturned(READ, '2min');
    expect(returned).toBeGreaterThanOrEqual(60);
    expect(returned).toBeLessThan(77);
  });
});

describe('an explicit lock', () => {
  it.each(['lock', 'lock read'])('%s: is kept when the client goes on, until its thread unlocks', (lock) => {
    expect(putReturned(`at 10s holder ${lock} carts key a for 40s`, '20s')).toBeCloseTo(50, 0);
    expect(putReturned(`at 10s holder ${lock} carts key a for 50s`, '20s')).toBeCloseTo(60, 0);
  });

  it.each(['lock', 'lock read'])('%s: is free when the client is given up', (lock) => {
    expect(putReturned(`at 10s holder ${lock} carts key a for 100s`, '2min')).toBeLessThan(77);
  });
});

it('nobody waits who does not want that key', () => {
  expect(putReturned('at 10s holder get carts key b', '2min')).toBeCloseTo(31, 1);
});
