/** One run, indexed for drawing and for hit tests. Built once per run; the marks again when the filter changes. */
import { STATES } from '../../../server/src/trace/kinds.ts';
import type { Trace } from '../../../server/src/trace/trace.ts';
import type { TimelineRun } from '../protocol.ts';
import { type LaneNode, laneTree } from '../view/laneTree.ts';
import { eventFilter } from './filter.ts';
import { groupByLane, type LaneRows } from './laneRows.ts';
import { type RowLevels, rowLevels, type SpanLevels, spanLevels } from './levels.ts';
import { pauseSpans, type Spans, stateSpans } from './spans.ts';
import { EVENT_SEVERITY, OUTCOME_SEVERITY, STATE_EVENT, STATE_TONE, TONES } from './tones.ts';

export interface StateLane extends Spans {
  readonly levels: SpanLevels;
}

/** The rows of a lane that are drawn one by one or, when there are too many, as densities. */
export interface MarkLane extends LaneRows {
  readonly levels: RowLevels;
}

export interface CallLane extends MarkLane {
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
  readonly states: readonly StateLane[];
  readonly pauses: readonly Spans[];
  readonly calls: readonly CallLane[];
}

export function buildRunModel(run: TimelineRun): RunModel {
  const { trace } = run;
  const durationMicros = Math.max(trace.durationMicros, 1);
  const states = stateSpans(trace).map((spans) => ({
    ...spans,
    levels: spanLevels(
      spans,
      (span) => STATE_TONE[spans.state[span] as number] as number,
      TONES.length,
      durationMicros,
    ),
  }));
  return {
    run,
    trace,
    durationMicros,
    tree: laneTree(trace),
    states,
    pauses: pauseSpans(trace),
    calls: callLanes(trace, durationMicros),
  };
}

/** Marks of every lane that the search accepts. Changes of state are spans, not marks, unless they are searched for. */
export function markLanes(model: RunModel, query: string): MarkLane[] {
  const { trace, durationMicros } = model;
  const accepts = eventFilter(trace, query);
  const { kind } = trace.events;
  const searching = query.trim() !== '';
  const keep = (row: number) => (searching || kind[row] !== STATE_EVENT) && accepts(row);
  return groupByLane(trace.lanes.length, trace.events, keep).map((lane) => ({
    ...lane,
    levels: rowLevels(
      lane.timeMicros,
      (index) => EVENT_SEVERITY[kind[lane.rows[index] as number] as number] as number,
      undefined,
      durationMicros,
    ),
  }));
}

function callLanes(trace: Trace, durationMicros: number): CallLane[] {
  const { calls } = trace;
  const columns = { count: calls.count, lane: calls.lane, timeMicros: calls.startMicros };
  const wait = (row: number) =>
    Math.min(calls.endMicros[row] as number, durationMicros) - (calls.startMicros[row] as number);
  return groupByLane(trace.lanes.length, columns, () => true).map((lane) => {
    const levels = rowLevels(
      lane.timeMicros,
      (index) => OUTCOME_SEVERITY[calls.outcome[lane.rows[index] as number] as number] as number,
      (index) => wait(lane.rows[index] as number),
      durationMicros,
    );
    return { ...lane, levels, ...tracksOf(lane, (row) => Math.min(calls.endMicros[row] as number, durationMicros)) };
  });
}

const MAX_TRACKS = 5;

function tracksOf(lane: LaneRows, endMicros: (row: number) => number) {
  const track = new Uint8Array(lane.rows.length);
  const busyUntil = new Array<number>(MAX_TRACKS).fill(Number.NEGATIVE_INFINITY);
  let tracks = 1;
  let longestMicros = 0;
  for (let index = 0; index < track.length; index++) {
    const start = lane.timeMicros[index] as number;
    const end = endMicros(lane.rows[index] as number);
    const free = busyUntil.findIndex((until) => until <= start);
    const chosen = free >= 0 ? free : busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[chosen] = end;
    track[index] = chosen;
    tracks = Math.max(tracks, chosen + 1);
    longestMicros = Math.max(longestMicros, end - start);
  }
  return { track, tracks, longestMicros };
}

/** The name of a state, for labels. */
export function stateName(state: number): string {
  return STATES[state]?.name ?? '';
}
