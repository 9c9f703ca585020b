/** Binary search over sorted columns: culling and hit tests cost the same at a thousand rows and at a million. */

/** First index in `[from, to)` whose value is not below `target`; `to` when there is none. */
export function lowerBound(values: Float64Array, target: number, from = 0, to = values.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < target) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** First index in `[from, to)` whose value is above `target`; `to` when there is none. */
export function upperBound(values: Float64Array, target: number, from = 0, to = values.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= target) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Index of the value nearest to `target`, or -1 when there are no values. */
export function nearest(values: Float64Array, target: number): number {
  const after = lowerBound(values, target);
  if (after === 0) {
    return values.length === 0 ? -1 : 0;
  }
  if (after === values.length) {
    return after - 1;
  }
  return target - (values[after - 1] as number) <= (values[after] as number) - target ? after - 1 : after;
}

/** Index of the first of the ascending rows that is not below `row`; their number when there is none. */
export function firstRowFrom(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Index of a row among ascending rows; -1 when it is not one of them. */
export function indexOfRow(rows: Uint32Array, row: number): number {
  const at = firstRowFrom(rows, row);
  return rows[at] === row ? at : -1;
}
