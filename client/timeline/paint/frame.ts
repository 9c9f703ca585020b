/** Everything a layer needs to paint one frame. */
import type { EventLane, RunModel } from '../data/runModel.ts';
import type { LaneLayout, LaneRow } from '../view/layout.ts';
import type { TimeScale } from '../view/scale.ts';
import type { Strips } from '../view/strips.ts';
import type { Colour, Theme } from '../view/theme.ts';
import type { PixelColumns } from './pixelColumns.ts';
import type { Sprites } from './sprites.ts';

export interface Emphasis {
  /** Rows of the selected chain, symptom first; empty when nothing is selected. */
  readonly chain: readonly number[];
  readonly chainSet: ReadonlySet<number>;
  readonly selectedEvent: number;
  readonly selectedCall: number;
  readonly selectedExpectation: number;
  /** Per source of the trace: 1 when the editor's cursor is on it; undefined when it is on none. */
  readonly highlighted: Uint8Array | undefined;
}

export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly sprites: Sprites;
  readonly columns: PixelColumns;
  readonly model: RunModel;
  readonly marks: readonly EventLane[];
  readonly layout: LaneLayout;
  readonly strips: Strips;
  readonly scale: TimeScale;
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
  /** The rows in view. */
  readonly rows: readonly LaneRow[];
  readonly emphasis: Emphasis;
}

/** Top edge of a row on the canvas. */
export function rowTop(frame: Pick<Frame, 'scrollTop' | 'strips'>, row: LaneRow): number {
  return row.top - frame.scrollTop + frame.strips.height;
}

/** Where things stand in a row, in pixels below its top. */
export const NODE_SPAN = { top: 5, height: 18 } as const;
export const NODE_MARK_MIDDLE = 31;
export const CACHE_PLOT = { top: 4, height: 28 } as const;
export const FOLDED = { top: 5, bottom: 5 } as const;

/** Where the marks of a row stand. */
export function markMiddle(row: LaneRow): number {
  return row.kind === 'node' ? NODE_MARK_MIDDLE : row.height / 2;
}

/** Where arrows from and to a lane touch its row: the middle of its states. */
export function laneMiddle(row: LaneRow): number {
  return row.kind === 'node' ? NODE_SPAN.top + NODE_SPAN.height / 2 : row.height / 2;
}

/** Thin lines that are many must not hide what they run over. */
export function crowdAlpha(lines: number): number {
  return Math.min(1, 12 / lines);
}

export function tone(theme: Theme, number: number): Colour {
  return theme.tones[number] as Colour;
}

const widthsByFont = new Map<string, Map<string, number>>();
let widths = new Map<string, number>();
const MAX_WIDTHS = 5000;

/** Sets the font; to be used instead of the context's own property, which is slow to read. */
export function useFont({ context, theme }: Pick<Frame, 'context' | 'theme'>, pixels: number, weight = 400): void {
  const font = `${weight} ${pixels}px ${theme.fontFamily}`;
  widths = widthsByFont.get(font) ?? new Map();
  widthsByFont.set(font, widths);
  context.font = font;
}

/** Width of a text in the font that `useFont` has set, remembered. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size > MAX_WIDTHS) {
      widths.clear();
    }
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}

/** The text, cut with an ellipsis where it is wider than the room; empty when not even three letters fit. */
export function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (textWidth(context, text) <= room) {
    return text;
  }
  const letters = Math.floor((room / textWidth(context, text)) * text.length) - 1;
  for (let length = Math.min(letters + 2, text.length - 1); length >= 3; length--) {
    const cut = `${text.slice(0, length).trimEnd()}…`;
    if (textWidth(context, cut) <= room) {
      return cut;
    }
  }
  return '';
}
