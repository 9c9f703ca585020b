/** One cache of a cache manager: its way to the cluster tier, its local tier, its strong writes. */

import type { Connection } from '../clients/connection.ts';
import type { NodeCache } from '../clients/node.ts';
import { Latches } from './latches.ts';

/**
 * reconnecting: an operation found the connection closed, and a new one is being opened · stuck: that ended with an
 * exception that nobody handles · failed: the cluster tier is gone for good.
 * Source: ehcache3 3.10, ReconnectingServerStoreProxy.
 */
export type ProxyState = 'connected' | 'reconnecting' | 'stuck' | 'failed';

export class TierProxy {
  readonly cache: NodeCache;
  state: ProxyState = 'connected';
  /** The connection on which the cluster tier was fetched. */
  connection: Connection | undefined;
  /** The tier is being fetched over `connection`. */
  isFetching = false;
  /** Key → row of the write that set the value: the heap or off-heap tier of this JVM. */
  readonly local = new Map<number, number>();
  readonly latches = new Latches();
  /** The next error about an inconsistent key is logged from then on; those before are suppressed. */
  quietUntilMicros = 0;

  constructor(cache: NodeCache) {
    this.cache = cache;
  }

  get isStrong(): boolean {
    return this.cache.settings.consistency === 'strong';
  }

  drop(key: number): void {
    if (key < 0) this.local.clear();
    else this.local.delete(key);
  }
}
