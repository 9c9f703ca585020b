import { describe, expect, test } from 'vitest';
import { CONTENDERS } from './contenders.ts';

// The figures of a benchmark mean something only when all engines do the same work in the same order.
describe('every engine has the same outcome', () => {
  test.each(Object.entries(CONTENDERS))('storm: %s', (_name, contender) => {
    expect(contender.storm()).toEqual({ events: 719_997, checksum: -229_870_014 });
  });

  test.each(Object.entries(CONTENDERS))('hold: %s', (_name, contender) => {
    expect(contender.hold(10_000)(100_000)).toMatchInlineSnapshot(`
      {
        "checksum": 1159610394,
        "events": 100000,
      }
    `);
  });
});
