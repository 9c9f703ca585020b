/**
 * One incarnation of a server: its place in the group, its state, and whom it follows.
 * Source: Terracotta 4.3.1, StateManagerImpl, L2HACoordinator.
 */

import { settingsWarnings } from '../../model/settingsCheck.ts';
import type { Timer } from '../engine/world.ts';
import { Group } from '../transport/group.ts';
import type { ServerArray } from './array.ts';
import { ClientService } from './client-service.ts';
import { Election, type Enrollment } from './election.ts';
import type { Message } from './messages.ts';
import { PassiveSync } from './passive-sync.ts';
import { Relay } from './relay.ts';
import type { ServerNode } from './server-node.ts';
import type { Store } from './store.ts';
import { ASSUMPTIONS, GROUP_HANDSHAKE_TIMEOUT_MICROS } from './timing.ts';
import { WaitingWarnings } from './waiting.ts';
import { DIRTY_DATABASE, Zaps } from './zaps.ts';

/** l1.socket.connect.timeout and l1.socket.reconnect.waitInterval serve the server group too. */
const GROUP_CONNECT_TIMEOUT_MICROS = 10_000_000;
const GROUP_RECONNECT_WAIT_MICROS = 1_000_000;

type Role = 'start' | 'passive-uninitialized' | 'passive' | 'active';

/** As the product writes them in its log. */
const STATE_NAMES: Readonly<Record<Role, string>> = {
  start: 'START-STATE',
  'passive-uninitialized': 'PASSIVE-UNINITIALIZED',
  passive: 'PASSIVE-STANDBY',
  active: 'ACTIVE-COORDINATOR',
};

export class Server {
  readonly node: ServerNode;
  role: Role = 'start';
  /** The clients' side, on the active only. */
  service: ClientService | undefined;
  readonly relay: Relay;
  readonly group: Group<Message>;
  readonly zaps: Zaps;
  readonly #array: ServerArray;
  readonly #election: Election;
  /** The active that this server follows. */
  #active: number | undefined;
  readonly #sync: PassiveSync;

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
    const later = (delayMicros: number, run: () => void): Timer => world.after(node.process, delayMicros, run);
    const log = (text: string): void => node.log(text);
    const nameOf = (server: number): string => this.nameOf(server);
    const warnings = new WaitingWarnings({ name: node.name, later, log });
    this.relay = new Relay(this.group, cluster.broadcastDurabilityLevel !== 'NONE', warnings, nameOf);
    const candidate = {
      index: node.index,
      name: node.name,
      lane: node.lane,
      isFresh: () => this.role === 'start' && node.store.remembered === 'none',
      peers: () => this.group.members(),
      nameOf,
      sendTo: (server: number, message: Message) => this.group.send(server, message),
      broadcast: (message: Message) => this.group.broadcast(message),
      later,
      log,
      warnings,
      becameElecting: () => node.setState('electing'),
      won: () => this.#becomeActive(),
    };
    this.#election = new Election(world, candidate, cluster.electionTimeMicros);
    this.zaps = new Zaps(array, this);
    this.#sync = new PassiveSync(array, this);
  }

  /** Booted: joins the group, then elects or waits, depending on what it remembers. */
  boot(): void {
    const { remembered } = this.node.store;
    this.#sync.rememberedAtBoot = remembered;
    for (const text of settingsWarnings(this.#array.cluster)) this.node.log(text);
    if (this.node.store.dirty) {
      this.zaps.refuseDirtyDatabase();
      return;
    }
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
    if (this.#array.cluster.dirtyDatabaseAutoDelete === false) {
      this.zaps.refuseDirtyDatabase();
      return;
    }
    this.node.log(`${DIRTY_DATABASE} ${this.node.name}`);
    this.zaps.quit(DIRTY_DATABASE);
  }

  /** Takes a role in the array that exists when the run begins. */
  form(role: 'active' | 'passive', active: number, stripeId: number): void {
    this.group.open();
    this.role = role;
    this.#active = active;
    this.node.store.stripeId = stripeId;
    this.#sync.started = role === 'passive';
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

  /** It quits: whatever the votes say. */
  stopElecting(): void {
    this.#election.cancel();
  }

  nameOf(server: number): string {
    return this.#array.servers[server]?.name ?? `server ${server}`;
  }

  #onPeerJoined(server: number): void {
    if (this.zaps.quitting) return;
    const { world } = this.#array;
    world.emit('node-seen', this.node.lane, this.nameOf(server));
    if (this.zaps.tellAgain(server)) return;
    if (this.role === 'active') {
      this.group.send(server, { type: 'election-won', stripeId: this.node.store.stripeId, again: true });
      this.group.send(server, { type: 'sync-query' });
    }
  }

  #onPeerLeft(server: number): void {
    if (this.zaps.quitting) return;
    this.relay.peerLeft(server);
    this.#election.onPeerLeft(server);
    if (this.#active !== server) return;
    this.#active = undefined;
    // A passive that is not in sync can never be elected: it waits for an active that has the data.
    if (this.role === 'passive' && this.#array.cluster.failoverPriority === 'consistency') {
      this.#array.world.recorder.assume(ASSUMPTIONS.promotion);
      this.node.setState('waiting-for-promotion');
    } else if (this.#mayElect()) {
      this.#election.start(`the active ${this.nameOf(server)} is gone`);
    }
  }

  #onMessage(from: number, message: Message): void {
    if (this.zaps.quitting) return;
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
        const type = this.#agreesWith(message.enrollment) ? 'result-agreed' : 'result-conflict';
        this.group.send(from, { type, round: message.round });
        break;
      }
      case 'result-agreed':
      case 'result-conflict':
        this.#election.onAnswer(from, message.type === 'result-agreed', message.round);
        break;
      case 'abort-election':
        if (this.role === 'active') this.zaps.splitBrain(from, 'Abort Election  Msg : Possible split brain detected');
        else this.#follow(from);
        break;
      case 'election-won':
        this.#onElectionWon(from, message.again);
        break;
      case 'won-conflict':
        this.zaps.notAccepted(from);
        break;
      case 'sync-query':
        // Who has not accepted the active that asks is not asked: the query has crossed the answer.
        if (this.#active === from) this.#sync.answer(from);
        break;
      case 'sync-answer':
        this.#sync.onAnswer(from, message);
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
        this.zaps.onZap(from, message, this.#active);
        break;
      default:
        break;
    }
  }

  /** StateManagerImpl 4.3.1 (handleElectionResultMessage). */
  #agreesWith(enrollment: Enrollment): boolean {
    if (this.#active === enrollment.server) return true;
    // New servers never win while there are old ones in a passive state, however little those have: they begin again.
    if (this.#active === undefined && !(enrollment.fresh && this.role !== 'start')) {
      return this.#election.onResult(enrollment);
    }
    const active = this.#active === undefined ? 'NULL-ID' : this.nameOf(this.#active);
    this.node.log(
      `WARNING :: Active Node = ${active} , State[ ${STATE_NAMES[this.role]} ] received ELECTION_RESULT message from another node : ${this.nameOf(enrollment.server)} : Forcing re-election`,
    );
    return false;
  }

  /** A server whose active is intact does not leave it for one that joins later: StateManagerImpl 4.3.1, DEV-1532. */
  #onElectionWon(from: number, again: boolean): void {
    const foreign = this.#active !== undefined && this.#active !== from;
    if (this.role === 'active') {
      this.zaps.splitBrain(from, 'Election Won Msg');
    } else if (!again || !foreign) {
      this.#follow(from);
      return;
    } else {
      this.node.log(
        `Conflicting Election Won  Msg : ${this.nameOf(from)} since I already have a ACTIVE Node : ${this.nameOf(this.#active ?? 0)}. Sending NG response`,
      );
    }
    if (again) this.group.send(from, { type: 'won-conflict' });
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
    if (stripe.servers.some((other) => other !== this.node && other.server?.role === 'active')) {
      stripe.rivalRow = world.kernel.currentCause;
    }
    this.node.log('Becoming State[ ACTIVE-COORDINATOR ]');
    if (store.stripeId === 0) store.stripeId = world.nextId();
    if (stripe.hadWrites && store.writes.size === 0) world.emit('data-lost', this.node.lane);
    this.#sync.membersAtStart = new Set(this.group.members());
    this.group.broadcast({ type: 'election-won', stripeId: store.stripeId, again: false });
    this.group.broadcast({ type: 'sync-query' });
    this.service = new ClientService(this.#array, this, false);
  }

  #onRelay(from: number, relay: Message & { type: 'relay' }): void {
    const { store } = this.node;
    if (this.role === 'active') {
      this.zaps.splitBrain(from, 'ClusterStateMessage');
      return;
    }
    // What a server knows that is not in sync comes with its copy.
    this.group.send(from, { type: 'relayed', id: relay.id });
    if (this.role === 'start') return;
    for (const write of relay.writes) store.writes.add(write);
    if (relay.clientAdded > 0) store.clients.set(relay.clientAdded, relay.client);
    if (relay.clientRemoved > 0) store.clients.delete(relay.clientRemoved);
  }

  #remember(state: Store['remembered']): void {
    if (this.#array.cluster.restartable) this.node.store.remembered = state;
  }
}
