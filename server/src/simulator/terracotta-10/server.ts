/**
 * One incarnation of a server: its stripe side and its client side, and how they are wired.
 * Source: terracotta-core 5.x, DistributedObjectServer, L2HACoordinator, L2HAZapNodeRequestProcessor.
 */
import type { ServerStateName } from '../../trace/codes.ts';
import type { Process } from '../engine/process.ts';
import { Group } from '../transport/group.ts';
import { createClientSide } from './clients/index.ts';
import type { Message } from './messages.ts';
import type { ClientSide, StripeSide } from './seams.ts';
import type { ServerNode } from './server-node.ts';
import type { StripeArray } from './stripe/array.ts';
import { Consistency } from './stripe/consistency.ts';
import { beats, type Standing, weightsOf } from './stripe/enrollment.ts';
import type { Mode, StripeMessage, ZapKind } from './stripe/messages.ts';
import { Replication } from './stripe/replication.ts';
import { StateManager } from './stripe/state-manager.ts';
import {
  ADD_CLIENT_RETRY_MICROS,
  ELECTION_MICROS,
  EXIT_DELAY_MICROS,
  GROUP_CONNECT_TIMEOUT_MICROS,
} from './stripe/timing.ts';
import { answerVoters } from './voter/server-side.ts';

/** L2HAZapNodeRequestProcessor 5.x. */
const ZAP_TEXTS: Readonly<Record<ZapKind, string>> = {
  'communication-error': 'COMMUNICATION ERROR',
  'split-brain': 'Two or more Active servers detected in the cluster',
};

/** A passive sync is itself a sequence of activities; its first and its last one are always there. */
const SYNC_ACTIVITIES = 2;

const STATE_WEIGHTS: Readonly<Record<Mode, number>> = {
  active: 8,
  passive: 1,
  start: 0,
  uninitialized: 0,
  syncing: 0,
  stopped: 0,
};

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
  /** Connected servers that count as this active's passives, also before they are in sync. */
  readonly #followers = new Set<number>();
  /** Those that came back while this active waits for votes. */
  readonly #returned = new Set<number>();
  /** Activities that came from an active: one that was never a passive has processed none. */
  #replicatedActivities = 0;
  /** Told to quit, or quitting by itself. */
  #quitting = false;
  #ended = false;

  constructor(array: StripeArray, node: ServerNode) {
    const { world, network, checkers, cluster, settings, version } = array;
    this.#array = array;
    this.#node = node;
    this.name = node.name;
    this.lane = node.lane;
    this.process = node.process;
    this.#startedMicros = world.nowMicros;
    this.#startMode = startModeOf(node);
    const server = this;
    this.#group = new Group<Message>(
      world,
      network,
      checkers,
      {
        index: node.index,
        process: node.process,
        lane: node.lane,
        isMember: (peer) => array.servers[peer]?.isAttached ?? false,
        onPeerJoined: (peer) => this.#onPeerJoined(peer),
        onPeerLeft: (peer) => this.#onPeerLeft(peer),
        onGroupMessage: (peer, message) => this.#onMessage(peer, message as StripeMessage),
        log: (text) => node.log(text),
      },
      node.stripeState.servers.filter((peer) => peer !== node),
      {
        healthCheck: cluster.healthCheck['l2-l2'],
        reconnect: { enabled: false, timeoutMicros: 0 },
        handshakeTimeoutMicros: version.groupHandshakeTimeoutMicros,
        socketConnectTimeoutMicros: GROUP_CONNECT_TIMEOUT_MICROS,
        reconnectWaitMicros: 0,
      },
    );
    const isConsistent =
      version.missingFailoverPriority !== 'no-such-setting' &&
      settings.failoverPriority === 'consistency' &&
      this.#configured.length > 1;
    this.consistency = new Consistency(
      world,
      {
        process: node.process,
        lane: node.lane,
        voterLimit: settings.voterCount,
        get mode() {
          return server.mode;
        },
        get configuredPeers() {
          return server.#configured.length - 1;
        },
        get connectedPeers() {
          return server.#peersThatCount();
        },
        log: (text) => node.log(text),
        changed: () => this.#refresh(),
      },
      isConsistent,
      version.safeStartup,
    );
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
    if (this.#isRefused()) return;
    if (isDirty) this.log('DB state not clean!  Clearing all ServiceProvider state (ZAP request)');
    else if (disk !== undefined && this.#startMode !== 'start') this.clients.restore(disk.snapshot);
    this.#open();
    this.#states.start();
    this.#refresh();
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

  /** Another server left the topology. */
  forget(peer: number): void {
    this.#group.closeMember(peer);
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

  get #electionTimeMicros(): number {
    if (this.#configured.length === 1) return 0;
    const { version, cluster } = this.#array;
    return version.electionTimeConfigurable ? cluster.electionTimeMicros : ELECTION_MICROS;
  }

  #createStates(): StateManager {
    const { world, anomalies, version } = this.#array;
    const node = this.#node;
    const server = this;
    return new StateManager(world, {
      index: node.index,
      lane: node.lane,
      consistency: this.consistency,
      electionTimeMicros: this.#electionTimeMicros,
      takesTerms: !anomalies.has('voter-cannot-move-twice'),
      startMode: this.#startMode,
      waitsForZap: !version.passiveMayElect && this.#startMode === 'passive',
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
      modeChanged: () => this.#modeChanged(),
      refresh: () => this.#refresh(),
      zapSelf: (reason) => this.#quit(`Clear and resync - ${reason}`),
      zap: (peer, reason) => this.#zap(peer, 'split-brain', reason),
    });
  }

  #open(): void {
    const { version, settings } = this.#array;
    if (this.#configured.length > 1 && version.missingFailoverPriority !== 'no-such-setting') {
      this.log(
        settings.failoverPriority === 'consistency'
          ? 'Running the server in CONSISTENCY mode with compromised availability of the cluster.'
          : 'Running the server in AVAILABILITY mode with the risk of split brain scenarios.',
      );
    }
    this.#group.open();
    this.clients.listen();
    answerVoters(this.#array.network, this);
  }

  /** Without failover-priority a stripe of several servers does not start. */
  #isRefused(): boolean {
    const { version, settings } = this.#array;
    const mayRun = version.missingFailoverPriority !== 'stops' || this.#configured.length === 1;
    if (mayRun || settings.failoverPriority !== 'missing') return false;
    if (version.dynamicConfiguration) this.log('failover-priority setting is not configured');
    this.log('* Failover priority is not specified and it is a mandatory configuration. *');
    this.#node.exitForGood();
    return true;
  }

  /** Refuses to take its place when the run begins, for the same reason. */
  mayForm(): boolean {
    return !this.#isRefused();
  }

  #members(): readonly number[] {
    return this.#group.members().filter((peer) => this.#array.servers[peer]?.isAttached);
  }

  /** Once nothing is waited for any more, whoever came back counts like the others. */
  #countReturned(): void {
    if (this.#replication.isLosing) return;
    for (const peer of this.#returned) this.#followers.add(peer);
    this.#returned.clear();
  }

  /**
   * For an active those that follow it. One that was lost and came back may have followed another active in between, so
   * it counts only together with all others: then there cannot be another.
   */
  #peersThatCount(): number {
    if (this.mode !== 'active') return this.#members().length;
    const all = this.#followers.size + this.#returned.size;
    return all === this.#configured.length - 1 ? all : this.#followers.size;
  }

  #standing(mode: Mode): Standing {
    const { clients } = this;
    const nowMicros = this.#array.world.nowMicros;
    return {
      state: STATE_WEIGHTS[mode],
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
    this.#countReturned();
    this.#followers.delete(peer);
    this.#returned.delete(peer);
    if (this.isActive) this.#replication.peerLeft(peer);
    this.#states.onPeerLeft(peer);
  }

  #onMessage(from: number, message: StripeMessage): void {
    if (this.#ended || this.#quitting) return;
    switch (message.type) {
      case 'sync-request':
        if (!this.isActive) return;
        (this.#replication.isLosing ? this.#returned : this.#followers).add(from);
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
        this.#onZap(from, message);
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

  #modeChanged(): void {
    if (!this.isActive) this.#refresh();
  }

  /** Shows on the lane what an operator would see. */
  #refresh(): void {
    if (this.#ended || this.#quitting) return;
    this.#node.setState(this.#stateName());
  }

  #stateName(): ServerStateName {
    const { isElecting } = this.#states;
    switch (this.mode) {
      case 'active':
        if (this.clients.isInWindow) return 'in-window';
        return this.isSuspended ? 'active-suspended' : 'active';
      case 'passive':
        if (this.isSuspended) return 'passive-suspended';
        return isElecting ? 'electing' : 'passive';
      case 'uninitialized':
        return 'passive-uninitialized';
      case 'syncing':
        return 'syncing';
      case 'stopped':
        return 'stopped-by-itself';
      default:
        if (this.isSuspended) return 'start-suspended';
        if (!this.#array.version.passiveMayElect && this.#startMode === 'passive') return 'waiting-for-zap';
        return isElecting ? 'electing' : 'starting';
    }
  }

  // ---- zap

  #zap(peer: number, kind: ZapKind, reason: string): void {
    const name = this.nameOf(peer);
    if (this.consistency.isBlocked) {
      this.log(`Not allowing to Zap ${name} since server does not have consistency votes`);
      return;
    }
    this.log(`Requesting node to quit : NodeID : ${name} Error Type : ${ZAP_TEXTS[kind]}`);
    this.#group.send(peer, { type: 'zap', kind, reason, weights: weightsOf(this.#standing('active')) });
  }

  #onZap(from: number, { kind, reason, weights }: StripeMessage & { readonly type: 'zap' }): void {
    const name = this.nameOf(from);
    const request = `NodeID : ${name} Error Type : ${ZAP_TEXTS[kind]} Details : ${reason}`;
    if (this.isActive) {
      const own = weightsOf(this.#standing('active'));
      this.log(
        `A Terracotta server tried to join the mirror group as a second ACTIVE : My weights = ${own.join()} Other servers weights = ${weights.join()}`,
      );
      const others = { server: from, isNew: false, weights };
      if (!beats(others, { server: this.#node.index, isNew: false, weights: own })) {
        this.log(`Ignoring Quit request from ${name} since remote servers weight is not greater than local weight`);
        return;
      }
      this.log(`${name} wins : Backing off : Exiting !!!`);
      const found = `Found that ${name} is active and has more clients connected to it than this server. Exiting ... !!`;
      this.log(found);
      this.#quit(found);
    } else if (this.knownActive < 0 || this.knownActive === from) {
      this.log(`Terminating due to Zap request from ${request}`);
      this.#quit(reason);
    } else {
      this.log(
        `Ignoring Zap Node since it did not come from ACTIVE-COORDINATOR ${this.nameOf(this.knownActive)} but from ${request}`,
      );
    }
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

/** What a server with clean persistent data was when it went down; start for all others. */
function startModeOf({ disk, isDirty }: ServerNode): Mode {
  const containsData = disk?.mode === 'active' || disk?.mode === 'passive' || disk?.mode === 'syncing';
  return disk !== undefined && containsData && !isDirty ? disk.mode : 'start';
}
