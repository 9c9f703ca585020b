/** A run for a terminal: what became of each expectation and why, and what happened. */
import type { RunResult } from '../index.ts';
import { EVENT } from '../trace/codes.ts';
import { sentenceOf } from '../trace/sentence.ts';
import { traceLines } from '../trace/text.ts';
import { formatDuration, formatInstant } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import type { Judgement } from '../verdict/verdict.ts';
import { verdictCounts } from './comparison.ts';
import { withFamiliesFolded } from './families.ts';
import { logLines } from './logs.ts';
import type { Places } from './place.ts';
import { stripLines } from './strip.ts';
import { cut, INK_OF_VERDICT, inkOf, MARK_OF_VERDICT, paint, type Style, wrapped } from './style.ts';

export interface RunTextOptions {
  readonly style: Style;
  /** Whether the timeline follows the verdicts. */
  readonly timeline: boolean;
  /** Whether expectations that held are shown. */
  readonly held: boolean;
  /** The nodes or families whose log lines are wanted, none of them named for all; undefined for no log lines. */
  readonly logs?: readonly string[] | undefined;
}

/** Longest chain of causes that is printed in full. */
const MAX_CAUSES = 8;
/** More lines than this are not read in a terminal; the HTML report and the editor have them all. */
const MAX_LINES = 200;

/** One run, ending with a line break. */
export function runText(result: RunResult, places: Places, { style, timeline, held, logs }: RunTextOptions): string {
  const { scenario, trace, judgements, verdict } = result;
  const variant = scenario.variant === '' ? '' : ` (${scenario.variant})`;
  const facts = `${formatDuration(trace.durationMicros)}, seed ${trace.seed}, ${places.short(scenario.at.name)}`;
  const title = paint(style, 'bold', scenario.name + variant);
  const shown = judgements.filter((judgement) => held || judgement.verdict !== 'held');
  return [
    `${paint(style, INK_OF_VERDICT[verdict], MARK_OF_VERDICT[verdict])} ${title}  ${paint(style, 'dim', facts)}`,
    '',
    ...shown.flatMap((judgement) => judgementLines(result, judgement, places, style)),
    ...(timeline ? timelineLines(trace, style) : []),
    ...(timeline ? trace.assumptions.flatMap((text) => wrapped(style, `Assumed: ${text}`, '  ')) : []),
    ...(logs === undefined ? [] : loggedLines(trace, logs, style)),
    ...(timeline || logs !== undefined || shown.at(-1)?.verdict !== 'held' ? [] : ['']),
    '',
  ].join('\n');
}

/** `1 violated, 3 held`: the bad news first, nothing that did not happen. */
export function verdictSummary(results: readonly RunResult[]): string {
  const all = results.flatMap(({ judgements }) => judgements);
  const runs = `${results.length} run${results.length === 1 ? '' : 's'}`;
  return `${runs}: ${verdictCounts(all.map(({ verdict }) => verdict)) || 'nothing was expected'}`;
}

function judgementLines({ scenario, trace }: RunResult, judgement: Judgement, places: Places, style: Style): string[] {
  const { expectation, verdict, reason, chain } = judgement;
  const { text = '', at } = scenario.expectations[expectation] ?? {};
  const isHeld = verdict === 'held';
  const place = at === undefined || isHeld ? '' : `  ${paint(style, 'dim', places.short(at))}`;
  const causes = isHeld
    ? []
    : chain.length > MAX_CAUSES
      ? [...chain.slice(0, MAX_CAUSES - 1), chain.at(-1) ?? -1]
      : chain;
  return [
    `  ${paint(style, INK_OF_VERDICT[verdict], MARK_OF_VERDICT[verdict])} ${text}${place}`,
    ...wrapped(style, reason, '      ').map((line) => paint(style, isHeld ? 'dim' : undefined, line)),
    ...causes.map((row) =>
      paint(style, 'dim', `      ← ${formatInstant(trace.events.timeMicros[row] ?? 0)}  ${causeText(trace, row)}`),
    ),
    ...(isHeld ? [] : ['']),
  ];
}

function causeText(trace: Trace, row: number): string {
  return trace.events.kind[row] === EVENT.fault ? `fault: ${sentenceOf(trace, row)}` : sentenceOf(trace, row);
}

function loggedLines(trace: Trace, nodes: readonly string[], style: Style): string[] {
  const lines = logLines(trace, nodes, style);
  const title =
    lines.length > 0 ? 'Logged:' : `Nothing was logged${nodes.length > 0 ? ` by ${nodes.join(', ')}` : ''}.`;
  return ['', `  ${title}`, ...lines, ''];
}

function timelineLines(trace: Trace, style: Style): string[] {
  const lines = withFamiliesFolded(trace, traceLines(trace, { detail: 'notable' }));
  const laneWidth = lines.reduce((width, { lane }) => Math.max(width, lane.length), 0);
  const shown = lines.slice(0, MAX_LINES).map(({ timeMicros, lane, text, cause, tone }) => {
    const head = `${formatInstant(timeMicros).padStart(11)}  ${lane.padEnd(laneWidth)}  `;
    const room = style.width - head.length;
    const body = cut(text, room);
    const tail = cut(cause, room - body.length);
    return `${paint(style, 'dim', head)}${paint(style, inkOf(tone), body)}${tail.length > 4 ? paint(style, 'dim', tail) : ''}`.trimEnd();
  });
  const rest = lines.length - shown.length;
  return [
    '',
    ...stripLines(trace, style),
    '',
    ...shown,
    ...(rest > 0 ? [`  … and ${rest} more lines; --html FILE shows them all`] : []),
  ];
}
