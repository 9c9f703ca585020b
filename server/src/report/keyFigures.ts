/** A run in a few numbers, to hold it against another. */
import { FATE, OUTCOME } from '../trace/codes.ts';
import { STATES } from '../trace/kinds.ts';
import type { Trace } from '../trace/trace.ts';
import { indexOf } from '../trace/traceIndex.ts';

export interface KeyFigures {
  readonly calls: number;
  /** Calls that ended with an exception. */
  readonly failedCalls: number;
  /** Writes that had been accepted and are gone at the end of the run. */
  readonly lostWrites: number;
  /** The longest wait of a caller; one that still waits counts until the end of the run. */
  readonly longestStallMicros: number;
  /**
   * The longest time from the loss of an active until a server of its stripe served clients again: an open reconnect
   * window is part of it. Infinity when none did before the end of the run, undefined when no active was lost.
   */
  readonly toActiveMicros: number | undefined;
}

const figuresOfTraces = new WeakMap<Trace, KeyFigures>();

/** Computed once per trace. */
export function keyFigures(trace: Trace): KeyFigures {
  let figures = figuresOfTraces.get(trace);
  if (figures === undefined) {
    figures = { ...callFigures(trace), toActiveMicros: toActiveMicros(trace) };
    figuresOfTraces.set(trace, figures);
  }
  return figures;
}

function callFigures(trace: Trace): Omit<KeyFigures, 'toActiveMicros'> {
  const { count, outcome, fate, startMicros, endMicros } = trace.calls;
  let failedCalls = 0;
  let lostWrites = 0;
  let longestStallMicros = 0;
  for (let row = 0; row < count; row++) {
    failedCalls += outcome[row] === OUTCOME.exception ? 1 : 0;
    lostWrites += fate[row] === FATE.lost ? 1 : 0;
    const waitMicros = Math.min(endMicros[row] ?? 0, trace.durationMicros) - (startMicros[row] ?? 0);
    longestStallMicros = Math.max(longestStallMicros, waitMicros);
  }
  return { calls: count, failedCalls, lostWrites, longestStallMicros };
}

function toActiveMicros(trace: Trace): number | undefined {
  const stripes = Map.groupBy(
    trace.lanes.flatMap((lane, index) => (lane.kind === 'server' ? [{ ...lane, index }] : [])),
    ({ parent, group }) => `${parent} ${group}`,
  );
  const gaps = [...stripes.values()].flatMap((servers) =>
    gapsOf(
      trace,
      servers.map(({ index }) => index),
    ),
  );
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

/** How long each time none of the servers was active after one had been. */
function gapsOf(trace: Trace, servers: readonly number[]): number[] {
  const spans = servers
    .flatMap((lane) => indexOf(trace).spansOfLane(lane))
    .filter(({ state, startMicros, endMicros }) => STATES[state]?.name === 'active' && endMicros > startMicros)
    .sort((one, other) => one.startMicros - other.startMicros);
  const [first] = spans;
  if (first === undefined) {
    return [];
  }
  const gaps: number[] = [];
  let until = first.endMicros;
  for (const { startMicros, endMicros } of spans) {
    if (startMicros > until) {
      gaps.push(startMicros - until);
    }
    until = Math.max(until, endMicros);
  }
  return until < trace.durationMicros ? [...gaps, Number.POSITIVE_INFINITY] : gaps;
}
