/** Which actors play which product line. A new line is a folder and a row here. */
import type { Cluster, ProductLine, Scenario } from '../model/model.ts';
import { Network } from './engine/network.ts';
import type { Process } from './engine/process.ts';
import type { World } from './engine/world.ts';
import type { Actors, Line } from './line.ts';
import type { ScenarioNode } from './node.ts';
import { terracotta4 } from './terracotta-4/index.ts';
import { terracotta10 } from './terracotta-10/index.ts';

/** Lines that share their actors share their row. A type of message that two lines have is called the same in both. */
const LINES: Readonly<Record<ProductLine, Line>> = {
  '3.7': terracotta4,
  '4.x': terracotta4,
  '10.x': terracotta10,
};

export interface Arrays extends Actors {
  readonly network: Network<unknown>;
}

/** Builds every cluster of the scenario with the actors of its line, all on one network. */
export function buildArrays(world: World, scenario: Scenario): Arrays {
  const { latencyMicros, jitterMicros } = scenario.network;
  const clustersOf = new Map<Line, Cluster[]>();
  for (const cluster of scenario.clusters) {
    const line = LINES[cluster.product.line];
    clustersOf.set(line, [...(clustersOf.get(line) ?? []), cluster]);
  }
  // A map, because every message is looked up: of an object that costs 4 % of a run.
  const arrows = new Map([...clustersOf.keys()].flatMap(({ arrows: ofLine }) => Object.entries(ofLine)));
  const arrowOf = (message: unknown) => arrows.get((message as { readonly type: string }).type);
  const network = new Network<unknown>(world, latencyMicros, jitterMicros, arrowOf);
  const ground = { world, network, scenario, jvms: new Map<string, Process>() };
  const actors = [...clustersOf].map(([line, clusters]) => line.build(ground, clusters));
  const owners = new Map<string, Actors>();
  const nodes = new Map<string, ScenarioNode>();
  for (const each of actors) {
    for (const [name, node] of each.nodes) {
      owners.set(name, each);
      nodes.set(name, node);
    }
  }
  return {
    network,
    nodes,
    call: (request) => owners.get(request.client)?.call(request) ?? false,
    configure: (action) => {
      for (const each of actors) each.configure(action);
    },
    settle: () => {
      for (const each of actors) each.settle();
    },
  };
}
