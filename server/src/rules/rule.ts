/** One known misconfiguration. A rule is one file in this folder; `npm run generate` rebuilds the index from the files. */
import type { Diagnostic, Fix, Severity } from '../model/diagnostic.ts';
import type { Model, Origin, ProductLine, Scenario } from '../model/model.ts';
import type { Trace } from '../trace/trace.ts';
import type { Demonstrate } from './demonstration.ts';

export interface Finding {
  readonly at: Origin;
  readonly message: string;
  readonly why: string;
  readonly help: string;
  /** Overrides the severity of the rule, where it depends on the product version. */
  readonly severity?: Severity;
  readonly related?: Diagnostic['related'];
  readonly fixes?: readonly Fix[];
}

interface AnyRule {
  readonly id: `TCS${number}`;
  /** kebab-case, as in `rejoin-without-nonstop`. */
  readonly slug: string;
  /** One line for the index. */
  readonly title: string;
  readonly severity: Severity;
  /** The severity of some of its findings, where it depends on the product version or on the scenario. */
  readonly otherSeverity?: Severity;
  readonly lines: readonly ProductLine[];
  /** Markdown for the reference page: what the product does, since which version. */
  readonly documentation: string;
  /** Public sources: page title and address, class name and version, issue number. */
  readonly sources: readonly string[];
  /** A `.tcsim` text on which the rule fires, marked `^^^` below the place; and one on which it does not. Both run as tests. */
  readonly failing: string;
  readonly passing: string;
}

/**
 * static: settings alone · scenario: settings and faults together. A rule of the second kind looks at each scenario by
 * itself, and is given a model with that one alone, so that only changed scenarios are checked after an edit.
 */
export interface ModelRule extends AnyRule {
  readonly phase: 'static' | 'scenario';
  /**
   * For a static rule that looks into scenarios as well, at several of them together: whether there is something for it in
   * this one, wherever it stands. Without it a static rule sees only scenarios with a topology of their own; with it also
   * these, and the first of all. What is found is kept until a declaration changes, or one of these scenarios.
   */
  readonly readsScenarios?: (scenario: Scenario) => boolean;
  check(model: Model): Iterable<Finding>;
  /** *Why does this matter?*, for findings whose damage a run can show. */
  readonly demonstration?: Demonstrate;
}

/** A run that has ended, and the scenario that it carried out. */
export interface FinishedRun {
  readonly scenario: Scenario;
  readonly trace: Trace;
}

/**
 * What only a run can tell. Its findings stand at the line of the scenario that caused them, appear after a run and
 * vanish with the next change of the text. They have no fixes: what happened cannot be edited.
 */
export interface RuntimeRule extends AnyRule {
  readonly phase: 'runtime';
  check(run: FinishedRun): Iterable<Finding>;
}

export type Rule = ModelRule | RuntimeRule;
