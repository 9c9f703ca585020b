/**
 * Bulk-load mode of a client: its writes stay in the JVM, and a thread sends them on every 600 ms. Callers are told success
 * before anything has left; what has not been sent when a rejoin begins is gone.
 *
 * Source: Terracotta 4.3.1, LocalBufferedMap and BulkLoadToolkitCache; toolkit.bulkload.throttle.timeInmillis of tc.properties.
 */
import type { World } from '../engine/world.ts';
import type { CacheState } from './call.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';

const FLUSH_MICROS = 600_000;

export class BulkLoad {
  readonly #world: World;
  readonly #client: Client;
  readonly #caches = new Set<CacheState>();
  #flushIsDue = false;

  constructor(world: World, client: Client) {
    this.#world = world;
    this.#client = client;
  }

  isOn(cache: CacheState): boolean {
    return this.#caches.has(cache);
  }

  /** The node has left the mode, after what it held back is on its way; or has entered it. */
  set(cache: CacheState, coherent: boolean): void {
    if (!coherent) this.#caches.add(cache);
    else this.#caches.delete(cache);
  }

  /** Keeps a write back. */
  hold(channel: Channel, write: number): void {
    channel.unsent.add(write);
    if (this.#flushIsDue) return;
    this.#flushIsDue = true;
    this.#world.after(this.#client.node.process, FLUSH_MICROS, () => {
      this.#flushIsDue = false;
      this.flush();
    });
  }

  /** Sends what was kept back. While the client is not RUNNING it stays, and goes out with the reconnection. */
  flush(): void {
    if (!this.#client.running) return;
    for (const channel of this.#client.channels) {
      if (channel.unsent.size === 0) continue;
      channel.send({ type: 'transactions', writes: [...channel.unsent], resent: false });
      channel.unsent.clear();
    }
  }
}
