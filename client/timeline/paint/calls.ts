/** Calls of a cache: their density with the longest wait as height, or, close up, a bar for each wait. */

import { formatDuration } from '../../../server/src/trace/time.ts';
import { OPERATIONS } from '../../../server/src/trace/trace.ts';
import type { CallLane } from '../data/runModel.ts';
import { lowerBound } from '../data/search.ts';
import { OUTCOME_SEVERITY, OUTCOME_TONE, TONE_OF_SEVERITY } from '../data/tones.ts';
import { xOf } from '../view/scale.ts';
import { type Colour, fade } from '../view/theme.ts';
import { forEachColumn } from './density.ts';
import { CACHE_PLOT, type Frame, fitted, rowTop, tone, useFont } from './frame.ts';

/** With more calls than one per this many pixels, a lane is drawn as columns. */
const PIXELS_PER_CALL = 5;
/** A call that is shorter than this on the screen is drawn like a column. */
const TICK_PIXELS = 3;

/** The first call of a lane that begins in view, and the first behind the view: indexes into its rows. */
export function callsInView(frame: Pick<Frame, 'scale'>, lane: CallLane): readonly [number, number] {
  const { fromMicros, toMicros } = frame.scale;
  return [lowerBound(lane.timeMicros, fromMicros), lowerBound(lane.timeMicros, toMicros)];
}

/** True when the calls of a lane are drawn one by one. */
export function callsAsBars(frame: Pick<Frame, 'scale'>, lane: CallLane): boolean {
  const [first, last] = callsInView(frame, lane);
  return last - first <= frame.scale.widthPixels / PIXELS_PER_CALL;
}

/** Height of a wait, 0 … 1: a tenth of a millisecond is nothing, ten seconds are everything, in between by magnitude. */
export function waitHeight(waitMicros: number): number {
  return Math.min(Math.max((Math.log10(Math.max(waitMicros, 1)) - 2) / 5, 0), 1);
}

/** Pixels for a wait; the shortest still is something. */
function columnHeight(waitMicros: number): number {
  return 3 + waitHeight(waitMicros) * (CACHE_PLOT.height - 3);
}

function forEachLane(frame: Frame, paint: (lane: CallLane, top: number) => void): void {
  for (const row of frame.rows) {
    const lane = frame.model.calls[row.node.lane];
    if (row.kind === 'cache' && lane !== undefined && lane.rows.length > 0) {
      paint(lane, rowTop(frame, row) + CACHE_PLOT.top);
    }
  }
}

/** Lanes with too many calls go into the frame's image; to be called before the image is drawn. */
export function writeCallColumns(frame: Frame): void {
  const { model, scale, theme, columns } = frame;
  const { outcome, startMicros, endMicros } = model.trace.calls;
  const wait = (row: number) => Math.min(endMicros[row] as number, model.durationMicros) - (startMicros[row] as number);
  forEachLane(frame, (lane, top) => {
    if (callsAsBars(frame, lane)) {
      return;
    }
    const bottom = top + CACHE_PLOT.height;
    const severity = (row: number) => OUTCOME_SEVERITY[outcome[row] as number] as number;
    forEachColumn(lane, scale, severity, wait, (left, right, _count, worst, largest) => {
      const height = columnHeight(largest);
      columns.block(
        left,
        right,
        bottom - height,
        bottom,
        (theme.calm[TONE_OF_SEVERITY[worst] as number] as Colour).pixel,
      );
    });
  });
}

/** A wait on a label: to a tenth of a second. */
function roundedMicros(micros: number): number {
  return Math.round(micros / 100_000) * 100_000;
}

/** Far out, a bar from the first waiting call to the return of the last says for how long nobody was served. */
export function paintStalls(frame: Frame): void {
  const { context, theme, scale, width } = frame;
  useFont(frame, 10);
  context.textBaseline = 'middle';
  const height = CACHE_PLOT.height / 2;
  forEachLane(frame, (lane, top) => {
    if (callsAsBars(frame, lane)) return;
    const { startMicros, endMicros, severity } = lane.stalls();
    const y = top + CACHE_PLOT.height - height;
    for (let index = lowerBound(endMicros, scale.fromMicros); index < startMicros.length; index++) {
      const left = Math.max(xOf(scale, startMicros[index] as number), -4);
      if (left > width) break;
      const right = Math.min(xOf(scale, endMicros[index] as number), width + 4);
      if (right - left < TICK_PIXELS) continue;
      const colour = tone(theme, TONE_OF_SEVERITY[severity[index] as number] as number);
      context.fillStyle = fade(colour, theme.highContrast ? 0.35 : 0.4);
      context.fillRect(left, y, right - left, height);
      if (theme.highContrast) {
        context.strokeStyle = colour.css;
        context.lineWidth = 1;
        context.strokeRect(left, y, right - left, height);
      }
      const start = Math.max(left, 0) + 6;
      const room = right - start - 4;
      const wait = formatDuration(roundedMicros((endMicros[index] as number) - (startMicros[index] as number)));
      const label = [`callers wait ${wait}`, wait].find((text) => context.measureText(text).width <= room);
      if (label === undefined) continue;
      context.fillStyle = theme.foreground.css;
      context.fillText(label, start, y + height / 2 + 0.5);
    }
  });
}

export function paintCallBars(frame: Frame): void {
  const { context, theme, scale, model, width, emphasis } = frame;
  const { outcome, operation, endMicros } = model.trace.calls;
  useFont(frame, 10);
  context.textBaseline = 'middle';
  forEachLane(frame, (lane, top) => {
    if (!callsAsBars(frame, lane)) {
      return;
    }
    const last = callsInView(frame, lane)[1];
    const { track, tracks } = lane.bars();
    const pitch = CACHE_PLOT.height / tracks;
    for (let index = firstBar(frame, lane); index < last; index++) {
      const row = lane.rows[index] as number;
      const left = Math.max(xOf(scale, lane.timeMicros[index] as number), -4);
      const right = Math.min(xOf(scale, Math.min(endMicros[row] as number, model.durationMicros)), width + 4);
      if (right < 0) {
        continue;
      }
      const number = OUTCOME_TONE[outcome[row] as number] as number;
      const colour = tone(theme, number);
      const chosen = emphasis.selectedCall === row;
      if (right - left < TICK_PIXELS) {
        const wait = (endMicros[row] as number) - (lane.timeMicros[index] as number);
        const height = columnHeight(wait);
        context.fillStyle = chosen ? theme.accent.css : (theme.calm[number] as Colour).css;
        context.fillRect(left, top + CACHE_PLOT.height - height, TICK_PIXELS, height);
        continue;
      }
      const height = Math.min(pitch - 1, 14);
      const y = top + CACHE_PLOT.height - (track[index] as number) * pitch - height;
      const length = right - left;
      context.fillStyle = length > 6 ? fade(colour, theme.highContrast ? 0.35 : 0.4) : colour.css;
      context.fillRect(left, y, length, height);
      context.fillStyle = colour.css;
      context.fillRect(left, y, Math.min(2.5, length), height);
      if (chosen || theme.highContrast) {
        context.strokeStyle = chosen ? theme.accent.css : colour.css;
        context.lineWidth = chosen ? 2 : 1;
        context.strokeRect(left, y, length, height);
      }
      if (length > 40 && height >= 9) {
        const name = OPERATIONS[operation[row] as number]?.name ?? '';
        const start = Math.max(left, 0) + 6;
        context.fillStyle = theme.foreground.css;
        context.fillText(fitted(context, name, right - start - 4), start, y + height / 2 + 0.5);
      }
    }
  });
}

/** A call that began before the view may reach into it; how far back to look is bounded. */
function firstBar(frame: Frame, lane: CallLane): number {
  const first = lowerBound(lane.timeMicros, frame.scale.fromMicros - lane.bars().longestMicros);
  return Math.max(first, callsInView(frame, lane)[0] - 2000);
}
