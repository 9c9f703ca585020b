/** What a finding leads to, as a scenario that can be run: it shows the damage, and after the fix that there is none. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model, Scenario } from '../model/model.ts';

export interface Demonstration {
  /** The title of the scenario: what happens in it. */
  readonly title: string;
  /** What to look at, in plain words. */
  readonly story: string;
  /**
   * Statements of the scenario, a line each. At least one of them is an expectation that is violated, and that holds once
   * the first fix of the finding is made.
   */
  readonly statements: readonly string[];
  /** Declarations that the configuration lacks: somebody who suffers. */
  readonly declarations?: readonly string[];
  /** A scenario of the text, to which the statements are added; without it they make one of their own. */
  readonly scenario?: Scenario;
}

/** Undefined where the damage cannot be shown on this model: it has no mirror, say. Times are those of the model. */
export type Demonstrate = (model: Model, finding: Diagnostic) => Demonstration | undefined;
