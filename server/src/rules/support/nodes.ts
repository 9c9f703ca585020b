/** The nodes of a topology by name. Built once for all scenarios that share it, because most do. */
import type { Client, Cluster, Scenario, Server, Stripe } from '../../model/model.ts';

export interface ServerPlace {
  readonly server: Server;
  readonly stripe: Stripe;
  readonly cluster: Cluster;
}

export interface ClientPlace {
  readonly client: Client;
  readonly cluster: Cluster;
}

export interface NodeIndex {
  readonly servers: ReadonlyMap<string, ServerPlace>;
  readonly clients: ReadonlyMap<string, ClientPlace>;
  /** By cluster name. */
  readonly members: ReadonlyMap<string, readonly Client[]>;
  /** Names of the nodes on a host: they share its power. */
  readonly onHost: (host: string) => readonly string[];
}

type Topology = Pick<Scenario, 'clusters' | 'clients'>;

const known = new WeakMap<readonly Client[], { readonly clusters: readonly Cluster[]; readonly index: NodeIndex }>();

export function nodesOf(topology: Topology): NodeIndex {
  const last = known.get(topology.clients);
  if (last !== undefined && last.clusters === topology.clusters) return last.index;
  const index = build(topology);
  known.set(topology.clients, { clusters: topology.clusters, index });
  return index;
}

function build(topology: Topology): NodeIndex {
  const servers = new Map<string, ServerPlace>();
  const byName = new Map<string, Cluster>();
  for (const cluster of topology.clusters) {
    byName.set(cluster.name, cluster);
    for (const stripe of cluster.stripes) {
      for (const server of stripe.servers) servers.set(server.name, { server, stripe, cluster });
    }
  }
  const clients = new Map<string, ClientPlace>();
  for (const client of topology.clients) {
    const cluster = byName.get(client.cluster);
    if (cluster !== undefined) clients.set(client.name, { client, cluster });
  }
  let hosts: Map<string, string[]> | undefined;
  const onHost = (host: string): readonly string[] => {
    hosts ??= Map.groupBy(
      [...servers.keys(), ...clients.keys()],
      (name) => servers.get(name)?.server.host ?? clients.get(name)?.client.host ?? name,
    );
    return hosts.get(host) ?? [];
  };
  return { servers, clients, members: Map.groupBy(topology.clients, (client) => client.cluster), onHost };
}
