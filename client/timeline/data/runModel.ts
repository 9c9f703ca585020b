/** One run, indexed for drawing and for hit tests. Built once per run; the marks again when the filter changes. */
import { laneName } from '../../../server/src/trace/sentence.ts';
import type { Trace } from '../../../server/src/trace/trace.ts';
import type { TimelineRun } from '../protocol.ts';
import { type LaneNode, laneTree, sessionNodes } from '../view/laneTree.ts';
import { eventFilter } from './filter.ts';
import { groupByLane, type LaneRows } from './laneRows.ts';
import { type RowLevels, rowLevels, type SpanLevels, spanLevels } from './levels.ts';
import { type SessionCopy, sessionCopies } from './sessions.ts';
import { pauseSpans, type Spans, stateSpans } from './spans.ts';
import { type Stalls, stallsOf } from './stalls.ts';
import { EVENT_SEVERITY, OUTCOME_SEVERITY, STATE_EVENT, TONES } from './tones.ts';
import { NODE_STATES, type Vocabulary } from './vocabulary.ts';

export interface StateLane extends Spans {
  /** What is in those states: `tsa-1`, `session alice on is1`. */
  readonly title: string;
  readonly vocabulary: Vocabulary;
  readonly levels: SpanLevels;
}

/** The rows of a lane that are drawn one by one or, when there are too many, as densities. */
export interface MarkLane extends LaneRows {
  /** Computed when first asked for: lanes out of sight cost nothing. */
  readonly levels: () => RowLevels;
}

export interface EventLane extends MarkLane {
  /** The failures among them: drawn one by one even where the others are a density. */
  readonly failures: () => LaneRows;
}

export interface CallLane extends MarkLane {
  readonly bars: () => Bars;
  readonly stalls: () => Stalls;
}

export interface Bars {
  /** Per call of the lane: the track on which its bar does not overlap an earlier one. */
  readonly track: Uint8Array;
  readonly tracks: number;
  /** The longest call: how far before the visible range a visible bar may start. */
  readonly longestMicros: number;
}

export interface RunModel {
  readonly run: TimelineRun;
  readonly trace: Trace;
  readonly durationMicros: number;
  readonly tree: readonly LaneNode[];
  /** Lanes that the trace does not have: the copies of sessions; numbered after those of the trace. */
  readonly copies: readonly SessionCopy[];
  readonly states: readonly StateLane[];
  readonly pauses: readonly Spans[];
  readonly calls: readonly CallLane[];
}

/** Sorts the columns of a trace by lane, once for each run; what is drawn follows from it. */
export function buildRunModel(run: TimelineRun): RunModel {
  const { trace } = run;
  const durationMicros = Math.max(trace.durationMicros, 1);
  const copies = sessionCopies(trace);
  const stateLane = (title: string, spans: Spans, vocabulary: Vocabulary): StateLane => ({
    ...spans,
    title,
    vocabulary,
    levels: spanLevels(
      spans,
      (span) => vocabulary.tones[spans.state[span] as number] as number,
      TONES.length,
      durationMicros,
    ),
  });
  return {
    run,
    trace,
    durationMicros,
    tree: [...laneTree(trace), ...sessionNodes(trace, copies)],
    copies,
    states: [
      ...stateSpans(trace).map((spans, lane) => stateLane(laneName(trace, lane), spans, NODE_STATES)),
      ...copies.map(({ session, node, spans, vocabulary }) =>
        stateLane(`session ${session} on ${laneName(trace, node)}`, spans, vocabulary),
      ),
    ],
    pauses: pauseSpans(trace),
    calls: callLanes(trace, durationMicros),
  };
}

const WORST = Math.max(...EVENT_SEVERITY);

/** Marks of every lane that the search accepts. Changes of state are spans, not marks, unless they are searched for. */
export function markLanes(model: RunModel, query: string): EventLane[] {
  const { trace, durationMicros } = model;
  const accepts = eventFilter(trace, query);
  const { kind, count } = trace.events;
  const searching = query.trim() !== '';
  const kept = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    // Two tests in the open: most runs are not searched, and a million calls of a function are felt.
    kept[row] = searching ? Number(accepts(row)) : Number(kind[row] !== STATE_EVENT);
  }
  const lanes = groupByLane(trace.lanes.length, trace.events, kept);
  return [...lanes, ...model.copies.map(({ rows }) => laneRowsOf(rows.filter(accepts), trace.events.timeMicros))].map(
    (lane) => ({
      ...lane,
      levels: once(() =>
        rowLevels({ ...lane, what: kind, severityOf: EVENT_SEVERITY, endMicros: undefined }, durationMicros),
      ),
      failures: once(() => failuresOf(lane, kind)),
    }),
  );
}

function laneRowsOf(rows: readonly number[], timeMicros: Float64Array): LaneRows {
  return { rows: Uint32Array.from(rows), timeMicros: Float64Array.from(rows, (row) => timeMicros[row] as number) };
}

function failuresOf(lane: LaneRows, kind: Uint8Array): LaneRows {
  const chosen: number[] = [];
  for (let index = 0; index < lane.rows.length; index++) {
    if (EVENT_SEVERITY[kind[lane.rows[index] as number] as number] === WORST) {
      chosen.push(index);
    }
  }
  return {
    rows: Uint32Array.from(chosen, (index) => lane.rows[index] as number),
    timeMicros: Float64Array.from(chosen, (index) => lane.timeMicros[index] as number),
  };
}

function once<Value>(compute: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}

function callLanes(trace: Trace, durationMicros: number): CallLane[] {
  const { calls } = trace;
  const columns = { count: calls.count, lane: calls.lane, timeMicros: calls.startMicros };
  return groupByLane(trace.lanes.length, columns).map((lane) => ({
    ...lane,
    levels: once(() =>
      rowLevels(
        { ...lane, what: calls.outcome, severityOf: OUTCOME_SEVERITY, endMicros: calls.endMicros },
        durationMicros,
      ),
    ),
    bars: once(() => barsOf(lane, calls.endMicros, durationMicros)),
    stalls: once(() => stallsOf(lane, calls, durationMicros)),
  }));
}

const MAX_TRACKS = 5;

function barsOf(lane: LaneRows, endMicros: Float64Array, durationMicros: number): Bars {
  const track = new Uint8Array(lane.rows.length);
  const busyUntil = new Array<number>(MAX_TRACKS).fill(Number.NEGATIVE_INFINITY);
  let tracks = 1;
  let longestMicros = 0;
  for (let index = 0; index < track.length; index++) {
    const start = lane.timeMicros[index] as number;
    const end = Math.min(endMicros[lane.rows[index] as number] as number, durationMicros);
    let chosen = 0;
    for (let other = 1; other < MAX_TRACKS && (busyUntil[chosen] as number) > start; other++) {
      if ((busyUntil[other] as number) < (busyUntil[chosen] as number)) {
        chosen = other;
      }
    }
    busyUntil[chosen] = end;
    track[index] = chosen;
    tracks = Math.max(tracks, chosen + 1);
    longestMicros = Math.max(longestMicros, end - start);
  }
  return { track, tracks, longestMicros };
}
