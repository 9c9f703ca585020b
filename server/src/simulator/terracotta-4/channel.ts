/**
 * A client's connection to one stripe: finding the active, the transport handshake, restoring a dropped connection,
 * and reconnecting under the old identity.
 *
 * Source: Terracotta 4.3.1, ClientConnectionEstablisher, ClientMessageTransport, OOOConnectionWatcher,
 * DistributedObjectClient.
 */
import { type Routine, Running, sleep, wait } from '../engine/coroutine.ts';
import type { ConnectResult, Endpoint } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import { SessionEnd } from '../transport/session.ts';
import type { ServerArray, StripeState } from './array.ts';
import { TransactionBatches } from './batches.ts';
import type { ClientNode } from './client-node.ts';
import type { Message } from './messages.ts';
import type { ServerNode } from './server-node.ts';
import { FIRST_CONNECT_RETRY_MICROS, TRANSPORT_HANDSHAKE_TIMEOUT_MICROS } from './timing.ts';

export interface ChannelOwner {
  /** Every stripe has acknowledged the handshake: transactions may leave. */
  readonly running: boolean;
  /** The transport is up under an identity: time for the client handshake. */
  channelUp(channel: Channel): void;
  /** The TCP connection dropped and is being restored; nothing above the transport is told yet. */
  channelRestoring(channel: Channel): void;
  channelRestored(channel: Channel): void;
  channelDown(channel: Channel): void;
  channelRejected(channel: Channel, server: ServerNode): void;
  /** The licence lets no more clients in: it will not try again. */
  channelRefused(server: ServerNode): void;
  startRefused(): void;
  reopenFailed(isRefused: boolean): void;
  /** The first connect was tried as often as it may be. */
  connectFailed(): void;
  onMessage(channel: Channel, message: Message): void;
}

interface Established {
  readonly endpoint: Endpoint<Message>;
  readonly connection: number;
  readonly received: number;
}

/** rejected: the server does not know the identity · refused: the licence lets no more clients in · failed: anything else. */
type Failure = 'rejected' | 'refused' | 'failed';

export class Channel {
  readonly stripe: number;
  /** The client handshake was acknowledged: transactions may flow. */
  running = false;
  /** Transactions that the server has not confirmed, oldest first. */
  readonly pending = new Set<number>();
  /** Those of them that no batch has taken yet: they are kept back, or wait until there is room or the client RUNNING. */
  readonly unsent = new Set<number>();
  readonly batches: TransactionBatches;
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #node: ClientNode;
  readonly #owner: ChannelOwner;
  readonly #servers: readonly ServerNode[];
  #connection = 0;
  #server: ServerNode | undefined;
  #end: SessionEnd<Message>;
  #routine: Running | undefined;

  constructor(array: ServerArray, node: ClientNode, stripe: number, owner: ChannelOwner) {
    this.#array = array;
    this.#world = array.world;
    this.#node = node;
    this.stripe = stripe;
    this.#owner = owner;
    this.#servers = (array.stripes[stripe] as StripeState).servers;
    this.#end = new SessionEnd(array.network);
    this.batches = new TransactionBatches({
      world: array.world,
      process: node.process,
      limits: node.writeLimits,
      version: array.version,
      pending: this.pending,
      unsent: this.unsent,
      isRunning: () => owner.running,
      send: (message) => this.#end.send(message),
      slows: (batches, stops) => this.#slows(batches, stops),
    });
  }

  /** Identity under which the servers know the client; 0 before the first connection. */
  get connection(): number {
    return this.#connection;
  }

  /** The process at the other end, as far as this client knows. */
  get serverProcess(): Process | undefined {
    return this.#server?.process;
  }

  /** Row that explains why a lock that this client waits for does not come back to the server; -1 when nothing is wrong. */
  troubleWithLock(lock: number): number {
    return this.#server?.server?.service?.troubleWithLock(lock, this.#connection) ?? -1;
  }

  send(message: Message): void {
    this.#end.send(message);
  }

  /** Connected when the run begins. */
  form(server: ServerNode, connection: number): void {
    this.#server = server;
    this.#connection = connection;
    this.running = true;
    this.#array.network.connectNow(this.#node.process, server.process, (near, far) => {
      this.#attach(near, true);
      server.server?.service?.formSession(connection, this.#node.index, far);
    });
  }

  /** The first connect of a process: every server in turn, for ever. */
  open(): void {
    this.#run(this.#firstConnect());
  }

  /** A rejoin: the old identity is dropped, a new connection is opened. */
  reopen(): void {
    this.close();
    this.#connection = 0;
    this.#run(this.#reopen());
  }

  /** Ends the connection without telling anyone above; the server learns of it from the transport. */
  close(): void {
    this.#routine?.cancel();
    this.running = false;
    this.#closeEndpoint();
  }

  #run(routine: Routine): void {
    this.#routine?.cancel();
    this.#routine = new Running(routine);
  }

  *#firstConnect(): Routine {
    const { startUp, reconnectWaitIntervalMicros } = this.#node.settings;
    const retries = startUp?.maxConnectRetries ?? -1;
    // ConfigInfoFromL2Impl takes 0 for no limit as well.
    const isLimited = retries > 0;
    for (let round = 1; ; round++) {
      for (const server of this.#servers) {
        const result = yield* this.#attempt(server, 0, false);
        if (typeof result !== 'string') {
          this.#established(server, result);
          return;
        }
        if (result === 'refused') {
          this.#owner.startRefused();
          return;
        }
      }
      if (isLimited && round >= retries) {
        this.#owner.connectFailed();
        return;
      }
      const pause = isLimited ? Math.max(reconnectWaitIntervalMicros, 1_000_000) : FIRST_CONNECT_RETRY_MICROS;
      yield* sleep(this.#world, this.#node.process, pause);
    }
  }

  *#reopen(): Routine {
    for (;;) {
      let isRefused = false;
      for (const server of this.#servers) {
        const result = yield* this.#attempt(server, 0, false);
        if (typeof result !== 'string') {
          this.#established(server, result);
          return;
        }
        isRefused = result === 'refused';
        if (isRefused) break;
      }
      this.#owner.reopenFailed(isRefused);
      yield* sleep(this.#world, this.#node.process, this.#array.version.rejoinRetryMicros);
    }
  }

  /** Rounds over all servers; the one that was lost is left out of the first round when others follow it in the list. */
  *#reconnect(): Routine {
    const lost = this.#server;
    const last = this.#servers.at(-1);
    const { reconnectWaitIntervalMicros, socketConnectTimeoutMicros } = this.#node.settings;
    for (let round = 0; ; round++) {
      for (const server of this.#servers) {
        if (round === 0 && server === lost && server !== last) continue;
        if (round % 20 === 0) {
          this.#node.log(
            `Reconnect attempt ${round} of unlimited reconnect tries to ${server.name}, timeout=${socketConnectTimeoutMicros / 1000}`,
          );
        }
        const result = yield* this.#attempt(server, this.#connection, false);
        if (result === 'rejected') {
          this.#owner.channelRejected(this, server);
          return;
        }
        if (result === 'refused') {
          this.#owner.channelRefused(server);
          return;
        }
        if (result !== 'failed') {
          this.#established(server, result);
          return;
        }
        yield* sleep(this.#world, this.#node.process, reconnectWaitIntervalMicros);
      }
    }
  }

  /** The same server, the same session, for as long as l2.l1reconnect.timeout allows; the time is checked after each attempt. */
  *#restore(server: ServerNode): Routine {
    const deadline = this.#world.nowMicros + this.#array.cluster.l1Reconnect.timeoutMicros;
    while (this.#world.nowMicros <= deadline) {
      const result = yield* this.#attempt(server, this.#connection, true);
      if (result === 'rejected') {
        this.#owner.channelRejected(this, server);
        return;
      }
      if (result === 'refused') {
        this.#giveUp();
        this.#owner.channelRefused(server);
        return;
      }
      if (result !== 'failed') {
        this.#world.emit('connection-restored', this.#node.lane, server.name);
        this.#watch(result.endpoint, false);
        this.#end.resume(result.endpoint, result.received);
        this.#owner.channelRestored(this);
        return;
      }
      yield* sleep(this.#world, this.#node.process, this.#node.settings.reconnectWaitIntervalMicros);
    }
    this.#world.emit('restore-expired', this.#node.lane, server.name);
    this.#down();
  }

  *#attempt(server: ServerNode, connection: number, resumable: boolean): Routine<Established | Failure> {
    const { network } = this.#array;
    const { process, settings, index } = this.#node;
    const result = yield* wait<ConnectResult<Message>>((resume) => {
      network.connect(process, server.process, 'client', settings.socketConnectTimeoutMicros, resume);
      return undefined;
    });
    if (typeof result === 'string') return 'failed';
    const answer = yield* wait<Message | undefined>((resume) => {
      result.receiver = { onMessage: (_, message) => resume(message), onClosed: () => resume(undefined) };
      const timer = this.#world.after(process, TRANSPORT_HANDSHAKE_TIMEOUT_MICROS, () => resume(undefined));
      network.send(result, { type: 'syn', client: index, connection, resumable, received: this.#end.received });
      return () => {
        timer.cancel();
        network.close(result);
      };
    });
    if (answer?.type === 'syn-ack' && result.open) {
      return { endpoint: result, connection: answer.connection, received: answer.received };
    }
    network.close(result);
    if (answer?.type === 'syn-refused') return 'refused';
    return answer?.type === 'syn-rejected' ? 'rejected' : 'failed';
  }

  #established(server: ServerNode, { endpoint, connection }: Established): void {
    this.#server = server;
    this.#connection = connection;
    this.#end = new SessionEnd(this.#array.network);
    this.#attach(endpoint, false);
    this.#owner.channelUp(this);
  }

  #attach(endpoint: Endpoint<Message>, verified: boolean): void {
    this.#end.attach(endpoint);
    this.#watch(endpoint, verified);
  }

  #watch(endpoint: Endpoint<Message>, verified: boolean): void {
    endpoint.receiver = {
      onMessage: (at, message) => this.#onMessage(at, message),
      onClosed: (at) => this.#onClosed(at),
    };
    this.#array.checkers.watch({
      endpoint,
      settings: this.#array.cluster.healthCheck['l1-l2'],
      // The callback port of a server is the port that it serves clients on.
      port: 'client',
      verified,
      log: (text) => this.#node.log(text),
      onDead: (idleMillis) => this.#onDead(endpoint, idleMillis),
    });
  }

  #onMessage(endpoint: Endpoint<Message>, message: Message): void {
    if (this.#array.checkers.takes(endpoint, message)) return;
    this.#end.received++;
    this.#owner.onMessage(this, message);
  }

  #onClosed(endpoint: Endpoint<Message>): void {
    if (endpoint !== this.#end.endpoint) return;
    const server = this.#server as ServerNode;
    this.#array.checkers.stop(endpoint);
    this.#world.because(this.#array.network.troubleBetween(this.#node.process, server.process), () => {
      this.#world.emit('connection-lost', this.#node.lane, server.name);
      if (this.#array.cluster.l1Reconnect.enabled) {
        this.#owner.channelRestoring(this);
        this.#run(this.#restore(server));
      } else {
        this.#down();
      }
    });
  }

  /** A verdict of the health checker closes the connection by force: nothing is restored. */
  #onDead(endpoint: Endpoint<Message>, idleMillis: number): void {
    if (endpoint !== this.#end.endpoint || !endpoint.open) return;
    this.#world.emit('declared-dead', this.#node.lane, (this.#server as ServerNode).name, idleMillis);
    this.#down();
  }

  #down(): void {
    this.#giveUp();
    this.#run(this.#reconnect());
  }

  #giveUp(): void {
    this.running = false;
    this.#closeEndpoint();
    this.#owner.channelDown(this);
  }

  #slows(batches: number, stops: boolean): number {
    const server = this.#server as ServerNode;
    const { kernel } = this.#world;
    const cause = kernel.currentCause;
    let row = -1;
    this.#world.because(this.#array.network.troubleBetween(this.#node.process, server.process), () => {
      row = this.#world.emit(stops ? 'writes-stopped' : 'writes-slowed', this.#node.lane, server.name, batches);
    });
    kernel.currentCause = cause;
    return row;
  }

  #closeEndpoint(): void {
    const { endpoint } = this.#end;
    if (endpoint === undefined) return;
    this.#array.checkers.stop(endpoint);
    this.#array.network.close(endpoint);
  }
}
