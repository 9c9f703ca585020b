/** Rows of a trace regrouped by lane (counting sort), each lane keeping time order. */

export interface LaneRows {
  /** Rows of the trace's columns. */
  readonly rows: Uint32Array;
  /** Their times, side by side for binary search. */
  readonly timeMicros: Float64Array;
}

export interface LaneColumns {
  readonly count: number;
  readonly lane: Uint16Array;
  readonly timeMicros: Float64Array;
}

/** One `LaneRows` per lane, holding the rows that are 1 in `kept`; every row without it. */
export function groupByLane(laneCount: number, columns: LaneColumns, kept?: Uint8Array): LaneRows[] {
  const start = new Uint32Array(laneCount + 1);
  countPerLane(columns, kept, start);
  for (let index = 0; index < laneCount; index++) {
    start[index + 1] = (start[index + 1] as number) + (start[index] as number);
  }
  const total = start[laneCount] as number;
  const rows = new Uint32Array(total);
  const times = new Float64Array(total);
  deal(columns, kept, start.slice(0, laneCount), rows, times);
  return Array.from({ length: laneCount }, (_, index) => ({
    rows: rows.subarray(start[index], start[index + 1]),
    timeMicros: times.subarray(start[index], start[index + 1]),
  }));
}

// Loops over every row stand alone: an engine that compiles one while it runs throws the code away with whatever follows it.

/** Adds the number of rows of lane n to `counts[n + 1]`. */
function countPerLane({ count, lane }: LaneColumns, kept: Uint8Array | undefined, counts: Uint32Array): void {
  for (let row = 0; row < count; row++) {
    if (kept === undefined || kept[row] === 1) {
      const next = (lane[row] as number) + 1;
      counts[next] = (counts[next] as number) + 1;
    }
  }
}

/** Writes every row to where the next one of its lane belongs. */
function deal(
  { count, lane, timeMicros }: LaneColumns,
  kept: Uint8Array | undefined,
  next: Uint32Array,
  rows: Uint32Array,
  times: Float64Array,
): void {
  for (let row = 0; row < count; row++) {
    if (kept === undefined || kept[row] === 1) {
      const at = next[lane[row] as number] as number;
      next[lane[row] as number] = at + 1;
      rows[at] = row;
      times[at] = timeMicros[row] as number;
    }
  }
}
