import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelFor, rowLevels, spanAt, spanLevels, tooCoarse } from './levels.ts';

const DURATION = 1000;
const SEVERITY = Uint8Array.from([0, 1, 2, 3, 4, 5, 6]);

const rows = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: DURATION }),
      length: fc.integer({ min: 0, max: 400 }),
      what: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => list.sort((one, other) => one.start - other.start));

describe('levels of rows', () => {
  it('hold, in every bucket of every level, the count, the worst and the longest of its rows', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const levels = rowLevels(
          {
            rows: Uint32Array.from(list, (_, index) => index),
            timeMicros: Float64Array.from(list, ({ start }) => start),
            what: Uint8Array.from(list, ({ what }) => what),
            severityOf: SEVERITY,
            endMicros: Float64Array.from(list, ({ start, length }) => start + length),
          },
          DURATION,
        );
        for (let level = 0; level < levels.levelCount; level++) {
          const width = levels.bucketMicros * 2 ** level;
          const buckets = levels.count[level]?.length ?? 0;
          for (let bucket = 0; bucket < buckets; bucket++) {
            const inside = list.filter(({ start }) => Math.min(Math.floor(start / width), buckets - 1) === bucket);
            expect(levels.count[level]?.[bucket]).toBe(inside.length);
            expect(levels.worst[level]?.[bucket]).toBe(Math.max(0, ...inside.map(({ what }) => what)));
            expect(levels.largest[level]?.[bucket]).toBe(
              Math.max(0, ...inside.map(({ start, length }) => Math.min(start + length, DURATION) - start)),
            );
          }
        }
      }),
    );
  });

  it('are chosen so that a bucket is at most a pixel wide, if any level is that fine', () => {
    const ladder = { bucketMicros: 8, levelCount: 5 };
    expect(levelFor(ladder, 8)).toBe(0);
    expect(levelFor(ladder, 33)).toBe(2);
    expect(levelFor(ladder, 1e9)).toBe(4);
    expect(levelFor(ladder, 1)).toBe(0);
    expect(tooCoarse(ladder, 1)).toBe(true);
    expect(tooCoarse(ladder, 8)).toBe(false);
  });
});

describe('levels of spans', () => {
  const spans = {
    startMicros: Float64Array.from([0, 300, 310, 1000]),
    endMicros: Float64Array.from([300, 310, 900, 1000]),
  };
  const tones = [0, 4, 2, 1];

  it('hold the value that covers most of a bucket', () => {
    const levels = spanLevels(spans, (span) => tones[span] as number, 6, DURATION);
    expect(Array.from(levels.dominant.at(-1) ?? [])).toEqual([3]);
    expect(Array.from(levels.dominant.at(-2) ?? [])).toEqual([1, 3]);
  });

  it('find the span at a moment', () => {
    expect([-1, 0, 299, 300, 305, 950].map((at) => spanAt(spans, at))).toEqual([-1, 0, 0, 1, 1, -1]);
  });
});
