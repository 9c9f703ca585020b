/**
 * Level of detail. The run is cut into buckets, twice as wide from level to level; a painter takes the level whose
 * buckets are just narrower than a pixel and so touches a few thousand buckets per lane, however many rows there are.
 */
import { upperBound } from './search.ts';

/** At most a million buckets per lane: one per pixel even when zoomed in a thousand times. */
const MAX_BUCKETS_LOG2 = 20;

export interface Ladder {
  /** Width of a bucket of level 0; level n has buckets 2^n times as wide. */
  readonly bucketMicros: number;
  readonly levelCount: number;
}

export interface RowLevels extends Ladder {
  /** Per level and bucket: rows, at most 65535. */
  readonly count: readonly Uint16Array[];
  /** Per level and bucket: the worst severity, 0 for an empty bucket. */
  readonly worst: readonly Uint8Array[];
  /** Per level and bucket: the largest size (a wait in microseconds); empty where rows have no size. */
  readonly largest: readonly Float32Array[];
}

export interface SpanLevels extends Ladder {
  /** Per level and bucket: 1 + the value that covers most of the bucket, 0 where nothing does. */
  readonly dominant: readonly Uint8Array[];
}

/** Two rows a bucket on average: a closer look reads the rows themselves. */
function bucketsLog2(rows: number): number {
  return Math.min(Math.max(Math.ceil(Math.log2(rows / 2 + 1)), 1), MAX_BUCKETS_LOG2);
}

/** The level whose buckets are the widest that still are narrower than a pixel; level 0 when none is. */
export function levelFor(ladder: Ladder, microsPerPixel: number): number {
  const level = Math.floor(Math.log2(microsPerPixel / ladder.bucketMicros));
  return Math.min(Math.max(level, 0), ladder.levelCount - 1);
}

/** True when buckets of level 0 are wider than a pixel, so that the rows themselves must be read. */
export function tooCoarse(ladder: Ladder, microsPerPixel: number): boolean {
  return ladder.bucketMicros > microsPerPixel;
}

export interface LevelSource {
  /** Rows of the columns below, in time order. */
  readonly rows: Uint32Array;
  readonly timeMicros: Float64Array;
  /** A column that says what each row is, and the severity (1 … 255) of each such thing. */
  readonly what: Uint8Array;
  readonly severityOf: Uint8Array;
  /** Rows that last end here; undefined where rows are moments. */
  readonly endMicros: Float64Array | undefined;
}

/** Levels over the rows of a lane. */
export function rowLevels(source: LevelSource, durationMicros: number): RowLevels {
  const log2 = bucketsLog2(source.rows.length);
  const buckets = 2 ** log2;
  const bucketMicros = Math.max(durationMicros, 1) / buckets;
  const counts = new Uint16Array(buckets);
  const worsts = new Uint8Array(buckets);
  const longest = new Float32Array(source.endMicros === undefined ? 0 : buckets);
  countRows(source, bucketMicros, counts, worsts);
  if (source.endMicros !== undefined) {
    findLongest(source, source.endMicros, durationMicros, bucketMicros, longest);
  }
  return {
    bucketMicros,
    levelCount: log2 + 1,
    count: ladder(counts, log2, halfCounts),
    worst: ladder(worsts, log2, halfWorsts),
    largest: source.endMicros === undefined ? [] : ladder(longest, log2, halfLongest),
  };
}

function bucketAt(timeMicros: number, bucketMicros: number, buckets: number): number {
  return Math.min(Math.max(Math.floor(timeMicros / bucketMicros), 0), buckets - 1);
}

// Loops over every row stand alone: an engine that compiles one while it runs throws the code away with whatever follows it.

function countRows(source: LevelSource, bucketMicros: number, counts: Uint16Array, worsts: Uint8Array): void {
  const { rows, timeMicros, what, severityOf } = source;
  for (let index = 0; index < rows.length; index++) {
    const bucket = bucketAt(timeMicros[index] as number, bucketMicros, counts.length);
    const count = counts[bucket] as number;
    counts[bucket] = count < MAX_COUNT ? count + 1 : MAX_COUNT;
    const severity = severityOf[what[rows[index] as number] as number] as number;
    if (severity > (worsts[bucket] as number)) {
      worsts[bucket] = severity;
    }
  }
}

function findLongest(
  { rows, timeMicros }: LevelSource,
  endMicros: Float64Array,
  durationMicros: number,
  bucketMicros: number,
  longest: Float32Array,
): void {
  for (let index = 0; index < rows.length; index++) {
    const start = timeMicros[index] as number;
    const bucket = bucketAt(start, bucketMicros, longest.length);
    const length = Math.min(endMicros[rows[index] as number] as number, durationMicros) - start;
    if (length > (longest[bucket] as number)) {
      longest[bucket] = length;
    }
  }
}

const MAX_COUNT = 65535;

function ladder<Column>(finest: Column, steps: number, half: (below: Column) => Column): Column[] {
  const levels = [finest];
  for (let level = 1; level <= steps; level++) {
    levels.push(half(levels[level - 1] as Column));
  }
  return levels;
}

// One function per kind of column, although they look alike: mixed kinds would make each of them several times slower.

function halfCounts(below: Uint16Array): Uint16Array {
  const above = new Uint16Array(below.length / 2);
  for (let index = 0; index < above.length; index++) {
    above[index] = Math.min((below[2 * index] as number) + (below[2 * index + 1] as number), MAX_COUNT);
  }
  return above;
}

function halfWorsts(below: Uint8Array): Uint8Array {
  const above = new Uint8Array(below.length / 2);
  for (let index = 0; index < above.length; index++) {
    above[index] = Math.max(below[2 * index] as number, below[2 * index + 1] as number);
  }
  return above;
}

function halfLongest(below: Float32Array): Float32Array {
  const above = new Float32Array(below.length / 2);
  for (let index = 0; index < above.length; index++) {
    above[index] = Math.max(below[2 * index] as number, below[2 * index + 1] as number);
  }
  return above;
}

/** Levels over spans that do not overlap. `valueAt` gives each span a small number, below `valueCount`. */
export function spanLevels(
  spans: { readonly startMicros: Float64Array; readonly endMicros: Float64Array },
  valueAt: (span: number) => number,
  valueCount: number,
  durationMicros: number,
): SpanLevels {
  const log2 = bucketsLog2(spans.startMicros.length);
  const buckets = 2 ** log2;
  const bucketMicros = Math.max(durationMicros, 1) / buckets;
  let covered = coverage(spans, valueAt, valueCount, buckets, bucketMicros);
  const dominant = [largestOf(covered, valueCount)];
  for (let level = 1; level <= log2; level++) {
    const above = new Float32Array(covered.length / 2);
    for (let bucket = 0; bucket < above.length / valueCount; bucket++) {
      for (let value = 0; value < valueCount; value++) {
        const left = covered[2 * bucket * valueCount + value] as number;
        above[bucket * valueCount + value] = left + (covered[(2 * bucket + 1) * valueCount + value] as number);
      }
    }
    covered = above;
    dominant.push(largestOf(covered, valueCount));
  }
  return { bucketMicros, levelCount: log2 + 1, dominant };
}

function coverage(
  spans: { readonly startMicros: Float64Array; readonly endMicros: Float64Array },
  valueAt: (span: number) => number,
  valueCount: number,
  buckets: number,
  bucketMicros: number,
): Float32Array {
  const covered = new Float32Array(buckets * valueCount);
  for (let span = 0; span < spans.startMicros.length; span++) {
    const start = (spans.startMicros[span] as number) / bucketMicros;
    const end = Math.min((spans.endMicros[span] as number) / bucketMicros, buckets);
    const value = valueAt(span);
    for (let bucket = Math.max(Math.floor(start), 0); bucket < end; bucket++) {
      const share = Math.min(end, bucket + 1) - Math.max(start, bucket);
      const at = bucket * valueCount + value;
      covered[at] = (covered[at] as number) + share;
    }
  }
  return covered;
}

function largestOf(covered: Float32Array, valueCount: number): Uint8Array {
  const result = new Uint8Array(covered.length / valueCount);
  for (let bucket = 0; bucket < result.length; bucket++) {
    let best = 0;
    for (let value = 0; value < valueCount; value++) {
      const share = covered[bucket * valueCount + value] as number;
      if (share > best) {
        best = share;
        result[bucket] = value + 1;
      }
    }
  }
  return result;
}

/** Index of the span that covers a moment, or -1. Spans are sorted and do not overlap. */
export function spanAt(
  spans: { readonly startMicros: Float64Array; readonly endMicros: Float64Array },
  atMicros: number,
): number {
  const index = upperBound(spans.startMicros, atMicros) - 1;
  return index >= 0 && (spans.endMicros[index] as number) >= atMicros ? index : -1;
}
