/** The Integration Server nodes that rules look at. */
import type { Client, IntegrationServer, Model } from '../../model/model.ts';
import { clientsOf } from './topology.ts';

export interface Node {
  readonly client: Client;
  readonly settings: IntegrationServer;
  /** Nodes that are declared together: `integration-server is1, is2`. */
  readonly names: readonly string[];
}

/** Every node, as declared and as scenarios change it; those of one declaration once. */
export function integrationServersOf(model: Model): readonly Node[] {
  const found = new Map<string, { client: Client; settings: IntegrationServer; names: string[] }>();
  for (const { client } of clientsOf(model)) {
    const settings = client.integrationServer;
    if (settings === undefined) continue;
    const { file, start } = client.at.self;
    const id = JSON.stringify([file, start, client.cluster, settings, client.at.settings]);
    const known = found.get(id);
    if (known === undefined) found.set(id, { client, settings, names: [client.name] });
    else known.names.push(client.name);
  }
  return [...found.values()];
}

/** Nodes with the same cluster name on the same array form one cluster. */
export const isSameCluster = (a: Node, b: Node): boolean =>
  a.client.cluster === b.client.cluster && a.settings.clusterName === b.settings.clusterName;
