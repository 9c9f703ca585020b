import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lowerBound, nearest, upperBound } from './search.ts';

const sorted = fc
  .array(fc.integer({ min: 0, max: 20 }))
  .map((values) => Float64Array.from(values.sort((one, other) => one - other)));

it('finds the same places as a walk from the left', () => {
  fc.assert(
    fc.property(sorted, fc.integer({ min: -1, max: 21 }), (values, target) => {
      const walk = (stop: (value: number) => boolean) => {
        const index = values.findIndex(stop);
        return index < 0 ? values.length : index;
      };
      expect(lowerBound(values, target)).toBe(walk((value) => value >= target));
      expect(upperBound(values, target)).toBe(walk((value) => value > target));
    }),
  );
});

it('finds a nearest value', () => {
  fc.assert(
    fc.property(sorted, fc.integer({ min: -1, max: 21 }), (values, target) => {
      const found = nearest(values, target);
      if (values.length === 0) {
        expect(found).toBe(-1);
      } else {
        const distances = Array.from(values, (value) => Math.abs(value - target));
        expect(distances[found]).toBe(Math.min(...distances));
      }
    }),
  );
});
