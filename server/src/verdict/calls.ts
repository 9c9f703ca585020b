/** Conditions on the outcome of calls. */
import type { CallOutcomePredicate, Condition, TimeWindow } from '../model/model.ts';
import { OUTCOME } from '../trace/codes.ts';
import { formatDuration } from '../trace/time.ts';
import { OPERATIONS } from '../trace/trace.ts';
import {
  callsWithin,
  callText,
  chainOfCall,
  endsEarly,
  hasCalls,
  knownMicros,
  lastNotMade,
  outcomeText,
  waitMicros,
} from './callSelection.ts';
import { judgePopulation, type Sorted } from './population.ts';
import { type Finding, JUST_BEGUN_MICROS, type Run } from './run.ts';

type CallsCondition = Extract<Condition, { kind: 'calls' }>;

/** undecided: the run ended too early to say · apart: nobody is there any more, or it had only just begun. */
type Answer = 'yes' | 'no' | 'undecided' | 'apart';

/**
 * A call belongs to the window in which it begins; to say that calls block, also those count that began before. A call
 * whose JVM died is nobody's any more and does not count, unless it had already taken too long. Nor does a call that
 * had just begun when the run ended.
 */
export function judgeCalls(run: Run, condition: CallsCondition, window: TimeWindow): Finding {
  const { predicate, operation } = condition;
  const rows = callsWithin(run, condition, window, predicate.kind === 'blocks');
  const sorted: Sorted = { yes: [], no: [], undecided: [] };
  for (const row of rows) {
    const answer = answerOf(run, row, predicate, window);
    if (answer !== 'apart') {
      sorted[answer].push(row);
    }
  }
  return judgePopulation(run, {
    quantifier: condition.quantifier,
    window,
    sorted,
    noun: operation === 'invoke' ? 'request' : operation,
    isEverMade: rows.length > 0 || hasCalls(run, condition),
    notMade: rows.length > 0 ? -1 : lastNotMade(run, condition, window),
    phrase: phraseOf(predicate),
    describe: (row) => `${callText(run, row)} ${describe(run, row, predicate)}`,
    momentOf: (row) => momentOf(run, row, predicate),
    chainOf: (row) => chainOfCall(run, row),
    summary: predicate.kind === 'takes-longer-than' ? longest(run, rows) : '',
  });
}

function answerOf(run: Run, row: number, predicate: CallOutcomePredicate, window: TimeWindow): Answer {
  const { outcome, operation, detail } = run.trace.calls;
  const ended = outcome[row];
  const isBlocked = ended === OUTCOME.blocked;
  const wait = waitMicros(run, row);
  if (predicate.kind === 'takes-longer-than') {
    if (wait > predicate.durationMicros) {
      return 'yes';
    }
    return isBlocked ? (wait < JUST_BEGUN_MICROS ? 'apart' : 'undecided') : ended === OUTCOME.killed ? 'apart' : 'no';
  }
  if (predicate.kind === 'blocks') {
    return blocks(run, row, window);
  }
  if (ended === OUTCOME.killed || (isBlocked && wait < JUST_BEGUN_MICROS)) {
    return 'apart';
  }
  const isWrite = OPERATIONS[operation[row] ?? 0]?.write === true;
  const text = run.trace.strings[detail[row] ?? 0] ?? '';
  return hasOutcome(predicate, ended ?? 0, isWrite, text) ? 'yes' : 'no';
}

/** Not back at the end of the window, after at least `JUST_BEGUN_MICROS`. */
function blocks(run: Run, row: number, window: TimeWindow): Answer {
  const { outcome, startMicros, endMicros } = run.trace.calls;
  if ((endMicros[row] ?? 0) <= window.toMicros) {
    return outcome[row] === OUTCOME.killed ? 'apart' : 'no';
  }
  const seenMicros = Math.min(window.toMicros, run.trace.durationMicros) - (startMicros[row] ?? 0);
  return seenMicros < JUST_BEGUN_MICROS ? 'apart' : run.shows(window) ? 'yes' : 'undecided';
}

function hasOutcome(predicate: CallOutcomePredicate, outcome: number, isWrite: boolean, detail: string): boolean {
  switch (predicate.kind) {
    case 'throws':
      return (
        outcome === OUTCOME.exception &&
        isClass(detail, predicate.exception) &&
        messageOf(detail).includes(predicate.message ?? '')
      );
    case 'fails':
      return outcome === OUTCOME.exception;
    case 'succeeds':
      return outcome === OUTCOME.ok || outcome === OUTCOME.local;
    case 'returns-null':
      return (
        (outcome === OUTCOME.noop && !isWrite && !endsEarly(detail)) ||
        (answersWithValue(outcome) && /^null\b/.test(detail))
      );
    case 'returns-false':
      return (
        outcome === OUTCOME.refused || ((outcome === OUTCOME.noop || answersItself(outcome)) && detail === 'false')
      );
    case 'is-ignored':
      return outcome === OUTCOME.ignored || ((outcome === OUTCOME.noop || outcome === OUTCOME.recovered) && isWrite);
    case 'ends-early':
      return outcome === OUTCOME.noop && endsEarly(detail);
    case 'reads-locally':
      return outcome === OUTCOME['local-read'] || outcome === OUTCOME.local;
    default:
      return false;
  }
}

/** The same, or the answer was looked for in the JVM, where nothing may be. */
const answersWithValue = (outcome: number): boolean => answersItself(outcome) || outcome === OUTCOME['local-read'];

/** Its detail is what came back, whether the cluster said so or a resilience strategy in its place. */
function answersItself(outcome: number): boolean {
  return outcome === OUTCOME.ok || outcome === OUTCOME.recovered;
}

/** `net.sf.ehcache.constructs.nonstop.NonStopCacheException: get timed out` is a NonStopCacheException. */
function isClass(detail: string, exception: string): boolean {
  const name = detail.split(/[:\s]/, 1)[0] ?? '';
  return name === exception || name.endsWith(`.${exception}`) || exception.endsWith(`.${name}`);
}

/** `a.b.NonStopCacheException: get timed out` says `get timed out`. */
function messageOf(detail: string): string {
  const colon = detail.indexOf(': ');
  return colon < 0 ? '' : detail.slice(colon + 2);
}

function describe(run: Run, row: number, predicate: CallOutcomePredicate): string {
  if (predicate.kind !== 'takes-longer-than') {
    return outcomeText(run, row);
  }
  const isBlocked = run.trace.calls.outcome[row] === OUTCOME.blocked;
  const wait = waitMicros(run, row);
  const limit = wait > predicate.durationMicros ? `; ${formatDuration(predicate.durationMicros)} were allowed` : '';
  return `${isBlocked ? outcomeText(run, row) : `took ${formatDuration(wait)}`}${limit}`;
}

/** When the caller could have said so: for a wait that is too long, when it became too long. */
function momentOf(run: Run, row: number, predicate: CallOutcomePredicate): number {
  const known = knownMicros(run, row);
  return predicate.kind === 'takes-longer-than'
    ? Math.min(known, (run.trace.calls.startMicros[row] ?? 0) + predicate.durationMicros)
    : known;
}

function phraseOf(predicate: CallOutcomePredicate): string {
  switch (predicate.kind) {
    case 'takes-longer-than':
      return `took longer than ${formatDuration(predicate.durationMicros)}`;
    case 'throws':
      return predicate.message === undefined
        ? `threw ${predicate.exception}`
        : `threw ${predicate.exception} with "${predicate.message}"`;
    case 'fails':
      return 'failed';
    case 'succeeds':
      return 'succeeded';
    case 'returns-null':
      return 'returned null';
    case 'returns-false':
      return 'returned false';
    case 'is-ignored':
      return 'was ignored';
    case 'ends-early':
      return 'ended early';
    case 'reads-locally':
      return 'was read locally';
    case 'blocks':
      return 'was still blocked at the end of the window';
  }
}

function longest(run: Run, rows: readonly number[]): string {
  const most = rows.reduce((longest, row) => Math.max(longest, waitMicros(run, row)), 0);
  return rows.length === 0 ? '' : `the longest took ${formatDuration(most)}`;
}
