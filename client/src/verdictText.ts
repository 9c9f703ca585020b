// Verdicts in words.
import type { Verdict } from '../../server/src/verdict/verdict.ts';
import type { TimelineExpectation, TimelineRun } from '../timeline/protocol.ts';

/** How many expectations, over all runs, came out how. */
export type VerdictCounts = Readonly<Record<Verdict, number>>;

export function countVerdicts(runs: readonly TimelineRun[]): VerdictCounts {
  const counts = { held: 0, violated: 0, inconclusive: 0 };
  for (const { verdict } of runs.flatMap((run) => run.expectations)) {
    counts[verdict]++;
  }
  return counts;
}

/** As in `1 violated, 3 held`: the bad news first, nothing that did not happen. */
export function summaryOf(counts: VerdictCounts): string {
  const order: readonly Verdict[] = ['violated', 'inconclusive', 'held'];
  const parts = order.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`);
  return parts.join(', ') || 'ran, nothing expected';
}

/** Every run with its expectations, one line each. */
export function describeRuns(runs: readonly TimelineRun[]): string {
  return runs
    .map((run) => {
      const title = run.variant === '' ? run.title : `${run.title} (${run.variant})`;
      return [`${title}: ${run.verdict}`, ...run.expectations.map(describeExpectation)].join('\n');
    })
    .join('\n\n');
}

function describeExpectation({ verdict, text, reason }: TimelineExpectation): string {
  const mark = { held: '✓', violated: '✗', inconclusive: '?' }[verdict];
  return verdict === 'held' ? `  ${mark} ${text}` : `  ${mark} ${text}\n      ${reason}`;
}
