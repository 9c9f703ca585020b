/** Events: a mark for each, clusters with a count where they touch, densities where there are too many. */
import { EVENTS } from '../../../server/src/trace/kinds.ts';
import type { MarkLane } from '../data/runModel.ts';
import { lowerBound } from '../data/search.ts';
import { EVENT_SEVERITY, EVENT_TONE, TONE_OF_SEVERITY } from '../data/tones.ts';
import type { LaneRow } from '../view/layout.ts';
import { microsPerPixel, plotX, timeAt, xOf } from '../view/scale.ts';
import { densities } from './density.ts';
import { type Frame, font, markMiddle, rowTop, tone } from './frame.ts';

const PIXELS_PER_MARK = 10;
/** Marks nearer than this to the first of a cluster join it. */
const CLUSTER_PIXELS = 7;
const DENSITY_HEIGHT = 12;

export function marksAsDensity(frame: Pick<Frame, 'scale'>, lane: MarkLane): boolean {
  const { fromMicros, toMicros, widthPixels } = frame.scale;
  const count = lowerBound(lane.timeMicros, toMicros) - lowerBound(lane.timeMicros, fromMicros);
  return count > widthPixels / PIXELS_PER_MARK;
}

function forEachLane(frame: Frame, paint: (lane: MarkLane, row: LaneRow, middle: number) => void): void {
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
    const density = densities(lane, scale, (row) => EVENT_SEVERITY[kind[row] as number] as number, nothing);
    const bottom = middle + DENSITY_HEIGHT / 2;
    for (let x = 0; x < columns.width; x++) {
      const count = density.count[x] as number;
      if (count > 0) {
        const height = Math.min(3 + Math.log2(count) * 1.5, DENSITY_HEIGHT);
        columns.column(
          x,
          bottom - height,
          bottom,
          tone(theme, TONE_OF_SEVERITY[density.worst[x] as number] as number).pixel,
        );
      }
    }
  });
}

export function paintMarks(frame: Frame): void {
  frame.context.font = font(frame.theme, 9, 600);
  frame.context.textBaseline = 'middle';
  forEachLane(frame, (lane, _row, middle) => {
    if (!marksAsDensity(frame, lane)) {
      paintLane(frame, lane, middle);
    }
  });
}

function paintLane(frame: Frame, lane: MarkLane, middle: number): void {
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
    paintMark(frame, worst, xOf(scale, model.trace.events.timeMicros[worst] as number), middle, next - index);
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
    context.fillText(count > 99 ? '99+' : String(count), x + 6, middle - 5);
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
