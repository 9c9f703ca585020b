/** States of servers and clients: bars with their name inside, or pixel columns when there are too many. */
import { levelFor, tooCoarse } from '../data/levels.ts';
import type { StateLane } from '../data/runModel.ts';
import { lowerBound, upperBound } from '../data/search.ts';
import { TONES } from '../data/tones.ts';
import type { LaneRow } from '../view/layout.ts';
import { microsPerPixel, plotX, timeAt, xOf } from '../view/scale.ts';
import type { Colour } from '../view/theme.ts';
import { FOLDED, type Frame, fitted, NODE_SPAN, rowTop, textWidth, tone, useFont } from './frame.ts';
import { hatch, TONE_HATCH } from './patterns.ts';

/** With more spans than one per this many pixels, a lane is drawn as columns. */
const PIXELS_PER_SPAN = 8;
const CORNER = 3;
const LABEL_MARGIN = 7;

/** First and last (excluded) span that overlaps the view. */
function visibleSpans(frame: Frame, lane: StateLane): readonly [number, number] {
  const { fromMicros, toMicros } = frame.scale;
  return [Math.max(upperBound(lane.startMicros, fromMicros) - 1, 0), lowerBound(lane.startMicros, toMicros)];
}

/** Lanes with too many spans go into the frame's image; to be called before the image is drawn. */
export function writeSpanColumns(frame: Frame): void {
  forEachBar(frame, (lane, top, height) => {
    const [first, last] = visibleSpans(frame, lane);
    if (last - first > frame.width / PIXELS_PER_SPAN) {
      frame.columns.band(columnLine(frame, lane, first), top, top + height);
    }
  });
}

export function paintSpans(frame: Frame): void {
  useFont(frame, 11);
  frame.context.textBaseline = 'middle';
  forEachBar(frame, (lane, top, height, labelled) => {
    const [first, last] = visibleSpans(frame, lane);
    if (last - first <= frame.width / PIXELS_PER_SPAN) {
      for (let span = first; span < last; span++) {
        paintSpan(frame, lane, span, top, height, labelled);
      }
    }
  });
  paintPauses(frame);
}

type BarPainter = (lane: StateLane, top: number, height: number, labelled: boolean) => void;

function forEachBar(frame: Frame, paint: BarPainter): void {
  for (const row of frame.rows) {
    const top = rowTop(frame, row);
    const own = frame.model.states[row.node.lane];
    if (own !== undefined && own.startMicros.length > 0) {
      paint(own, top + NODE_SPAN.top, NODE_SPAN.height, true);
    }
    const pitch = (row.height - FOLDED.top - FOLDED.bottom) / row.folded.length;
    row.folded.forEach((lane, index) => {
      const gap = pitch > 3 ? 1 : 0;
      paint(frame.model.states[lane] as StateLane, top + FOLDED.top + index * pitch, pitch - gap, false);
    });
  }
}

function paintSpan(frame: Frame, lane: StateLane, span: number, top: number, height: number, labelled: boolean): void {
  const { context, theme, scale, width } = frame;
  const left = Math.max(xOf(scale, lane.startMicros[span] as number), -8);
  const right = Math.min(xOf(scale, lane.endMicros[span] as number), width + 8);
  const state = lane.state[span] as number;
  const number = lane.vocabulary.tones[state] as number;
  const colour = tone(theme, number);
  const shown = Math.max(right - left - 1, 1);
  if (!labelled || shown < 5) {
    context.fillStyle = (labelled ? colour : (theme.calm[number] as Colour)).css;
    context.fillRect(left, top, shown, height);
    return;
  }
  context.beginPath();
  context.roundRect(left, top, shown, height, CORNER);
  context.fillStyle = (theme.fills[number] as Colour).css;
  context.fill();
  const bars =
    theme.highContrast || TONES[number] === 'off'
      ? hatch(context, theme, TONE_HATCH[number] ?? 'none', colour, theme.highContrast ? 0.7 : 0.28)
      : null;
  if (bars !== null) {
    context.fillStyle = bars;
    context.fill();
  }
  if (theme.highContrast) {
    context.lineWidth = 1;
    context.strokeStyle = colour.css;
    context.stroke();
  } else if (TONES[number] !== 'off') {
    context.fillStyle = colour.css;
    context.fillRect(left, top + height - 2, shown, 2);
    context.fillRect(left, top, Math.min(3, shown), height);
  }
  paintLabel(frame, lane.vocabulary.names[state] ?? '', left, left + shown, top + height / 2, bars !== null);
}

/** The name stays in view while any of its span is. */
function paintLabel(frame: Frame, name: string, left: number, right: number, middle: number, plate: boolean): void {
  const { context, theme, width } = frame;
  const start = Math.max(left, 0) + LABEL_MARGIN;
  const text = fitted(context, name, Math.min(right, width) - start - LABEL_MARGIN + 3);
  if (text === '') {
    return;
  }
  if (plate) {
    const plateWidth = textWidth(context, text) + 6;
    context.fillStyle = theme.background.css;
    context.fillRect(start - 3, middle - 7, plateWidth, 14);
  }
  context.fillStyle = theme.foreground.css;
  context.fillText(text, start, middle);
}

/** One colour per pixel column: what covers most of it. */
function columnLine(frame: Frame, lane: StateLane, first: number): Uint32Array {
  const { scale, theme, columns } = frame;
  const line = new Uint32Array(columns.width);
  const step = microsPerPixel(scale);
  const { levels } = lane;
  const dominant = levels.dominant[levelFor(levels, step)] as Uint8Array;
  const bucketMicros = levels.bucketMicros * 2 ** levelFor(levels, step);
  const coarse = tooCoarse(levels, step);
  let span = first;
  for (let x = 0; x < line.length; x++) {
    const at = timeAt(scale, plotX(x + 0.5));
    let value = 0;
    if (coarse) {
      while (span + 1 < lane.startMicros.length && (lane.startMicros[span + 1] as number) <= at) {
        span++;
      }
      const inside = at >= (lane.startMicros[span] as number) && at < (lane.endMicros[span] as number);
      value = inside ? (lane.vocabulary.tones[lane.state[span] as number] as number) + 1 : 0;
    } else if (at >= 0) {
      value = dominant[Math.floor(at / bucketMicros)] ?? 0;
    }
    if (value > 0) {
      line[x] = (theme.calm[value - 1] as Colour).pixel;
    }
  }
  return line;
}

/** A paused process: its state goes on, but under a hatch, because nothing in it moves. */
function paintPauses(frame: Frame): void {
  const { context, theme, scale, model, width } = frame;
  const forRow = (row: LaneRow) => {
    const pauses = model.pauses[row.node.lane];
    if (pauses === undefined || pauses.startMicros.length === 0) {
      return;
    }
    const top = rowTop(frame, row) + NODE_SPAN.top;
    const last = lowerBound(pauses.startMicros, scale.toMicros);
    for (let index = Math.max(lowerBound(pauses.endMicros, scale.fromMicros), last - width); index < last; index++) {
      const left = Math.max(xOf(scale, pauses.startMicros[index] as number), -8);
      const right = Math.min(xOf(scale, pauses.endMicros[index] as number), width + 8);
      const [ink, alpha] = theme.highContrast
        ? ([theme.foreground, 0.45] as const)
        : ([theme.background, 0.75] as const);
      context.fillStyle = hatch(context, theme, 'dense', ink, alpha) ?? ink.css;
      context.fillRect(left, top, right - left, NODE_SPAN.height);
      const text = fitted(context, 'paused', Math.min(right, width) - Math.max(left, 0) - 90);
      if (text !== '') {
        const at = Math.max(left, 0) + 66;
        context.fillStyle = theme.background.css;
        context.fillRect(at - 4, top + 2, textWidth(context, text) + 8, NODE_SPAN.height - 4);
        context.fillStyle = theme.foreground.css;
        context.fillText(text, at, top + NODE_SPAN.height / 2);
      }
    }
  };
  frame.rows.forEach(forRow);
}
