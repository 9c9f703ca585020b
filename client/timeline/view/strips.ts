/** The strips above the lanes: time axis, faults, expectations. Items of a strip are packed into as few rows as they need. */
import type { RunModel } from '../data/runModel.ts';
import { microsPerPixel, wholeRun, xOf } from './scale.ts';

export const AXIS_PIXELS = 28;
export const STRIP_ROW_PIXELS = 22;
const MAX_FAULT_ROWS = 3;
/** More only where the panel is high: the lanes are what it is for. */
const MAX_EXPECTATION_ROWS = 8;
const EXPECTATIONS_SHARE = 0.25;
/** Room for a label, sign included, when items are packed; a longer one is cut. */
const MAX_LABEL_PIXELS = 260;
const PIXELS_PER_LETTER = 6.6;
const SIGN_PIXELS = 34;

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

interface Item extends Extent {
  readonly text: string;
}

/** Rows are chosen with the whole run in view, so that nothing jumps while the reader zooms. */
export function layOutStrips(model: RunModel, widthPixels: number, heightPixels: number): Strips {
  const faultItems = model.trace.faults.map((fault) => ({
    fromMicros: fault.startMicros,
    toMicros: fault.endMicros,
    text: fault.label,
  }));
  const rows = Math.floor((heightPixels * EXPECTATIONS_SHARE) / STRIP_ROW_PIXELS);
  const maxRows = Math.min(Math.max(rows, 2), MAX_EXPECTATION_ROWS);
  const faults = strip(AXIS_PIXELS, faultItems, MAX_FAULT_ROWS, model.durationMicros, widthPixels);
  const below = faults.top + faults.height;
  const expectations = strip(below, model.run.expectations, maxRows, model.durationMicros, widthPixels);
  return { faults, expectations, height: expectations.top + expectations.height };
}

function strip(
  top: number,
  items: readonly Item[],
  maxRows: number,
  durationMicros: number,
  widthPixels: number,
): Strip {
  const pixelMicros = microsPerPixel(wholeRun(durationMicros, widthPixels));
  const labels = items.map(
    ({ text }) => Math.min(text.length * PIXELS_PER_LETTER + SIGN_PIXELS, MAX_LABEL_PIXELS) * pixelMicros,
  );
  // The label of an item near the end begins before the item.
  const starts = items.map(({ fromMicros }, index) => Math.min(fromMicros, durationMicros - (labels[index] as number)));
  const busyUntil: number[] = [];
  const rowOfItem = new Array<number>(items.length).fill(0);
  const order = items.map((_, index) => index);
  order.sort((one, other) => (starts[one] as number) - (starts[other] as number) || one - other);
  for (const index of order) {
    const start = starts[index] as number;
    let row = busyUntil.findIndex((until) => until <= start);
    if (row < 0) {
      row = busyUntil.length < maxRows ? busyUntil.length : busyUntil.indexOf(Math.min(...busyUntil));
    }
    busyUntil[row] = Math.max((items[index] as Item).toMicros, start + (labels[index] as number));
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
