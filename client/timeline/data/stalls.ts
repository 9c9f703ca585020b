/**
 * When callers of a cache wait: calls that take long, overlapping ones taken together. Far out, where single calls are
 * columns at their start, this is what shows that nobody was served meanwhile.
 */
import type { CallColumns } from '../../../server/src/trace/trace.ts';
import type { LaneRows } from './laneRows.ts';
import { upperBound } from './search.ts';
import { OUTCOME_SEVERITY, WAIT_SEVERITY } from './tones.ts';

/** A call below this is served; above it somebody waits. */
const STALL_MICROS = 100_000;

export interface Stalls {
  readonly startMicros: Float64Array;
  readonly endMicros: Float64Array;
  /** The worst outcome; waiting is never good, whatever came of it. */
  readonly severity: Uint8Array;
  /** The longest call of each. */
  readonly row: Uint32Array;
}

/**
 * The times in which callers of a lane waited long, overlapping calls as one. A call that never returned waits to the
 * end of the run.
 */
export function stallsOf(lane: LaneRows, calls: CallColumns, durationMicros: number): Stalls {
  const stalls: { start: number; end: number; severity: number; row: number; longest: number }[] = [];
  for (let index = 0; index < lane.rows.length; index++) {
    const row = lane.rows[index] as number;
    const start = lane.timeMicros[index] as number;
    const end = Math.min(calls.endMicros[row] as number, durationMicros);
    if (end - start < STALL_MICROS) continue;
    const severity = Math.max(OUTCOME_SEVERITY[calls.outcome[row] as number] as number, WAIT_SEVERITY);
    const last = stalls.at(-1);
    if (last === undefined || start > last.end) {
      stalls.push({ start, end, severity, row, longest: end - start });
      continue;
    }
    last.end = Math.max(last.end, end);
    last.severity = Math.max(last.severity, severity);
    if (end - start > last.longest) {
      last.longest = end - start;
      last.row = row;
    }
  }
  return {
    startMicros: Float64Array.from(stalls, ({ start }) => start),
    endMicros: Float64Array.from(stalls, ({ end }) => end),
    severity: Uint8Array.from(stalls, ({ severity }) => severity),
    row: Uint32Array.from(stalls, ({ row }) => row),
  };
}

/** The longest call of the stall at an instant; undefined when callers are served then. */
export function stalledCallAt(stalls: Stalls, timeMicros: number): number | undefined {
  const index = upperBound(stalls.startMicros, timeMicros) - 1;
  return index >= 0 && (stalls.endMicros[index] as number) >= timeMicros ? stalls.row[index] : undefined;
}
