/** The layers of the canvas, from the back to the front. */
import { paintChain, paintMessages } from './arrows.ts';
import { paintBackdrop, paintFaultBands } from './backdrop.ts';
import { paintCallBars, paintStalls, writeCallColumns } from './calls.ts';
import type { Frame } from './frame.ts';
import { paintMarks, writeMarkColumns } from './marks.ts';
import { paintSpans, writeSpanColumns } from './spans.ts';
import { paintStrips, type StripBox } from './strips.ts';

/** Paints one frame and tells where the faults and expectations ended up. */
export function paint(frame: Frame): readonly StripBox[] {
  // Each frame begins with the context as it was: what a layer leaves behind ends with the frame.
  frame.context.save();
  paintBackdrop(frame);
  paintFaultBands(frame);
  frame.columns.begin(Math.max(Math.floor(frame.width), 1), Math.max(Math.floor(frame.height), 1));
  writeSpanColumns(frame);
  writeCallColumns(frame);
  writeMarkColumns(frame);
  frame.columns.drawOn(frame.context);
  paintSpans(frame);
  paintStalls(frame);
  paintCallBars(frame);
  paintMessages(frame);
  paintMarks(frame);
  paintChain(frame);
  const boxes = paintStrips(frame);
  frame.context.restore();
  return boxes;
}
