/** One run as the judges of all kinds of conditions see it: names to lanes, the window, and the finding they return. */
import type { TimeWindow } from '../model/model.ts';
import { EVENT } from '../trace/codes.ts';
import { causalChain, laneName } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { indexOf, type TraceIndex } from '../trace/traceIndex.ts';
import type { Judgement } from './verdict.ts';

/** A judgement that does not know yet to which expectation it belongs. */
export type Finding = Omit<Judgement, 'expectation'>;

/** Until a call has waited this long, the end of the run is no reason to say anything about it: it had just begun. */
export const JUST_BEGUN_MICROS = 1_000_000;

export class Run {
  readonly trace: Trace;
  readonly index: TraceIndex;
  readonly #lanes = new Map<string, number>();
  readonly #cachesOf = new Map<number, number[]>();

  constructor(trace: Trace) {
    this.trace = trace;
    this.index = indexOf(trace);
    for (const [lane, { kind, parent }] of trace.lanes.entries()) {
      this.#lanes.set(laneName(trace, lane), lane);
      if (kind === 'cache') {
        this.#cachesOf.set(parent, [...(this.#cachesOf.get(parent) ?? []), lane]);
      }
    }
  }

  /** Lane of a server, a client, or a cache written `shop.sessions`. */
  laneOf(node: string): number | undefined {
    return this.#lanes.get(node);
  }

  /** The node's lane and those of its caches: what happens in a cache happens in its client. */
  lanesOf(node: string): readonly number[] {
    const lane = this.laneOf(node);
    return lane === undefined ? [] : [lane, ...(this.#cachesOf.get(lane) ?? [])];
  }

  /** Lanes of one cache, or of every cache, of these clients. */
  cacheLanes(clients: readonly string[], cache: string | undefined): Set<number> {
    const lanes = clients.flatMap((client) => {
      const own = this.#cachesOf.get(this.laneOf(client) ?? -1) ?? [];
      return cache === undefined ? own : own.filter((lane) => laneName(this.trace, lane) === `${client}.${cache}`);
    });
    return new Set(lanes);
  }

  /** Rows of the events of a node that satisfy the test, in time order. */
  rowsOf(node: string, matches: (row: number) => boolean): number[] {
    const rows = this.lanesOf(node).flatMap((lane) => Array.from(this.index.eventsOfLane(lane)).filter(matches));
    return rows.sort((left, right) => left - right);
  }

  timeOf(row: number): number {
    return this.trace.events.timeMicros[row] ?? 0;
  }

  /** The whole window was run: what did not happen in it will not. */
  shows(window: TimeWindow): boolean {
    return window.toMicros <= this.trace.durationMicros;
  }

  /** From the symptom back to the fault. Empty when the symptom is a state that the run began with: it explains nothing. */
  chainFrom(row: number): number[] {
    const isBeginning = this.timeOf(row) === 0 && this.trace.events.kind[row] === EVENT.state;
    return isBeginning ? [] : causalChain(this.trace, row);
  }

  /** For something that did not happen: how the node came to be as it was at that time. */
  chainAt(node: string | number, timeMicros: number): number[] {
    const lane = typeof node === 'number' ? node : (this.laneOf(node) ?? -1);
    const state = this.index.spanAt(lane, timeMicros)?.row;
    return this.chainFrom(state ?? this.index.lastEventAt(lane, timeMicros));
  }
}

export function isWithin(timeMicros: number, { fromMicros, toMicros }: TimeWindow): boolean {
  return timeMicros >= fromMicros && timeMicros <= toMicros;
}

/** `at 41.3s`, and when the window begins after the start of the run how long after that: `at 41.3s, 11.3s after 30s`. */
export function momentText(timeMicros: number, { fromMicros }: TimeWindow): string {
  const after =
    fromMicros > 0 && timeMicros > fromMicros
      ? `, ${formatDuration(timeMicros - fromMicros)} after ${formatDuration(fromMicros)}`
      : '';
  return `at ${formatDuration(timeMicros)}${after}`;
}

/** `only at 47s, 17s after 30s; 12s were allowed`, or `already at 12s, before 30s`. */
export function outsideText(timeMicros: number, window: TimeWindow): string {
  const { fromMicros, toMicros } = window;
  if (timeMicros < fromMicros) {
    return `already at ${formatDuration(timeMicros)}, before ${formatDuration(fromMicros)}`;
  }
  const allowance =
    fromMicros > 0
      ? `${formatDuration(toMicros - fromMicros)} were allowed`
      : `until ${formatDuration(toMicros)} was allowed`;
  return `only ${momentText(timeMicros, window)}; ${allowance}`;
}

/** `between 30s and 42s`; empty when the window is the whole run. */
export function windowText(run: Run, { fromMicros, toMicros }: TimeWindow): string {
  if (fromMicros === toMicros) {
    return ` at ${formatDuration(fromMicros)}`;
  }
  if (fromMicros === 0) {
    return toMicros >= run.trace.durationMicros ? '' : ` until ${formatDuration(toMicros)}`;
  }
  return toMicros === run.trace.durationMicros
    ? ` after ${formatDuration(fromMicros)}`
    : ` between ${formatDuration(fromMicros)} and ${formatDuration(toMicros)}`;
}

/** Why a run that ends before the window cannot decide. */
export function endsEarlyText(run: Run, { toMicros }: TimeWindow): string {
  const { durationMicros } = run.trace;
  return `The run ends at ${formatDuration(durationMicros)}, the window only at ${formatDuration(toMicros)}: give the scenario a longer duration.`;
}

/** `1 get`, `3 gets`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** At most three of them: `a; b; c; and 4 more`. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 3);
  return texts.length > 3 ? `${shown.join('; ')}; and ${texts.length - 3} more` : shown.join('; ');
}

/** `40s`, `40s and 58s`, `40s, 41s, 42s and 4 more`. */
export function enumerated(texts: readonly string[]): string {
  const shown = texts.length > 4 ? [...texts.slice(0, 3), `${texts.length - 3} more`] : texts;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
