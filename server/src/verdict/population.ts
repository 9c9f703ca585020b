/** A quantifier over calls or writes, each of which does, does not, or may yet do what was asked. */
import type { Quantifier, TimeWindow } from '../model/model.ts';
import { sentenceOf } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import { positionOfExcess, quantifierText, verdictOf } from './quantity.ts';
import { counted, endsEarlyText, type Finding, type Run, windowText } from './run.ts';

const MAX_CALLS = 10;

/** Rows of `Trace.calls`. */
export interface Sorted {
  readonly yes: number[];
  readonly no: number[];
  readonly undecided: number[];
}

export interface Population {
  readonly quantifier: Quantifier;
  readonly window: TimeWindow;
  readonly sorted: Sorted;
  /** `get`, `call`, `write`. */
  readonly noun: string;
  /** Whether the run makes such calls at all. */
  readonly isEverMade: boolean;
  /** Row of the event that says why the last one was not made; -1 when none was asked for in vain. */
  readonly notMade: number;
  /** What was asked, in the past tense: `took longer than 5s`. */
  readonly phrase: string;
  /** A call and what became of it. */
  readonly describe: (row: number) => string;
  readonly momentOf: (row: number) => number;
  readonly chainOf: (row: number) => number[];
  /** Added to the reason when the condition held. */
  readonly summary: string;
}

export function judgePopulation(run: Run, population: Population): Finding {
  const { quantifier, sorted, noun } = population;
  const { yes, no, undecided } = sorted;
  const total = yes.length + no.length + undecided.length;
  const where = windowText(run, population.window);
  if (total === 0 && (quantifier.kind === 'every' || !population.isEverMade)) {
    const { notMade } = population;
    if (notMade >= 0) {
      const why = `at ${formatDuration(run.timeOf(notMade))} ${sentenceOf(run.trace, notMade)}`;
      const finding = undecidedFinding(`There was no ${noun} to judge${where}; ${why}.`, []);
      return { ...finding, chain: run.chainFrom(notMade) };
    }
    const remedy = population.isEverMade ? '' : ' at all; let a client do it with `every`';
    return undecidedFinding(`There was no ${noun} to judge${where}${remedy}.`, []);
  }
  // `every` asks for the exceptions, the other quantifiers for those that did.
  const hits = (quantifier.kind === 'every' ? no : yes).toSorted(
    (left, right) => population.momentOf(left) - population.momentOf(right),
  );
  const possible = run.shows(population.window) ? hits.length + undecided.length : Number.POSITIVE_INFINITY;
  const verdict = verdictOf(quantifier, { low: hits.length, high: possible });
  if (verdict === 'inconclusive') {
    const waiting = undecided[0];
    const open = waiting === undefined ? endsEarlyText(run, population.window) : `${population.describe(waiting)}.`;
    return undecidedFinding(`${share(population, yes.length, total, where)} so far. ${open}`, undecided);
  }
  const excess = hits[positionOfExcess(quantifier, hits.length) ?? -1];
  if (verdict === 'violated' && excess !== undefined) {
    return {
      verdict,
      atMicros: population.momentOf(excess),
      reason: excessReason(population, hits, excess, total),
      chain: population.chainOf(excess),
      calls: [excess, ...hits.filter((row) => row !== excess)].slice(0, MAX_CALLS),
    };
  }
  return verdict === 'violated' ? tooFew(population, total, where) : held(population, hits, total, where);
}

/** `3 of 200 gets were ignored`, `None of 200 gets took longer than 5s`. */
function share({ noun, phrase }: Population, hits: number, total: number, where: string): string {
  const verb =
    hits === 1 || total === 1 ? phrase : phrase.replace(/^was /, 'were ').replace('its caller', 'their callers');
  return `${hits === 0 ? 'None' : hits} of ${counted(total, noun)}${where} ${verb}`;
}

function excessReason(population: Population, hits: readonly number[], excess: number, total: number): string {
  const { quantifier, phrase, describe } = population;
  const others = hits.length - 1;
  switch (quantifier.kind) {
    case 'no':
      return `${describe(excess)}.${others > 0 ? ` So did ${others} more of ${total}.` : ''}`;
    case 'every':
      return `${describe(excess)}, where each should have ${participle(phrase)}.${others > 0 ? ` ${hits.length} of ${total} did otherwise.` : ''}`;
    default: {
      const wanted = quantifierText(quantifier);
      return `${share(population, hits.length, total, '')}; ${wanted} was asked. The first too many: ${describe(excess)}.`;
    }
  }
}

function tooFew(population: Population, total: number, where: string): Finding {
  const { quantifier, sorted, noun, describe, chainOf, momentOf } = population;
  const wanted = quantifier.kind === 'some' ? '' : `; ${quantifierText(quantifier)} was asked`;
  const example = sorted.no[0];
  if (example === undefined) {
    const reason =
      total === 0 ? `There was no ${noun}${where}${wanted}.` : `${share(population, total, total, where)}${wanted}.`;
    return { verdict: 'violated', atMicros: undefined, reason, chain: [], calls: [] };
  }
  const count = share(population, sorted.yes.length, total, where);
  return {
    verdict: 'violated',
    atMicros: momentOf(example),
    reason: `${count}${wanted}. For example, ${describe(example)}.`,
    chain: chainOf(example),
    calls: sorted.no.slice(0, MAX_CALLS),
  };
}

function held(population: Population, hits: readonly number[], total: number, where: string): Finding {
  const { quantifier, phrase, noun, momentOf, chainOf, sorted, summary } = population;
  const isEvery = quantifier.kind === 'every';
  const first = isEvery ? undefined : hits[0];
  const count = isEvery
    ? `Each of ${counted(total, noun)}${where} ${phrase}`
    : share(population, hits.length, total, where);
  return {
    verdict: 'held',
    atMicros: first === undefined ? undefined : momentOf(first),
    reason: `${count}${summary === '' ? '' : `; ${summary}`}.`,
    chain: first === undefined ? [] : chainOf(first),
    calls: (isEvery ? sorted.yes : hits).slice(0, MAX_CALLS),
  };
}

function undecidedFinding(reason: string, calls: readonly number[]): Finding {
  return { verdict: 'inconclusive', atMicros: undefined, reason, chain: [], calls: calls.slice(0, MAX_CALLS) };
}

/** `threw X` → `thrown X`: the phrase after "should have". */
function participle(phrase: string): string {
  return phrase
    .replace(/^threw /, 'thrown ')
    .replace(/^was /, 'been ')
    .replace(/^took /, 'taken ');
}
