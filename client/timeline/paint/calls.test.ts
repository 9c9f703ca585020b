import { expect, it } from 'vitest';
import { waitHeight } from './calls.ts';

it('draws waits by magnitude, from a tenth of a millisecond to ten seconds', () => {
  expect(
    [0, 100, 1000, 1e6, 10e6, Number.POSITIVE_INFINITY].map((wait) => Number(waitHeight(wait).toFixed(2))),
  ).toEqual([0, 0, 0.2, 0.8, 1, 1]);
});
