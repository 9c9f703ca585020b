/** A client as the scenario handles it: one cache manager in a JVM that runs or does not. */
import type { Cache, Client as ClientSettings } from '../../../model/model.ts';
import type { Ehcache3Cache, Ehcache3Client } from '../../../model/terracotta10.ts';
import { CLIENT_STATE, type ClientStateName } from '../../../trace/codes.ts';
import type { CallRequest } from '../../actions/index.ts';
import type { Process } from '../../engine/process.ts';
import type { ScenarioNode } from '../../node.ts';
import type { ServerArray, ServerPeer } from '../array.ts';
import { CacheManager } from '../ehcache/cache-manager.ts';
import { ASSUMPTIONS, BOOT_MICROS } from './timing.ts';

/** A cache of a client, with what the cluster knows it by. */
export interface NodeCache {
  /** The same name is the same cluster tier for every client of the cluster. */
  readonly id: number;
  readonly settings: Cache;
  readonly ehcache3: Ehcache3Cache;
  readonly lane: number;
}

export class ClientNode implements ScenarioNode {
  readonly kind = 'client';
  readonly name: string;
  readonly index: number;
  readonly lane: number;
  readonly process: Process;
  readonly settings: ClientSettings;
  readonly ehcache3: Ehcache3Client;
  readonly caches: readonly NodeCache[];
  /** Undefined while the JVM is down or booting, or after the cache manager could not be opened. */
  manager: CacheManager | undefined;
  readonly #array: ServerArray;
  readonly #cacheOf = new Map<number, NodeCache>();
  #state: ClientStateName | undefined;

  constructor(
    array: ServerArray,
    settings: ClientSettings,
    ehcache3: Ehcache3Client,
    lane: number,
    process: Process,
    caches: readonly NodeCache[],
  ) {
    this.#array = array;
    this.settings = settings;
    this.ehcache3 = ehcache3;
    this.name = settings.name;
    this.index = array.clients.length;
    this.lane = lane;
    this.process = process;
    this.caches = caches;
    for (const cache of caches) this.#cacheOf.set(cache.id, cache);
  }

  get state(): ClientStateName | undefined {
    return this.#state;
  }

  setState(state: ClientStateName): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#array.world.emit('state', this.lane, state, CLIENT_STATE[state]);
  }

  /** Cluster tiers that this client uses. */
  get tiers(): readonly number[] {
    return this.caches.filter(({ settings }) => settings.clustered).map(({ id }) => id);
  }

  isStrong(cache: number): boolean {
    return this.#cacheOf.get(cache)?.settings.consistency === 'strong';
  }

  /** In a strong cache everybody confirms; in an eventual one it matters only where there is a local tier. */
  mustDropCopies(cache: number): boolean {
    const settings = this.#cacheOf.get(cache)?.settings;
    return settings !== undefined && (settings.consistency === 'strong' || settings.localCacheEnabled);
  }

  /** In place and connected when the run begins; still looking for an active when there is none. */
  formed(active: ServerPeer | undefined): void {
    if (!this.process.running) this.process.start();
    this.#launch();
    if (active === undefined) this.manager?.open();
    else this.manager?.form(active);
  }

  start(_losingData: boolean): void {
    const { world } = this.#array;
    world.recorder.assume(ASSUMPTIONS.boot);
    if (!this.process.running) this.process.start();
    this.setState('connecting');
    world.after(this.process, BOOT_MICROS, () => {
      this.#launch();
      this.manager?.open();
    });
  }

  promote(): void {}

  prepareStop(): void {
    this.manager?.leave();
  }

  died(): void {
    this.manager?.ended();
    this.manager = undefined;
    this.setState('down');
  }

  /** The cache manager could not be opened: the application has no caches. */
  failedToStart(reason: string): void {
    this.log(reason);
    this.#array.world.emit('start-up-failed', this.lane, reason);
    this.manager?.ended();
    this.manager = undefined;
    this.setState('down');
  }

  /** Makes one call; its `done` runs when it returned. False when there is no application to make it. */
  operate(request: CallRequest): boolean {
    const { manager } = this;
    if (manager === undefined || !manager.isInitialised || this.process.paused) return false;
    manager.calls.start(request);
    return true;
  }

  /** Returns the row of the line. It causes nothing. */
  log(text: string): number {
    const { world } = this.#array;
    const cause = world.kernel.currentCause;
    const row = world.emit('log', this.lane, text);
    world.kernel.currentCause = cause;
    return row;
  }

  #launch(): void {
    // Servers of the oldest releases knock here when a client is silent.
    if (this.settings.callbackPort >= 0) this.#array.network.listen(this.process, 'callback', () => {});
    this.manager = new CacheManager(this.#array, this);
  }
}
