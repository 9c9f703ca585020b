/** Who is on the stage of a demonstration: nodes of the model as far as it has them. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Cache, Client, Cluster, HealthCheckEdge, Locations, Model, Origin, Scenario } from '../../model/model.ts';
import { pausedMicros } from '../support/detection.ts';
import { roundedUp, written } from '../support/durations.ts';

/** Somebody who works with the cluster, to see how it fares. */
export interface Application {
  /** The declared name. */
  readonly client: string;
  /** `client.cache`. */
  readonly cache: string;
  /** What has to be declared for it; nothing where the model has it. */
  readonly declarations: readonly string[];
}

const contains = (outer: Origin, inner: Origin): boolean =>
  outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;

const has = ({ self, settings }: Locations, at: Origin): boolean =>
  contains(self, at) || Object.values(settings).some((setting) => contains(setting, at));

/** The cluster in which the finding stands, or that of the client in which it stands. */
export function clusterOf(model: Model, { at }: Diagnostic): Cluster | undefined {
  const owner = clientAt(model, at)?.cluster;
  return (
    model.clusters.find((each) => has(each.at, at)) ??
    model.clusters.find(({ name }) => name === owner) ??
    model.clusters[0]
  );
}

export function clientAt(model: Model, at: Origin): Client | undefined {
  return model.clients.find((each) => has(each.at, at));
}

/** The cache at a place, and its client. System caches stand where their node stands: a cache that is written comes first. */
export function cacheAt(model: Model, at: Origin): { readonly client: Client; readonly cache: Cache } | undefined {
  const found = model.clients.flatMap((client) => client.caches.map((cache) => ({ client, cache })));
  const there = found.filter(({ cache }) => has(cache.at, at));
  return there.find(({ client, cache }) => cache.at.self.start !== client.at.self.start) ?? there[0];
}

/** The scenario in which the finding stands. */
export const scenarioAt = (model: Model, { at }: Diagnostic): Scenario | undefined =>
  model.scenarios.find((each) => contains(each.at.self, at));

/** The first stripe with a mirror: its first server is active when a scenario begins. */
export function pairOf({
  stripes,
}: Cluster): { readonly active: string; readonly mirror: string; readonly mirrors: readonly string[] } | undefined {
  const [active, ...others] = stripes.find(({ servers }) => servers.length > 1)?.servers ?? [];
  const mirrors = others.map(({ name }) => name);
  const [mirror] = mirrors;
  return active === undefined || mirror === undefined ? undefined : { active: active.name, mirror, mirrors };
}

export const serversOf = ({ stripes }: Cluster): string =>
  stripes.flatMap(({ servers }) => servers.map(({ name }) => name)).join(', ');

/** A client of the cluster with a clustered cache, or one that is declared for the purpose. */
export function applicationOf(model: Model, cluster: Cluster): Application {
  for (const client of model.clients) {
    const cache = client.caches.find(({ clustered }) => clustered);
    if (client.cluster === cluster.name && client.integrationServer === undefined && cache !== undefined)
      return { client: client.family, cache: `${client.family}.${cache.name}`, declarations: [] };
  }
  return someApplication(model, cluster, 'some-app');
}

/** A client of our own that comes back as far as its product lets it, with a cache that answers within 10 s whatever happens. */
export function someApplication(model: Model, cluster: Cluster, wanted: string): Application {
  const taken = new Set([
    ...model.clients.flatMap(({ name, family }) => [name, family]),
    ...model.clusters.flatMap(({ name, stripes }) => [
      name,
      ...stripes.flatMap((stripe) => stripe.servers.map((each) => each.name)),
    ]),
  ]);
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}-${i}`;
  const settings =
    cluster.terracotta10 === undefined
      ? ['  rejoin true', '  cache some-data { nonstop { timeout 10s } }']
      : ['  client-mode auto-create', '  read-timeout 10s  write-timeout 10s', '  cache some-data'];
  const declaration = [`client ${name} {`, `  cluster ${cluster.name}`, ...settings, '}'].join('\n');
  return { client: name, cache: `${name}.some-data`, declarations: [declaration] };
}

/** What it does all the time. */
export const work = ({ client, cache }: Application): string =>
  `every 1s ${client} put ${cache.slice(client.length + 1)}`;

/** How long one end of an edge stands still before the other gives it up; undefined when it never does. */
export function toleranceMicros(cluster: Cluster, edge: HealthCheckEdge): number | undefined {
  const micros = pausedMicros(cluster.healthCheck[edge]);
  return Number.isFinite(micros) ? micros : undefined;
}

/** A duration in the language, in whole seconds and not shorter than it is. */
export const lasting = (micros: number): string => written(roundedUp(micros));

export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
