import type { Cache, Client, Cluster, Model, Origin } from '../model/model.ts';
import type { OffheapResource } from '../model/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { SOURCES } from './support/sources.ts';
import { groupsOf } from './support/topology.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS333',
  slug: 'ec3-resource-mismatch',
  title: 'A client asks the servers for memory that they do not have',
  severity: 'error',
  phase: 'static',
  lines: ['10.x'],
  documentation: `## What happens

A cluster tier takes its memory from a named resource of the servers: \`clustered-dedicated 64MB from main\` from \`offheap-resources main:512MB\`, or through a
\`shared-pool\` of the client. The client that comes first creates the tier, and the servers compare what every other one asks for. Initialising the
cache manager fails when the resource does not exist, when it has not enough left, or when two clients describe the same tier differently.

## When it is reported

- A resource that the cluster does not have, where its \`offheap-resources\` are declared.
- Tiers and pools that together need more than their resource has.
- A \`clustered-shared\` pool that no client declares.
- Two clients that describe one cache, or one pool, with different memory.

## What to do

Keep one definition of the caches for all clients, and size \`offheap-resources\` for all of them.`,
  sources: [SOURCES.ehcache3Clustered, SOURCES.dynamicConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of groupsOf(model)) {
      if (cluster.terracotta10 === undefined) continue;
      const demands = clients.flatMap(demandsOf);
      yield* contradictions(demands);
      yield* unknownPools(clients);
      const resources = resourcesOf(cluster);
      if (resources !== undefined) yield* shortages(cluster, demands, resources);
    }
  },

  failing: `cluster orders {
  product terracotta 10.7
  offheap-resources main:100MB
  server s1
}

client shop {
  shared-pool pool 64MB from main
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS333
  cache sessions { clustered-dedicated 64MB from main }
  cache prices { clustered-dedicated 8MB from second }
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS333
  cache others { clustered-shared pools }
//               ^^^^^^^^^^^^^^^^^^^^^^ TCS333
}

client web {
  cache sessions { clustered-dedicated 32MB from main }
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS333
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  server s1
}

client shop {
  shared-pool pool 64MB from main
  cache sessions { clustered-dedicated 64MB from main }
  cache others { clustered-shared pool }
}

client web {
  cache sessions { clustered-dedicated 64MB from main }
}
`,
};

/** Memory that a client asks for: for a cluster tier, or for a pool. */
interface Demand {
  /** What has to be the same for all clients. */
  readonly key: string;
  readonly what: string;
  readonly client: string;
  readonly resource: string;
  readonly bytes: number;
  readonly at: Origin;
}

function demandsOf(client: Client): Demand[] {
  const pools = (client.ehcache3?.sharedPools ?? []).map(({ name, resource, bytes, at }) => ({
    key: `pool ${name}`,
    what: `the pool ${name}`,
    client: client.family,
    resource,
    bytes,
    at,
  }));
  return [...pools, ...client.caches.flatMap((cache) => demandOf(cache, client))];
}

function demandOf({ name, ehcache3, at }: Cache, { family }: Client): Demand[] {
  const resource = ehcache3?.resource;
  if (resource?.bytes === undefined || resource.shared) return [];
  const place = at.settings['clustered-dedicated'] ?? at.name;
  const what = `the cache ${name}`;
  return [{ key: `cache ${name}`, what, client: family, resource: resource.name, bytes: resource.bytes, at: place }];
}

/** Undefined where nothing is said about the memory of the servers: a scenario, or an address, that leaves it out. */
function resourcesOf({ terracotta10 }: Cluster): readonly OffheapResource[] | undefined {
  const written = terracotta10?.offheapResources ?? [];
  return written.length > 0 ? written : undefined;
}

function* contradictions(demands: readonly Demand[]): Iterable<Finding> {
  const first = new Map<string, Demand>();
  for (const demand of demands) {
    const other = first.get(demand.key);
    if (other === undefined) first.set(demand.key, demand);
    else if (other.bytes !== demand.bytes || other.resource !== demand.resource) {
      yield {
        at: demand.at,
        message: `${demand.client} and ${other.client} describe ${demand.what} differently: ${sizeText(demand)} and ${sizeText(other)}.`,
        why: 'The client that comes second is refused: its cache manager does not start.',
        help: 'Give all clients the same definition.',
        related: [{ at: other.at, message: 'the other definition' }],
      };
    }
  }
}

function* unknownPools(clients: readonly Client[]): Iterable<Finding> {
  const pools = new Set(clients.flatMap(({ ehcache3 }) => (ehcache3?.sharedPools ?? []).map(({ name }) => name)));
  for (const { caches } of clients) {
    for (const { name, ehcache3, at } of caches) {
      const resource = ehcache3?.resource;
      if (resource?.shared !== true || pools.has(resource.name)) continue;
      yield {
        at: at.settings['clustered-shared'] ?? at.name,
        message: `No client declares the pool ${resource.name} of the cache ${name}.`,
        why: 'The servers do not know the pool, and the cache manager does not start.',
        help: `Declare it: \`shared-pool ${resource.name} 64MB from main\`.`,
      };
    }
  }
}

function* shortages(
  cluster: Cluster,
  demands: readonly Demand[],
  resources: readonly OffheapResource[],
): Iterable<Finding> {
  const used = new Map<string, number>();
  const counted = new Set<string>();
  for (const demand of demands) {
    if (counted.has(demand.key)) continue;
    counted.add(demand.key);
    const resource = resources.find(({ name }) => name === demand.resource);
    if (resource === undefined) {
      yield {
        at: demand.at,
        message: `${cluster.name} has no resource ${demand.resource}; it has ${listed(resources.map(({ name }) => name))}.`,
        why: `The servers have no memory of that name for ${demand.what}: the cache manager does not start.`,
        help: `Name one that exists, or add it: \`offheap-resources ${demand.resource}:512MB\`.`,
      };
      continue;
    }
    used.set(resource.name, (used.get(resource.name) ?? 0) + demand.bytes);
  }
  for (const { name, bytes } of resources) {
    const needed = used.get(name) ?? 0;
    const [largest] = demands.filter(({ resource }) => resource === name).sort((a, b) => b.bytes - a.bytes);
    if (needed <= bytes || largest === undefined) continue;
    yield {
      at: largest.at,
      message: `The tiers and pools on ${name} need ${megabytes(needed)}, and it has ${megabytes(bytes)}.`,
      why: 'The one that is created last finds too little left, and its cache manager does not start.',
      help: `Give ${name} at least ${megabytes(needed)}, or make them smaller.`,
    };
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MB`;
const sizeText = ({ bytes, resource }: Demand): string => `${megabytes(bytes)} from ${resource}`;
