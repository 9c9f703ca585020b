/** Arrows: messages between lanes, and the chain of causes of what is selected. */
import type { Trace } from '../../../server/src/trace/trace.ts';
import { lowerBound } from '../data/search.ts';
import { STATE_EVENT } from '../data/tones.ts';
import { xOf } from '../view/scale.ts';
import { fade } from '../view/theme.ts';
import { crowdAlpha, type Frame, laneMiddle, markMiddle, textWidth, useFont } from './frame.ts';

/** Beyond this many at once, arrows would be a grey cloud; they come back as the reader zooms in. */
const MAX_ARROWS = 400;

export interface MessageLine {
  readonly message: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly dropped: boolean;
}

const longestFlights = new WeakMap<Trace, number>();

function longestFlight(trace: Trace): number {
  let longest = longestFlights.get(trace);
  if (longest === undefined) {
    longest = 0;
    const { count, sentMicros, receivedMicros } = trace.messages;
    for (let message = 0; message < count; message++) {
      const flight = (receivedMicros[message] as number) - (sentMicros[message] as number);
      // False for a message that never arrived.
      if (flight > longest) {
        longest = flight;
      }
    }
    longestFlights.set(trace, longest);
  }
  return longest;
}

type LineContext = Pick<Frame, 'model' | 'scale' | 'layout' | 'scrollTop' | 'strips'>;

/** The arrows in view; none when there are too many to read. */
export function messageLines(frame: LineContext): MessageLine[] {
  const { model, scale } = frame;
  const { sentMicros, receivedMicros, from, to } = model.trace.messages;
  const first = lowerBound(sentMicros, scale.fromMicros - longestFlight(model.trace));
  const last = lowerBound(sentMicros, scale.toMicros);
  if (last - first > MAX_ARROWS) {
    return [];
  }
  const lines: MessageLine[] = [];
  for (let message = first; message < last; message++) {
    const y1 = laneY(frame, from[message] as number, laneMiddle);
    const y2 = laneY(frame, to[message] as number, laneMiddle);
    if (
      y1 === undefined ||
      y2 === undefined ||
      y1 === y2 ||
      isFolded(frame, from[message]) ||
      isFolded(frame, to[message])
    ) {
      continue;
    }
    const received = receivedMicros[message] as number;
    const dropped = Number.isNaN(received);
    const x1 = xOf(scale, sentMicros[message] as number);
    const x2 = dropped ? x1 + 10 : xOf(scale, received);
    lines.push({ message, x1, y1, x2, y2: dropped ? y1 + (y2 - y1) * 0.6 : y2, dropped });
  }
  return lines;
}

/** In a folded group there is no lane that an arrow could point to. */
function isFolded({ layout }: LineContext, lane = -1): boolean {
  return (layout.rows[layout.rowOfLane[lane] ?? -1]?.folded.length ?? 0) > 0;
}

function laneY(frame: LineContext, lane: number, within: typeof laneMiddle): number | undefined {
  const row = frame.layout.rows[frame.layout.rowOfLane[lane] ?? -1];
  return row === undefined ? undefined : row.top - frame.scrollTop + frame.strips.height + within(row);
}

export function paintMessages(frame: Frame): void {
  const { context, theme, model, width, height, emphasis } = frame;
  const quiet = emphasis.chain.length > 0;
  useFont(frame, 10);
  const lines = messageLines(frame);
  const alpha = (quiet ? 0.2 : 0.45) * crowdAlpha(lines.length);
  for (const line of lines) {
    if (Math.max(line.y1, line.y2) < 0 || Math.min(line.y1, line.y2) > height || line.x1 > width + 40) {
      continue;
    }
    const colour = fade(line.dropped ? (theme.tones[3] ?? theme.muted) : theme.foreground, alpha);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = 1.25;
    context.setLineDash(line.dropped ? [4, 3] : []);
    context.beginPath();
    context.moveTo(line.x1, line.y1);
    context.lineTo(line.x2, line.y2);
    context.stroke();
    context.setLineDash([]);
    if (line.dropped) {
      paintCross(context, line.x2, line.y2);
    } else {
      paintHead(context, line.x1, line.y1, line.x2, line.y2, 6);
    }
    const name = model.trace.strings[model.trace.messages.name[line.message] as number] ?? '';
    if (Math.abs(line.x2 - line.x1) > textWidth(context, name) + 30) {
      context.fillText(name, (line.x1 + line.x2) / 2 + 4, (line.y1 + line.y2) / 2 - 6);
    }
  }
}

/** Where an event stands on the canvas, or undefined when its lane is not shown. */
export function eventPoint(frame: LineContext, row: number): { x: number; y: number } | undefined {
  const { events } = frame.model.trace;
  const isState = events.kind[row] === STATE_EVENT;
  const y = laneY(frame, events.lane[row] as number, isState ? laneMiddle : markMiddle);
  return y === undefined ? undefined : { x: xOf(frame.scale, events.timeMicros[row] as number), y };
}

/** From the root cause to the selected event, one curve per step. */
export function paintChain(frame: Frame): void {
  const { context, theme, emphasis, model } = frame;
  for (let index = emphasis.chain.length - 1; index > 0; index--) {
    const from = eventPoint(frame, emphasis.chain[index] as number);
    const to = eventPoint(frame, emphasis.chain[index - 1] as number);
    if (from === undefined || to === undefined) {
      continue;
    }
    if (Math.hypot(to.x - from.x, to.y - from.y) > MARK_GAP * 2) {
      paintStep(frame, from, to);
    }
  }
  for (const row of emphasis.chain) {
    const point = eventPoint(frame, row);
    if (point !== undefined && model.trace.events.kind[row] === STATE_EVENT) {
      context.beginPath();
      context.arc(point.x, point.y, row === emphasis.selectedEvent ? 5 : 3.5, 0, Math.PI * 2);
      context.fillStyle = theme.accent.css;
      context.fill();
      context.strokeStyle = theme.background.css;
      context.lineWidth = 1.5;
      context.stroke();
    }
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Arrows keep this far from the middle of a mark. */
const MARK_GAP = 8;
/** Lanes this near in time are joined by a straight line; a curve would curl. */
const STRAIGHT_PIXELS = 28;

/** One step of a chain: a curve that leaves and arrives sideways, an arc within a lane, a line where there is no room. */
function paintStep({ context, theme }: Frame, from: Point, to: Point): void {
  const across = to.x - from.x;
  const path = new Path2D();
  let tail: Point;
  let head: Point;
  if (from.y === to.y) {
    const rise = Math.min(Math.abs(across) / 4 + 6, 20);
    head = { x: to.x - MARK_GAP * 0.7, y: to.y - MARK_GAP * 0.7 };
    tail = { x: to.x - Math.abs(across) * 0.3, y: to.y - rise };
    path.moveTo(from.x + MARK_GAP * 0.7, from.y - MARK_GAP * 0.7);
    path.bezierCurveTo(from.x + Math.abs(across) * 0.3, from.y - rise, tail.x, tail.y, head.x, head.y);
  } else if (Math.abs(across) < STRAIGHT_PIXELS) {
    const way = Math.sign(to.y - from.y) * MARK_GAP;
    tail = { x: from.x, y: from.y + way };
    head = { x: to.x, y: to.y - way };
    path.moveTo(tail.x, tail.y);
    path.lineTo(head.x, head.y);
  } else {
    const bend = Math.min(Math.abs(across) * 0.5, 90);
    head = { x: to.x - MARK_GAP, y: to.y };
    tail = { x: head.x - bend, y: to.y };
    path.moveTo(from.x + MARK_GAP, from.y);
    path.bezierCurveTo(from.x + MARK_GAP + bend, from.y, tail.x, tail.y, head.x, head.y);
  }
  context.strokeStyle = theme.background.css;
  context.lineWidth = 5;
  context.stroke(path);
  context.strokeStyle = theme.accent.css;
  context.lineWidth = 2;
  context.stroke(path);
  context.fillStyle = theme.accent.css;
  paintHead(context, tail.x, tail.y, head.x, head.y, 8);
}

function paintHead(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number, size: number) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  context.beginPath();
  context.moveTo(x2, y2);
  context.lineTo(x2 - size * Math.cos(angle - 0.42), y2 - size * Math.sin(angle - 0.42));
  context.lineTo(x2 - size * Math.cos(angle + 0.42), y2 - size * Math.sin(angle + 0.42));
  context.closePath();
  context.fill();
}

function paintCross(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 3.5, y - 3.5);
  context.lineTo(x + 3.5, y + 3.5);
  context.moveTo(x + 3.5, y - 3.5);
  context.lineTo(x - 3.5, y + 3.5);
  context.stroke();
}
