/** Times and durations for people, in the units of the language. */

const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
/** From here on seconds alone are hard to read. */
const LONG_MICROS = 10 * MICROS_PER_MINUTE;

/** `0.4ms`, `250ms`, `41.3s`, `360s`, `12min 3.5s`: at most milliseconds, below one millisecond at most microseconds. */
export function formatDuration(micros: number): string {
  if (!Number.isFinite(micros)) {
    return 'for ever';
  }
  if (micros !== 0 && Math.abs(micros) < MICROS_PER_SECOND) {
    return `${Number((micros / 1000).toFixed(Math.abs(micros) < 1000 ? 3 : 1))}ms`;
  }
  if (micros < LONG_MICROS) {
    return `${Number((micros / MICROS_PER_SECOND).toFixed(3))}s`;
  }
  const minutes = Math.floor(micros / MICROS_PER_MINUTE);
  const rest = micros - minutes * MICROS_PER_MINUTE;
  return rest === 0 ? `${minutes}min` : `${minutes}min ${Number((rest / MICROS_PER_SECOND).toFixed(3))}s`;
}

/** An instant of a run, to align in a column: seconds with milliseconds, `30.000s`. */
export function formatInstant(micros: number): string {
  return `${(micros / MICROS_PER_SECOND).toFixed(3)}s`;
}
