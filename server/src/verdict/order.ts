/** Conditions on the order of a node's events. */
import type { Condition, TimeWindow } from '../model/model.ts';
import { eventName } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import { endsEarlyText, type Finding, isWithin, type Run, windowText } from './run.ts';

/**
 * The named events, each as often as it is named and in this order. Events that are not named may stand between them;
 * one of the named ones too many, or in the wrong place, violates the condition at that moment.
 */
export function judgeOrder(run: Run, condition: Extract<Condition, { kind: 'order' }>, window: TimeWindow): Finding {
  const { node, events } = condition;
  const named = new Set(events);
  const rows = run
    .rowsOf(node, (row) => named.has(eventName(run.trace, row)))
    .filter((row) => isWithin(run.timeOf(row), window));
  const seen = rows.map((row) => eventName(run.trace, row));
  const wrong = seen.findIndex((event, position) => event !== events[position]);
  const history = seen.length === 0 ? 'none of them' : seen.join(', ');
  if (wrong >= 0) {
    const row = rows[wrong] ?? -1;
    const expected = events[wrong];
    const instead = expected === undefined ? 'once more' : `where ${expected} was expected`;
    const atMicros = run.timeOf(row);
    const reason = `${node} saw ${seen[wrong]} at ${formatDuration(atMicros)} ${instead}; the order was ${history}.`;
    return { verdict: 'violated', atMicros, reason, chain: run.chainFrom(row), calls: [] };
  }
  const last = rows.at(-1);
  const atMicros = last === undefined ? undefined : run.timeOf(last);
  if (!run.shows(window)) {
    const reason = `${node} saw ${history} while the run lasted. ${endsEarlyText(run, window)}`;
    return { verdict: 'inconclusive', atMicros: undefined, reason, chain: [], calls: [] };
  }
  if (seen.length < events.length) {
    const limitMicros = Math.min(window.toMicros, run.trace.durationMicros);
    const after = atMicros === undefined ? '' : ` after ${seen.at(-1)} at ${formatDuration(atMicros)}`;
    const reason = `${node} did not see ${events[seen.length]}${after}${windowText(run, window)}; it saw ${history}.`;
    return { verdict: 'violated', atMicros: limitMicros, reason, chain: run.chainAt(node, limitMicros), calls: [] };
  }
  const reason = `${node} saw ${history}, the last at ${formatDuration(atMicros ?? 0)}.`;
  return { verdict: 'held', atMicros, reason, chain: run.chainFrom(last ?? -1), calls: [] };
}
