/** Conditions on how often nodes showed something: events they saw, lines they logged. */
import type { Condition, Quantifier, TimeWindow } from '../model/model.ts';
import { EVENTS } from '../trace/kinds.ts';
import { eventText } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import { combined } from './combine.ts';
import { positionOfExcess, quantifierText, verdictOf } from './quantity.ts';
import {
  endsEarlyText,
  enumerated,
  type Finding,
  isWithin,
  momentText,
  outsideText,
  type Run,
  windowText,
} from './run.ts';

interface Question {
  /** `every` stands for at least once, like `some`: each of the nodes is asked by itself. */
  readonly quantifier: Quantifier;
  readonly window: TimeWindow;
  readonly matches: (row: number) => boolean;
  /** `saw clusterOffline`, `see clusterOffline`. */
  readonly did: string;
  readonly doing: string;
}

/** The events that the language has verbs for, in the past tense and after `did not`. */
const VERBS: Readonly<Record<string, readonly [string, string]>> = {
  clusterRejoined: ['rejoined', 'rejoin'],
  resumed: ['resumed', 'resume'],
};

/** Each of the nodes must have seen the event that often. An event on a cache counts for its client. */
export function judgeEvent(run: Run, condition: Extract<Condition, { kind: 'event' }>, window: TimeWindow): Finding {
  const { nodes, event } = condition;
  const quantifier = atLeastOnce(condition.quantifier);
  const kind = EVENTS.findIndex(({ name }) => name === event);
  const matches = (row: number) => run.trace.events.kind[row] === kind;
  const [did, doing] = VERBS[event] ?? [`saw ${event}`, `see ${event}`];
  const question = { quantifier, window, matches, did, doing };
  return combined(nodes.map((node) => ({ node, finding: judgeNode(run, node, question) })));
}

/** Each of the nodes must have logged lines that contain the text, letter for letter, that often. */
export function judgeLog(run: Run, condition: Extract<Condition, { kind: 'log' }>, window: TimeWindow): Finding {
  const { nodes, text } = condition;
  const quantifier = atLeastOnce(condition.quantifier);
  const matches = (row: number) =>
    EVENTS[run.trace.events.kind[row] ?? 0]?.category === 'log' && eventText(run.trace, row).includes(text);
  const question = { quantifier, window, matches, did: `logged "${text}"`, doing: `log "${text}"` };
  return combined(nodes.map((node) => ({ node, finding: judgeNode(run, node, question) })));
}

function atLeastOnce(quantifier: Quantifier): Quantifier {
  return quantifier.kind === 'every' ? { kind: 'some' } : quantifier;
}

function judgeNode(run: Run, node: string, question: Question): Finding {
  const { quantifier, window, did, doing, matches } = question;
  const rows = run.rowsOf(node, matches);
  const within = rows.filter((row) => isWithin(run.timeOf(row), window));
  const count = within.length;
  const verdict = verdictOf(quantifier, { low: count, high: run.shows(window) ? count : Number.POSITIVE_INFINITY });
  const times = enumerated(within.map((row) => formatDuration(run.timeOf(row))));
  const decisive = within[positionOfExcess(quantifier, count) ?? (quantifier.kind === 'some' ? 0 : count - 1)];
  const atMicros = decisive === undefined ? undefined : run.timeOf(decisive);
  if (verdict === 'held' || (verdict === 'violated' && positionOfExcess(quantifier, count) !== undefined)) {
    const moment = count === 1 || quantifier.kind === 'some' ? momentText(atMicros ?? 0, window) : `at ${times}`;
    const reason = count === 0 ? `${node} did not ${doing}${windowText(run, window)}` : `${node} ${did} ${moment}`;
    const wanted =
      verdict === 'violated' && quantifier.kind !== 'no' ? `; ${quantifierText(quantifier)} was asked` : '';
    return { verdict, atMicros, reason: `${reason}${wanted}.`, chain: run.chainFrom(decisive ?? -1), calls: [] };
  }
  const seen =
    count === 0
      ? `${node} did not ${doing}`
      : `${node} ${did} only at ${times}; ${quantifierText(quantifier)} was asked`;
  if (verdict === 'inconclusive') {
    const reason = `${seen} while the run lasted. ${endsEarlyText(run, window)}`;
    return { verdict, atMicros: undefined, reason, chain: [], calls: [] };
  }
  return tooFew(run, node, question, rows, seen);
}

/** Tells when it happened outside the window instead, or how the node came to be as it was. */
function tooFew(run: Run, node: string, { window, did }: Question, rows: readonly number[], seen: string): Finding {
  const nearest = rows.find((row) => run.timeOf(row) > window.toMicros) ?? rows.at(-1);
  if (nearest !== undefined && !isWithin(run.timeOf(nearest), window)) {
    const atMicros = run.timeOf(nearest);
    const reason = `${node} ${did} ${outsideText(atMicros, window)}.`;
    return { verdict: 'violated', atMicros, reason, chain: run.chainFrom(nearest), calls: [] };
  }
  const limitMicros = Math.min(window.toMicros, run.trace.durationMicros);
  const reason = `${seen}${windowText(run, window)}.`;
  return { verdict: 'violated', atMicros: limitMicros, reason, chain: run.chainAt(node, limitMicros), calls: [] };
}
