/**
 * Which nodes have a cache in bulk-load mode: a set in the array. Whoever waits until it is empty looks again when a node
 * leaves the mode, and every 10 s, when nodes that have left the cluster are taken out of it.
 *
 * Source: Terracotta 4.3.1, BulkLoadEnabledNodesSet; Ehcache 2.10, NonStopStoreWrapper.waitUntilClusterCoherent.
 */
import type { StripeState } from './array.ts';
import type { Client } from './client.ts';

/** Between looks into the set; and between attempts of a wait that a rejoin has interrupted. */
export const COHERENCE_RETRY_MICROS = 10_000_000;

export class BulkLoaders {
  readonly #stripes: readonly StripeState[];
  /** Cache → identities of its nodes. */
  readonly #nodes = new Map<number, Map<Client, number>>();
  readonly #waiting = new Map<number, Set<() => void>>();

  constructor(stripes: readonly StripeState[]) {
    this.#stripes = stripes;
  }

  add(cache: number, client: Client): void {
    const nodes = this.#nodes.get(cache) ?? new Map<Client, number>();
    this.#nodes.set(cache, nodes.set(client, client.channels[0]?.connection ?? 0));
  }

  /** The node has left the mode: whoever waits looks again. */
  remove(cache: number, client: Client): void {
    if (this.#nodes.get(cache)?.delete(client)) for (const look of [...(this.#waiting.get(cache) ?? [])]) look();
  }

  /** Whether no node is in the mode. `again`: after a wait, when nodes that are gone no longer count. */
  isEmpty(cache: number, again: boolean): boolean {
    const nodes = this.#nodes.get(cache);
    if (nodes === undefined) return true;
    if (again) for (const [client, connection] of nodes) if (!this.#isKnown(connection)) nodes.delete(client);
    return nodes.size === 0;
  }

  /** Calls back when a node leaves the mode, until the returned function is called. */
  watch(cache: number, look: () => void): () => void {
    const waiting = this.#waiting.get(cache) ?? new Set();
    this.#waiting.set(cache, waiting.add(look));
    return () => waiting.delete(look);
  }

  #isKnown(connection: number): boolean {
    return (
      this.#stripes[0]?.servers.some(({ server, store }) => server !== undefined && store.clients.has(connection)) ??
      false
    );
  }
}
