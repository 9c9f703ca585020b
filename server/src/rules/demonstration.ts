/** What a finding leads to, as a scenario that can be run: it shows the damage, and after the fix that there is none. */
import type { Diagnostic, TextEdit } from '../model/diagnostic.ts';
import type { Model, Scenario } from '../model/model.ts';

export interface Demonstration {
  /** The title of the scenario: what happens in it. */
  readonly title: string;
  /** What to look at, in plain words. */
  readonly story: string;
  /**
   * Statements of the scenario, a line each. One of them, or of the scenario to which they are added, is an expectation that
   * is violated, and that holds once the first fix of the finding is made.
   */
  readonly statements: readonly string[];
  /** Declarations that the configuration lacks: somebody who suffers. */
  readonly declarations?: readonly string[];
  /** A scenario of the text, to which the statements are added; without it they make one of their own. */
  readonly scenario?: Scenario;
  /** What is changed in the text first, where the configuration says by other words what a run has to be told. */
  readonly edits?: readonly TextEdit[];
  /** The good side, where the first fix alone does not make it, or no machine can make a fix. */
  readonly good?: GoodSide;
}

/** The same without the damage. What is left out is as it is with the damage, save that there are no edits. */
export interface GoodSide {
  /** What is different, as the title of a fix: `Put tsa-2 on a host of its own`. */
  readonly title: string;
  /** All edits of the text. */
  readonly edits?: readonly TextEdit[];
  readonly statements?: readonly string[];
  readonly declarations?: readonly string[];
}

/** Undefined where the damage cannot be shown on this model: it has no mirror, say. Times are those of the model. */
export type Demonstrate = (model: Model, finding: Diagnostic) => Demonstration | undefined;
