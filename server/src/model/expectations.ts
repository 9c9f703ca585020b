/** From a matched `expect` to the expectation of the model. */
import { nearest } from '../language/nearest.ts';
import { type Match, phraseOf, slotOf, wordOf } from '../language/phrases.ts';
import { EXCEPTIONS, LOCK_OPERATIONS } from '../language/schema/index.ts';
import { unquote } from '../language/values.ts';
import type {
  CallOutcomePredicate,
  Condition,
  Expectation,
  OperationName,
  Origin,
  Quantifier,
  TimeWindow,
} from './model.ts';
import { originOf, replacing } from './report.ts';
import {
  countOf,
  durationOf,
  eventOf,
  nodesOf,
  OPERATION_NAMES,
  pick,
  placeOf,
  type Site,
  stateOf,
  targetOf,
} from './resolve.ts';
import { buildHostsCondition, buildSessionCondition } from './sessions.ts';

/** Undefined when a part of it is wrong, which has been reported. */
export function buildExpectation(match: Match, site: Site): Expectation | undefined {
  const phrase = phraseOf(match, 'expectation');
  if (phrase === undefined) return undefined;
  const condition = buildCondition(phrase, site);
  const window = buildWindow(phrase, site);
  if (condition === undefined || window === undefined) return undefined;
  const words = site.words.slice(phrase.first, phrase.end);
  return { text: foldText(words), condition, window, at: placeOf(site, match.first, match.end) };
}

/** Words as they were written, with one space where there was any. */
function foldText(words: Site['words']): string {
  return words
    .map((word, i) => (i > 0 && word.start > (words[i - 1]?.end ?? 0) ? ` ${word.text}` : word.text))
    .join('');
}

const SOME: Quantifier = { kind: 'some' };
const NO: Quantifier = { kind: 'no' };

function buildCondition(match: Match, site: Site): Condition | undefined {
  switch (match.entry.id) {
    case 'expectation.becomes':
      return stateCondition(match, 'becomes', site);
    case 'expectation.is':
      return stateCondition(match, 'is', site);
    case 'expectation.never-becomes':
    case 'expectation.is-never':
      return stateCondition(match, 'never', site);
    case 'expectation.rejoins':
      return eventCondition(match, 'clusterRejoined', SOME, site);
    case 'expectation.never-rejoins':
      return eventCondition(match, 'clusterRejoined', NO, site);
    case 'expectation.resumes':
      return eventCondition(match, 'resumed', SOME, site);
    case 'expectation.never-resumes':
      return eventCondition(match, 'resumed', NO, site);
    case 'expectation.sees':
      return eventCondition(match, eventOf(wordOf(match, 'event'), site), timesOf(match, site), site);
    case 'expectation.never-sees':
      return eventCondition(match, eventOf(wordOf(match, 'event'), site), NO, site);
    case 'expectation.order':
      return orderCondition(match, site);
    case 'expectation.logs':
      return logCondition(match, timesOf(match, site), site);
    case 'expectation.never-logs':
      return logCondition(match, NO, site);
    case 'expectation.calls':
      return callsCondition(match, site);
    case 'expectation.acknowledged-lost':
      return writesCondition(match, 'acknowledged-lost', site);
    case 'expectation.failed-applied':
      return writesCondition(match, 'failed-applied', site);
    case 'expectation.applied-twice':
      return writesCondition(match, 'applied-twice', site);
    case 'expectation.session-diverges':
    case 'expectation.session-overwritten':
      return buildSessionCondition(match, site);
    case 'expectation.hosts-empty':
      return buildHostsCondition(match, site);
    default:
      throw new Error(`The schema entry "${match.entry.id}" has no condition.`);
  }
}

const subjects = (match: Match, site: Site): readonly string[] => {
  const slot = slotOf(match, 'nodes');
  return nodesOf(slot, site, slot?.type === 'clients' ? 'client' : undefined);
};

function stateCondition(match: Match, mode: 'becomes' | 'is' | 'never', site: Site): Condition | undefined {
  const nodes = subjects(match, site);
  const state = stateOf(match, nodes, site);
  return nodes.length === 0 || state === undefined ? undefined : { kind: 'state', nodes, state, mode };
}

function eventCondition(
  match: Match,
  event: string | undefined,
  quantifier: Quantifier | undefined,
  site: Site,
): Condition | undefined {
  const nodes = subjects(match, site);
  if (nodes.length === 0 || event === undefined || quantifier === undefined) return undefined;
  return { kind: 'event', nodes, event, quantifier };
}

function logCondition(match: Match, quantifier: Quantifier | undefined, site: Site): Condition | undefined {
  const nodes = subjects(match, site);
  const text = wordOf(match, 'text');
  if (nodes.length === 0 || text === undefined || quantifier === undefined) return undefined;
  return { kind: 'log', nodes, text: unquote(text.text), quantifier };
}

function orderCondition(match: Match, site: Site): Condition | undefined {
  const slot = slotOf(match, 'nodes');
  const nodes = nodesOf(slot, site);
  const written = match.slots.filter((each) => each.label === 'event').map((each) => each.items[0]?.word);
  const events = written.flatMap((word) => eventOf(word, site) ?? []);
  const [node, another] = nodes;
  if (node === undefined || events.length < written.length) return undefined;
  if (another !== undefined) {
    const word = slot?.items[0]?.word;
    site.scope.report.add({
      code: 'TCS004',
      at: word === undefined ? placeOf(site, match.first, match.end) : originOf(site.file, word),
      message: `\`${word?.text}\` is several nodes, and an order is seen by one.`,
      help: `Name one of them: ${nodes
        .slice(0, 6)
        .map((name) => `\`${name}\``)
        .join(', ')}.`,
    });
    return undefined;
  }
  return { kind: 'order', node, events };
}

const MOST_TIMES = 1_000_000_000;

/** `sees X` alone means at least once. */
function timesOf(match: Match, site: Site): Quantifier | undefined {
  const times = phraseOf(match, 'times');
  if (times === undefined) return SOME;
  if (times.entry.id === 'times.once') return { kind: 'exactly', count: 1 };
  if (times.entry.id === 'times.never') return NO;
  return counted(times, site);
}

function counted(match: Match, site: Site): Quantifier | undefined {
  const count = countOf(match, 'count', site, 0, MOST_TIMES);
  if (count === undefined) return undefined;
  if (match.entry.id.endsWith('.exactly')) return { kind: 'exactly', count };
  return { kind: match.entry.id.endsWith('.at-least') ? 'at-least' : 'at-most', count };
}

function quantifierOf(match: Match, site: Site): Quantifier | undefined {
  const phrase = phraseOf(match, 'quantifier');
  switch (phrase?.entry.id) {
    case undefined:
      return undefined;
    case 'quantifier.no':
      return NO;
    case 'quantifier.some':
      return SOME;
    case 'quantifier.every':
      return { kind: 'every' };
    default:
      return phrase === undefined ? undefined : counted(phrase, site);
  }
}

type CallName = OperationName | 'call' | 'read' | 'write';
const CALL_NAMES: readonly CallName[] = [
  'call',
  'read',
  'write',
  ...OPERATION_NAMES,
  ...LOCK_OPERATIONS.map(({ name }) => name),
];
/** `no gets`, `at most 3 calls`. */
const CALL_PLURALS: Readonly<Record<string, CallName>> = {
  ...Object.fromEntries(CALL_NAMES.map((name) => [`${name}s`, name])),
  request: 'invoke',
  requests: 'invoke',
};

function callsCondition(match: Match, site: Site): Condition | undefined {
  const quantifier = quantifierOf(match, site);
  const operation = pick(wordOf(match, 'operation'), CALL_NAMES, 'operation', site, CALL_PLURALS);
  const target = targetOf(match, site);
  const outcome = phraseOf(match, 'outcome');
  const predicate = outcome === undefined ? undefined : predicateOf(outcome, site);
  if (quantifier === undefined || operation === undefined || target === undefined || predicate === undefined)
    return undefined;
  return { kind: 'calls', quantifier, operation, ...target, predicate };
}

function predicateOf(match: Match, site: Site): CallOutcomePredicate | undefined {
  switch (match.entry.id) {
    case 'outcome.takes-longer-than': {
      const durationMicros = durationOf(match, 'duration', site);
      return durationMicros === undefined ? undefined : { kind: 'takes-longer-than', durationMicros };
    }
    case 'outcome.throws':
      return throwsPredicate(match, site);
    case 'outcome.fails':
      return { kind: 'fails' };
    case 'outcome.succeeds':
      return { kind: 'succeeds' };
    case 'outcome.returns-false':
      return { kind: 'returns-false' };
    case 'outcome.returns-null':
      return { kind: 'returns-null' };
    case 'outcome.ends-early':
      return { kind: 'ends-early' };
    case 'outcome.is-ignored':
      return { kind: 'is-ignored' };
    case 'outcome.reads-locally':
      return { kind: 'reads-locally' };
    case 'outcome.blocks':
      return { kind: 'blocks' };
    default:
      throw new Error(`The schema entry "${match.entry.id}" is no outcome.`);
  }
}

function throwsPredicate(match: Match, site: Site): CallOutcomePredicate {
  const word = wordOf(match, 'exception');
  const text = word?.text ?? '';
  const byManual = EXCEPTIONS.find(({ manualName }) => manualName === text);
  if (word !== undefined) reportException(text, originOf(site.file, word), byManual?.name, site);
  const message = wordOf(match, 'message');
  return {
    kind: 'throws',
    exception: byManual?.name ?? text,
    ...(message === undefined ? {} : { message: unquote(message.text) }),
  };
}

/** A class that manuals name and no release has is taken for the one that is meant; a misspelt one is never thrown. */
function reportException(text: string, at: Origin, meantByManual: string | undefined, site: Site): void {
  const names = EXCEPTIONS.map(({ name }) => name);
  const short = text.slice(text.lastIndexOf('.') + 1);
  if (meantByManual !== undefined) {
    site.scope.report.add({
      code: 'TCS004',
      severity: 'info',
      at,
      message: `The class is \`${meantByManual}\`.`,
      why: `Manuals call it \`${text}\`; no release has a class of that name. The expectation takes it for the class that is meant.`,
      help: 'Write the name of the class, as it stands in logs and stack traces.',
      fixes: [replacing(at, meantByManual)],
    });
    return;
  }
  const meant = names.includes(short) ? undefined : nearest(short, names);
  if (meant === undefined) return;
  site.scope.report.add({
    code: 'TCS004',
    severity: 'warning',
    at,
    message: `No call throws \`${text}\`.`,
    why: 'The expectation is judged by the name of the class.',
    help: `Did you mean \`${meant}\`?`,
    fixes: [replacing(at, meant)],
  });
}

type Fate = Extract<Condition, { kind: 'writes' }>['fate'];

function writesCondition(match: Match, fate: Fate, site: Site): Condition | undefined {
  const quantifier = quantifierOf(match, site);
  const target = targetOf(match, site);
  return quantifier === undefined || target === undefined ? undefined : { kind: 'writes', quantifier, ...target, fate };
}

function buildWindow(match: Match, site: Site): TimeWindow | undefined {
  const { durationMicros } = site;
  const bound = phraseOf(match, 'bound');
  if (bound === undefined) {
    // `is active` without a bound speaks of the end.
    const fromMicros =
      match.entry.id === 'expectation.is' || match.entry.id === 'expectation.hosts-empty' ? durationMicros : 0;
    return { fromMicros, toMicros: durationMicros };
  }
  const window = windowOf(bound, site);
  if (window === undefined) return undefined;
  const at = placeOf(site, bound.first, bound.end);
  if (window.toMicros < window.fromMicros) {
    site.scope.report.add({
      code: 'TCS005',
      at,
      message: 'The bound ends before it begins.',
      help: 'Write the earlier time first.',
    });
    return undefined;
  }
  if (window.fromMicros > durationMicros) {
    site.scope.report.add({
      code: 'TCS008',
      severity: 'warning',
      at,
      message: 'The bound begins after the end of the run.',
      why: 'What it says cannot be judged, so the verdict is inconclusive.',
      help: 'Raise `duration`, or bring the bound forward.',
    });
  }
  return window;
}

function windowOf(bound: Match, site: Site): TimeWindow | undefined {
  const { durationMicros } = site;
  const time = durationOf(bound, 'time', site);
  const duration = durationOf(bound, 'duration', site);
  switch (bound.entry.id) {
    case 'bound.within-after':
      return time === undefined || duration === undefined ? undefined : { fromMicros: time, toMicros: time + duration };
    case 'bound.within':
      return duration === undefined ? undefined : { fromMicros: 0, toMicros: duration };
    case 'bound.between': {
      const fromMicros = durationOf(bound, 'from', site);
      const toMicros = durationOf(bound, 'to', site);
      return fromMicros === undefined || toMicros === undefined ? undefined : { fromMicros, toMicros };
    }
    case 'bound.after':
      return time === undefined ? undefined : { fromMicros: time, toMicros: Math.max(time, durationMicros) };
    case 'bound.before':
    case 'bound.by':
      return time === undefined ? undefined : { fromMicros: 0, toMicros: time };
    case 'bound.at':
      return time === undefined ? undefined : { fromMicros: time, toMicros: time };
    default:
      throw new Error(`The schema entry "${bound.entry.id}" is no bound.`);
  }
}
