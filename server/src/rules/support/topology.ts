/** The clusters and clients that rules look at: each once, although every scenario carries a topology of its own. */
import { has } from '../../language/availability.ts';
import { entryOf } from '../../language/schema/index.ts';
import type { Client, Cluster, Model, Scenario } from '../../model/model.ts';

export interface ClusterWithClients {
  readonly cluster: Cluster;
  readonly clients: readonly Client[];
}

export interface ClientInCluster {
  readonly client: Client;
  readonly cluster: Cluster;
}

interface Distinct {
  readonly groups: readonly ClusterWithClients[];
  readonly clusters: readonly ClusterWithClients[];
  readonly clients: readonly ClientInCluster[];
}

const known = new WeakMap<Model, Distinct>();

/** Whether the servers of a cluster can be told to keep their data on disk. */
export const isRestartableProduct = ({ product }: Cluster): boolean => has(product, entryOf('cluster.restartable'));

/** Every cluster, as declared and as scenarios change it by `with` or `for`, each variant once. */
export function clustersOf(model: Model): readonly ClusterWithClients[] {
  return distinct(model).clusters;
}

/** The clients that exist side by side on a cluster: as declared, and once more for every scenario that changes them. */
export function groupsOf(model: Model): readonly ClusterWithClients[] {
  return distinct(model).groups;
}

/** Every client with its cluster, as declared and as scenarios change them; one member stands for a whole family. */
export function clientsOf(model: Model): readonly ClientInCluster[] {
  return distinct(model).clients;
}

function distinct(model: Model): Distinct {
  let answer = known.get(model);
  if (answer === undefined) {
    answer = collect(model);
    known.set(model, answer);
  }
  return answer;
}

function collect(model: Model): Distinct {
  const groups: ClusterWithClients[] = [];
  const clusters: ClusterWithClients[] = [];
  const clients: ClientInCluster[] = [];
  const seenClusters = new Set<Cluster>();
  const seenClients = new Map<Cluster, Map<Client['at'], Client>>();
  const seenLists = new Map<readonly Client[], Set<readonly Cluster[]>>();
  for (const topology of [model, ...model.scenarios]) {
    const lists = getOrAdd(seenLists, topology.clients, () => new Set());
    if (lists.has(topology.clusters)) continue;
    lists.add(topology.clusters);
    const members = Map.groupBy(topology.clients, (client) => client.cluster);
    for (const cluster of topology.clusters) {
      const own = members.get(cluster.name) ?? [];
      groups.push({ cluster, clients: own });
      if (!seenClusters.has(cluster)) clusters.push({ cluster, clients: own });
      seenClusters.add(cluster);
      const seen = getOrAdd(seenClients, cluster, () => new Map());
      for (const client of own) {
        const other = seen.get(client.at);
        if (other !== undefined && areAlike(client, other)) continue;
        seen.set(client.at, client);
        clients.push({ client, cluster });
      }
    }
  }
  return { groups, clusters, clients };
}

/** Members of one family, or one client in two scenarios, that no rule can tell apart. */
function areAlike(a: Client, b: Client): boolean {
  return a.family === b.family && a.caches === b.caches && a.rejoin === b.rejoin && a.callbackPort === b.callbackPort;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}

/** `scenario "x"`, or `scenario "x" (window = 30s)` for one run of several. */
export function scenarioTitle(scenario: Scenario): string {
  return scenario.variant === '' ? `"${scenario.name}"` : `"${scenario.name}" (${scenario.variant})`;
}
