/**
 * An Integration Server node as the scenario handles it: a process with a Terracotta client inside, which decides by
 * itself when the client starts and whether requests are taken.
 *
 * Sources: Integration Server, "About Action on Startup Error Options"; Integration Server Clustering Guide, "IS Cannot
 * Download the tc-config.xml File", "IS Cannot Connect to the Servers in the tc-config.xml File".
 */

import type { Cache, IntegrationServer } from '../../model/model.ts';
import { isSystemCache } from '../../model/systemCaches.ts';
import { OPERATION, OUTCOME } from '../../trace/codes.ts';
import type { CacheChange, CallRequest } from '../actions/index.ts';
import type { Network } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { ScenarioNode } from '../node.ts';
import type { Client } from '../terracotta-4/client.ts';
import type { ClientNode } from '../terracotta-4/client-node.ts';
import type { Message } from '../terracotta-4/messages.ts';
import type { ServerNode } from '../terracotta-4/server-node.ts';
import { awaitConfiguration, NO_CONFIGURATION, troubleWith } from '../terracotta-4/start-up.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { CacheManager } from './cache-manager.ts';

/** What becomes of a request that arrives. */
export type Readiness = 'down' | 'starting' | 'serving' | 'stand-alone' | 'quiesced';

export class IntegrationServerNode implements ScenarioNode {
  readonly kind = 'client';
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  readonly settings: IntegrationServer;
  /** The Terracotta client inside. */
  readonly inner: ClientNode;
  /** Of its array. */
  readonly servers: readonly ServerNode[];
  /** Requests show here, like the calls of a cache. */
  readonly requestsLane: number;
  #offlineCause = -1;
  #offlineMicros = Number.POSITIVE_INFINITY;
  #readiness: Readiness = 'down';
  readonly #cacheManager: CacheManager;
  /** The cache manager did not start: the caches that have none, and the row of the event by which. */
  #without: { readonly caches: ReadonlySet<string>; readonly row: number } | undefined;
  readonly #world: World;
  readonly #network: Network<Message>;
  readonly #onDeath: (node: IntegrationServerNode) => void;

  constructor(
    world: World,
    network: Network<Message>,
    inner: ClientNode,
    settings: IntegrationServer,
    servers: readonly ServerNode[],
    onDeath: (node: IntegrationServerNode) => void,
  ) {
    this.#world = world;
    this.#network = network;
    this.inner = inner;
    this.name = inner.name;
    this.lane = inner.lane;
    this.process = inner.process;
    this.settings = settings;
    this.requestsLane = inner.cacheLanes.get('requests') as number;
    this.servers = servers;
    this.#cacheManager = new CacheManager(this.#publicCaches);
    this.#onDeath = onDeath;
    inner.onStartFailed = (reason) => {
      world.recorder.assume(ASSUMPTIONS.retries);
      this.#giveUp(reason);
    };
    if (inner.client !== undefined) this.#readiness = inner.state === 'online' ? 'serving' : 'starting';
  }

  get client(): Client | undefined {
    return this.inner.client;
  }

  get readiness(): Readiness {
    return this.process.running ? this.#readiness : 'down';
  }

  /** The node takes part in the cluster, as far as it knows. */
  get isConnected(): boolean {
    const { client } = this;
    return client?.operationsEnabled === true && !client.rejoining;
  }

  get #publicCaches(): readonly Cache[] {
    return this.inner.settings.caches.filter(({ name, clustered }) => clustered && !isSystemCache(name));
  }

  /** Somebody changes a parameter of a cache in the Administrator. */
  change(action: CacheChange): void {
    const isRunning = this.client !== undefined && this.#without === undefined;
    if (isRunning) this.#world.recorder.assume(ASSUMPTIONS.cacheChange);
    this.#cacheManager.change(action, isRunning, this.#world.kernel.currentCause);
  }

  /** Row of the event by which a cache has no cache manager; -1 where it has one, or is a local one. */
  lackCause(cache: string): number {
    return this.client !== undefined && this.#without?.caches.has(cache) === true ? this.#without.row : -1;
  }

  /** True when the call is over at once, because the cache has no cache manager. */
  refuses({ cache, operation, key, source, done }: CallRequest): boolean {
    const cause = this.lackCause(cache);
    const lane = this.inner.cacheLanes.get(cache);
    if (cause < 0 || lane === undefined || this.process.paused) return false;
    const { recorder, nowMicros } = this.#world;
    const detail = `ServiceException: the cache manager of ${cache} is not started`;
    const row = recorder.startCall(nowMicros, lane, OPERATION[operation], key, source);
    recorder.endCall(row, nowMicros, OUTCOME.exception, recorder.intern(detail), cause);
    done('exception', detail, cause);
    return true;
  }

  /** The client inside is online: start-up is over, or the array is back. */
  online(): void {
    if (this.#readiness === 'starting') this.#startCacheManager();
    this.#readiness = 'serving';
    this.#offlineCause = -1;
    this.#offlineMicros = Number.POSITIVE_INFINITY;
  }

  /** The node learns that it has lost the array; `cause` is the row of that event. */
  offline(cause: number): void {
    this.#offlineCause = cause;
    this.#offlineMicros = this.#world.nowMicros;
  }

  /** Row of the event by which the array was lost; -1 while it is there. */
  get offlineCause(): number {
    return this.#offlineCause;
  }

  /** Since when; infinity while the array is there. */
  get offlineMicros(): number {
    return this.#offlineMicros;
  }

  start(_losingData: boolean): void {
    const { process, inner } = this;
    if (!process.running) process.start();
    this.#world.recorder.assume(ASSUMPTIONS.startUp);
    this.#readiness = 'starting';
    this.#without = undefined;
    inner.settings = { ...inner.settings, caches: this.#cacheManager.configured(inner.settings.caches) };
    inner.setState('connecting');
    awaitConfiguration(
      this.#world,
      this.#network,
      process,
      this.servers,
      this.settings.connectTimeoutMicros,
      (found) => {
        if (found) inner.startConfigured();
        else
          this.#world.because(troubleWith(this.#network, process, this.servers), () => this.#giveUp(NO_CONFIGURATION));
      },
    );
  }

  promote(): void {}

  lingersAtStop(ended: () => void): boolean {
    return this.inner.lingersAtStop(ended);
  }

  prepareStop(): void {
    this.inner.prepareStop();
  }

  died(): void {
    this.#readiness = 'down';
    this.#onDeath(this);
    this.inner.died();
  }

  #startCacheManager(): void {
    const { mismatch } = this.#cacheManager;
    if (mismatch === undefined) return;
    const { recorder } = this.#world;
    recorder.assume(ASSUMPTIONS.cacheManager);
    const { name, cache, written, cause } = mismatch;
    const reason = `${name} of ${cache} was changed to ${written} while it was shut down`;
    this.#world.because(cause, () => {
      const row = this.#world.emit('cache-manager-failed', this.lane, reason);
      this.inner.log(`server log: the cache manager of ${cache} does not start: ${reason}`);
      this.#without = { caches: new Set(this.#publicCaches.map(({ name }) => name)), row };
    });
  }

  #giveUp(reason: string): void {
    const { inner, settings } = this;
    inner.log(`server log: ${reason}; Action on Startup Error: ${settings.actionOnStartupError}`);
    const row = this.#world.emit('start-up-failed', this.lane, reason);
    this.offline(row);
    switch (settings.actionOnStartupError) {
      case 'stand-alone':
        this.#readiness = 'stand-alone';
        inner.setState('stand-alone');
        break;
      case 'quiesce':
        this.#readiness = 'quiesced';
        inner.setState('quiesced');
        break;
      case 'shut-down':
        this.#network.processDied(this.process);
        this.process.die(row);
        this.died();
        break;
    }
  }
}
