/** From event to event with the keyboard. Each returns a row of the trace's events, or -1. */
import type { MarkLane, RunModel } from '../data/runModel.ts';
import { lowerBound, nearest } from '../data/search.ts';
import type { LaneLayout } from '../view/layout.ts';
import type { TimeScale } from '../view/scale.ts';

/** The event before or after `row` in its lane, among those the search accepts. */
export function nextInLane(model: RunModel, marks: readonly MarkLane[], row: number, direction: 1 | -1): number {
  const { events } = model.trace;
  const lane = marks[events.lane[row] as number];
  if (lane === undefined) {
    return -1;
  }
  // Rows of a lane are ascending, so they can be searched for a row as well as for a time.
  const position = lowerBound(Float64Array.from(lane.rows), direction > 0 ? row + 1 : row);
  return lane.rows[direction > 0 ? position : position - 1] ?? -1;
}

/** The event nearest in time in the next row above or below that has any. */
export function nextLane(
  model: RunModel,
  marks: readonly MarkLane[],
  layout: LaneLayout,
  row: number,
  direction: 1 | -1,
): number {
  const { events } = model.trace;
  const at = events.timeMicros[row] as number;
  const start = layout.rowOfLane[events.lane[row] as number] as number;
  for (let index = start + direction; index >= 0 && index < layout.rows.length; index += direction) {
    const number = layout.rows[index]?.node.lane ?? -1;
    // A copy of a session shows events of its node once more: going on from there would lead back.
    const lane = number < model.trace.lanes.length ? marks[number] : undefined;
    if (lane !== undefined && lane.rows.length > 0) {
      return lane.rows[nearest(lane.timeMicros, at)] ?? -1;
    }
  }
  return -1;
}

/** The earliest event from the beginning of a range on. */
export function firstInView(model: RunModel, marks: readonly MarkLane[], range: Pick<TimeScale, 'fromMicros'>): number {
  const { timeMicros } = model.trace.events;
  let first = -1;
  for (const lane of marks) {
    const row = lane.rows[lowerBound(lane.timeMicros, range.fromMicros)];
    if (row !== undefined && (first < 0 || (timeMicros[row] as number) < (timeMicros[first] as number))) {
      first = row;
    }
  }
  return first;
}
