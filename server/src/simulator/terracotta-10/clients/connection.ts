/**
 * A client's connection to the stripe, under one identity: the handshakes, the messages in flight, the lease, and coming
 * back when TCP is lost. Once it is closed it stays closed; who wants to go on opens another.
 *
 * Source: terracotta-core 5.x, ClientHandshakeManagerImpl, ClientEntityManagerImpl.
 */
import type { Endpoint } from '../../engine/network.ts';
import type { Timer, World } from '../../engine/world.ts';
import type { ServerArray, ServerPeer } from '../array.ts';
import type { Message } from '../messages.ts';
import { ConnectionEstablisher, type Established } from './connection-establisher.ts';
import { LeaseMaintainer } from './lease-maintainer.ts';
import type { ClientMessage, InvalidatedKey, Invocation } from './messages.ts';
import type { ClientNode } from './node.ts';
import type { ServerClients } from './server-clients.ts';

export interface ConnectionOwner {
  /** It has its first lease. */
  opened(connection: Connection): void;
  openFailed(connection: Connection, reason: string): void;
  /** TCP is lost; the old identity is being taken to whoever is active. */
  reconnecting(connection: Connection): void;
  /** At the active, and waiting for its window to end. */
  handshaking(connection: Connection): void;
  /** Served again, under the same identity. */
  resumed(connection: Connection): void;
  /** Over for good: everything in flight is lost with it. */
  closed(connection: Connection): void;
  tiers(): readonly number[];
  invalidating(): readonly InvalidatedKey[];
  onMessage(connection: Connection, message: ClientMessage): void;
}

export class Connection {
  /** Messages that have not retired, by transaction, ascending. */
  readonly inFlight = new Map<number, Invocation>();
  isClosed = false;
  /** Acknowledged by an active: messages go out at once. */
  isOpen = false;
  /** It has had a lease: Ehcache may use it. */
  isReady = false;
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #node: ClientNode;
  readonly #owner: ConnectionOwner;
  readonly #establisher: ConnectionEstablisher;
  readonly #lease: LeaseMaintainer;
  #id = 0;
  #cluster = 0;
  #server: ServerPeer | undefined;
  #endpoint: Endpoint<Message> | undefined;
  #openTimer: Timer | undefined;
  /** An active has acknowledged it: from now on there is an identity to keep. */
  #everOpened = false;
  #lastTransaction = 0;
  #oldest = 1;
  /** Messages up to this one have been sent at least once. */
  #lastSent = 0;

  constructor(array: ServerArray, node: ClientNode, owner: ConnectionOwner) {
    this.#array = array;
    this.#world = array.world;
    this.#node = node;
    this.#owner = owner;
    this.#establisher = new ConnectionEstablisher(array, node, {
      identity: () => ({ connection: this.#id, cluster: this.#cluster }),
      established: (server, answer) => this.#established(server, answer),
      rejected: (server) => this.#rejected(server),
    });
    this.#lease = new LeaseMaintainer(array.world, node.process, {
      request: (sequence) => this.#transmit({ type: 'lease-request', sequence }),
      granted: (lengthMicros) => this.#leaseGranted(lengthMicros),
      expired: () => this.#leaseExpired(),
    });
  }

  /** The process at the other end, as far as the client knows. */
  get server(): ServerPeer | undefined {
    return this.#server;
  }

  /** Connected when the run begins, with a lease that was renewed just now. */
  form(server: ServerPeer, tiers: readonly number[]): void {
    this.#server = server;
    const serverSide = server.clientSide as ServerClients;
    this.#array.network.connectNow(this.#node.process, server.process, (near, far) => {
      this.#id = serverSide.formSession(this.#node, far, tiers);
      this.#cluster = serverSide.state.cluster;
      this.#attach(near, true);
    });
    this.isOpen = true;
    this.isReady = true;
    this.#everOpened = true;
    this.#lease.start();
  }

  /** Looks for an active, until there is one and it has given a lease, or the time is over. */
  open(timeoutMicros: number): void {
    if (timeoutMicros > 0) {
      this.#openTimer = this.#world.after(this.#node.process, timeoutMicros, () => {
        const millis = timeoutMicros / 1000;
        this.#failToOpen(
          this.isOpen
            ? 'Unable to acquire lease for connection before connection timeout'
            : `connection timeout in ${millis}`,
        );
      });
    }
    this.#establisher.connect();
  }

  /** The number of the message that is made next. */
  get nextTransaction(): number {
    return this.#lastTransaction + 1;
  }

  /** The oldest message in flight, or the next one when there is none. */
  get oldestTransaction(): number {
    while (this.#oldest <= this.#lastTransaction && !this.inFlight.has(this.#oldest)) this.#oldest++;
    return this.#oldest;
  }

  /** Takes a message on its way: at once when the connection is open, otherwise when it is open again. */
  invoke(invocation: Invocation): void {
    const { transaction } = invocation;
    this.#lastTransaction = transaction;
    this.inFlight.set(transaction, invocation);
    if (!this.isOpen) return;
    this.#lastSent = transaction;
    this.#transmit(invocation);
  }

  /** Anything that is not kept in flight; lost when the connection is. */
  send(message: ClientMessage): void {
    if (this.isOpen) this.#transmit(message);
  }

  /** Ends it from this side. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.isOpen = false;
    this.#openTimer?.cancel();
    this.#establisher.cancel();
    this.#lease.stop();
    this.#dropEndpoint();
  }

  #transmit(message: ClientMessage): void {
    if (this.#endpoint !== undefined) this.#array.network.send(this.#endpoint, message);
  }

  #established(server: ServerPeer, { endpoint, connection, cluster }: Established): void {
    this.#server = server;
    this.#id = connection;
    this.#cluster = cluster;
    this.#attach(endpoint, false);
    this.#lease.reconnecting();
    this.#owner.handshaking(this);
    this.#transmit({
      type: 'handshake',
      resent: [...this.inFlight.values()].filter(({ transaction }) => transaction <= this.#lastSent),
      tiers: this.#owner.tiers(),
      invalidating: this.#owner.invalidating(),
      leaseSequence: this.#lease.sequence,
    });
  }

  #attach(endpoint: Endpoint<Message>, verified: boolean): void {
    this.#endpoint = endpoint;
    endpoint.receiver = {
      onMessage: (at, message) => this.#onMessage(at, message),
      onClosed: (at) => this.#onLost(at),
    };
    this.#array.checkers.watch({
      endpoint,
      settings: this.#array.cluster.healthCheck['l1-l2'],
      port: 'client',
      verified,
      log: (text) => this.#node.log(text),
      onDead: (idleMillis) => {
        if (endpoint !== this.#endpoint || !endpoint.open) return;
        this.#world.emit('declared-dead', this.#node.lane, (this.#server as ServerPeer).name, idleMillis);
        this.#down();
      },
    });
  }

  // ---- while it lasts

  #onMessage(endpoint: Endpoint<Message>, message: Message): void {
    if (this.#array.checkers.takes(endpoint, message)) return;
    switch (message.type) {
      case 'ack':
        this.#onAcknowledged();
        break;
      case 'lease':
        this.#lease.answered(message.sequence, message.lengthMicros);
        break;
      case 'syn-rejected':
        this.#rejected(this.#server as ServerPeer);
        break;
      default:
        this.#owner.onMessage(this, message as ClientMessage);
    }
  }

  /** What was in flight has been sent with the handshake; what came meanwhile goes now. */
  #onAcknowledged(): void {
    const isNew = !this.#everOpened;
    this.isOpen = true;
    this.#everOpened = true;
    for (const [transaction, invocation] of this.inFlight) {
      if (transaction <= this.#lastSent) continue;
      this.#lastSent = transaction;
      this.#transmit(invocation);
    }
    this.#lease.reconnected();
    if (!isNew) this.#owner.resumed(this);
  }

  #leaseGranted(lengthMicros: number): void {
    this.#world.emit('lease-granted', this.#node.lane, this.#server?.name, Math.round(lengthMicros / 1000));
    if (this.isReady) return;
    this.isReady = true;
    this.#openTimer?.cancel();
    this.#owner.opened(this);
  }

  #leaseExpired(): void {
    const server = this.#server?.name ?? '';
    const { process } = this.#node;
    const trouble = this.#server === undefined ? -1 : this.#array.network.troubleBetween(process, this.#server.process);
    this.#world.because(trouble, () => {
      this.#node.log(`Lease lost, so closing connection to server: ${server}`);
      this.#world.emit('lease-expired', this.#node.lane, this.#node.name);
      this.#end();
    });
  }

  #rejected(server: ServerPeer): void {
    this.#world.emit('reconnection-rejected', this.#node.lane, server.name);
    this.#node.log(`Reconnection rejected by L2, no more trying to reconnect - ${server.name}`);
    this.#node.log('Reconnection was rejected from server. This client will never be able to join the cluster again.');
    this.#node.log('shutting down due to TRANSPORT_RECONNECTION_REJECTED');
    if (this.#everOpened) this.#end();
    else this.#failToOpen('the server did not accept the connection');
  }

  #end(): void {
    this.close();
    this.#owner.closed(this);
  }

  #failToOpen(reason: string): void {
    this.close();
    this.#owner.openFailed(this, reason);
  }

  #onLost(endpoint: Endpoint<Message>): void {
    if (endpoint !== this.#endpoint) return;
    const server = this.#server as ServerPeer;
    this.#world.because(this.#array.network.troubleBetween(this.#node.process, server.process), () => {
      this.#world.emit('connection-lost', this.#node.lane, server.name);
      this.#down();
    });
  }

  #down(): void {
    this.isOpen = false;
    this.#dropEndpoint();
    if (this.#everOpened) {
      this.#lease.interrupted();
      this.#owner.reconnecting(this);
      this.#node.log('async reconnect initiated');
      this.#establisher.reconnect(this.#server);
    } else {
      this.#id = 0;
      this.#establisher.connect();
    }
  }

  #dropEndpoint(): void {
    if (this.#endpoint === undefined) return;
    this.#array.checkers.stop(this.#endpoint);
    this.#array.network.close(this.#endpoint);
    this.#endpoint = undefined;
  }
}
