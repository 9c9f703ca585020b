/** What a pixel column holds when many rows fall into it: how many, the worst, the longest. */
import { levelFor, type RowLevels, tooCoarse } from '../data/levels.ts';
import type { MarkLane } from '../data/runModel.ts';
import { lowerBound } from '../data/search.ts';
import { microsPerPixel, plotX, type TimeScale, timeAt } from '../view/scale.ts';

export interface Densities {
  readonly count: Float32Array;
  readonly worst: Uint8Array;
  readonly largest: Float32Array;
}

/** Rows looked at per pixel when the buckets are too wide to help and a burst falls into one pixel. */
const MAX_ROWS_PER_PIXEL = 16;

let scratch: Densities = { count: new Float32Array(0), worst: new Uint8Array(0), largest: new Float32Array(0) };

/**
 * Densities over the columns of a plot. The result is overwritten by the next call.
 * `severity` and `size` read single rows, for a closer look than the buckets allow.
 */
export function densities(
  lane: MarkLane,
  scale: TimeScale,
  severity: (row: number) => number,
  size: (row: number) => number,
): Densities {
  const width = Math.ceil(scale.widthPixels);
  if (scratch.count.length < width) {
    scratch = { count: new Float32Array(width), worst: new Uint8Array(width), largest: new Float32Array(width) };
  }
  scratch.count.fill(0);
  scratch.worst.fill(0);
  scratch.largest.fill(0);
  if (tooCoarse(lane.levels, microsPerPixel(scale))) {
    fromRows(lane, scale, width, severity, size);
  } else {
    fromLevels(lane.levels, scale, width);
  }
  return scratch;
}

function fromLevels(levels: RowLevels, scale: TimeScale, width: number): void {
  const level = levelFor(levels, microsPerPixel(scale));
  const bucketMicros = levels.bucketMicros * 2 ** level;
  const count = levels.count[level] as Uint16Array;
  const worst = levels.worst[level] as Uint8Array;
  const largest = levels.largest[level];
  const first = Math.max(Math.floor(scale.fromMicros / bucketMicros), 0);
  const last = Math.min(Math.ceil(scale.toMicros / bucketMicros), count.length);
  const pixelsPerBucket = bucketMicros / microsPerPixel(scale);
  const offset = scale.fromMicros / bucketMicros;
  for (let bucket = first; bucket < last; bucket++) {
    if (count[bucket] !== 0) {
      const x = Math.floor((bucket - offset) * pixelsPerBucket);
      add(
        x < 0 ? 0 : x >= width ? width - 1 : x,
        count[bucket] as number,
        worst[bucket] as number,
        largest?.[bucket] ?? 0,
      );
    }
  }
}

function fromRows(
  lane: MarkLane,
  scale: TimeScale,
  width: number,
  severity: (row: number) => number,
  size: (row: number) => number,
): void {
  let index = lowerBound(lane.timeMicros, scale.fromMicros);
  for (let x = 0; x < width && index < lane.rows.length; x++) {
    const end = lowerBound(lane.timeMicros, timeAt(scale, plotX(x + 1)), index);
    const step = Math.max(Math.floor((end - index) / MAX_ROWS_PER_PIXEL), 1);
    for (; index < end; index += step) {
      const row = lane.rows[index] as number;
      add(x, step, severity(row), size(row));
    }
    index = end;
  }
}

function add(x: number, count: number, worst: number, largest: number): void {
  scratch.count[x] = (scratch.count[x] as number) + count;
  if (worst > (scratch.worst[x] as number)) {
    scratch.worst[x] = worst;
  }
  if (largest > (scratch.largest[x] as number)) {
    scratch.largest[x] = largest;
  }
}
