/** Events: a mark for each, clusters with a count where they touch, densities where there are too many. */
import { EVENTS } from '../../../server/src/trace/kinds.ts';
import type { LaneRows } from '../data/laneRows.ts';
import type { EventLane } from '../data/runModel.ts';
import { lowerBound } from '../data/search.ts';
import { EVENT_SEVERITY, EVENT_TONE, TONE_OF_SEVERITY } from '../data/tones.ts';
import type { LaneRow } from '../view/layout.ts';
import { microsPerPixel, plotX, timeAt, xOf } from '../view/scale.ts';
import type { Colour } from '../view/theme.ts';
import { forEachColumn } from './density.ts';
import { type Frame, markMiddle, rowTop, useFont } from './frame.ts';

const PIXELS_PER_MARK = 10;
/** Marks nearer than this to the first of a cluster join it. */
const CLUSTER_PIXELS = 12;
/** Room for the number beside a cluster. */
const COUNT_PIXELS = 22;
const DENSITY_HEIGHT = 12;

/** Whether a lane has more events in view than marks can stand side by side: then columns tell how many there are. */
export function marksAsDensity(frame: Pick<Frame, 'scale'>, lane: LaneRows): boolean {
  const { fromMicros, toMicros, widthPixels } = frame.scale;
  const count = lowerBound(lane.timeMicros, toMicros) - lowerBound(lane.timeMicros, fromMicros);
  return count > widthPixels / PIXELS_PER_MARK;
}

function forEachLane(frame: Frame, paint: (lane: EventLane, row: LaneRow, middle: number) => void): void {
  for (const row of frame.rows) {
    const lane = frame.marks[row.node.lane];
    if (lane !== undefined && lane.rows.length > 0) {
      paint(lane, row, rowTop(frame, row) + markMiddle(row));
    }
  }
}

/** Lanes with too many marks go into the frame's image; to be called before the image is drawn. */
export function writeMarkColumns(frame: Frame): void {
  const { scale, theme, columns, model } = frame;
  const { kind } = model.trace.events;
  const nothing = () => 0;
  forEachLane(frame, (lane, _row, middle) => {
    if (!marksAsDensity(frame, lane)) {
      return;
    }
    const severity = (row: number) => EVENT_SEVERITY[kind[row] as number] as number;
    const bottom = middle + DENSITY_HEIGHT / 2;
    forEachColumn(lane, scale, severity, nothing, (left, right, count, worst) => {
      const height = Math.min(3 + Math.log2(count) * 1.5, DENSITY_HEIGHT);
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

export function paintMarks(frame: Frame): void {
  useFont(frame, 9, 600);
  frame.context.textBaseline = 'middle';
  forEachLane(frame, (lane, _row, middle) => {
    if (!marksAsDensity(frame, lane)) {
      paintLane(frame, lane, middle);
    } else if (!marksAsDensity(frame, lane.failures())) {
      paintLane(frame, lane.failures(), middle);
    }
  });
}

function paintLane(frame: Frame, lane: LaneRows, middle: number): void {
  const { scale, model } = frame;
  const { kind } = model.trace.events;
  const margin = 2 * CLUSTER_PIXELS * microsPerPixel(scale);
  let index = lowerBound(lane.timeMicros, scale.fromMicros - margin);
  const end = lowerBound(lane.timeMicros, scale.toMicros + margin);
  while (index < end) {
    const x = xOf(scale, lane.timeMicros[index] as number);
    const next = lowerBound(lane.timeMicros, timeAt(scale, plotX(x + CLUSTER_PIXELS)), index + 1, end);
    let worst = lane.rows[index] as number;
    for (let other = index + 1; other < next; other++) {
      const row = lane.rows[other] as number;
      const outranks = rank(frame, row) - rank(frame, worst);
      const severer =
        (EVENT_SEVERITY[kind[row] as number] as number) - (EVENT_SEVERITY[kind[worst] as number] as number);
      if (outranks > 0 || (outranks === 0 && severer > 0)) {
        worst = row;
      }
    }
    const at = xOf(scale, model.trace.events.timeMicros[worst] as number);
    const hasRoom = next >= end || xOf(scale, lane.timeMicros[next] as number) > at + COUNT_PIXELS;
    paintMark(frame, worst, at, middle, hasRoom ? next - index : 1);
    index = next;
  }
}

/** What the reader asked for comes before what is merely bad. */
function rank(frame: Frame, row: number): number {
  const { emphasis, model } = frame;
  if (row === emphasis.selectedEvent) {
    return 3;
  }
  return emphasis.chainSet.has(row)
    ? 2
    : emphasis.highlighted?.[model.trace.events.source[row] as number] === 1
      ? 1
      : 0;
}

function paintMark(frame: Frame, row: number, x: number, middle: number, count: number): void {
  const { context, theme, sprites, model, emphasis } = frame;
  const kind = model.trace.events.kind[row] as number;
  const category = EVENTS[kind]?.category ?? 'log';
  const importance = rank(frame, row);
  const quiet = importance === 0 && (emphasis.chain.length > 0 || emphasis.highlighted !== undefined);
  context.globalAlpha = quiet ? 0.4 : 1;
  sprites.draw(context, category, EVENT_TONE[kind] as number, x, middle);
  if (count > 1) {
    context.fillStyle = theme.muted.css;
    context.fillText(count > 99 ? '99+' : String(count), x + 7, middle - 4);
  }
  context.globalAlpha = 1;
  if (importance > 0) {
    context.beginPath();
    context.arc(x, middle, 8, 0, Math.PI * 2);
    context.lineWidth = importance === 3 ? 2.5 : 1.5;
    context.strokeStyle = theme.accent.css;
    context.stroke();
  }
}
