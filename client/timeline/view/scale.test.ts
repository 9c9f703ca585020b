import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pan, plotX, reveal, type TimeScale, timeAt, wholeRun, withRange, xOf, zoomAt } from './scale.ts';

const DURATION = 240e6;
const whole = wholeRun(DURATION, 1000);

const scales = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.000001, max: 1, noNaN: true }))
  .map(([at, share]): TimeScale => withRange(whole, at * DURATION, at * DURATION + share * DURATION, DURATION));

function isInside({ fromMicros, toMicros }: TimeScale): boolean {
  return fromMicros >= whole.fromMicros - 1 && toMicros <= whole.toMicros + 1 && toMicros > fromMicros;
}

describe('the time scale', () => {
  it('converts there and back', () => {
    fc.assert(
      fc.property(scales, fc.integer({ min: 0, max: 1000 }), (scale, x) => {
        expect(xOf(scale, timeAt(scale, plotX(x)))).toBeCloseTo(x, 3);
      }),
    );
  });

  it('zooms around the pointer and stays within the run', () => {
    fc.assert(
      fc.property(
        scales,
        fc.integer({ min: 0, max: 1000 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (scale, x, by) => {
          const zoomed = zoomAt(scale, plotX(x), by, DURATION);
          expect(isInside(zoomed)).toBe(true);
          const range = zoomed.toMicros - zoomed.fromMicros;
          const touchesEnd = zoomed.fromMicros <= whole.fromMicros + 1 || zoomed.toMicros >= whole.toMicros - 1;
          if (by > 1 && range > 11 && !touchesEnd) {
            expect(Math.abs(xOf(zoomed, timeAt(scale, plotX(x))) - x)).toBeLessThan(0.5);
          }
        },
      ),
    );
  });

  it('pans without changing the range, and stops at the ends', () => {
    fc.assert(
      fc.property(scales, fc.integer({ min: -5000, max: 5000 }), (scale, pixels) => {
        const panned = pan(scale, pixels, DURATION);
        expect(isInside(panned)).toBe(true);
        expect(panned.toMicros - panned.fromMicros).toBeCloseTo(scale.toMicros - scale.fromMicros, 3);
      }),
    );
  });

  it('brings a range into view, but does not move without need', () => {
    const close = withRange(whole, 100e6, 110e6, DURATION);
    expect(reveal(close, 104e6, 104e6, DURATION)).toBe(close);
    const moved = reveal(close, 30e6, 30e6, DURATION);
    expect((moved.fromMicros + moved.toMicros) / 2).toBeCloseTo(30e6, 0);
    expect(moved.toMicros - moved.fromMicros).toBeCloseTo(10e6, 0);
    const wide = reveal(close, 20e6, 90e6, DURATION);
    expect(wide.fromMicros).toBeLessThan(20e6);
    expect(wide.toMicros).toBeGreaterThan(90e6);
  });
});
