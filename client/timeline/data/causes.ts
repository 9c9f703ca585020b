/** What an event led to; the way back, to its cause, is the trace's own `causalChain`. */
import type { Trace } from '../../../server/src/trace/trace.ts';

/** Events that `row` directly caused, the earliest first, at most `limit`. */
export function effects(trace: Trace, row: number, limit: number): number[] {
  const result: number[] = [];
  const { count, cause } = trace.events;
  for (let at = row + 1; at < count && result.length < limit; at++) {
    if (cause[at] === row) {
      result.push(at);
    }
  }
  return result;
}
