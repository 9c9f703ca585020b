/** How many there must be, and what a run that shows only part of it can say about that. */
import type { Quantifier } from '../model/model.ts';
import type { Verdict } from './verdict.ts';

/** How many are there? At least `low`; at most `high`, for some are undecided or still to come. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** The numbers that satisfy a quantifier. `every` is asked of the exceptions: there must be none. */
function allowed(quantifier: Quantifier): Bounds {
  switch (quantifier.kind) {
    case 'no':
    case 'every':
      return { low: 0, high: 0 };
    case 'some':
      return { low: 1, high: Number.POSITIVE_INFINITY };
    case 'exactly':
      return { low: quantifier.count, high: quantifier.count };
    case 'at-least':
      return { low: quantifier.count, high: Number.POSITIVE_INFINITY };
    case 'at-most':
      return { low: 0, high: quantifier.count };
  }
}

/** held or violated when every number within the bounds says so. For `every`, count the exceptions. */
export function verdictOf(quantifier: Quantifier, counted: Bounds): Verdict {
  const { low, high } = allowed(quantifier);
  if (counted.low >= low && counted.high <= high) {
    return 'held';
  }
  return counted.low > high || counted.high < low ? 'violated' : 'inconclusive';
}

/** Position of the one that is too many, in the order in which they came; undefined when the trouble is that there are too few. */
export function positionOfExcess(quantifier: Quantifier, count: number): number | undefined {
  const { high } = allowed(quantifier);
  return count > high ? high : undefined;
}

/** `at least 3`, `exactly 1`, `no`. */
export function quantifierText(quantifier: Quantifier): string {
  return 'count' in quantifier ? `${quantifier.kind.replace('-', ' ')} ${quantifier.count}` : quantifier.kind;
}
