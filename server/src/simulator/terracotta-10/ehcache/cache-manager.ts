/**
 * One incarnation of a client: a cache manager with its connection, and how it comes back after the connection is
 * closed: only when an operation finds out, and without its local tiers.
 *
 * Source: ehcache3 3.10, DefaultClusteringService, ConnectionState, ReconnectingServerStoreProxy, ClusteredStore.
 */
import type { World } from '../../engine/world.ts';
import type { ServerArray, ServerPeer } from '../array.ts';
import { Connection, type ConnectionOwner } from '../clients/connection.ts';
import type { ClientMessage, InvalidatedKey, TierAnswer } from '../clients/messages.ts';
import type { ClientNode } from '../clients/node.ts';
import { Calls } from './calls.ts';
import { TierProxy } from './tier-proxy.ts';

export class CacheManager implements ConnectionOwner {
  readonly node: ClientNode;
  readonly calls: Calls;
  readonly proxies: readonly TierProxy[];
  /** The caches exist and the application can use them. */
  isInitialised = false;
  /** Row that explains why calls wait or fail; -1 while nothing is known to be wrong. */
  stallCause = -1;
  readonly #array: ServerArray;
  readonly #world: World;
  /** By the number of the cache in the cluster. */
  readonly #byId: (TierProxy | undefined)[] = [];
  #connection: Connection;
  #reconnects = 0;

  constructor(array: ServerArray, node: ClientNode) {
    this.#array = array;
    this.#world = array.world;
    this.node = node;
    this.proxies = node.caches.map((cache) => new TierProxy(cache));
    for (const proxy of this.proxies) this.#byId[proxy.cache.id] = proxy;
    this.calls = new Calls(array, this);
    this.#connection = new Connection(array, node, this);
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Connected when the run begins. */
  form(server: ServerPeer): void {
    for (const proxy of this.proxies) proxy.connection = this.#connection;
    this.isInitialised = true;
    this.node.setState('online');
    this.#connection.form(server, this.node.tiers);
  }

  open(): void {
    this.node.setState('connecting');
    this.#connection.open(this.node.ehcache3.connectionTimeoutMicros);
  }

  /** CacheManager.close: the server forgets the client at once. */
  leave(): void {
    this.#connection.send({ type: 'close' });
  }

  ended(): void {
    this.calls.killed();
    for (const { write } of this.#connection.inFlight.values()) {
      if (write >= 0) this.#array.ledger.blame(write, this.node.process.downCause);
    }
    this.#connection.close();
  }

  /** An operation finds that the connection of its cluster tier is closed: a new one is opened, unless one is already. */
  reconnect(proxy: TierProxy): void {
    if (proxy.state !== 'connected') return;
    proxy.state = 'reconnecting';
    this.node.log(`Cache ${proxy.cache.settings.name} got disconnected from cluster, reconnecting`);
    this.#goOn(proxy);
    this.#showState();
  }

  // ---- what the connection reports

  tiers(): readonly number[] {
    return this.proxies.filter(({ connection }) => connection === this.#connection).map(({ cache }) => cache.id);
  }

  invalidating(): readonly InvalidatedKey[] {
    return this.calls.invalidating();
  }

  opened(connection: Connection): void {
    if (this.isInitialised) {
      this.#reconnects++;
      this.node.log(`New connection to server is established, reconnect count is ${this.#reconnects}`);
    }
    for (const proxy of this.proxies) {
      if (!proxy.cache.settings.clustered || (this.isInitialised && proxy.state !== 'reconnecting')) continue;
      proxy.connection = connection;
      this.#fetch(proxy);
    }
    this.#checkInitialised();
  }

  openFailed(_connection: Connection, reason: string): void {
    if (!this.isInitialised) {
      this.node.failedToStart(`StateTransitionException: java.util.concurrent.TimeoutException: ${reason}`);
      return;
    }
    this.node.log('Re-connection to server failed, trying again');
    this.#connectAnew();
  }

  reconnecting(): void {
    this.stallCause = this.#world.kernel.currentCause;
    this.node.setState(this.isInitialised ? 'reconnecting' : 'connecting');
  }

  handshaking(): void {
    if (this.node.state === 'reconnecting') this.node.setState('handshaking');
  }

  resumed(connection: Connection): void {
    for (const proxy of this.proxies) if (proxy.isFetching && proxy.connection === connection) this.#fetch(proxy);
    if (this.isInitialised) this.#served();
  }

  /** The local tiers go, strong writes wait no longer, and what was in flight has failed. */
  closed(connection: Connection): void {
    const row = this.#world.emit('tier-disconnected', this.node.lane);
    this.stallCause = row;
    if (!this.isInitialised) {
      this.node.failedToStart('ConnectionClosedException: connection delared dead');
      return;
    }
    this.node.setState('disconnected');
    for (const proxy of this.proxies) {
      if (!proxy.cache.settings.clustered) continue;
      this.node.log(`Cluster tier for cache ${proxy.cache.settings.name} disconnected`);
      proxy.local.clear();
      proxy.isFetching = false;
    }
    for (const { write } of connection.inFlight.values()) if (write >= 0) this.#array.ledger.blame(write, row);
    this.calls.connectionClosed();
    // Who was on the way back goes on trying.
    for (const proxy of this.proxies) if (proxy.state === 'reconnecting') this.#goOn(proxy);
    this.#showState();
  }

  onMessage(connection: Connection, message: ClientMessage): void {
    switch (message.type) {
      case 'complete':
      case 'retired':
        if (message.type === 'retired') connection.inFlight.delete(message.transaction);
        this.calls.answered(message.transaction, message.result, message.invalidates);
        break;
      case 'invalidate':
        this.#byId[message.cache]?.drop(message.key);
        connection.send({ type: 'invalidated', id: message.id });
        break;
      case 'invalidation-done': {
        const proxy = this.#byId[message.cache];
        if (proxy !== undefined) this.calls.invalidationDone(proxy, message.key);
        break;
      }
      case 'tier':
        this.#onTier(connection, message.cache, message.answer);
        break;
      default:
        break;
    }
  }

  // ---- coming back

  #goOn(proxy: TierProxy): void {
    if (this.#connection.isClosed) {
      this.#connectAnew();
    } else if (this.#connection.isReady) {
      proxy.connection = this.#connection;
      this.#fetch(proxy);
    }
  }

  #connectAnew(): void {
    this.#connection = new Connection(this.#array, this.node, this);
    this.#connection.open(this.node.ehcache3.connectionTimeoutMicros);
  }

  /** The first time a cache may create what it needs; when it comes back only in the mode that says so. */
  #fetch(proxy: TierProxy): void {
    const { clientMode } = this.node.ehcache3;
    const again = clientMode === 'auto-create-on-reconnect';
    proxy.isFetching = true;
    this.#connection.send({
      type: 'open-tier',
      cache: proxy.cache.id,
      createsManager: this.isInitialised ? again : clientMode !== 'expecting',
      createsTier: this.isInitialised ? again : true,
    });
  }

  #onTier(connection: Connection, cache: number, answer: TierAnswer): void {
    const proxy = this.#byId[cache];
    if (proxy === undefined || !proxy.isFetching || proxy.connection !== connection) return;
    proxy.isFetching = false;
    const manager = `The cluster tier manager '${this.#array.cluster.name}' does not exist. Please review your configuration.`;
    if (!this.isInitialised) {
      if (answer === 'ok') this.#checkInitialised();
      else this.node.failedToStart(`StateTransitionException: java.lang.IllegalStateException: ${manager}`);
      return;
    }
    const { name } = proxy.cache.settings;
    if (answer === 'ok') {
      proxy.state = 'connected';
      this.node.log(`Cache ${name} got reconnected to cluster`);
      this.#world.emit('tier-reconnected', this.node.lane, name);
    } else if (answer === 'no-manager') {
      proxy.state = 'stuck';
      this.stallCause = this.#world.emit('tier-failed', this.node.lane, `${name}: IllegalStateException: ${manager}`);
    } else {
      proxy.state = 'failed';
      this.node.log(`Cache ${name} failed reconnecting to cluster (failure is perpetual)`);
      const text = `PerpetualCachePersistenceException: Cluster tier proxy '${name}' for entity '${this.#array.cluster.name}' does not exist.`;
      this.stallCause = this.#world.emit('tier-failed', this.node.lane, `${name}: ${text}`);
    }
    this.#served();
  }

  /** Whether the application can work again depends on all of its caches. */
  #served(): void {
    this.#showState();
    if (this.node.state !== 'online') return;
    this.#world.emit('resumed', this.node.lane);
    this.stallCause = -1;
  }

  #checkInitialised(): void {
    if (this.isInitialised || this.proxies.some(({ isFetching }) => isFetching)) return;
    this.isInitialised = true;
    this.node.setState('online');
  }

  /** A client is as well as the worst of its caches. */
  #showState(): void {
    const states = this.proxies.map(({ state }) => state);
    if (states.includes('failed')) this.node.setState('tier-failed');
    else if (states.includes('stuck')) this.node.setState('stuck');
    else if (states.includes('reconnecting')) this.node.setState('reopening');
    else if (this.#connection.isClosed) this.node.setState('disconnected');
    else this.node.setState('online');
  }
}
