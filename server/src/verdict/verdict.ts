/** What became of the expectations of one run. */

export type Verdict = 'held' | 'violated' | 'inconclusive';

export interface Judgement {
  /** Index into `Scenario.expectations`. */
  readonly expectation: number;
  readonly verdict: Verdict;
  /** The moment of the violation, or of the event that made it hold; undefined where there is no single moment. */
  readonly atMicros: number | undefined;
  /** One or two sentences: what was seen instead, with times and names. */
  readonly reason: string;
  /** Event rows from the symptom back to the fault (first = symptom, last = root cause). Empty when nothing happened. */
  readonly chain: readonly number[];
  /** Rows of `Trace.calls` that decided, at most 10. */
  readonly calls: readonly number[];
}
