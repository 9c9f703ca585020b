/** The runs of one scenario for the values of its `for`. */
import { comparisonCells } from '../../../server/src/report/comparison.ts';
import type { TimelineRun } from '../protocol.ts';

/** Indexes of the runs that differ from a run in the value of `for` only, itself included; none when it is the only one. */
export function variantsOf(runs: readonly TimelineRun[], selected: number): number[] {
  const run = runs[selected];
  if (run === undefined || run.variant === '') {
    return [];
  }
  const file = fileOf(run);
  const isSibling = (other: TimelineRun | undefined) =>
    other !== undefined && other.title === run.title && other.variant !== '' && fileOf(other) === file;
  let first = selected;
  let end = selected + 1;
  while (isSibling(runs[first - 1])) first--;
  while (isSibling(runs[end])) end++;
  return end - first < 2 ? [] : Array.from({ length: end - first }, (_, index) => first + index);
}

/** A report may hold scenarios of several files that share a name. */
function fileOf({ places, expectations }: TimelineRun): string | undefined {
  return (expectations[0]?.place ?? places[0])?.file;
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Another variant comes to something else: what is the same everywhere does not help to choose. */
  readonly differs: boolean;
}

/** What each variant comes to. */
export function figuresOfVariants(runs: readonly TimelineRun[]): Figure[][] {
  const all = runs.map(figuresOf);
  return all.map((figures) =>
    figures.map(([name, value], column) => ({
      name,
      value,
      differs: all.some((other) => other[column]?.[1] !== value),
    })),
  );
}

function figuresOf({ trace, expectations }: TimelineRun): readonly (readonly [name: string, value: string])[] {
  const [verdicts, stall, failed, lost, toActive] = comparisonCells(
    trace,
    expectations.map(({ verdict }) => verdict),
  );
  return [
    ['verdicts', verdicts],
    ['longest stall', stall],
    ['calls failed', failed],
    ['writes lost', lost],
    ['time to active', toActive],
  ];
}
