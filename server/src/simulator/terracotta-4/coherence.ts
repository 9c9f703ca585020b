/**
 * waitUntilClusterCoherent: a call that returns when no node has the cache in bulk-load mode. Nonstop does not limit it, and
 * a rejoin only makes it begin again.
 *
 * Source: Ehcache 2.10, NonStopStoreWrapper; Terracotta 4.3.1, BulkLoadEnabledNodesSet.
 */
import type { World } from '../engine/world.ts';
import { type BulkLoaders, COHERENCE_RETRY_MICROS } from './bulk-loaders.ts';
import type { Call, Stage } from './call.ts';
import type { Client } from './client.ts';

export interface CoherenceHost {
  wait(call: Call, stage: Stage): void;
  proceed(call: Call): void;
  finish(call: Call): void;
}

export class Coherence {
  readonly #world: World;
  readonly #client: Client;
  readonly #loaders: BulkLoaders;
  readonly #host: CoherenceHost;
  /** Calls that have looked before. */
  readonly #waited = new WeakSet<Call>();

  constructor(world: World, client: Client, loaders: BulkLoaders, host: CoherenceHost) {
    this.#world = world;
    this.#client = client;
    this.#loaders = loaders;
    this.#host = host;
  }

  /** The array has said which nodes are in the mode. */
  answered(call: Call): void {
    const { id } = call.cache;
    if (this.#loaders.isEmpty(id, this.#waited.has(call))) {
      this.#host.finish(call);
      return;
    }
    this.#waited.add(call);
    const unwatch = this.#loaders.watch(id, () => this.#again(call));
    this.#later(call, unwatch);
  }

  /** A rejoin throws the call out of the platform, and the wrapper around it sleeps and tries again. */
  interrupted(call: Call): void {
    call.patience?.cancel();
    this.#later(call, () => {});
  }

  #later(call: Call, unwatch: () => void): void {
    this.#host.wait(call, 'coherence');
    const timer = this.#world.after(this.#client.node.process, COHERENCE_RETRY_MICROS, () => this.#again(call));
    call.patience = {
      cancel: () => {
        timer.cancel();
        unwatch();
      },
    };
  }

  #again(call: Call): void {
    call.patience?.cancel();
    call.patience = undefined;
    this.#host.proceed(call);
  }
}
