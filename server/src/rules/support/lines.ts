/** What a rule looks at: the clusters of the product lines that it is about, their clients, and what happens to them. */
import type { Action, Cluster, Model, ProductLine, Scenario } from '../../model/model.ts';

type Topology = Pick<Scenario, 'clusters' | 'clients' | 'voters'>;

/** The model as far as it is about these lines: the model itself when all of it is, undefined when nothing is. */
export function ofLines(model: Model, lines: readonly ProductLine[]): Model | undefined {
  const { present, parts } = knownOf(model);
  if (present.every((line) => lines.includes(line))) return model;
  if (!present.some((line) => lines.includes(line))) return undefined;
  const key = lines.join();
  let part = parts.get(key);
  if (part === undefined) {
    const isOurs = ({ product }: Cluster): boolean => lines.includes(product.line);
    const scenarios = model.scenarios.map((scenario) => scenarioOf(scenario, isOurs));
    part = { ...model, ...topologyOf(model, isOurs), scenarios };
    parts.set(key, part);
  }
  return part;
}

interface Known {
  /** The lines of all clusters, those that only a scenario has among them. */
  readonly present: readonly ProductLine[];
  /** By the lines that a rule is about. */
  readonly parts: Map<string, Model>;
}

/** Every rule asks about the same model. */
const known = new WeakMap<Model, Known>();

function knownOf(model: Model): Known {
  let found = known.get(model);
  if (found === undefined) {
    const topologies: readonly Topology[] = [model, ...model.scenarios];
    const present = new Set(topologies.flatMap(({ clusters }) => clusters.map(({ product }) => product.line)));
    found = { present: [...present], parts: new Map() };
    known.set(model, found);
  }
  return found;
}

function topologyOf({ clusters, clients, voters }: Topology, isOurs: (cluster: Cluster) => boolean): Topology {
  const kept = clusters.filter(isOurs);
  const names = new Set(kept.map(({ name }) => name));
  return {
    clusters: kept,
    clients: clients.filter(({ cluster }) => names.has(cluster)),
    ...(voters === undefined ? {} : { voters: voters.filter(({ cluster }) => names.has(cluster)) }),
  };
}

function scenarioOf(scenario: Scenario, isOurs: (cluster: Cluster) => boolean): Scenario {
  if (scenario.clusters.every(isOurs)) return scenario;
  const topology = topologyOf(scenario, isOurs);
  const nodes = new Set([
    ...topology.clusters.flatMap(({ name, stripes }) => [
      name,
      ...stripes.flatMap(({ servers }) => servers.map((server) => server.name)),
    ]),
    ...topology.clients.map(({ name }) => name),
    ...(topology.voters ?? []).map(({ name }) => name),
  ]);
  const touches = (names: readonly string[]): boolean => names.length === 0 || names.some((name) => nodes.has(name));
  return {
    ...scenario,
    ...topology,
    steps: scenario.steps.filter(({ action }) => touches(nodesIn(action))),
    expectations: scenario.expectations.filter(({ condition }) =>
      touches('nodes' in condition ? condition.nodes : 'clients' in condition ? condition.clients : []),
    ),
  };
}

/** Every node that an action names; none for one that is about all. */
function nodesIn(action: Action): readonly string[] {
  if (action.kind === 'set') return [action.cluster];
  if (action.kind === 'partition') return action.groups.flat();
  if ('from' in action) return [...action.from, ...action.to];
  return 'nodes' in action ? action.nodes : action.clients;
}
