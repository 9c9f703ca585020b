import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeRun, withRange } from './scale.ts';
import { tickLabel, ticks } from './ticks.ts';

const DURATION = 240e6;
const whole = wholeRun(DURATION, 1000);

function labels(fromMicros: number, toMicros: number): string[] {
  const { atMicros, stepMicros } = ticks(withRange(whole, fromMicros, toMicros, DURATION), DURATION, 90);
  return atMicros.map((at) => tickLabel(at, stepMicros));
}

it('counts in steps that people count in', () => {
  expect(labels(0, DURATION)).toEqual(['0', '30s', '60s', '90s', '2min', '2min 30s', '3min', '3min 30s', '4min']);
  expect(labels(30e6, 36e6)).toEqual(['30s', '31s', '32s', '33s', '34s', '35s', '36s']);
  expect(labels(30e6, 30.004e6)).toEqual([
    '30.0000s',
    '30.0005s',
    '30.0010s',
    '30.0015s',
    '30.0020s',
    '30.0025s',
    '30.0030s',
    '30.0035s',
    '30.0040s',
  ]);
});

it('keeps ticks apart and within the run', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: DURATION }), fc.integer({ min: 10, max: DURATION }), (from, length) => {
      const scale = withRange(whole, from, from + length, DURATION);
      const { atMicros, stepMicros } = ticks(scale, DURATION, 90);
      expect((stepMicros / (scale.toMicros - scale.fromMicros)) * 1000).toBeGreaterThanOrEqual(89.9);
      expect(atMicros.every((at) => at >= 0 && at <= DURATION && at % stepMicros === 0)).toBe(true);
    }),
  );
});
