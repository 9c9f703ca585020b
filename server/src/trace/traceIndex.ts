/** What the reports, the verdicts and the timeline ask of a trace again and again, each answered from an index. */
import { EVENT } from './codes.ts';
import type { Trace } from './trace.ts';

/** One state of one lane. Spans of a lane follow each other without gaps; one that was left at once has no length. */
export interface Span {
  /** Index into STATES. */
  readonly state: number;
  readonly startMicros: number;
  /** Start of the next span; for the last one the duration of the run. */
  readonly endMicros: number;
  /** The event that began it. */
  readonly row: number;
}

/** Position of the last value that is at most `limit` in the ascending sequence `valueAt(0 … count − 1)`; −1 for none. */
export function lastAtMost(count: number, valueAt: (position: number) => number, limit: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

export class TraceIndex {
  readonly trace: Trace;
  /** Rows of all lanes, lane after lane; those of lane n stand from `#firstOfLane[n]` to `#firstOfLane[n + 1]`. */
  readonly #rows: Int32Array;
  readonly #firstOfLane: Int32Array;
  readonly #spans = new Map<number, readonly Span[]>();

  constructor(trace: Trace) {
    const { lane, count } = trace.events;
    const first = new Int32Array(trace.lanes.length + 1);
    for (let row = 0; row < count; row++) {
      const next = (lane[row] ?? 0) + 1;
      first[next] = (first[next] ?? 0) + 1;
    }
    for (let index = 1; index < first.length; index++) {
      first[index] = (first[index] ?? 0) + (first[index - 1] ?? 0);
    }
    const rows = new Int32Array(count);
    const filled = first.slice();
    for (let row = 0; row < count; row++) {
      const index = lane[row] ?? 0;
      const position = filled[index] ?? 0;
      rows[position] = row;
      filled[index] = position + 1;
    }
    this.trace = trace;
    this.#rows = rows;
    this.#firstOfLane = first;
  }

  /** Rows of the lane's events, in time order: a view, not a copy. */
  eventsOfLane(lane: number): Int32Array {
    return this.#rows.subarray(this.#firstOfLane[lane] ?? 0, this.#firstOfLane[lane + 1] ?? 0);
  }

  /** The lane's states, in time order; empty for a lane that has none (a cache). */
  spansOfLane(lane: number): readonly Span[] {
    let spans = this.#spans.get(lane);
    if (spans === undefined) {
      const { kind, timeMicros, a } = this.trace.events;
      const rows = this.eventsOfLane(lane).filter((row) => kind[row] === EVENT.state);
      spans = Array.from(rows, (row, position) => {
        const next = rows[position + 1];
        return {
          state: a[row] ?? 0,
          startMicros: timeMicros[row] ?? 0,
          endMicros: next === undefined ? this.trace.durationMicros : (timeMicros[next] ?? 0),
          row,
        };
      });
      this.#spans.set(lane, spans);
    }
    return spans;
  }

  /** The state that the lane has after everything of that microsecond has happened, in O(log n). */
  spanAt(lane: number, timeMicros: number): Span | undefined {
    const spans = this.spansOfLane(lane);
    return spans[lastAtMost(spans.length, (position) => spans[position]?.startMicros ?? 0, timeMicros)];
  }

  /** The lane's last event at or before a time, −1 for none. */
  lastEventAt(lane: number, timeMicros: number): number {
    const rows = this.eventsOfLane(lane);
    const times = this.trace.events.timeMicros;
    return rows[lastAtMost(rows.length, (position) => times[rows[position] ?? 0] ?? 0, timeMicros)] ?? -1;
  }
}

const indexes = new WeakMap<Trace, TraceIndex>();

/** The index of a trace, built when it is first asked for. */
export function indexOf(trace: Trace): TraceIndex {
  let index = indexes.get(trace);
  if (index === undefined) {
    index = new TraceIndex(trace);
    indexes.set(trace, index);
  }
  return index;
}
