/**
 * A trace as text, for golden tests and the terminal. One line per event, or per run of equal ones:
 *
 *       30.000s  tsa-1          is down  ← crash tsa-1
 *       35.000s  tsa-2          sees that tsa-1 left the group  ← tsa-2 restore-expired
 *        0.100s  shop.sessions  get ×199 ok until 19.900s, max 0.4ms
 *
 * that is time, lane, what happened, and after `←` the event that caused it: lane and kind of event, or the fault as
 * written, with its time when it was earlier. Rows of a lane that follow each other and say the same are folded into
 * one, at the time of the first: `×199`, `until` the last. Calls fold per operation while they end alike; a call of
 * `SLOW_MICROS` or more never folds with faster ones, nor one of `STALLED_MICROS`. No line holds a row number, so that one
 * more event in a run is one more line in a diff.
 */
import type { OperationName } from '../model/model.ts';
import { EVENT, FATE, OUTCOME } from './codes.ts';
import { EVENTS, FATES, OUTCOMES, STATES, type Tone } from './kinds.ts';
import { eventName, eventText, laneName, predicateOf } from './sentence.ts';
import { formatDuration, formatInstant } from './time.ts';
import { OPERATIONS, type Trace } from './trace.ts';

/** A call that takes this long is worth a line of its own. */
const SLOW_MICROS = 100_000;
/** Below it a call may only have waited for its turn; above it something is wrong. */
const STALLED_MICROS = 1_000_000;

export interface TraceTextOptions {
  /** all: every event · notable: without pings, connection attempts and log lines. */
  readonly detail: 'all' | 'notable';
}

/** A line in its parts; `text` is complete, `cause` goes behind it. */
export interface TraceLine {
  readonly timeMicros: number;
  /** Name of the lane; empty for a fault, whose label names the nodes. */
  readonly lane: string;
  /** Index of the lane. */
  readonly laneIndex: number;
  readonly text: string;
  readonly cause: string;
  /** The event of the line, or −1 for calls. */
  readonly row: number;
  readonly tone: Tone;
}

interface Group {
  readonly timeMicros: number;
  readonly key: string;
  /** First event or call. */
  readonly row: number;
  readonly isCall: boolean;
  count: number;
  lastMicros: number;
  shortestMicros: number;
  longestMicros: number;
}

/** The lines of a trace, in time order; faults come before what they cause. */
export function traceLines(trace: Trace, options: TraceTextOptions = { detail: 'all' }): TraceLine[] {
  const groups = [...eventGroups(trace, options), ...callGroups(trace)];
  // The sort is stable: events in their order, calls of the same instant after them.
  groups.sort((left, right) => left.timeMicros - right.timeMicros);
  return groups.map((group) => (group.isCall ? callLine(trace, group) : eventLine(trace, group)));
}

/** The whole trace with a heading and the counters; ends with a line break. */
export function traceText(trace: Trace, options: TraceTextOptions = { detail: 'all' }): string {
  const lines = traceLines(trace, options);
  const laneWidth = lines.reduce((width, { lane }) => Math.max(width, lane.length), 0);
  const variant = trace.variant === '' ? '' : ` [${trace.variant}]`;
  const { sent, delivered, dropped, inFlight } = trace.network;
  return [
    `scenario "${trace.scenario}"${variant}: ${formatDuration(trace.durationMicros)}, seed ${trace.seed}`,
    ...lines.map(({ timeMicros, lane, text, cause }) =>
      `${formatInstant(timeMicros).padStart(11)}  ${lane.padEnd(laneWidth)}  ${text}${cause}`.trimEnd(),
    ),
    `messages: ${sent} sent, ${delivered} delivered, ${dropped} dropped, ${inFlight} in flight`,
    ...trace.assumptions.map((assumption) => `assumed: ${assumption}`),
    '',
  ].join('\n');
}

function eventGroups(trace: Trace, { detail }: TraceTextOptions): Group[] {
  const { count, timeMicros, kind, lane } = trace.events;
  const groups: Group[] = [];
  const lastOfLane = new Map<number, Group>();
  for (let row = 0; row < count; row++) {
    const info = EVENTS[kind[row] ?? 0];
    const isNotable = info?.observable || info?.category === 'state' || info?.category === 'fault';
    if (detail === 'notable' && !isNotable) {
      continue;
    }
    const time = timeMicros[row] ?? 0;
    const key = `${kind[row]} ${eventText(trace, row)}`;
    const last = lastOfLane.get(lane[row] ?? 0);
    if (last?.key === key && info?.category !== 'fault') {
      last.count++;
      last.lastMicros = time;
    } else {
      const group = newGroup(time, key, row, false, 0);
      lastOfLane.set(lane[row] ?? 0, group);
      groups.push(group);
    }
  }
  return groups;
}

function callGroups(trace: Trace): Group[] {
  const { count, startMicros, endMicros, lane, operation, outcome, fate, detail } = trace.calls;
  const groups: Group[] = [];
  const lastOfLane = new Map<string, Group>();
  for (let row = 0; row < count; row++) {
    const start = startMicros[row] ?? 0;
    const wait = Math.min(endMicros[row] ?? 0, trace.durationMicros) - start;
    const pace = wait >= STALLED_MICROS ? 'stalled' : wait >= SLOW_MICROS ? 'slow' : 'quick';
    const key = [operation[row], outcome[row], fate[row], detail[row], pace].join(' ');
    const track = `${lane[row]} ${operation[row]}`;
    const last = lastOfLane.get(track);
    if (last?.key === key) {
      last.count++;
      last.lastMicros = start;
      last.shortestMicros = Math.min(last.shortestMicros, wait);
      last.longestMicros = Math.max(last.longestMicros, wait);
    } else {
      const group = newGroup(start, key, row, true, wait);
      lastOfLane.set(track, group);
      groups.push(group);
    }
  }
  return groups;
}

function newGroup(timeMicros: number, key: string, row: number, isCall: boolean, waitMicros: number): Group {
  const waits = { shortestMicros: waitMicros, longestMicros: waitMicros };
  return { timeMicros, key, row, isCall, count: 1, lastMicros: timeMicros, ...waits };
}

function eventLine(trace: Trace, { timeMicros, row, count, lastMicros }: Group): TraceLine {
  const { lane, kind } = trace.events;
  const isFault = EVENTS[kind[row] ?? 0]?.category === 'fault';
  const mark = kind[row] === EVENT.fault ? 'fault: ' : kind[row] === EVENT['fault-ended'] ? 'ended: ' : '';
  const repeated = count === 1 ? '' : ` ×${count} until ${formatInstant(lastMicros)}`;
  return {
    timeMicros,
    lane: isFault ? '' : laneName(trace, lane[row] ?? 0),
    laneIndex: lane[row] ?? 0,
    text: mark + predicateOf(trace, row) + repeated,
    cause: causeText(trace, trace.events.cause[row] ?? -1, timeMicros),
    row,
    tone: kind[row] === EVENT.state ? toneOfState(trace, row) : (EVENTS[kind[row] ?? 0]?.tone ?? 'idle'),
  };
}

function callLine(trace: Trace, group: Group): TraceLine {
  const { row, count, timeMicros } = group;
  const { lane, operation, outcome, fate, detail, cause } = trace.calls;
  const name: OperationName = OPERATIONS[operation[row] ?? 0]?.name ?? 'get';
  const times = count === 1 ? '' : ` ×${count}`;
  const result = outcome[row] === OUTCOME.blocked ? 'has not returned' : (OUTCOMES[outcome[row] ?? 0]?.name ?? '');
  const text = trace.strings[detail[row] ?? 0] ?? '';
  const until = count === 1 ? '' : ` until ${formatInstant(group.lastMicros)}`;
  return {
    timeMicros,
    lane: laneName(trace, lane[row] ?? 0),
    laneIndex: lane[row] ?? 0,
    text: `${name}${times} ${result}${text === '' ? '' : ` ${text}`}${fateText(trace, row)}${until}, ${waitText(group)}`,
    cause: causeText(trace, cause[row] ?? -1, timeMicros),
    row: -1,
    tone: fate[row] === FATE.lost ? 'bad' : toneOfCall(outcome[row] ?? 0, group.longestMicros),
  };
}

function toneOfState(trace: Trace, row: number): Tone {
  return STATES[trace.events.a[row] ?? 0]?.tone ?? 'idle';
}

/** A good end after a long wait is not good. */
function toneOfCall(outcome: number, waitMicros: number): Tone {
  const tone = OUTCOMES[outcome]?.tone ?? 'idle';
  return tone === 'good' && waitMicros >= SLOW_MICROS ? 'warn' : tone;
}

/** Nothing where a write ended as its caller was told. */
function fateText(trace: Trace, row: number): string {
  const fate = trace.calls.fate[row] ?? 0;
  const succeeded = trace.calls.outcome[row] === OUTCOME.ok;
  const expected = fate === FATE.none || fate === (succeeded ? FATE.applied : FATE['not-sent']);
  return expected ? '' : ` (${FATES[fate]?.name})`;
}

function waitText({ count, shortestMicros, longestMicros }: Group): string {
  const [shortest, longest] = [formatDuration(shortestMicros), formatDuration(longestMicros)];
  if (count === 1) {
    return longest;
  }
  if (longestMicros < SLOW_MICROS) {
    return `max ${longest}`;
  }
  return shortest === longest ? `${longest} each` : `${shortest} to ${longest}`;
}

function causeText(trace: Trace, cause: number, timeMicros: number): string {
  if (cause < 0) {
    return '';
  }
  const { kind, lane, timeMicros: times } = trace.events;
  const at = times[cause] ?? 0;
  const when = at === timeMicros ? '' : ` at ${formatInstant(at)}`;
  const isFault = EVENTS[kind[cause] ?? 0]?.category === 'fault';
  const isState = kind[cause] === EVENT.state;
  const what = isState ? `is ${eventText(trace, cause)}` : eventName(trace, cause);
  return isFault ? `  ← ${eventText(trace, cause)}${when}` : `  ← ${laneName(trace, lane[cause] ?? 0)} ${what}${when}`;
}
