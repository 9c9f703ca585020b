import { expect, it } from 'vitest';
import { counted, moment } from './text.ts';

it('writes moments in the units of the language', () => {
  expect([0, 30e6, 96.282e6, 119.9996e6, 180e6, 3725.5e6, -1e6].map((micros) => moment(micros))).toEqual([
    '0.000s',
    '30.000s',
    '96.282s',
    '2min 0.000s',
    '3min 0.000s',
    '62min 5.500s',
    '-1.000s',
  ]);
  expect([30e6, 180e6, 150e6].map((micros) => moment(micros, 0))).toEqual(['30s', '3min', '2min 30s']);
  expect(moment(30_000_012, 6)).toBe('30.000012s');
});

it('counts', () => {
  expect([0, 1, 12345].map((count) => counted(count, 'event'))).toEqual(['0 events', '1 event', '12,345 events']);
});
