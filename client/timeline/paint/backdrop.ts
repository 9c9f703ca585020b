/** Behind everything: row lines, grid lines at the ticks, the end of the run, and the bands of the faults. */

import { xOf } from '../view/scale.ts';
import { fade } from '../view/theme.ts';
import { ticks } from '../view/ticks.ts';
import { crowdAlpha, type Frame, rowTop } from './frame.ts';
import { hatch } from './patterns.ts';

export const TICK_PIXELS = 90;

export function paintBackdrop(frame: Frame): void {
  const { context, theme, scale, model, width, height, rows, strips } = frame;
  context.fillStyle = theme.background.css;
  context.fillRect(0, 0, width, height);

  context.fillStyle = theme.strip.css;
  for (const row of rows) {
    if (row.kind === 'group') {
      context.fillRect(0, rowTop(frame, row), width, row.height);
    }
  }
  context.fillStyle = theme.grid.css;
  const { atMicros } = ticks(scale, model.durationMicros, TICK_PIXELS);
  for (const at of atMicros) {
    context.fillRect(Math.round(xOf(scale, at)), strips.height, 1, height - strips.height);
  }
  for (const row of rows) {
    context.fillRect(0, Math.round(rowTop(frame, row) + row.height) - 1, width, 1);
  }
  paintOutside(frame);
}

/** Before the start and after the end of the run there is nothing, and it looks like nothing. */
function paintOutside({ context, theme, scale, model, width, height }: Frame): void {
  const start = xOf(scale, 0);
  const end = xOf(scale, model.durationMicros);
  context.fillStyle = fade(theme.muted, 0.09);
  if (start > 0) {
    context.fillRect(0, 0, start, height);
  }
  if (end < width) {
    context.fillRect(end, 0, width - end, height);
  }
}

/** A band over every lane that a fault touches; an instant is a line. */
export function paintFaultBands(frame: Frame): void {
  const { context, theme, scale, model, layout, width, strips, scrollTop, emphasis } = frame;
  const crowd = crowdAlpha(model.trace.faults.length);
  for (const fault of model.trace.faults) {
    const left = xOf(scale, fault.startMicros);
    const right = xOf(scale, fault.endMicros);
    if (right < -2 || left > width + 2) {
      continue;
    }
    const rowIndexes = new Set(fault.lanes.map((lane) => layout.rowOfLane[lane] as number).filter((row) => row >= 0));
    const strong = emphasis.highlighted?.[fault.source] === 1;
    let lowest = 0;
    for (const index of rowIndexes) {
      const row = layout.rows[index];
      if (row === undefined) {
        continue;
      }
      const top = row.top - scrollTop + strips.height;
      lowest = Math.max(lowest, top + row.height);
      if (right - left >= 1.5) {
        context.fillStyle = fade(theme.accentFault, strong ? 0.24 : 0.11);
        context.fillRect(left, top, right - left, row.height - 1);
        context.fillStyle = hatch(context, theme, 'diagonal', theme.accentFault, strong ? 0.55 : 0.3) ?? '';
        context.fillRect(left, top, right - left, row.height - 1);
      }
    }
    const stem = (strong || theme.highContrast ? 0.9 : 0.4) * crowd;
    paintEdge(frame, left, lowest, stem, strong ? 2 : 1);
    if (right - left >= 1.5) {
      paintEdge(frame, right - 1, lowest, stem, 1);
    }
  }
}

/** A line from the strips down to the lowest lane that the fault touches. */
function paintEdge(
  { context, theme, strips, width }: Frame,
  x: number,
  lowest: number,
  alpha: number,
  lineWidth: number,
) {
  if (x > -2 && x < width + 2 && lowest > strips.height) {
    context.fillStyle = fade(theme.accentFault, alpha);
    context.fillRect(Math.round(x), strips.height, lineWidth, lowest - strips.height);
  }
}
