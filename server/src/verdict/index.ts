/** Expectations judged over the trace of a run. */
import type { Condition, Scenario, TimeWindow } from '../model/model.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import { judgeCalls } from './calls.ts';
import { judgeEvent, judgeLog } from './occurrences.ts';
import { judgeOrder } from './order.ts';
import { type Finding, Run } from './run.ts';
import { judgeHosts, judgeSession } from './sessions.ts';
import { judgeState } from './state.ts';
import type { Judgement, Verdict } from './verdict.ts';
import { judgeWrites } from './writes.ts';

/** One judgement per expectation of the scenario, in its order. The trace must be of a run of that scenario. */
export function judge(scenario: Scenario, trace: Trace): Judgement[] {
  const run = new Run(trace);
  return scenario.expectations.map(({ condition, window }, expectation) => ({
    expectation,
    ...judgeOne(run, condition, window),
  }));
}

/** violated if any is, else inconclusive if any is, else held. */
export function overallVerdict(verdicts: Iterable<{ readonly verdict: Verdict }>): Verdict {
  const seen = new Set(Array.from(verdicts, ({ verdict }) => verdict));
  return seen.has('violated') ? 'violated' : seen.has('inconclusive') ? 'inconclusive' : 'held';
}

function judgeOne(run: Run, condition: Condition, window: TimeWindow): Finding {
  const { durationMicros } = run.trace;
  if (window.fromMicros > durationMicros) {
    const reason = `The window begins at ${formatDuration(window.fromMicros)}, after the run ended at ${formatDuration(durationMicros)}: give the scenario a longer duration.`;
    return { verdict: 'inconclusive', atMicros: undefined, reason, chain: [], calls: [] };
  }
  switch (condition.kind) {
    case 'state':
      return judgeState(run, condition, window);
    case 'event':
      return judgeEvent(run, condition, window);
    case 'log':
      return judgeLog(run, condition, window);
    case 'session':
      return judgeSession(run, condition, window);
    case 'hosts':
      return judgeHosts(run, condition, window);
    case 'order':
      return judgeOrder(run, condition, window);
    case 'calls':
      return judgeCalls(run, condition, window);
    case 'writes':
      return judgeWrites(run, condition, window);
  }
}
