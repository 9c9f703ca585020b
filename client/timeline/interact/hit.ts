/** What is under the pointer. */
import { spanAt } from '../data/levels.ts';
import type { CallLane, MarkLane } from '../data/runModel.ts';
import { lowerBound, upperBound } from '../data/search.ts';
import { stalledCallAt } from '../data/stalls.ts';
import { EVENT_SEVERITY, OUTCOME_SEVERITY } from '../data/tones.ts';
import { messageLines } from '../paint/arrows.ts';
import { callsAsBars } from '../paint/calls.ts';
import { CACHE_PLOT, type Frame, markMiddle, rowTop } from '../paint/frame.ts';
import type { StripBox } from '../paint/strips.ts';
import type { Selection } from '../state.ts';
import { type LaneRow, rowAt } from '../view/layout.ts';
import { contentY, type PlotX, type PlotY, plotX, timeAt } from '../view/scale.ts';

export type Target =
  | { readonly kind: 'select'; readonly selection: Selection; readonly others: readonly number[] }
  | { readonly kind: 'state'; readonly lane: number; readonly span: number }
  | { readonly kind: 'message'; readonly message: number };

/** How far beside a mark the pointer may be. */
const MARK_REACH = 8;
const CALL_REACH = 3;

export type HitFrame = Omit<Frame, 'context' | 'theme' | 'sprites' | 'columns'>;

/** What is drawn at a point of the canvas; undefined where a click would clear the selection. */
export function hitTest(frame: HitFrame, boxes: readonly StripBox[], x: PlotX, y: PlotY): Target | undefined {
  if (y < frame.strips.height) {
    const box = boxes.findLast((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
    return box && { kind: 'select', selection: { kind: box.kind, index: box.index }, others: [] };
  }
  const index = rowAt(frame.layout, contentY(y - frame.strips.height + frame.scrollTop));
  const row = frame.layout.rows[index];
  if (row === undefined) {
    return undefined;
  }
  const within = y - rowTop(frame, row);
  if (row.kind === 'cache') {
    return callTarget(frame, row, x, within) ?? markTarget(frame, row, x);
  }
  const nearMarks = row.kind === 'group' || Math.abs(within - markMiddle(row)) <= MARK_REACH;
  return (
    (nearMarks ? markTarget(frame, row, x) : undefined) ?? messageTarget(frame, x, y) ?? stateTarget(frame, row, x)
  );
}

/** The worst of the marks in reach; the rest of them are its company. */
function markTarget(frame: HitFrame, row: LaneRow, x: PlotX): Target | undefined {
  const lane = frame.marks[row.node.lane];
  const rows = lane && inReach(frame, lane, x, MARK_REACH);
  if (rows === undefined || rows.length === 0) {
    return undefined;
  }
  const { kind } = frame.model.trace.events;
  const worst = maximum(rows, (at) => EVENT_SEVERITY[kind[at] as number] as number);
  return { kind: 'select', selection: { kind: 'event', row: worst }, others: rows.filter((at) => at !== worst) };
}

/** How many rows near the pointer are compared; in a dense lane any of them stands for the others. */
const MAX_NEAR = 400;

function inReach(frame: HitFrame, lane: MarkLane, x: PlotX, reach: number): number[] {
  const from = lowerBound(lane.timeMicros, timeAt(frame.scale, plotX(x - reach)));
  const to = upperBound(lane.timeMicros, timeAt(frame.scale, plotX(x + reach)));
  return Array.from(lane.rows.subarray(from, Math.min(to, from + MAX_NEAR)));
}

function maximum(rows: readonly number[], value: (row: number) => number): number {
  return rows.reduce((best, row) => (value(row) > value(best) ? row : best));
}

function callTarget(frame: HitFrame, row: LaneRow, x: PlotX, within: number): Target | undefined {
  const lane = frame.model.calls[row.node.lane];
  if (lane === undefined || lane.rows.length === 0) {
    return undefined;
  }
  const call =
    (callsAsBars(frame, lane) ? barAt(frame, lane, x, within) : undefined) ??
    columnAt(frame, lane, x) ??
    stalledCallAt(lane.stalls(), timeAt(frame.scale, x));
  return call === undefined ? undefined : { kind: 'select', selection: { kind: 'call', row: call }, others: [] };
}

function columnAt(frame: HitFrame, lane: CallLane, x: PlotX): number | undefined {
  const { outcome, startMicros, endMicros } = frame.model.trace.calls;
  const rows = inReach(frame, lane, x, CALL_REACH);
  const wait = (row: number) => Math.min((endMicros[row] as number) - (startMicros[row] as number), 1e12);
  return rows.length === 0
    ? undefined
    : maximum(rows, (row) => (OUTCOME_SEVERITY[outcome[row] as number] as number) * 1e13 + wait(row));
}

function barAt(frame: HitFrame, lane: CallLane, x: PlotX, within: number): number | undefined {
  const { endMicros } = frame.model.trace.calls;
  const { track: tracks, tracks: trackCount, longestMicros } = lane.bars();
  const above = CACHE_PLOT.top + CACHE_PLOT.height - within;
  const track = Math.floor((above / CACHE_PLOT.height) * trackCount);
  const from = timeAt(frame.scale, plotX(x - CALL_REACH));
  const to = timeAt(frame.scale, plotX(x + CALL_REACH));
  const first = lowerBound(lane.timeMicros, from - longestMicros);
  for (let index = upperBound(lane.timeMicros, to) - 1; index >= first; index--) {
    const row = lane.rows[index] as number;
    if (tracks[index] === track && (endMicros[row] as number) >= from) {
      return row;
    }
  }
  return undefined;
}

function messageTarget(frame: HitFrame, x: PlotX, y: PlotY): Target | undefined {
  for (const line of messageLines(frame)) {
    const along = { x: line.x2 - line.x1, y: line.y2 - line.y1 };
    const length = along.x ** 2 + along.y ** 2;
    const share = Math.min(Math.max(((x - line.x1) * along.x + (y - line.y1) * along.y) / length, 0), 1);
    if (Math.hypot(line.x1 + share * along.x - x, line.y1 + share * along.y - y) < 4) {
      return { kind: 'message', message: line.message };
    }
  }
  return undefined;
}

function stateTarget(frame: HitFrame, row: LaneRow, x: PlotX): Target | undefined {
  const lane = frame.model.states[row.node.lane];
  const span = lane === undefined ? -1 : spanAt(lane, timeAt(frame.scale, x));
  if (lane === undefined || span < 0) {
    return undefined;
  }
  return { kind: 'state', lane: row.node.lane, span };
}
