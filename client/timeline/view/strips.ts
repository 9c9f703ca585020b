/** The strips above the lanes: time axis, faults, expectations. Items of a strip are packed into as few rows as they need. */
import type { RunModel } from '../data/runModel.ts';
import { microsPerPixel, wholeRun, xOf } from './scale.ts';

export const AXIS_PIXELS = 28;
export const STRIP_ROW_PIXELS = 24;
const MAX_ROWS = 3;
/** Room for a label when items are packed; a longer one is cut. */
const LABEL_PIXELS = 150;

export interface Strip {
  readonly top: number;
  readonly height: number;
  /** Row of each item within the strip. */
  readonly rowOfItem: readonly number[];
}

export interface Strips {
  readonly faults: Strip;
  readonly expectations: Strip;
  /** Of all strips with the axis: where the lanes begin. */
  readonly height: number;
}

interface Extent {
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** Rows are chosen with the whole run in view, so that nothing jumps while the reader zooms. */
export function layOutStrips(model: RunModel, widthPixels: number): Strips {
  const faults = strip(
    AXIS_PIXELS,
    model.trace.faults.map((fault) => ({ fromMicros: fault.startMicros, toMicros: fault.endMicros })),
    model.durationMicros,
    widthPixels,
  );
  const expectations = strip(faults.top + faults.height, model.run.expectations, model.durationMicros, widthPixels);
  return { faults, expectations, height: expectations.top + expectations.height };
}

function strip(top: number, items: readonly Extent[], durationMicros: number, widthPixels: number): Strip {
  const scale = wholeRun(durationMicros, widthPixels);
  const labelMicros = LABEL_PIXELS * microsPerPixel(scale);
  const busyUntil: number[] = [];
  const rowOfItem = new Array<number>(items.length).fill(0);
  const order = items.map((_, index) => index);
  order.sort((one, other) => (items[one] as Extent).fromMicros - (items[other] as Extent).fromMicros || one - other);
  for (const index of order) {
    const { fromMicros, toMicros } = items[index] as Extent;
    let row = busyUntil.findIndex((until) => until <= fromMicros);
    if (row < 0) {
      row = busyUntil.length < MAX_ROWS ? busyUntil.length : busyUntil.indexOf(Math.min(...busyUntil));
    }
    busyUntil[row] = Math.max(toMicros, fromMicros + labelMicros);
    rowOfItem[index] = row;
  }
  return { top, height: busyUntil.length * STRIP_ROW_PIXELS, rowOfItem };
}

/** Left and right end of an item in the plot, and the middle of its row below the top of the canvas. */
export function itemPlace(
  strip: Strip,
  index: number,
  extent: Extent,
  scale: Parameters<typeof xOf>[0],
): { readonly left: number; readonly right: number; readonly middle: number } {
  return {
    left: xOf(scale, extent.fromMicros),
    right: xOf(scale, extent.toMicros),
    middle: strip.top + ((strip.rowOfItem[index] ?? 0) + 0.5) * STRIP_ROW_PIXELS,
  };
}
