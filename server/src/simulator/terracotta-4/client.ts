/**
 * One incarnation of a client: what its cluster events say, when operations are enabled, and how it comes back: by
 * reconnecting under its old identity, by rejoining under a new one, or not at all.
 *
 * Source: Terracotta 4.3.1, ClientHandshakeManagerImpl, RejoinManagerImpl, DsoClusterImpl, ClientChannelEventController.
 */
import type { World } from '../engine/world.ts';
import type { ServerArray, StripeState } from './array.ts';
import { Calls } from './calls.ts';
import { Channel, type ChannelOwner } from './channel.ts';
import type { ClientNode } from './client-node.ts';
import { licenceText } from './connection-policy.ts';
import type { Message } from './messages.ts';
import { OrderlyStop } from './orderly-stop.ts';
import type { ServerNode } from './server-node.ts';
import { noConnection } from './start-up.ts';

export class Client implements ChannelOwner {
  readonly node: ClientNode;
  readonly channels: readonly Channel[];
  readonly calls: Calls;
  /** Managers are RUNNING: every stripe has acknowledged the handshake. */
  running = false;
  /** Between clusterOnline and clusterOffline. */
  operationsEnabled = false;
  rejoining = false;
  /** The array has acknowledged it at least once: its caches have been initialised. */
  wasOnline = false;
  /** NODE_ERROR: never again a member. */
  ejected = false;
  /** It is being stopped in order: no handshakes, no rejoin, no calls. */
  stop: OrderlyStop | undefined;
  /** Row that explains why calls wait; -1 while nothing is known to be wrong. */
  stallCause = -1;
  readonly #array: ServerArray;
  readonly #world: World;
  /** The stripe ids of the first acknowledgement: another cluster can never be joined. */
  readonly #stripeIds = new Map<number, number>();
  #identity: string;
  #lastFailureNoted = false;

  constructor(array: ServerArray, node: ClientNode) {
    this.#array = array;
    this.#world = array.world;
    this.node = node;
    this.#identity = node.name;
    this.channels = array.stripes.map((_, stripe) => new Channel(array, node, stripe, this));
    this.calls = new Calls(array, this);
  }

  /** Starts up and looks for the array. */
  open(): void {
    this.node.setState('connecting');
    for (const channel of this.channels) channel.open();
  }

  /** Connected when the run begins. */
  form(servers: readonly ServerNode[]): void {
    for (const channel of this.channels) {
      const server = servers[channel.stripe] as ServerNode;
      channel.form(server, this.#world.nextId());
      this.#stripeIds.set(channel.stripe, server.store.stripeId);
    }
    this.running = true;
    this.wasOnline = true;
    this.operationsEnabled = true;
    this.node.setState('online');
  }

  /** Stopped in order. False when its process may end at once; otherwise `ended` is called when it may. */
  lingersAtStop(ended: () => void): boolean {
    this.stop = new OrderlyStop(this.#array, this, ended);
    return this.stop.begin();
  }

  /** Its process ends in order: the servers forget it at once. */
  leave(): void {
    for (const channel of this.channels) channel.send({ type: 'close' });
  }

  ended(): void {
    this.calls.killed();
    for (const channel of this.channels) {
      channel.close();
      this.#array.ledger.drop(channel.pending, this.node.process.downCause);
    }
  }

  // ---- what the channels report

  channelUp(channel: Channel): void {
    if (this.stop !== undefined) return;
    if (!this.rejoining) this.node.setState(this.node.state === 'connecting' ? 'connecting' : 'handshaking');
    channel.send({
      type: 'handshake',
      locks: this.rejoining ? [] : this.calls.locks.held(channel.stripe),
      resent: channel.batches.promise(),
    });
  }

  channelRestoring(_channel: Channel): void {
    this.stallCause = this.#world.kernel.currentCause;
    if (this.running) this.node.setState('restoring');
  }

  channelRestored(_channel: Channel): void {
    this.stallCause = -1;
    if (!this.running) {
      this.node.setState('handshaking');
      return;
    }
    this.node.setState('online');
    this.#world.emit('resumed', this.node.lane);
  }

  channelDown(channel: Channel): void {
    this.calls.locks.disconnected(channel.stripe);
    this.#goOffline();
  }

  channelRejected(channel: Channel, server: ServerNode): void {
    this.#world.emit('reconnection-rejected', this.node.lane, server.name);
    this.node.log(
      'Reconnection rejected by L2 due to stack not found. Client will be unable to join the cluster again unless rejoin is enabled.',
    );
    channel.running = false;
    this.#goOffline();
    if (this.stop !== undefined) {
      if (!this.node.settings.rejoin) this.stop.hopeless();
      return;
    }
    if (this.rejoining) {
      // The new connection was open already, and is lost again before the rejoin is complete: once more from the start.
      this.#world.emit('rejoin-failed', this.node.lane, 'its new identity is not known either; one more is asked for');
      channel.reopen();
    } else if (this.node.settings.rejoin) {
      this.#rejoin();
    } else {
      this.#eject(
        'Reconnection was rejected from server, but rejoin is not enabled. This client will never be able to join the cluster again',
      );
    }
  }

  /** The thread that reconnects ends, and nothing starts another: not even a rejoin. */
  channelRefused(server: ServerNode): void {
    this.stallCause = this.#noteRefusal(server.name);
    this.node.log('No longer trying to reconnect.');
  }

  startRefused(): void {
    const [first] = this.#array.servers;
    this.#noteRefusal(first?.name ?? '');
    this.node.startFailed(licenceText(this.#maxClients), 'IllegalStateException');
  }

  get #maxClients(): number {
    return this.#array.cluster.maxClients ?? 0;
  }

  #noteRefusal(server: string): number {
    const row = this.#world.emit('licence-exceeded', this.node.lane, server, this.#maxClients);
    this.node.log(licenceText(this.#maxClients));
    return row;
  }

  connectFailed(): void {
    this.node.startFailed(noConnection(this.#array.servers));
  }

  reopenFailed(isRefused: boolean): void {
    this.node.log('Error during channel open');
    if (this.#lastFailureNoted) return;
    this.#lastFailureNoted = true;
    const reason = isRefused ? licenceText(this.#maxClients).slice(0, -1) : 'no active can be reached';
    this.#world.emit('rejoin-failed', this.node.lane, `${reason}; trying again and again`);
  }

  onMessage(channel: Channel, message: Message): void {
    switch (message.type) {
      case 'ack':
        this.#onAcknowledged(channel, message.stripeId);
        break;
      case 'member-left':
        this.#world.emit('nodeLeft', this.node.lane, message.name);
        break;
      case 'member-joined':
        this.#world.emit('nodeJoined', this.node.lane, message.name);
        break;
      default:
        this.calls.onMessage(channel, message);
    }
  }

  // ---- going and coming

  #goOffline(): void {
    this.running = false;
    if (this.ejected || this.rejoining) return;
    if (this.operationsEnabled) {
      this.operationsEnabled = false;
      this.#world.emit('clusterOffline', this.node.lane);
    }
    this.stallCause = this.#world.kernel.currentCause;
    this.node.setState('offline');
  }

  #onAcknowledged(channel: Channel, stripeId: number): void {
    const first = this.#stripeIds.get(channel.stripe);
    if (first !== undefined && first !== stripeId) {
      this.#world.emit('rejoin-failed', this.node.lane, 'this is a different cluster: its stripe has a new identity');
      this.#eject('Client can not join a new cluster before shutdown');
      return;
    }
    this.#stripeIds.set(channel.stripe, stripeId);
    channel.running = true;
    if (this.channels.every(({ running }) => running)) this.#allAcknowledged();
  }

  #allAcknowledged(): void {
    const { lane } = this.node;
    const { leavesBeforeRejoin } = this.#array.version;
    const rejoined = this.rejoining;
    const isNew = rejoined || !this.wasOnline;
    const old = this.#identity;
    this.rejoining = false;
    this.running = true;
    this.wasOnline = true;
    this.#resend();
    if (rejoined) {
      this.#identity = `${this.node.name}#${this.channels[0]?.connection ?? 0}`;
      this.calls.rejoined();
      this.#world.emit('local-tier-wiped', lane);
      if (!leavesBeforeRejoin) this.#world.emit('nodeLeft', lane, old);
    }
    // A node hears of its own coming first, even when its listener is added later: DsoClusterTest.
    if (isNew) this.#world.emit('nodeJoined', lane, this.#identity);
    if (!this.operationsEnabled) {
      this.operationsEnabled = true;
      this.#world.emit('clusterOnline', lane);
    }
    if (rejoined) this.#world.emit('clusterRejoined', lane, `${old} → ${this.#identity}`);
    const stalled = this.node.state !== 'connecting';
    this.node.setState('online');
    if (stalled) this.#world.emit('resumed', lane);
    this.stallCause = -1;
    this.calls.resume();
  }

  /** What was not confirmed goes first, in the order in which it was made; then what was never sent. */
  #resend(): void {
    const promised = this.channels.reduce((sum, { batches }) => sum + batches.promised, 0);
    if (promised > 0) this.#world.emit('resend', this.node.lane, '', promised);
    for (const { batches } of this.channels) batches.resend();
  }

  #rejoin(): void {
    const { lane } = this.node;
    this.rejoining = true;
    this.running = false;
    this.#lastFailureNoted = false;
    if (this.#array.version.leavesBeforeRejoin) this.#world.emit('nodeLeft', lane, this.#identity);
    const row = this.#world.emit('rejoin-started', lane);
    this.node.setState('rejoining');
    this.stallCause = row;
    this.#dropUnconfirmed(row);
    this.calls.rejoinStarted();
    for (const channel of this.channels) {
      if (channel.running) channel.send({ type: 'close' });
      channel.reopen();
    }
  }

  #dropUnconfirmed(cause: number): void {
    for (const channel of this.channels) {
      if (channel.pending.size === 0) continue;
      this.#array.ledger.drop(channel.pending, cause);
      const { name } = this.#array.stripes[channel.stripe] as StripeState;
      this.#world.emit('write-lost', this.node.lane, name, channel.pending.size);
      channel.pending.clear();
      channel.unsent.clear();
      channel.batches.clear();
    }
  }

  #eject(reason: string): void {
    this.ejected = true;
    this.rejoining = false;
    this.node.log(reason);
    this.node.setState('ejected');
    this.stallCause = this.#world.kernel.currentCause;
    this.#dropUnconfirmed(this.stallCause);
    for (const channel of this.channels) channel.close();
    this.calls.ejected();
  }
}
