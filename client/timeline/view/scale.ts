/**
 * The coordinate spaces of the page, as types: a number of one space does not pass for another by accident.
 * Times are microseconds of the run and carry it in their names.
 */

declare const space: unique symbol;
/** CSS pixels to the right of the left edge of the plot. */
export type PlotX = number & { readonly [space]: 'plot x' };
/** CSS pixels below the top edge of the canvas, axis included: where the pointer is. */
export type PlotY = number & { readonly [space]: 'plot y' };
/** CSS pixels below the top of the first lane, however far the lanes are scrolled. */
export type ContentY = number & { readonly [space]: 'content y' };

export const plotX = (pixels: number): PlotX => pixels as PlotX;
export const plotY = (pixels: number): PlotY => pixels as PlotY;
export const contentY = (pixels: number): ContentY => pixels as ContentY;

/** The visible part of the run, laid over `widthPixels`. */
export interface TimeScale {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly widthPixels: number;
}

/** Nothing in a run is shorter than a microsecond; ten of them are the closest look. */
const MIN_RANGE_MICROS = 10;
/** A margin around the whole run, so that marks at its very ends are seen whole. */
const MARGIN = 0.015;

/** Time per CSS pixel. */
export function microsPerPixel(scale: TimeScale): number {
  return (scale.toMicros - scale.fromMicros) / Math.max(scale.widthPixels, 1);
}

/** Where a moment is; beyond the plot when it is not in view. */
export function xOf(scale: TimeScale, atMicros: number): PlotX {
  return (((atMicros - scale.fromMicros) / (scale.toMicros - scale.fromMicros)) * scale.widthPixels) as PlotX;
}

/** The moment at a place, in microseconds of the run. */
export function timeAt(scale: TimeScale, x: PlotX): number {
  return scale.fromMicros + x * microsPerPixel(scale);
}

/** The whole run. */
export function wholeRun(durationMicros: number, widthPixels: number): TimeScale {
  const margin = Math.max(durationMicros, MIN_RANGE_MICROS) * MARGIN;
  return { fromMicros: -margin, toMicros: Math.max(durationMicros, MIN_RANGE_MICROS) + margin, widthPixels };
}

/** Zooms so that the moment under `x` stays under it. `factor` above 1 shows more detail. */
export function zoomAt(scale: TimeScale, x: PlotX, factor: number, durationMicros: number): TimeScale {
  const pivot = timeAt(scale, x);
  return withRange(
    scale,
    pivot - (pivot - scale.fromMicros) / factor,
    pivot + (scale.toMicros - pivot) / factor,
    durationMicros,
  );
}

/** Moves the view to the right by `pixels`. */
export function pan(scale: TimeScale, pixels: number, durationMicros: number): TimeScale {
  const by = pixels * microsPerPixel(scale);
  return withRange(scale, scale.fromMicros + by, scale.toMicros + by, durationMicros);
}

/** The range asked for, as near as the ends of the run and the closest look allow. */
export function withRange(scale: TimeScale, fromMicros: number, toMicros: number, durationMicros: number): TimeScale {
  const whole = wholeRun(durationMicros, scale.widthPixels);
  const wholeRange = whole.toMicros - whole.fromMicros;
  const middle = (fromMicros + toMicros) / 2;
  const asked = Math.max(toMicros - fromMicros, MIN_RANGE_MICROS);
  const range = Math.min(asked, wholeRange);
  const from = asked === toMicros - fromMicros && asked <= wholeRange ? fromMicros : middle - range / 2;
  const clamped = Math.min(Math.max(from, whole.fromMicros), whole.toMicros - range);
  return { fromMicros: clamped, toMicros: clamped + range, widthPixels: scale.widthPixels };
}

/** Makes a range visible with room around it; does nothing when it is visible and not tiny. */
export function reveal(scale: TimeScale, fromMicros: number, toMicros: number, durationMicros: number): TimeScale {
  const range = scale.toMicros - scale.fromMicros;
  const wanted = toMicros - fromMicros;
  const visible = fromMicros >= scale.fromMicros + range * 0.02 && toMicros <= scale.toMicros - range * 0.02;
  if (visible && (wanted === 0 || wanted > range / 12)) {
    return scale;
  }
  if (wanted === 0) {
    return withRange(scale, fromMicros - range / 2, fromMicros + range / 2, durationMicros);
  }
  return withRange(scale, fromMicros - wanted * 0.15, toMicros + wanted * 0.15, durationMicros);
}
