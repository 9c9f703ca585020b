/** Where the time axis is marked, and what it says there. */
import { moment } from '../data/text.ts';
import { microsPerPixel, type TimeScale } from './scale.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Steps that people count in. Below a second they go by 1, 2, 5. */
const STEPS_MICROS: readonly number[] = [
  ...[1, 10, 100, 1000, 10_000, 100_000].flatMap((unit) => [unit, 2 * unit, 5 * unit]),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12, 24, 48, 96, 168].map((hours) => hours * HOUR),
];

export interface Ticks {
  readonly stepMicros: number;
  readonly atMicros: readonly number[];
  /** Smaller divisions per step, drawn without a label. */
  readonly divisions: number;
}

/** Ticks at round times at least `minPixels` apart, within the run. */
export function ticks(scale: TimeScale, durationMicros: number, minPixels: number): Ticks {
  const wanted = minPixels * microsPerPixel(scale);
  const stepMicros = STEPS_MICROS.find((step) => step >= wanted) ?? Math.ceil(wanted / HOUR) * HOUR;
  const first = Math.max(Math.ceil(scale.fromMicros / stepMicros), 0);
  const last = Math.floor(Math.min(scale.toMicros, durationMicros) / stepMicros);
  const atMicros: number[] = [];
  for (let tick = first; tick <= last; tick++) {
    atMicros.push(tick * stepMicros);
  }
  return { stepMicros, atMicros, divisions: stepMicros % 15 === 0 && stepMicros % 5 !== 0 ? 3 : 5 };
}

/** The label of a tick, with as many digits as its step needs: `0`, `30s`, `3min`, `2min 30s`, `12.25s`. */
export function tickLabel(atMicros: number, stepMicros: number): string {
  const digits = stepMicros >= SECOND ? 0 : Math.ceil(6 - Math.log10(stepMicros) - 1e-9);
  return atMicros === 0 ? '0' : moment(atMicros, digits);
}
