/**
 * One incarnation of a server: its place in the group, its state, elections, passive sync, zaps.
 * Source: Terracotta 4.3.1, StateManagerImpl, L2HACoordinator, ReplicatedObjectManagerImpl, L2HAZapNodeRequestProcessor.
 */

import { settingsWarnings } from '../../model/settingsCheck.ts';
import { Group } from '../transport/group.ts';
import type { ServerArray } from './array.ts';
import { ClientService } from './client-service.ts';
import { Election } from './election.ts';
import type { Message, ZapKind } from './messages.ts';
import { Relay } from './relay.ts';
import type { ServerNode } from './server-node.ts';
import type { Store } from './store.ts';
import {
  ASSUMPTIONS,
  GROUP_HANDSHAKE_TIMEOUT_MICROS,
  SYNC_BASE_MICROS,
  SYNC_BATCH_MICROS,
  SYNC_BATCH_OBJECTS,
  ZAP_EXIT_MICROS,
} from './timing.ts';
import { compareWeights, type Weights } from './weights.ts';

/** l1.socket.connect.timeout and l1.socket.reconnect.waitInterval serve the server group too. */
const GROUP_CONNECT_TIMEOUT_MICROS = 10_000_000;
const GROUP_RECONNECT_WAIT_MICROS = 1_000_000;

/** L2HAZapNodeRequestProcessor 4.3.1. */
const ZAP_TEXTS: Readonly<Record<ZapKind, string>> = {
  'split-brain': 'Two or more Active servers detected in the cluster',
  'dirty-database': 'Newly Joined Node Contains dirty database.',
  'partially-synced': 'Newly joined node in uninitialized state is already partially synced - this is not supported.',
};

type Role = 'start' | 'passive-uninitialized' | 'passive' | 'active';

export class Server {
  readonly node: ServerNode;
  role: Role = 'start';
  /** The clients' side, on the active only. */
  service: ClientService | undefined;
  readonly relay: Relay;
  readonly group: Group<Message>;
  readonly #array: ServerArray;
  readonly #election: Election;
  /** The active that this server follows. */
  #active: number | undefined;
  #syncStarted = false;
  /** What was on disk when this process began: whoever comes with a past is not synced. */
  #rememberedAtBoot: Store['remembered'] = 'none';
  /** Servers that were told to quit, with the process that was told: it is told again when it comes back unchanged. */
  readonly #zapped = new Map<
    number,
    { readonly incarnation: number; readonly kind: ZapKind; readonly reason: string }
  >();
  /** Told to quit: nothing is handled any more. */
  #quitting = false;
  /** Servers that were there when this one became the active. */
  #membersAtStart: ReadonlySet<number> = new Set();
  readonly #weightsRandom: number;

  constructor(array: ServerArray, node: ServerNode) {
    const { world, network, checkers, cluster } = array;
    this.#array = array;
    this.node = node;
    const peers = node.stripe.servers.filter((peer) => peer !== node);
    const owner = {
      index: node.index,
      process: node.process,
      lane: node.lane,
      isMember: () => true,
      onPeerJoined: (server: number) => this.#onPeerJoined(server),
      onPeerLeft: (server: number) => this.#onPeerLeft(server),
      onGroupMessage: (server: number, message: Message) => this.#onMessage(server, message),
      log: (text: string) => node.log(text),
    };
    this.group = new Group(world, network, checkers, owner, peers, {
      healthCheck: cluster.healthCheck['l2-l2'],
      reconnect: cluster.l2Reconnect,
      handshakeTimeoutMicros: GROUP_HANDSHAKE_TIMEOUT_MICROS,
      socketConnectTimeoutMicros: GROUP_CONNECT_TIMEOUT_MICROS,
      reconnectWaitMicros: GROUP_RECONNECT_WAIT_MICROS,
    });
    this.relay = new Relay(this.group);
    const candidate = {
      index: node.index,
      name: node.name,
      lane: node.lane,
      isFresh: () => this.role === 'start' && node.store.remembered === 'none',
      peers: () => this.group.members(),
      nameOf: (server: number) => this.#nameOf(server),
      sendTo: (server: number, message: Message) => this.group.send(server, message),
      broadcast: (message: Message) => this.group.broadcast(message),
      later: (delayMicros: number, run: () => void) => world.after(node.process, delayMicros, run),
      log: (text: string) => node.log(text),
      becameElecting: () => node.setState('electing'),
      won: () => this.#becomeActive(),
    };
    this.#election = new Election(world, candidate, cluster.electionTimeMicros);
    this.#weightsRandom = world.random(`zap/${node.name}/${node.process.incarnation}`).nextUint32();
  }

  /** Booted: joins the group, then elects or waits, depending on what it remembers. */
  boot(): void {
    const { remembered } = this.node.store;
    this.#rememberedAtBoot = remembered;
    for (const text of settingsWarnings(this.#array.cluster)) this.node.log(text);
    if (remembered !== 'none' && remembered !== 'active') {
      if (!this.#array.version.remembersPassive) {
        this.#refuseDirtyDatabase();
        return;
      }
      this.group.open();
      this.node.setState('waiting-for-zap');
      this.node.log(
        'Skipping election and waiting for the active to zap since this this L2 did not go down as active.',
      );
      return;
    }
    this.group.open();
    this.#election.start('no active is known');
  }

  /** 3.7: only a server that went down as the active may come back with its data; the others start over without. */
  #refuseDirtyDatabase(): void {
    this.node.log(
      'CleanDirtyDatabaseException: Only the ACTIVE-COORDINATOR server is allowed to be restarted without cleaning up the data directory',
    );
    this.#quit('Started with dirty database. Exiting!! Restart');
  }

  /** Takes a role in the array that exists when the run begins. */
  form(role: 'active' | 'passive', active: number, stripeId: number): void {
    this.group.open();
    this.role = role;
    this.#active = active;
    this.node.store.stripeId = stripeId;
    this.#syncStarted = role === 'passive';
    this.#remember(role);
    this.node.setState(role);
    if (role === 'passive') return;
    for (const peer of this.group.members()) this.relay.add(peer);
    this.service = new ClientService(this.#array, this, true);
  }

  /** The operator decides what the election may not. */
  promote(): void {
    if (this.node.state === 'waiting-for-promotion') this.#election.start('the operator promotes it');
  }

  ended(): void {
    this.#election.cancel();
    this.group.close();
    this.service?.close();
  }

  get weights(): Weights {
    const service = this.service;
    return [
      service?.connectedClients ?? 0,
      service?.lastTransactionMicros ?? 0,
      service?.transactions ?? 0,
      this.node.index,
      this.#weightsRandom,
    ];
  }

  #onPeerJoined(server: number): void {
    if (this.#quitting) return;
    const { world } = this.#array;
    world.emit('node-seen', this.node.lane, this.#nameOf(server));
    const zapped = this.#zapped.get(server);
    if (zapped !== undefined && zapped.incarnation === this.#incarnationOf(server)) {
      this.#zap(server, zapped.kind, zapped.reason);
      return;
    }
    if (this.role === 'active') {
      this.group.send(server, { type: 'election-won', stripeId: this.node.store.stripeId, again: true });
      this.group.send(server, { type: 'sync-query' });
    }
  }

  #onPeerLeft(server: number): void {
    if (this.#quitting) return;
    this.relay.peerLeft(server);
    this.#election.onPeerLeft(server);
    if (this.#active !== server) return;
    this.#active = undefined;
    // A passive that is not in sync can never be elected: it waits for an active that has the data.
    if (this.role === 'passive' && this.#array.cluster.failoverPriority === 'consistency') {
      this.#array.world.recorder.assume(ASSUMPTIONS.promotion);
      this.node.setState('waiting-for-promotion');
    } else if (this.#mayElect()) {
      this.#election.start(`the active ${this.#nameOf(server)} is gone`);
    }
  }

  #onMessage(from: number, message: Message): void {
    if (this.#quitting) return;
    switch (message.type) {
      case 'start-election':
        if (this.role === 'active') this.group.send(from, { type: 'abort-election' });
        else if (this.#active === undefined && this.#mayElect())
          this.#election.onStartElection(from, message.enrollment);
        break;
      case 'vote':
        this.#election.onVote(from, message.enrollment);
        break;
      case 'election-result': {
        const agreed = this.#active === undefined ? this.#election.onResult(message.enrollment) : this.#active === from;
        this.group.send(from, { type: agreed ? 'result-agreed' : 'result-conflict', round: message.round });
        break;
      }
      case 'result-agreed':
      case 'result-conflict':
        this.#election.onAnswer(from, message.type === 'result-agreed', message.round);
        break;
      case 'abort-election':
        if (this.role === 'active') this.#splitBrain(from);
        else this.#follow(from);
        break;
      case 'election-won':
        if (this.role === 'active') this.#splitBrain(from);
        else this.#follow(from);
        break;
      case 'sync-query':
        if (this.role === 'active') this.#splitBrain(from);
        else this.#answerSyncQuery(from);
        break;
      case 'sync-answer':
        this.#onSyncAnswer(from, message.allowed, message.standby);
        break;
      case 'sync-done':
        this.node.store.load(message.snapshot);
        this.role = 'passive';
        this.#remember('passive');
        this.node.setState('passive');
        this.node.log('Moved to State[ PASSIVE-STANDBY ]');
        break;
      case 'relay':
        this.#onRelay(from, message);
        break;
      case 'relayed':
        this.relay.answered(from, message.id);
        break;
      case 'zap':
        this.#onZap(from, message);
        break;
      default:
        break;
    }
  }

  #mayElect(): boolean {
    if (this.node.state === 'waiting-for-zap' || this.node.state === 'waiting-for-promotion') return false;
    return this.role === 'passive' || this.role === 'start';
  }

  #follow(active: number): void {
    this.#election.cancel();
    this.#active = active;
    if (this.role === 'start') {
      this.role = 'passive-uninitialized';
      this.#remember('passive-uninitialized');
      if (this.node.state !== 'waiting-for-zap') this.node.setState('passive-uninitialized');
      this.node.log('Moved to State[ PASSIVE-UNINITIALIZED ]');
    } else {
      this.node.setState(this.role === 'passive' ? 'passive' : 'passive-uninitialized');
    }
  }

  #becomeActive(): void {
    const { world } = this.#array;
    const { store, stripe } = this.node;
    this.role = 'active';
    this.#active = this.node.index;
    this.#remember('active');
    this.node.log('Becoming State[ ACTIVE-COORDINATOR ]');
    if (store.stripeId === 0) store.stripeId = world.nextId();
    if (stripe.hadWrites && store.writes.size === 0) world.emit('data-lost', this.node.lane);
    this.#membersAtStart = new Set(this.group.members());
    this.group.broadcast({ type: 'election-won', stripeId: store.stripeId, again: false });
    this.group.broadcast({ type: 'sync-query' });
    this.service = new ClientService(this.#array, this, false);
  }

  // ---- passive sync

  /** A sync may begin once per process, and only from an empty store. */
  #answerSyncQuery(from: number): void {
    const standby = this.role === 'passive';
    const allowed = !this.#syncStarted && this.#rememberedAtBoot === 'none';
    if (allowed) this.#syncStarted = true;
    this.group.send(from, { type: 'sync-answer', allowed, standby });
  }

  #onSyncAnswer(from: number, allowed: boolean, standby: boolean): void {
    if (this.role !== 'active') return;
    const atStartUp = this.#membersAtStart.has(from);
    if (standby) {
      // A passive that was in sync with the previous active goes on as it is; one that comes from elsewhere is zapped.
      if (atStartUp) this.relay.add(from);
      else this.#zap(from, 'dirty-database', 'Already passive standby.');
      return;
    }
    if (!allowed) {
      this.#zap(from, atStartUp ? 'partially-synced' : 'dirty-database', 'Already synced once.');
      return;
    }
    // What clients have to send again comes first; so nobody is synced while the reconnect window is open.
    this.service?.afterResent(() => this.#sync(from));
  }

  #sync(from: number): void {
    if (this.group.stateOf(from) === 'gone') return;
    const { world } = this.#array;
    world.recorder.assume(ASSUMPTIONS.sync);
    world.emit('sync-started', this.node.lane, this.#nameOf(from));
    const batches = Math.ceil(this.node.store.writes.size / SYNC_BATCH_OBJECTS);
    this.relay.add(from);
    world.after(this.node.process, SYNC_BASE_MICROS + batches * SYNC_BATCH_MICROS, () => this.#finishSync(from));
  }

  #finishSync(to: number): void {
    const { world } = this.#array;
    const state = this.group.stateOf(to);
    if (state === 'restoring') world.after(this.node.process, SYNC_BATCH_MICROS, () => this.#finishSync(to));
    if (state !== 'connected') return;
    world.emit('sync-finished', this.node.lane, this.#nameOf(to));
    this.group.send(to, { type: 'sync-done', snapshot: this.node.store.snapshot() });
  }

  #onRelay(from: number, relay: Message & { type: 'relay' }): void {
    const { store } = this.node;
    if (this.role === 'active') {
      this.#splitBrain(from);
      return;
    }
    // What a server knows that is not in sync comes with its copy.
    this.group.send(from, { type: 'relayed', id: relay.id });
    if (this.role === 'start') return;
    for (const write of relay.writes) store.writes.add(write);
    if (relay.clientAdded > 0) store.clients.set(relay.clientAdded, relay.client);
    if (relay.clientRemoved > 0) store.clients.delete(relay.clientRemoved);
  }

  // ---- zap

  #splitBrain(other: number): void {
    const { world } = this.#array;
    world.emit('split-brain', this.node.lane, this.#nameOf(other));
    this.node.log(`SPLIT BRAIN, ${this.node.name} and ${this.#nameOf(other)} are ACTIVE`);
    this.#zap(other, 'split-brain', `${this.node.name} is active and has more weight`);
  }

  #zap(server: number, kind: ZapKind, reason: string): void {
    this.#zapped.set(server, { incarnation: this.#incarnationOf(server), kind, reason });
    this.node.log(`Requesting node to quit : NodeID : ${this.#nameOf(server)} Error Type : ${ZAP_TEXTS[kind]}`);
    this.group.send(server, { type: 'zap', kind, reason, weights: this.weights });
  }

  #onZap(from: number, { kind, reason, weights }: Message & { type: 'zap' }): void {
    const name = this.#nameOf(from);
    if (this.role === 'active') {
      const own = this.weights;
      this.node.log(
        `A Terracotta server tried to join the mirror group as a second ACTIVE : My weights = ${own.join()} Other servers weights = ${weights.join()}`,
      );
      if (compareWeights(weights, own) <= 0) {
        this.node.log(
          `Ignoring Quit request from ${name} since remote servers weight is not greater than local weight`,
        );
        return;
      }
      this.node.log(`${name} wins : Backing off : Exiting !!!`);
      this.node.log(
        `Found that ${name} is active and has more clients connected to it than this server. Exiting ... !!`,
      );
    } else if (this.#active !== undefined && this.#active !== from) {
      return;
    } else {
      this.node.log(
        `Terminating due to Zap request from NodeID : ${name} Error Type : ${ZAP_TEXTS[kind]} Details : ${reason}`,
      );
    }
    if (kind === 'dirty-database' && this.#array.cluster.autoRestart) {
      this.node.log(
        'Server went into standby mode with an out-of-date database. Server will attempt to wipe its database and restart.',
      );
    }
    this.#quit(reason);
  }

  /** Marks its database dirty, sleeps, exits; the start script brings it back, empty, when it exited for a restart. */
  #quit(reason: string): void {
    const { world, network, cluster } = this.#array;
    const { node } = this;
    this.#quitting = true;
    if (cluster.restartable && this.#array.version.remembersPassive) world.recorder.assume(ASSUMPTIONS.wipe);
    world.emit('zapped', node.lane, reason);
    if (cluster.restartable) node.log('Marking the object db as dirty ...');
    this.#election.cancel();
    world.after(node.process, ZAP_EXIT_MICROS, () => {
      node.process.die(world.kernel.currentCause);
      network.processDied(node.process);
      node.died();
      if (cluster.autoRestart) node.start(true);
    });
  }

  #incarnationOf(server: number): number {
    return this.#array.servers[server]?.process.incarnation ?? 0;
  }

  #remember(state: Store['remembered']): void {
    if (this.#array.cluster.restartable) this.node.store.remembered = state;
  }

  #nameOf(server: number): string {
    return this.#array.servers[server]?.name ?? `server ${server}`;
  }
}
