/** How long each lane stayed in each state, and when its process stood still. */
import type { Trace } from '../../../server/src/trace/trace.ts';
import { PAUSED_EVENT, RESUMED_PROCESS_EVENT, STATE_EVENT } from './tones.ts';

export interface Spans {
  readonly startMicros: Float64Array;
  readonly endMicros: Float64Array;
  /** Index into the vocabulary of the lane; unused for pauses. */
  readonly state: Uint8Array;
  /** The event that began it; -1 for none. */
  readonly row: Int32Array;
}

interface OpenSpans {
  readonly start: number[];
  readonly end: number[];
  readonly state: number[];
  readonly row: number[];
}

/** State spans of every lane. A state that lasted no time at all is left out. */
export function stateSpans(trace: Trace): Spans[] {
  const open = trace.lanes.map(empty);
  const { count, kind, lane, timeMicros, a } = trace.events;
  for (let row = 0; row < count; row++) {
    if (kind[row] === STATE_EVENT) {
      const spans = open[lane[row] as number] as OpenSpans;
      close(spans, timeMicros[row] as number);
      begin(spans, timeMicros[row] as number, a[row] as number, row);
    }
  }
  return open.map((spans) => finish(spans, trace.durationMicros));
}

/** Stop-the-world pauses of every lane. */
export function pauseSpans(trace: Trace): Spans[] {
  const open = trace.lanes.map(empty);
  const paused = new Set<number>();
  const { count, kind, lane, timeMicros } = trace.events;
  for (let row = 0; row < count; row++) {
    const at = lane[row] as number;
    if (kind[row] === PAUSED_EVENT && !paused.has(at)) {
      paused.add(at);
      begin(open[at] as OpenSpans, timeMicros[row] as number, 0, row);
    } else if (kind[row] === RESUMED_PROCESS_EVENT && paused.delete(at)) {
      close(open[at] as OpenSpans, timeMicros[row] as number);
    }
  }
  return open.map((spans) => finish(spans, trace.durationMicros));
}

function empty(): OpenSpans {
  return { start: [], end: [], state: [], row: [] };
}

function begin(spans: OpenSpans, atMicros: number, state: number, row: number): void {
  spans.start.push(atMicros);
  spans.state.push(state);
  spans.row.push(row);
}

function close(spans: OpenSpans, atMicros: number): void {
  if (spans.start.length === spans.end.length) {
    return;
  }
  if (spans.start.at(-1) === atMicros) {
    spans.start.pop();
    spans.state.pop();
    spans.row.pop();
  } else {
    spans.end.push(atMicros);
  }
}

function finish(spans: OpenSpans, durationMicros: number): Spans {
  if (spans.end.length < spans.start.length) {
    spans.end.push(Math.max(durationMicros, spans.start.at(-1) as number));
  }
  return {
    startMicros: Float64Array.from(spans.start),
    endMicros: Float64Array.from(spans.end),
    state: Uint8Array.from(spans.state),
    row: Int32Array.from(spans.row),
  };
}
