/**
 * One incarnation of a server: its stripe side and its client side, and how they are wired.
 * Source: terracotta-core 5.x, DistributedObjectServer, L2HACoordinator, L2HAZapNodeRequestProcessor.
 */
import type { Process } from '../engine/process.ts';
import { Group } from '../transport/group.ts';
import { createClientSide } from './clients/index.ts';
import type { Message } from './messages.ts';
import type { ClientSide, StripeSide } from './seams.ts';
import type { ServerNode } from './server-node.ts';
import type { StripeArray } from './stripe/array.ts';
import { Consistency } from './stripe/consistency.ts';
import { createGroup } from './stripe/create-group.ts';
import { type Standing, weightsOf } from './stripe/enrollment.ts';
import { Followers } from './stripe/followers.ts';
import { laneState } from './stripe/lane-state.ts';
import type { Mode, StripeMessage } from './stripe/messages.ts';
import { Replication } from './stripe/replication.ts';
import { announcement, electionTimeMicros, isConsistent, refusals, startMode } from './stripe/start-up.ts';
import { StateManager } from './stripe/state-manager.ts';
import { ADD_CLIENT_RETRY_MICROS, EXIT_DELAY_MICROS } from './stripe/timing.ts';
import { Zaps } from './stripe/zaps.ts';
import { answerVoters } from './voter/server-side.ts';

/** A passive sync is itself a sequence of activities; its first and its last one are always there. */
const SYNC_ACTIVITIES = 2;

export class Server implements StripeSide {
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  readonly clients: ClientSide;
  readonly consistency: Consistency;
  readonly #array: StripeArray;
  readonly #node: ServerNode;
  readonly #group: Group<Message>;
  readonly #replication: Replication;
  readonly #states: StateManager;
  readonly #startedMicros: number;
  readonly #startMode: Mode;
  readonly #followers = new Followers();
  readonly #zaps: Zaps;
  /** Activities that came from an active: one that was never a passive has processed none. */
  #replicatedActivities = 0;
  /** Told to quit, or quitting by itself. */
  #quitting = false;
  #ended = false;

  constructor(array: StripeArray, node: ServerNode) {
    const { world, settings, version } = array;
    this.#array = array;
    this.#node = node;
    this.name = node.name;
    this.lane = node.lane;
    this.process = node.process;
    this.#startedMicros = world.nowMicros;
    this.#startMode = startMode(node);
    const server = this;
    this.#group = createGroup(array, node, {
      onPeerJoined: (peer) => this.#onPeerJoined(peer),
      onPeerLeft: (peer) => this.#onPeerLeft(peer),
      onGroupMessage: (peer, message) => this.#onMessage(peer, message as StripeMessage),
    });
    this.consistency = new Consistency(
      world,
      {
        process: node.process,
        lane: node.lane,
        voterLimit: settings.voterCount,
        get isEnforced() {
          return isConsistent(array, server.#configured.length);
        },
        get mode() {
          return server.mode;
        },
        get configuredPeers() {
          return server.#configured.length - 1;
        },
        get connectedPeers() {
          return server.#connectedPeers;
        },
        log: (text) => node.log(text),
        changed: () => this.#refresh(),
      },
      version.safeStartup,
    );
    this.#zaps = this.#createZaps();
    this.#states = this.#createStates();
    this.clients = createClientSide(array, this);
    this.#replication = new Replication(world, {
      process: node.process,
      lane: node.lane,
      get objectCount() {
        return server.clients.objectCount;
      },
      get isInWindow() {
        return server.clients.isInWindow;
      },
      nameOf: (peer) => this.nameOf(peer),
      sendTo: (peer, message) => this.#group.send(peer, message),
      snapshot: () => this.clients.snapshot(),
      log: (text) => node.log(text),
      addPassive: () => this.consistency.addPassive(),
      askToRemove: (done) => this.consistency.request('REMOVE_PASSIVE', done),
    });
  }

  get mode(): Mode {
    return this.#states.mode;
  }

  get isActive(): boolean {
    return this.mode === 'active';
  }

  get isSuspended(): boolean {
    return this.consistency.isSuspended;
  }

  get knownActive(): number {
    return this.#states.active;
  }

  get reconnectWindowMicros(): number {
    return this.#array.dynamic.reconnectWindowMicros;
  }

  get clientLeaseMicros(): number {
    return this.#array.dynamic.clientLeaseMicros;
  }

  /** The process is up: it looks for the others and for an active. */
  boot(): void {
    const { disk, isDirty } = this.#node;
    if (!this.mayRun()) return;
    if (isDirty) this.log('DB state not clean!  Clearing all ServiceProvider state (ZAP request)');
    else if (disk !== undefined && this.#startMode !== 'start') this.clients.restore(disk.snapshot);
    this.#open();
    this.#states.start();
    this.#refresh();
  }

  /** False when it ends itself instead. */
  mayRun(): boolean {
    const texts = refusals(this.#array, this.#configured.length);
    for (const text of texts) this.log(text);
    if (texts.length > 0) this.#node.exitForGood();
    return texts.length === 0;
  }

  /** Takes a place in the stripe that exists when the run begins. */
  form(role: 'active' | 'passive', active: number): void {
    // What it does from now on goes back to this.
    this.#node.setState(role);
    this.#open();
    this.#states.form(role, active);
    if (role === 'passive') this.#replicatedActivities = SYNC_ACTIVITIES;
    if (role === 'active') {
      for (const peer of this.#members()) {
        this.#followers.add(peer);
        this.#replication.addStandby(peer);
      }
      this.clients.formedAsActive();
    }
    this.#refresh();
  }

  /** Connects two servers that are in place when the run begins. */
  static connect(a: Server, b: Server, session: number): void {
    Group.formed(a.#group, b.#group, session);
  }

  promote(): void {
    this.consistency.override();
  }

  ended(): void {
    this.#ended = true;
    this.#states.close();
    this.#replication.close();
    this.consistency.close();
    this.#group.close();
    this.clients.closed();
  }

  // ---- what the client side asks

  replicate(activity: unknown, done: () => void): void {
    this.#replication.replicate(activity, done);
  }

  whenClientsMayJoin(run: () => void): void {
    if (!this.consistency.isBlocked) {
      run();
      return;
    }
    this.log('request to add reconnect clients has been rejected, will try again in 5 seconds');
    this.#array.world.after(this.process, ADD_CLIENT_RETRY_MICROS, () => {
      if (!this.#ended) this.whenClientsMayJoin(run);
    });
  }

  windowClosed(): void {
    this.#refresh();
  }

  log(text: string): void {
    this.#node.log(text);
  }

  nameOf(server: number): string {
    return this.#array.servers[server]?.name ?? 'NULL-ID';
  }

  /** Indexes of the servers in this stripe's topology. */
  get topology(): readonly number[] {
    return this.#configured.map(({ index }) => index);
  }

  // ---- wiring

  get #configured(): readonly ServerNode[] {
    return this.#node.stripeState.servers.filter(({ isAttached }) => isAttached);
  }

  /** It went down as a passive and may not elect: the active will have it start over. */
  get #waitsForZap(): boolean {
    return !this.#array.version.passiveMayElect && this.#startMode === 'passive';
  }

  #createStates(): StateManager {
    const { world, anomalies } = this.#array;
    const node = this.#node;
    const server = this;
    return new StateManager(world, {
      index: node.index,
      lane: node.lane,
      consistency: this.consistency,
      electionTimeMicros: electionTimeMicros(this.#array, this.#configured.length),
      takesTerms: !anomalies.has('voter-cannot-move-twice'),
      startMode: this.#startMode,
      waitsForZap: this.#waitsForZap,
      get configuredServers() {
        return server.#configured.length;
      },
      get isDirty() {
        return node.isDirty;
      },
      nameOf: (peer) => this.nameOf(peer),
      later: (delayMicros, run) => world.after(node.process, delayMicros, run),
      log: (text) => node.log(text),
      peers: () => this.#members(),
      sendTo: (peer, message) => this.#group.send(peer, message),
      closeMember: (peer) => this.#group.closeMember(peer),
      standing: (mode) => this.#standing(mode),
      becameActive: (standbys) => this.#becameActive(standbys),
      refresh: () => this.#refresh(),
      zapSelf: (reason) => this.#quit(`Clear and resync - ${reason}`),
      zap: (peer, reason) => this.#zaps.request(peer, 'split-brain', reason),
    });
  }

  #createZaps(): Zaps {
    const server = this;
    return new Zaps({
      index: this.#node.index,
      get isActive() {
        return server.isActive;
      },
      get knownActive() {
        return server.knownActive;
      },
      get isBlocked() {
        return server.consistency.isBlocked;
      },
      weights: () => weightsOf(this.#standing('active')),
      nameOf: (peer) => this.nameOf(peer),
      sendTo: (peer, message) => this.#group.send(peer, message),
      log: (text) => this.log(text),
      quit: (reason) => this.#quit(reason),
    });
  }

  #open(): void {
    const text = announcement(this.#array, this.#configured.length);
    if (text !== undefined) this.log(text);
    this.#group.open();
    this.clients.listen();
    answerVoters(this.#array.network, this);
  }

  #members(): readonly number[] {
    return this.#group.members().filter((peer) => this.#array.servers[peer]?.isAttached);
  }

  /** Servers whose votes count: those that follow an active, those that any other is connected to. */
  get #connectedPeers(): number {
    return this.isActive ? this.#followers.count : this.#members().length;
  }

  #standing(mode: Mode): Standing {
    const { clients } = this;
    const nowMicros = this.#array.world.nowMicros;
    return {
      mode,
      connectedClients: mode === 'active' ? clients.connectedClients : 0,
      connectionId: clients.highestConnectionId,
      initialState: this.#startMode === 'active' ? 1 : 0,
      topologySize: this.#configured.length,
      replicationSequence: this.#replicatedActivities,
      uptimeMillis: Math.round((nowMicros - this.#startedMicros) / 1000),
      random: this.#array.world.random(`weights/${this.name}/${nowMicros}`).nextUint32(),
    };
  }

  #onPeerJoined(peer: number): void {
    if (this.#ended || this.#quitting) return;
    this.#array.world.emit('node-seen', this.lane, this.nameOf(peer));
    this.log(`${this.nameOf(peer)} joined the cluster`);
    this.#states.onPeerJoined(peer);
  }

  #onPeerLeft(peer: number): void {
    if (this.#ended || this.#quitting) return;
    this.log(`${this.nameOf(peer)} left the cluster`);
    this.#followers.delete(peer);
    if (this.isActive) this.#replication.peerLeft(peer);
    this.#states.onPeerLeft(peer);
  }

  #onMessage(from: number, message: StripeMessage): void {
    if (this.#ended || this.#quitting) return;
    switch (message.type) {
      case 'sync-request':
        if (!this.isActive) return;
        this.#followers.add(from);
        this.#replication.sync(from);
        break;
      case 'sync-end':
        if (this.mode !== 'syncing' || from !== this.knownActive) return;
        this.#replicatedActivities += SYNC_ACTIVITIES;
        this.clients.restore(message.snapshot);
        this.#node.isDirty = false;
        this.#states.synced();
        break;
      case 'replicate':
        if (from !== this.knownActive) return;
        // What comes while the server is being synced is part of what it gets at the end.
        this.#replicatedActivities++;
        if (this.mode === 'passive') this.clients.apply(message.activity);
        this.#group.send(from, { type: 'replicated', id: message.id });
        break;
      case 'replicated':
        this.#replication.confirmed(from, message.id);
        break;
      case 'zap':
        this.#zaps.onRequest(from, message);
        break;
      default:
        this.#states.onMessage(from, message);
    }
  }

  #becameActive(standbys: readonly number[]): void {
    for (const peer of this.#members()) this.#followers.add(peer);
    for (const peer of standbys) this.#replication.addStandby(peer);
    this.clients.promoted();
    this.log(
      `Terracotta Server instance has started up as ACTIVE node on ${this.name} successfully, and is now ready for work.`,
    );
    this.#refresh();
  }

  /** Shows on the lane what an operator would see. */
  #refresh(): void {
    if (this.#ended || this.#quitting) return;
    const { mode, isSuspended } = this;
    const { isElecting } = this.#states;
    const { isInWindow } = this.clients;
    this.#node.setState(laneState({ mode, isElecting, isSuspended, isInWindow, waitsForZap: this.#waitsForZap }));
  }

  /** Nothing is handled any more; the process lets its logging finish before it exits. */
  #quit(reason: string): void {
    if (this.#quitting) return;
    const { world } = this.#array;
    this.#quitting = true;
    this.log(reason);
    world.emit('zapped', this.lane, reason);
    this.#states.close();
    this.#replication.close();
    this.consistency.close();
    world.after(this.process, EXIT_DELAY_MICROS, () => this.#node.exitToRestart());
  }
}
