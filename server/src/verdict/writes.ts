/** Conditions on what became of written values. */
import type { Condition, TimeWindow } from '../model/model.ts';
import { FATE, OUTCOME } from '../trace/codes.ts';
import {
  callsWithin,
  callText,
  chainOfCall,
  hasCalls,
  knownMicros,
  lastNotMade,
  outcomeText,
} from './callSelection.ts';
import { judgePopulation, type Sorted } from './population.ts';
import { type Finding, JUST_BEGUN_MICROS, type Run } from './run.ts';

type WritesCondition = Extract<Condition, { kind: 'writes' }>;
type Fate = WritesCondition['fate'];

const PHRASES: Readonly<Record<Fate, string>> = {
  'acknowledged-lost': 'was acknowledged and lost',
  'failed-applied': 'failed for its caller and was applied all the same',
  'applied-twice': 'was applied twice',
};

/** Judges the writes that began in the window by what became of them until the end of the run. */
export function judgeWrites(run: Run, condition: WritesCondition, window: TimeWindow): Finding {
  const selector = { ...condition, operation: 'write' } as const;
  const rows = callsWithin(run, selector, window);
  const sorted: Sorted = { yes: [], no: [], undecided: [] };
  for (const row of rows) {
    const answer = answerOf(run, row, condition.fate);
    if (answer !== undefined) {
      sorted[answer].push(row);
    }
  }
  return judgePopulation(run, {
    quantifier: condition.quantifier,
    window,
    sorted,
    noun: 'write',
    isEverMade: rows.length > 0 || hasCalls(run, selector),
    notMade: rows.length > 0 ? -1 : lastNotMade(run, selector, window),
    phrase: PHRASES[condition.fate],
    describe: (row) => `${callText(run, row)} ${outcomeText(run, row)}${fateText(run, row)}`,
    momentOf: (row) => momentOf(run, row),
    chainOf: (row) => chainOf(run, row),
    summary: '',
  });
}

/** Undefined: it had just begun when the run ended, so that nothing can be said. */
function answerOf(run: Run, row: number, asked: Fate): keyof Sorted | undefined {
  const { outcome, fate, applied, startMicros } = run.trace.calls;
  const isPending = fate[row] === FATE.pending;
  if (isPending && run.trace.durationMicros - (startMicros[row] ?? 0) < JUST_BEGUN_MICROS) {
    return undefined;
  }
  if (asked === 'applied-twice') {
    return (applied[row] ?? 0) > 1 ? 'yes' : isPending ? 'undecided' : 'no';
  }
  if (asked === 'acknowledged-lost') {
    const isAcknowledged = outcome[row] === OUTCOME.ok || outcome[row] === OUTCOME.local;
    return !isAcknowledged ? 'no' : fate[row] === FATE.lost ? 'yes' : isPending ? 'undecided' : 'no';
  }
  const hasFailed =
    outcome[row] === OUTCOME.exception ||
    outcome[row] === OUTCOME.noop ||
    outcome[row] === OUTCOME.ignored ||
    outcome[row] === OUTCOME.recovered;
  const isApplied = fate[row] === FATE.applied || (applied[row] ?? 0) > 0;
  return !hasFailed ? 'no' : isApplied ? 'yes' : isPending ? 'undecided' : 'no';
}

function fateText(run: Run, row: number): string {
  const { fate, applied } = run.trace.calls;
  switch (fate[row]) {
    case FATE.lost:
      return ' and was lost';
    case FATE.pending:
      return ' and was still on its way at the end of the run';
    case FATE['not-sent']:
      return ' and was never sent';
    default:
      return (applied[row] ?? 0) > 1 ? ` and was applied ${applied[row]} times` : ' and was applied';
  }
}

/** A loss happens when its cause does; anything else shows when the caller is answered. */
function momentOf(run: Run, row: number): number {
  const cause = run.trace.calls.fateCause[row] ?? -1;
  return cause >= 0 ? run.timeOf(cause) : knownMicros(run, row);
}

function chainOf(run: Run, row: number): number[] {
  const cause = run.trace.calls.fateCause[row] ?? -1;
  return cause >= 0 ? run.chainFrom(cause) : chainOfCall(run, row);
}
