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
  const { count, lane, timeMicros } = columns;
  const start = new Uint32Array(laneCount + 1);
  for (let row = 0; row < count; row++) {
    if (kept === undefined || kept[row] === 1) {
      const next = (lane[row] as number) + 1;
      start[next] = (start[next] as number) + 1;
    }
  }
  for (let index = 0; index < laneCount; index++) {
    start[index + 1] = (start[index + 1] as number) + (start[index] as number);
  }
  const total = start[laneCount] as number;
  const rows = new Uint32Array(total);
  const times = new Float64Array(total);
  const next = start.slice(0, laneCount);
  for (let row = 0; row < count; row++) {
    if (kept === undefined || kept[row] === 1) {
      const at = next[lane[row] as number] as number;
      next[lane[row] as number] = at + 1;
      rows[at] = row;
      times[at] = timeMicros[row] as number;
    }
  }
  return Array.from({ length: laneCount }, (_, index) => ({
    rows: rows.subarray(start[index], start[index + 1]),
    timeMicros: times.subarray(start[index], start[index + 1]),
  }));
}
