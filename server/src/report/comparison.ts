/** The runs of one scenario for the values of its `for`, side by side. */
import type { RunResult } from '../index.ts';
import { formatDuration } from '../trace/time.ts';
import type { Trace } from '../trace/trace.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { keyFigures } from './keyFigures.ts';
import { INK_OF_VERDICT, MARK_OF_VERDICT, paint, type Style } from './style.ts';

export const COMPARISON_TITLES = [
  'variant',
  'verdicts',
  'longest stall',
  'calls failed',
  'writes lost',
  'time to active',
] as const;

/** What one variant shows under `COMPARISON_TITLES`, from `verdicts` on. */
export type ComparisonCells = readonly [string, string, string, string, string];

/** `1 violated, 3 held`: the bad news first, nothing that did not happen. */
export function verdictCounts(verdicts: readonly Verdict[]): string {
  return (['violated', 'inconclusive', 'held'] satisfies Verdict[])
    .map((verdict) => [verdict, verdicts.filter((each) => each === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}

export function comparisonCells(trace: Trace, verdicts: readonly Verdict[]): ComparisonCells {
  const { calls, failedCalls, lostWrites, longestStallMicros, toActiveMicros } = keyFigures(trace);
  const toActive =
    toActiveMicros === undefined
      ? 'none lost'
      : Number.isFinite(toActiveMicros)
        ? formatDuration(rounded(toActiveMicros))
        : 'never';
  return [
    verdictCounts(verdicts) || 'nothing expected',
    calls === 0 ? 'no calls' : formatDuration(rounded(longestStallMicros)),
    failedCalls === 0 ? '0' : `${failedCalls} of ${calls}`,
    String(lostWrites),
    toActive,
  ];
}

/** Beyond a second, tenths are enough to compare. */
function rounded(micros: number): number {
  return micros < 1_000_000 ? micros : Math.round(micros / 100_000) * 100_000;
}

/** Results that differ only in the value of `for`, in groups of two or more. */
export function variantGroups(results: readonly RunResult[]): RunResult[][] {
  const groups = Map.groupBy(
    results.filter(({ scenario }) => scenario.variant !== ''),
    ({ scenario }) => `${scenario.at.self.start} ${scenario.name}`,
  );
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** A table for a terminal, ending with a line break; empty for results without variants. All are of one file. */
export function comparisonText(results: readonly RunResult[], style: Style): string {
  return variantGroups(results)
    .map((group) => `${tableLines(group, style).join('\n')}\n\n`)
    .join('');
}

function tableLines(group: readonly RunResult[], style: Style): string[] {
  const rows = group.map(({ scenario, trace, judgements, verdict }) => ({
    verdict,
    cells: [
      scenario.variant,
      ...comparisonCells(
        trace,
        judgements.map((each) => each.verdict),
      ),
    ],
  }));
  const widths = COMPARISON_TITLES.map((title, column) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    paint(style, 'bold', `${group[0]?.scenario.name}, compared`),
    paint(style, 'dim', `    ${line(COMPARISON_TITLES)}`),
    ...rows.map(
      ({ verdict, cells }) => `  ${paint(style, INK_OF_VERDICT[verdict], MARK_OF_VERDICT[verdict])} ${line(cells)}`,
    ),
  ];
}
