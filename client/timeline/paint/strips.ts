/** Above the lanes: the time axis, the faults, and the expectations with their verdict. */

import type { Verdict } from '../../../server/src/verdict/verdict.ts';
import { xOf } from '../view/scale.ts';
import { AXIS_PIXELS, itemPlace, type Strip } from '../view/strips.ts';
import { type Colour, fade, type Theme } from '../view/theme.ts';
import { tickLabel, ticks } from '../view/ticks.ts';
import { TICK_PIXELS } from './backdrop.ts';
import { crowdAlpha, type Frame, fitted, textWidth, useFont } from './frame.ts';
import { pathOf } from './path.ts';
import { paintMark } from './sprites.ts';

/** Rectangles of what was painted, for hit tests; later ones lie on top. */
export interface StripBox {
  readonly kind: 'fault' | 'expectation';
  readonly index: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function paintStrips(frame: Frame): StripBox[] {
  const { context, theme, width, strips } = frame;
  context.fillStyle = theme.background.css;
  context.fillRect(0, 0, width, strips.height);
  context.fillStyle = theme.strip.css;
  context.fillRect(0, 0, width, strips.height);
  paintAxis(frame);
  paintStems(frame);
  const boxes = [...paintFaults(frame), ...paintExpectations(frame)];
  context.fillStyle = theme.border.css;
  context.fillRect(0, strips.height - 1, width, 1);
  return boxes;
}

function paintAxis(frame: Frame): void {
  const { context, theme, scale, model, width } = frame;
  const { stepMicros, atMicros, divisions } = ticks(scale, model.durationMicros, TICK_PIXELS);
  useFont(frame, 11);
  context.textBaseline = 'middle';
  for (const at of [(atMicros[0] ?? 0) - stepMicros, ...atMicros]) {
    for (let part = 0; part < divisions; part++) {
      const time = at + (stepMicros * part) / divisions;
      if (time < 0 || time > model.durationMicros) {
        continue;
      }
      const x = Math.round(xOf(scale, time));
      context.fillStyle = part === 0 ? theme.muted.css : fade(theme.muted, 0.4);
      context.fillRect(x, AXIS_PIXELS - (part === 0 ? 8 : 4), 1, part === 0 ? 8 : 4);
    }
    const label = tickLabel(at, stepMicros);
    const x = xOf(scale, at);
    if (at >= 0 && x >= -1 && x + 3 + textWidth(context, label) < width) {
      context.fillStyle = theme.muted.css;
      context.fillText(label, Math.round(x) + 4, AXIS_PIXELS / 2 - 2);
    }
  }
  context.fillStyle = theme.grid.css;
  context.fillRect(0, AXIS_PIXELS - 1, width, 1);
}

/** Lines from faults and verdicts down to the lanes: faint, and behind every label. */
function paintStems({ context, theme, scale, model, strips }: Frame): void {
  const crowd = crowdAlpha(model.trace.faults.length + model.run.expectations.length);
  const stem = (strip: Strip, index: number, atMicros: number, colour: Colour) => {
    const { left, middle } = itemPlace(strip, index, { fromMicros: atMicros, toMicros: atMicros }, scale);
    context.fillStyle = fade(colour, (theme.highContrast ? 1 : 0.45) * crowd);
    context.fillRect(Math.round(left), middle + 9, 1, strips.height - middle - 9);
  };
  model.trace.faults.forEach((fault, index) => {
    stem(strips.faults, index, fault.startMicros, theme.accentFault);
  });
  model.run.expectations.forEach(({ atMicros, verdict }, index) => {
    if (atMicros !== undefined) {
      stem(strips.expectations, index, atMicros, theme.tones[VERDICT_TONE[verdict]] as Colour);
    }
  });
}

/** Text, on a plate where a line might run through it. */
function paintText({ context, theme }: Frame, text: string, x: number, y: number, plate: boolean): void {
  if (text !== '') {
    if (plate) {
      context.fillStyle = theme.strip.css;
      context.fillRect(x - 2, y - 7, textWidth(context, text) + 4, 14);
    }
    context.fillStyle = theme.foreground.css;
    context.fillText(text, x, y);
  }
}

function paintFaults(frame: Frame): StripBox[] {
  const { context, theme, scale, model, strips, width, emphasis } = frame;
  const boxes: StripBox[] = [];
  useFont(frame, 11);
  const items = model.trace.faults.map(({ startMicros, endMicros, label }) => ({
    fromMicros: startMicros,
    toMicros: endMicros,
    text: label,
  }));
  const starts = labelStarts(frame, strips.faults, items);
  const ends = labelEnds(strips.faults, starts, width);
  model.trace.faults.forEach((fault, index) => {
    const { left, right, middle } = itemPlace(strips.faults, index, items[index] as (typeof items)[number], scale);
    const start = starts[index] as number;
    const text = fitted(context, fault.label, (ends[index] as number) - start - SIGN_PIXELS);
    const textEnd = start + 18 + textWidth(context, text);
    if (Math.max(right, textEnd) < 0 || left > width) {
      return;
    }
    const strong = emphasis.highlighted?.[fault.source] === 1;
    if (right - left > 3) {
      context.beginPath();
      context.roundRect(left, middle - 9, right - left, 18, 3);
      context.fillStyle = fade(theme.accentFault, strong ? 0.4 : 0.2);
      context.fill();
      if (theme.highContrast || strong) {
        context.strokeStyle = theme.accentFault.css;
        context.lineWidth = strong ? 2 : 1;
        context.stroke();
      }
    }
    context.fillStyle = theme.accentFault.css;
    context.fillRect(Math.round(left), middle - 9, 2, 18);
    context.save();
    context.translate(start + 10, middle);
    paintMark(context, 'fault', theme.accentFault, theme);
    context.restore();
    paintText(frame, text, start + 18, middle + 0.5, right < textEnd && right - left <= 3);
    boxes.push({
      kind: 'fault',
      index,
      left: Math.min(left, start),
      right: Math.max(right, textEnd),
      top: middle - 11,
      bottom: middle + 11,
    });
  });
  return boxes;
}

/** Where labels begin: at their item, kept in view while the item is, and before the right edge. */
function labelStarts(
  { context, scale, width }: Frame,
  strip: Strip,
  items: readonly { readonly fromMicros: number; readonly toMicros: number; readonly text: string }[],
): number[] {
  return items.map((item, index) => {
    const { left, right } = itemPlace(strip, index, item, scale);
    const kept = Math.min(Math.max(left, 0), Math.max(right - SIGN_PIXELS, left));
    const shown = Math.min(textWidth(context, item.text), Math.max(MIN_LABEL_PIXELS, width / 5));
    const fits = width - SIGN_PIXELS - shown;
    return left > width ? left : Math.max(Math.min(kept, fits), Math.min(kept, 0));
  });
}

/** Where labels must end: where the next one of their row begins. */
function labelEnds(strip: Strip, starts: readonly number[], width: number): number[] {
  const ends = new Array<number>(starts.length).fill(width);
  const nextInRow = new Map<number, number>();
  const fromRight = starts
    .map((_, index) => index)
    .sort((one, other) => (starts[other] as number) - (starts[one] as number));
  for (const index of fromRight) {
    const row = strip.rowOfItem[index] as number;
    ends[index] = Math.min(nextInRow.get(row) ?? width, width);
    nextInRow.set(row, starts[index] as number);
  }
  return ends;
}

const SIGN_PIXELS = 26;
/** Near the right edge a label moves to the left to show this much of itself; the rest is cut. */
const MIN_LABEL_PIXELS = 110;

const VERDICT_TONE: Record<Verdict, number> = { held: 0, violated: 4, inconclusive: 3 };

function paintExpectations(frame: Frame): StripBox[] {
  const { context, theme, scale, model, strips, width, emphasis } = frame;
  const boxes: StripBox[] = [];
  useFont(frame, 11);
  const items = model.run.expectations.map(({ fromMicros, toMicros, text }) => ({
    fromMicros,
    toMicros,
    text: text.replace(/^expect\s+/, ''),
  }));
  const starts = labelStarts(frame, strips.expectations, items);
  const ends = labelEnds(strips.expectations, starts, width);
  model.run.expectations.forEach((expectation, index) => {
    const { left, right, middle } = itemPlace(strips.expectations, index, expectation, scale);
    const start = starts[index] as number;
    const room = (ends[index] as number) - start - SIGN_PIXELS;
    const text = fitted(context, (items[index] as (typeof items)[number]).text, room);
    const textEnd = start + 24 + textWidth(context, text);
    if (Math.max(right, textEnd) < 0 || left > width) {
      return;
    }
    const colour = theme.tones[VERDICT_TONE[expectation.verdict]] as Colour;
    const strong = emphasis.selectedExpectation === index;
    paintBracket(context, colour, left, Math.max(right, left + 2), middle, strong);
    context.save();
    context.translate(start + 12, middle - 2);
    paintVerdict(context, expectation.verdict, colour, theme);
    context.restore();
    useFont(frame, 11, strong ? 600 : 400);
    paintText(frame, text, start + 22, middle - 1.5, true);
    useFont(frame, 11);
    boxes.push({
      kind: 'expectation',
      index,
      left: Math.min(left, start),
      right: Math.max(right, textEnd),
      top: middle - 11,
      bottom: middle + 11,
    });
  });
  return boxes;
}

/** The window of an expectation: a line with turned-up ends under its text. */
function paintBracket(
  context: CanvasRenderingContext2D,
  colour: Colour,
  left: number,
  right: number,
  middle: number,
  strong: boolean,
): void {
  const base = Math.round(middle + 8) - 0.5;
  context.strokeStyle = colour.css;
  context.lineWidth = strong ? 3 : 1.5;
  context.beginPath();
  context.moveTo(Math.round(left) + 0.5, base - 5);
  context.lineTo(Math.round(left) + 0.5, base);
  context.lineTo(Math.round(right) - 0.5, base);
  context.lineTo(Math.round(right) - 0.5, base - 5);
  context.stroke();
}

/** held: a disc with a tick · violated: an octagon with a cross · inconclusive: a dashed ring with a question mark */
export function paintVerdict(context: CanvasRenderingContext2D, verdict: Verdict, colour: Colour, theme: Theme): void {
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.fillStyle = colour.css;
  context.strokeStyle = theme.background.css;
  context.lineWidth = 1.8;
  switch (verdict) {
    case 'held':
      context.beginPath();
      context.arc(0, 0, 6.5, 0, Math.PI * 2);
      context.fill();
      context.stroke(pathOf('M-3 0.2L-0.8 2.4L3.2 -2.2'));
      break;
    case 'violated':
      context.fill(pathOf('M-2.8 -6.6H2.8L6.6 -2.8V2.8L2.8 6.6H-2.8L-6.6 2.8V-2.8z'));
      context.stroke(pathOf('M-2.4 -2.4L2.4 2.4M2.4 -2.4L-2.4 2.4'));
      break;
    case 'inconclusive':
      context.strokeStyle = colour.css;
      context.lineWidth = 1.5;
      context.setLineDash([2.5, 2]);
      context.beginPath();
      context.arc(0, 0, 6, 0, Math.PI * 2);
      context.stroke();
      context.setLineDash([]);
      context.stroke(pathOf('M-1.8 -1.4a1.8 1.8 0 1 1 2.5 1.6q-0.7 0.4 -0.7 1.1M0 3.2v0.2'));
  }
  context.lineCap = 'butt';
}
