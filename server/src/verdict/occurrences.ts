/** Conditions that count what nodes showed: events they saw, lines they logged. */
import type { Condition, Quantifier, TimeWindow } from '../model/model.ts';
import { EVENTS } from '../trace/kinds.ts';
import { eventText } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import { positionOfExcess, quantifierText, verdictOf } from './quantity.ts';
import { endsEarlyText, type Finding, isWithin, listed, namesText, outsideText, type Run, windowText } from './run.ts';

interface Occurrence {
  readonly node: string;
  readonly row: number;
  readonly timeMicros: number;
}

interface Question {
  readonly nodes: readonly string[];
  readonly quantifier: Quantifier;
  readonly window: TimeWindow;
  readonly matches: (row: number) => boolean;
  /** `saw clusterOffline`, `see clusterOffline`. */
  readonly did: string;
  readonly doing: string;
}

/**
 * every: each of the nodes at least once · the other quantifiers count the occurrences on all the nodes together.
 * An event on a cache counts for its client.
 */
export function judgeEvent(run: Run, condition: Extract<Condition, { kind: 'event' }>, window: TimeWindow): Finding {
  const { nodes, event, quantifier } = condition;
  const kind = EVENTS.findIndex(({ name }) => name === event);
  const matches = (row: number) => run.trace.events.kind[row] === kind;
  return judgeOccurrences(run, { nodes, quantifier, window, matches, did: `saw ${event}`, doing: `see ${event}` });
}

/** Lines of the product's log that contain the text, letter for letter; quantifiers as for events. */
export function judgeLog(run: Run, condition: Extract<Condition, { kind: 'log' }>, window: TimeWindow): Finding {
  const { nodes, text, quantifier } = condition;
  const matches = (row: number) =>
    EVENTS[run.trace.events.kind[row] ?? 0]?.category === 'log' && eventText(run.trace, row).includes(text);
  return judgeOccurrences(run, { nodes, quantifier, window, matches, did: `logged "${text}"`, doing: `log "${text}"` });
}

function judgeOccurrences(run: Run, question: Question): Finding {
  const all = question.nodes
    .flatMap((node) => run.rowsOf(node, question.matches).map((row) => ({ node, row, timeMicros: run.timeOf(row) })))
    .sort((left, right) => left.row - right.row);
  const within = all.filter(({ timeMicros }) => isWithin(timeMicros, question.window));
  return question.quantifier.kind === 'every'
    ? judgeEveryNode(run, question, all, within)
    : judgeCount(run, question, all, within);
}

function judgeEveryNode(
  run: Run,
  question: Question,
  all: readonly Occurrence[],
  within: readonly Occurrence[],
): Finding {
  const { nodes, quantifier, window, did, doing } = question;
  const first = new Map<string, Occurrence>();
  for (const occurrence of within) {
    first.set(occurrence.node, first.get(occurrence.node) ?? occurrence);
  }
  const missing = nodes.filter((node) => !first.has(node));
  const verdict = verdictOf(quantifier, { low: run.shows(window) ? missing.length : 0, high: missing.length });
  if (verdict === 'held') {
    const last = [...first.values()].reduce((left, right) => (right.row > left.row ? right : left));
    const who = nodes.length === 1 ? last.node : `the last of ${nodes.length}, ${last.node},`;
    const reason = `${who} ${did} at ${formatDuration(last.timeMicros)}.`;
    return {
      verdict,
      atMicros: last.timeMicros,
      reason: capital(reason, nodes.length > 1),
      chain: run.chainFrom(last.row),
      calls: [],
    };
  }
  return absent(run, question, all, missing, verdict, `${namesText(missing)} did not ${doing}`);
}

function judgeCount(run: Run, question: Question, all: readonly Occurrence[], within: readonly Occurrence[]): Finding {
  const { nodes, quantifier, window, did, doing } = question;
  const count = within.length;
  const verdict = verdictOf(quantifier, { low: count, high: run.shows(window) ? count : Number.POSITIVE_INFINITY });
  const excess = within[positionOfExcess(quantifier, count) ?? -1];
  const who = namesText(nodes);
  const times = listed(within.map(({ node, timeMicros }) => `${node} at ${formatDuration(timeMicros)}`));
  if (verdict === 'violated' && excess !== undefined) {
    const asked = quantifier.kind === 'no' ? '' : `, ${count} times where ${quantifierText(quantifier)} was asked`;
    const others = count > 1 ? ` (${times})` : '';
    const reason = `${excess.node} ${did} at ${formatDuration(excess.timeMicros)}${asked}${others}.`;
    return { verdict, atMicros: excess.timeMicros, reason, chain: run.chainFrom(excess.row), calls: [] };
  }
  if (verdict !== 'held') {
    const asked = count > 0 ? ` more than ${count} times (${times}); ${quantifierText(quantifier)} was asked` : '';
    return absent(run, question, all, nodes, verdict, `${who} did not ${doing}${asked}`);
  }
  const decisive = quantifier.kind === 'some' ? within[0] : within.at(-1);
  const reason =
    count === 0 ? `${who} did not ${doing}${windowText(run, window)}.` : `${capital(did, true)}: ${times}.`;
  return { verdict, atMicros: decisive?.timeMicros, reason, chain: run.chainFrom(decisive?.row ?? -1), calls: [] };
}

/** Too few: tells when it happened outside the window, and how the first node came to be as it was instead. */
function absent(
  run: Run,
  { window, did }: Question,
  all: readonly Occurrence[],
  nodes: readonly string[],
  verdict: Finding['verdict'],
  what: string,
): Finding {
  if (verdict === 'inconclusive') {
    const reason = `${what} while the run lasted. ${endsEarlyText(run, window)}`;
    return { verdict, atMicros: undefined, reason, chain: [], calls: [] };
  }
  const outside = all.filter(({ node, timeMicros }) => nodes.includes(node) && !isWithin(timeMicros, window));
  const nearest = outside.find(({ timeMicros }) => timeMicros > window.toMicros) ?? outside.at(-1);
  if (nearest !== undefined) {
    const reason = `${nearest.node} ${did} ${outsideText(nearest.timeMicros, window)}.`;
    return { verdict, atMicros: nearest.timeMicros, reason, chain: run.chainFrom(nearest.row), calls: [] };
  }
  const limitMicros = Math.min(window.toMicros, run.trace.durationMicros);
  const chain = run.chainAt(nodes[0] ?? '', limitMicros);
  return { verdict, atMicros: limitMicros, reason: `${what}${windowText(run, window)}.`, chain, calls: [] };
}

function capital(text: string, wanted: boolean): string {
  return wanted ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
