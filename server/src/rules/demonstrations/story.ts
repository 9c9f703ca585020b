/** Ways to make a demonstration of what a model already has. */
import type { Diagnostic, TextEdit } from '../../model/diagnostic.ts';
import type { Model, Scenario } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { type Edit, fix } from '../support/edits.ts';
import { scenarioAt } from './stage.ts';

/**
 * The scenario that the finding is about, with further statements. It is the one in which the finding stands, or the one
 * in which the first related place does.
 */
export function added(
  show: (
    model: Model,
    finding: Diagnostic,
    scenario: Scenario,
  ) => Omit<Demonstration, 'title' | 'scenario'> | undefined,
): Demonstrate {
  return (model, finding) => {
    const places = [finding.at, ...finding.related.map(({ at }) => at)];
    const scenario = places.map((at) => scenarioAt(model, { ...finding, at })).find((each) => each !== undefined);
    const shown =
      scenario && show({ ...model, clients: scenario.clients, clusters: scenario.clusters }, finding, scenario);
    return scenario && shown && { title: scenario.name, scenario, ...shown };
  };
}

/** All edits, or undefined when one of them is not possible. */
export const together = (...edits: readonly Edit[]): readonly TextEdit[] | undefined => fix('', ...edits)[0]?.edits;

const isExpectation = (statement: string): number => (statement.startsWith('expect') ? 1 : 0);

/** The order of statements: what happens before what is expected of it. */
export const expectationsLast = (a: string, b: string): number => isExpectation(a) - isExpectation(b);
