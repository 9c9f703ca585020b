/** Clusters, clients and network: as declared, and as a scenario overrides them. */

import { CHECKED_NETWORK, checkedOf } from './checked.ts';
import { buildClients, type ClientSource } from './clients.ts';
import { type BuiltCluster, buildCluster, type ClusterSource } from './clusters.ts';
import { buildIntegrationServers, isIntegrationServer } from './integrationServers.ts';
import { type Draft, EMPTY_DRAFT, type Layers, locationsOf, valuesOf } from './layers.ts';
import type { Client, Cluster, NetworkSettings } from './model.ts';
import type { Scope } from './scope.ts';
import type { Phrase } from './statements.ts';
import type { Voter } from './terracotta10.ts';

/** The declarations of a program. */
export interface Sources {
  readonly clusters: readonly ClusterSource[];
  readonly clients: readonly ClientSource[];
  readonly network: (Phrase & { readonly draft: Draft }) | undefined;
}

/** The blocks of `with`, by what they override. */
export interface Overrides {
  readonly clusters: Map<string, Draft[]>;
  readonly clients: Map<string, Draft[]>;
  /** By client, then by cache. */
  readonly caches: Map<string, Map<string, Draft[]>>;
  readonly network: Draft[];
}

export interface Topology {
  readonly built: ReadonlyMap<string, BuiltCluster>;
  readonly clusters: readonly Cluster[];
  /** By declared name: the members of each family. */
  readonly byFamily: ReadonlyMap<string, readonly Client[]>;
  readonly clients: readonly Client[];
  readonly voters: readonly Voter[];
  readonly network: NetworkSettings;
}

const knownMachines = new WeakMap<Topology, ReadonlyMap<string, string>>();

/** The machine of every node. Those of one machine share its power and its network card. */
export function machinesOf(topology: Topology): ReadonlyMap<string, string> {
  let machines = knownMachines.get(topology);
  if (machines === undefined) {
    const { clusters, clients, voters } = topology;
    const servers = clusters.flatMap(({ stripes }) => stripes.flatMap((stripe) => stripe.servers));
    machines = new Map([...servers, ...clients, ...voters].map(({ name, host }) => [name, host]));
    knownMachines.set(topology, machines);
  }
  return machines;
}

const NO_CACHES: ReadonlyMap<string, Layers> = new Map();

export function buildTopology(sources: Sources, scope: Scope): Topology {
  const built = new Map(sources.clusters.map((source) => [source.name.text, buildCluster(source, [], scope)]));
  const byFamily = new Map<string, readonly Client[]>();
  for (const source of sources.clients) {
    byFamily.set(source.name.text, build(source, [], NO_CACHES, built, scope));
  }
  return assemble(built, byFamily, buildNetwork(sources, []));
}

/** The topology of one run. What nothing overrides is the same object as in `base`. */
export function overrideTopology(sources: Sources, base: Topology, overrides: Overrides, scope: Scope): Topology {
  const built = new Map(base.built);
  for (const source of sources.clusters) {
    const layers = overrides.clusters.get(source.name.text);
    if (layers !== undefined) built.set(source.name.text, buildCluster(source, layers, scope));
  }
  const byFamily = new Map(base.byFamily);
  for (const source of sources.clients) {
    const name = source.name.text;
    const layers = overrides.clients.get(name);
    const caches = overrides.caches.get(name);
    const cluster = base.byFamily.get(name)?.[0]?.cluster;
    const isTouched =
      layers !== undefined || caches !== undefined || (cluster !== undefined && overrides.clusters.has(cluster));
    if (isTouched) byFamily.set(name, build(source, layers ?? [], caches ?? NO_CACHES, built, scope));
  }
  const network = overrides.network.length === 0 ? base.network : buildNetwork(sources, overrides.network);
  return assemble(built, byFamily, network);
}

const build: typeof buildClients = (source, ...rest) =>
  isIntegrationServer(source) ? buildIntegrationServers(source, ...rest) : buildClients(source, ...rest);

function assemble(
  built: ReadonlyMap<string, BuiltCluster>,
  byFamily: ReadonlyMap<string, readonly Client[]>,
  network: NetworkSettings,
): Topology {
  return {
    built,
    clusters: [...built.values()].map(({ cluster }) => cluster),
    byFamily,
    clients: [...byFamily.values()].flat(),
    voters: [...built.values()].flatMap(({ voters }) => voters),
    network,
  };
}

function buildNetwork(sources: Sources, overrides: Layers): NetworkSettings {
  const { network } = sources;
  const layers = [network?.draft ?? EMPTY_DRAFT, ...overrides];
  const values = valuesOf(layers, '4.x', new Map());
  const checked = checkedOf(CHECKED_NETWORK, layers);
  return {
    latencyMicros: values.number('network.latency'),
    jitterMicros: values.number('network.jitter'),
    ...(checked === undefined ? {} : { checked }),
    at:
      network === undefined
        ? undefined
        : locationsOf(network, network.words[network.match.first] ?? network.statement, layers),
  };
}
