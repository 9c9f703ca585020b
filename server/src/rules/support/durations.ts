/** Durations for messages (`57 s`) and for source text (`57s`). */

const UNITS = [
  { suffix: 'h', micros: 3_600_000_000 },
  { suffix: 'min', micros: 60_000_000 },
  { suffix: 's', micros: 1_000_000 },
  { suffix: 'ms', micros: 1_000 },
  { suffix: 'us', micros: 1 },
] as const;

/** Minutes hide the seconds that the detection times are made of, so they start late. */
const MINUTES_FROM_MICROS = 600_000_000;

function unitFor(micros: number): (typeof UNITS)[number] {
  const fitting = UNITS.find(
    (unit) =>
      micros >= unit.micros &&
      micros % unit.micros === 0 &&
      (micros >= MINUTES_FROM_MICROS || unit.micros < 60_000_000),
  );
  return fitting ?? UNITS[2];
}

/**
 * `57 s`, `250 ms`, `15 min`: the largest unit that needs no fraction, seconds below ten minutes. Settings are in milliseconds,
 * and 14 999 ms is not 15 s; instants of a run, which are finer, are rounded to tenths.
 */
export function spoken(micros: number): string {
  if (micros >= 1_000_000 && micros < MINUTES_FROM_MICROS) {
    return `${Number((micros / 1_000_000).toFixed(micros % 1_000 === 0 ? 3 : 1))} s`;
  }
  const unit = unitFor(micros);
  return `${micros / unit.micros} ${unit.suffix}`;
}

/** The same as the language writes it: `57s`, `250ms`, `15min`. */
export function written(micros: number): string {
  const unit = unitFor(micros);
  return `${micros / unit.micros}${unit.suffix}`;
}

/** Rounds up to whole seconds, or to whole tens of them from a minute on. */
export function roundedUp(micros: number): number {
  const step = micros > 60_000_000 ? 10_000_000 : 1_000_000;
  return Math.ceil(micros / step) * step;
}
