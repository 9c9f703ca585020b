/** Above the painted frame, and cheap to repaint: the line under the pointer with its time, and what the pointer is on. */
import { moment } from '../data/text.ts';
import type { Target } from '../interact/hit.ts';
import { microsPerPixel, type PlotX, timeAt } from '../view/scale.ts';
import { AXIS_PIXELS } from '../view/strips.ts';
import { fade } from '../view/theme.ts';
import { eventPoint } from './arrows.ts';
import { type Frame, textWidth, useFont } from './frame.ts';

export function paintOverlay(
  frame: Frame,
  pointer: { readonly x: PlotX } | undefined,
  target: Target | undefined,
): void {
  const { context, theme, width, height, scale, model } = frame;
  context.clearRect(0, 0, width, height);
  if (pointer === undefined) {
    return;
  }
  const at = timeAt(scale, pointer.x);
  context.fillStyle = fade(theme.foreground, 0.35);
  context.fillRect(Math.round(pointer.x), AXIS_PIXELS - 6, 1, height);
  if (at >= 0 && at <= model.durationMicros) {
    paintTime(frame, moment(at, digits(microsPerPixel(scale))), pointer.x);
  }
  if (target?.kind === 'select' && target.selection.kind === 'event') {
    const point = eventPoint(frame, target.selection.row);
    if (point !== undefined && point.y > frame.strips.height) {
      context.beginPath();
      context.arc(point.x, point.y, 8.5, 0, Math.PI * 2);
      context.strokeStyle = theme.foreground.css;
      context.lineWidth = 1.25;
      context.stroke();
    }
  }
}

/** As many decimals of a second as the pixels can tell apart. */
function digits(microsPerPixel: number): number {
  return Math.min(Math.max(Math.ceil(6 - Math.log10(Math.max(microsPerPixel, 1))), 1), 6);
}

function paintTime(frame: Frame, text: string, x: number): void {
  const { context, theme, width } = frame;
  useFont(frame, 11, 600);
  const box = textWidth(context, text) + 12;
  const left = Math.min(Math.max(x - box / 2, 0), width - box);
  context.beginPath();
  context.roundRect(left, 2, box, 18, 3);
  context.fillStyle = theme.foreground.css;
  context.fill();
  context.fillStyle = theme.background.css;
  context.textBaseline = 'middle';
  context.fillText(text, left + 6, 11.5);
}
