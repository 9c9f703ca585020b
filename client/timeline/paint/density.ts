/**
 * What a column holds when many rows fall into it: how many, the worst, the longest. Columns are buckets of time, a few
 * pixels wide: they keep their contents, and so their look, while the view is moved.
 */
import { levelFor, type RowLevels, tooCoarse } from '../data/levels.ts';
import type { MarkLane } from '../data/runModel.ts';
import { lowerBound } from '../data/search.ts';
import { microsPerPixel, plotX, type TimeScale, timeAt, xOf } from '../view/scale.ts';

/** Left and right edge in whole pixels of the plot, and what is between them. */
export type ColumnPainter = (left: number, right: number, count: number, worst: number, largest: number) => void;

/** A column is at least this wide and less than twice that. */
const COLUMN_PIXELS = 2;
/** Rows looked at per column when the buckets are too wide to help and a burst falls into one place. */
const MAX_ROWS_PER_COLUMN = 16;

/** Calls `paint` for every column that is not empty. `severity` and `size` read single rows, for a closer look than buckets allow. */
export function forEachColumn(
  lane: MarkLane,
  scale: TimeScale,
  severity: (row: number) => number,
  size: (row: number) => number,
  paint: ColumnPainter,
): void {
  const levels = lane.levels();
  if (tooCoarse(levels, COLUMN_PIXELS * microsPerPixel(scale))) {
    fromRows(lane, scale, severity, size, paint);
  } else {
    fromLevels(levels, scale, paint);
  }
}

function fromLevels(levels: RowLevels, scale: TimeScale, paint: ColumnPainter): void {
  const level = Math.min(levelFor(levels, COLUMN_PIXELS * microsPerPixel(scale)) + 1, levels.levelCount - 1);
  const bucketMicros = levels.bucketMicros * 2 ** level;
  const count = levels.count[level] as Uint16Array;
  const worst = levels.worst[level] as Uint8Array;
  const largest = levels.largest[level];
  const first = Math.max(Math.floor(scale.fromMicros / bucketMicros), 0);
  const last = Math.min(Math.ceil(scale.toMicros / bucketMicros), count.length);
  const pixelsPerBucket = bucketMicros / microsPerPixel(scale);
  const origin = xOf(scale, 0);
  for (let bucket = first; bucket < last; bucket++) {
    if (count[bucket] !== 0) {
      const left = Math.round(origin + bucket * pixelsPerBucket);
      const right = Math.round(origin + (bucket + 1) * pixelsPerBucket);
      paint(left, right, count[bucket] as number, worst[bucket] as number, largest?.[bucket] ?? 0);
    }
  }
}

function fromRows(
  lane: MarkLane,
  scale: TimeScale,
  severity: (row: number) => number,
  size: (row: number) => number,
  paint: ColumnPainter,
): void {
  let index = lowerBound(lane.timeMicros, scale.fromMicros);
  for (let x = 0; x < scale.widthPixels && index < lane.rows.length; x += COLUMN_PIXELS) {
    const end = lowerBound(lane.timeMicros, timeAt(scale, plotX(x + COLUMN_PIXELS)), index);
    const step = Math.max(Math.floor((end - index) / MAX_ROWS_PER_COLUMN), 1);
    const count = end - index;
    let worst = 0;
    let largest = 0;
    for (; index < end; index += step) {
      const row = lane.rows[index] as number;
      worst = Math.max(worst, severity(row));
      largest = Math.max(largest, size(row));
    }
    index = end;
    if (count > 0) {
      paint(x, x + COLUMN_PIXELS, count, worst, largest);
    }
  }
}
