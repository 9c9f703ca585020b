/** Conditions on the state of nodes. With several nodes, each of them must satisfy the condition. */
import type { Condition, TimeWindow } from '../model/model.ts';
import { isStateNamed, STATES, type StateInfo } from '../trace/kinds.ts';
import { formatDuration } from '../trace/time.ts';
import type { Span } from '../trace/traceIndex.ts';
import { combined } from './combine.ts';
import { endsEarlyText, type Finding, isWithin, momentText, outsideText, type Run, windowText } from './run.ts';

type StateCondition = Extract<Condition, { kind: 'state' }>;

const JUDGES = { becomes: judgeBecomes, is: judgeIs, never: judgeNever };

export function judgeState(run: Run, condition: StateCondition, window: TimeWindow): Finding {
  const judge = JUDGES[condition.mode];
  return combined(condition.nodes.map((node) => ({ node, finding: judge(run, node, condition.state, window) })));
}

const STATE_TABLE: readonly StateInfo[] = STATES;

function nameOf(span: Span): string {
  return STATE_TABLE[span.state]?.name ?? '';
}

/** Is it that state, or a special case of it? */
function isState(span: Span, name: string): boolean {
  const state = STATE_TABLE[span.state];
  return state !== undefined && isStateNamed(state, name);
}

function spansOf(run: Run, node: string): readonly Span[] {
  const lane = run.laneOf(node);
  return lane === undefined ? [] : run.index.spansOfLane(lane);
}

/** Enters the state within the window. The state that it has when the run begins was never entered. */
function judgeBecomes(run: Run, node: string, state: string, window: TimeWindow): Finding {
  const spans = spansOf(run, node);
  const entries = spans.filter((span, position) => {
    const before = spans[position - 1];
    return isState(span, state) && before !== undefined && !isState(before, state);
  });
  const entry = entries.find(({ startMicros }) => isWithin(startMicros, window));
  if (entry !== undefined) {
    const moment = momentText(entry.startMicros, window);
    return found(run, 'held', entry.startMicros, `${node} became ${state} ${moment}.`, entry.row);
  }
  const limitMicros = Math.min(window.toMicros, run.trace.durationMicros);
  const last = run.index.spanAt(run.laneOf(node) ?? -1, limitMicros);
  const was = last === undefined ? '' : `: it was ${nameOf(last)}${sinceText(last)}`;
  if (!run.shows(window)) {
    const reason = `${node} had not become ${state} when the run ended${was}. ${endsEarlyText(run, window)}`;
    return found(run, 'inconclusive', undefined, reason, -1);
  }
  const late = entries.find(({ startMicros }) => startMicros > window.toMicros);
  if (late !== undefined) {
    const reason = `${node} became ${state} ${outsideText(late.startMicros, window)}.`;
    return found(run, 'violated', late.startMicros, reason, late.row);
  }
  const by = window.toMicros < run.trace.durationMicros ? ` by ${formatDuration(window.toMicros)}` : '';
  const again = last !== undefined && isState(last, state) ? ' again' : '';
  const reason = `${node} did not become ${state}${again}${by}${was}.`;
  return { ...found(run, 'violated', limitMicros, reason, -1), chain: run.chainAt(node, limitMicros) };
}

function sinceText(span: Span): string {
  return span.startMicros === 0 ? ' from the start' : ` since ${formatDuration(span.startMicros)}`;
}

/** Has the state during the whole window. */
function judgeIs(run: Run, node: string, state: string, window: TimeWindow): Finding {
  const wrong = spansWithin(spansOf(run, node), window).find((span) => !isState(span, state));
  if (wrong !== undefined) {
    const atMicros = Math.max(wrong.startMicros, window.fromMicros);
    const reason = `${node} was ${nameOf(wrong)} at ${formatDuration(atMicros)}${until(run, wrong)}, not ${state}.`;
    return found(run, 'violated', atMicros, reason, wrong.row);
  }
  return undisturbed(run, `${node} was ${state}`, window);
}

/** Does not have the state for an instant. */
function judgeNever(run: Run, node: string, state: string, window: TimeWindow): Finding {
  const wrong = spansWithin(spansOf(run, node), window).find((span) => isState(span, state));
  if (wrong !== undefined) {
    const atMicros = Math.max(wrong.startMicros, window.fromMicros);
    const reason = `${node} was ${nameOf(wrong)} at ${formatDuration(atMicros)}${until(run, wrong)}.`;
    return found(run, 'violated', atMicros, reason, wrong.row);
  }
  return undisturbed(run, `${node} was never ${state}`, window);
}

/** Nothing spoke against it as far as the run went. */
function undisturbed(run: Run, what: string, window: TimeWindow): Finding {
  return run.shows(window)
    ? found(run, 'held', undefined, `${what}${windowText(run, window)}.`, -1)
    : found(run, 'inconclusive', undefined, `${what} while the run lasted. ${endsEarlyText(run, window)}`, -1);
}

/** Spans of which at least an instant is in the window; the last span lasts for ever. */
function spansWithin(spans: readonly Span[], { fromMicros, toMicros }: TimeWindow): Span[] {
  return spans.filter(({ startMicros, endMicros }, position) => {
    const isLast = position === spans.length - 1;
    return startMicros <= toMicros && (isLast || endMicros > fromMicros || startMicros >= fromMicros);
  });
}

function until(run: Run, { startMicros, endMicros }: Span): string {
  if (endMicros === startMicros) {
    return ' for an instant';
  }
  return endMicros === run.trace.durationMicros ? ' and stayed so' : ` (until ${formatDuration(endMicros)})`;
}

function found(
  run: Run,
  verdict: Finding['verdict'],
  atMicros: number | undefined,
  reason: string,
  row: number,
): Finding {
  return { verdict, atMicros, reason, chain: run.chainFrom(row), calls: [] };
}
