/** The nodes of scenarios by the names that an option may give. */
import type { Scenario } from '../model/model.ts';

interface HasScenario {
  readonly scenario: Scenario;
}

/** Every server, voter, client and family of clients, each name once, in the order of the declarations. */
export function knownNodes(jobs: readonly HasScenario[]): string[] {
  const names = jobs.flatMap(({ scenario: { clusters, clients, voters = [] } }) => [
    ...clusters.flatMap(({ stripes }) => stripes.flatMap(({ servers }) => servers.map(({ name }) => name))),
    ...voters.map(({ name }) => name),
    ...clients.flatMap(({ name, family }) => [family, name]),
  ]);
  return [...new Set(names)];
}

/** The first of the names that no scenario has. */
export function unknownNode(names: readonly string[], jobs: readonly HasScenario[]): string | undefined {
  const known = new Set(names.length === 0 ? [] : knownNodes(jobs));
  return names.find((name) => !known.has(name));
}
