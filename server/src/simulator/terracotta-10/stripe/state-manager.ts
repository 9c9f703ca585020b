/**
 * The state of a server: when it elects, whom it follows, and what two servers that meet make of each other.
 * Source: terracotta-core 5.x, StateManagerImpl.
 */
import type { Timer, World } from '../../engine/world.ts';
import type { Consistency } from './consistency.ts';
import { type Candidate, Election } from './election.ts';
import { beats, type Enrollment, equalWeights, type Standing, shown, verification, weightsOf } from './enrollment.ts';
import type { Mode, StripeMessage } from './messages.ts';

type Declaration = StripeMessage & { readonly type: 'abort-election' | 'election-won-already' | 'election-won' };
type Answer = StripeMessage & { readonly type: 'result-agreed' | 'result-conflict' };

/** Names of the modes in the product's logs. */
export const MODE_NAMES: Readonly<Record<Mode, string>> = {
  start: 'START-STATE',
  uninitialized: 'PASSIVE-UNINITIALIZED',
  syncing: 'PASSIVE-SYNCING',
  passive: 'PASSIVE-STANDBY',
  active: 'ACTIVE-COORDINATOR',
  stopped: 'STOP-STATE',
};

/** What the state manager needs from its server. */
export interface StateOwner
  extends Pick<Candidate, 'index' | 'lane' | 'configuredServers' | 'nameOf' | 'later' | 'log'> {
  readonly electionTimeMicros: number;
  readonly consistency: Consistency;
  /** Connected servers of the topology. */
  peers(): readonly number[];
  sendTo(server: number, message: StripeMessage): void;
  closeMember(server: number): void;
  standing(mode: Mode): Standing;
  /** Whether the terms of votes travel with the declarations of actives. */
  readonly takesTerms: boolean;
  /** What a persistent server remembers of its last life; start when nothing. */
  readonly startMode: Mode;
  /** Its data was declared worthless, and it has not been synced since. */
  readonly isDirty: boolean;
  readonly waitsForZap: boolean;
  becameActive(standbys: readonly number[]): void;
  /** Something changed that an operator would see. */
  refresh(): void;
  zapSelf(reason: string): void;
  zap(server: number, reason: string): void;
}

const canElect = (mode: Mode): boolean => mode === 'start' || mode === 'passive';
const canBeActive = (mode: Mode): boolean => canElect(mode) || mode === 'active';

export class StateManager {
  readonly #world: World;
  readonly #owner: StateOwner;
  readonly #election: Election;
  #mode: Mode = 'start';
  /** The active that is followed; -1 for none. */
  #active = -1;
  /** The active that was followed last: both sides of a verification have to name the same. */
  #lastActive = -1;
  #isElecting = false;
  /** Fixed while an election runs. */
  #verification: Enrollment | undefined;
  #waiting: Timer | undefined;
  /** Row that explains the first of the elections that follow each other. */
  #cause = -1;
  /** Declarations to which an answer is outstanding. */
  readonly #declared = new Set<number>();

  constructor(world: World, owner: StateOwner) {
    this.#world = world;
    this.#owner = owner;
    const manager = this;
    this.#election = new Election(
      world,
      {
        index: owner.index,
        lane: owner.lane,
        get mode() {
          return manager.#mode;
        },
        get configuredServers() {
          return owner.configuredServers;
        },
        enroll: () => this.#enroll(),
        peers: () => owner.peers(),
        nameOf: (server) => owner.nameOf(server),
        sendTo: (server, message) => owner.sendTo(server, message),
        later: (delayMicros, run) => owner.later(delayMicros, run),
        log: (text) => owner.log(text),
        won: (standbys) => this.#won(standbys),
        lost: (winner) => this.#lost(winner),
      },
      owner.electionTimeMicros,
    );
  }

  get mode(): Mode {
    return this.#mode;
  }

  get active(): number {
    return this.#mode === 'active' ? this.#owner.index : this.#active;
  }

  get isElecting(): boolean {
    return this.#isElecting;
  }

  /** The process has booted. */
  start(): void {
    if (!this.#owner.waitsForZap) this.#elect('no active is known');
  }

  /** Takes a place in the stripe that exists when the run begins. */
  form(mode: 'active' | 'passive', active: number): void {
    this.#mode = mode;
    if (mode === 'passive') {
      this.#active = active;
      this.#lastActive = active;
    }
  }

  close(): void {
    this.#election.reset();
    this.#waiting?.cancel();
    this.#mode = 'stopped';
  }

  onPeerJoined(server: number): void {
    this.#election.onPeerJoined(server);
    if (this.#mode === 'active') this.#declare(server, 'election-won-already');
  }

  onPeerLeft(server: number): void {
    this.#election.onPeerLeft(server);
    if (this.#mode !== 'active') this.#electIfNecessary(server, `the active ${this.#owner.nameOf(server)} is gone`);
  }

  onMessage(from: number, message: StripeMessage): void {
    switch (message.type) {
      case 'start-election':
        this.#onStartElection(from, message.enrollment, message.isAnswer);
        break;
      case 'abort-election':
      case 'election-won-already':
        this.#onDeclaration(from, message);
        break;
      case 'election-won':
        if (this.#mode !== 'active' && this.#peerWins(message.enrollment)) this.#accept(from, message);
        else this.#owner.closeMember(from);
        break;
      case 'election-result':
        this.#onResult(from, message.enrollment, message.request);
        break;
      case 'result-agreed':
      case 'result-conflict':
        if (!this.#election.onAnswer(from, message)) this.#onAnswer(from, message);
        break;
      case 'sync-begin':
        if (from === this.#active && this.#mode === 'uninitialized') this.#become('syncing');
        break;
      default:
        break;
    }
  }

  /** Everything that the active has is here. */
  synced(): void {
    if (this.#mode === 'syncing') this.#become('passive');
  }

  // ---- elections

  #elect(reason: string): void {
    if (this.#isElecting || this.#mode === 'stopped') return;
    this.#isElecting = true;
    if (this.#cause < 0) this.#cause = this.#world.kernel.currentCause;
    this.#verification = this.#verify();
    this.#election.begin(reason);
    this.#owner.refresh();
  }

  #electIfNecessary(gone: number, reason: string): void {
    const owner = this.#owner;
    if (gone >= 0 && gone === this.#active) {
      owner.log('ACTIVE is gone');
      this.#setActive(-1);
      if (this.#mode === 'syncing') owner.log('Passive only partially synced when active disappeared.');
    }
    if (this.#active >= 0 || this.#mode === 'stopped' || owner.waitsForZap || this.#isElecting) return;
    owner.log('Starting Election to determine cluster wide ACTIVE L2');
    this.#elect(reason);
  }

  #enroll(): Enrollment {
    const { index, startMode } = this.#owner;
    const isNew = this.#mode === 'start' && startMode === 'start';
    return { server: index, isNew, weights: weightsOf(this.#owner.standing(this.#mode)) };
  }

  #won(standbys: readonly number[]): void {
    const owner = this.#owner;
    if (!canBeActive(this.#mode) || owner.isDirty) {
      this.#electAgain(owner.isDirty ? 'must be synced to an active' : 'not allowed to transition');
      return;
    }
    owner.consistency.request('MOVE_TO_ACTIVE', (granted) => {
      if (granted) this.#becomeActive(standbys);
      else this.#electAgain('not allowed to transition');
    });
  }

  /** The winner has one more election time to declare itself. */
  #lost(winner: number): void {
    const owner = this.#owner;
    this.#waiting = owner.later(owner.electionTimeMicros, () => {
      owner.log(`rerunning election because ${owner.nameOf(winner)} never declared active`);
      this.#electAgain(undefined, `${owner.nameOf(winner)} never declared itself`);
    });
  }

  #electAgain(why: string | undefined, reason = 'the winner may not become active'): void {
    const owner = this.#owner;
    if (why !== undefined) owner.log(`rerunning election because ${owner.nameOf(owner.index)} ${why}`);
    this.#endElection();
    // Each election goes back to what led to the first one, not to the one before.
    if (canElect(this.#mode)) this.#world.because(this.#cause, () => this.#elect(reason));
    else owner.refresh();
  }

  #endElection(): void {
    this.#election.reset();
    this.#waiting?.cancel();
    this.#waiting = undefined;
    this.#isElecting = false;
    this.#verification = undefined;
  }

  #onStartElection(from: number, enrollment: Enrollment, isAnswer: boolean): void {
    const owner = this.#owner;
    if (this.#mode === 'active') {
      owner.log(`Forcing Abort Election for ${shown(owner.nameOf(from), enrollment)}`);
      this.#declare(from, 'abort-election');
    } else if (!this.#election.onStartElection(from, enrollment, isAnswer)) {
      this.#electIfNecessary(-1, 'another server started one');
    }
  }

  #onResult(from: number, enrollment: Enrollment, request: number): void {
    const owner = this.#owner;
    const mode = this.#mode;
    if (this.#active >= 0 && this.#active === enrollment.server) {
      owner.sendTo(from, { type: 'result-agreed', enrollment, request, mode });
    } else if (mode === 'active' || this.#active >= 0 || (enrollment.isNew && mode !== 'start')) {
      owner.log(
        `WARNING :: Active Node = ${owner.nameOf(this.active)} , State[ ${MODE_NAMES[mode]} ] received ELECTION_RESULT message from another node : ${owner.nameOf(from)} : Forcing re-election`,
      );
      owner.sendTo(from, { type: 'result-conflict', enrollment, request, mode });
    } else {
      this.#election.onResult(from, enrollment, request);
    }
  }

  #becomeActive(standbys: readonly number[]): void {
    const owner = this.#owner;
    this.#endElection();
    this.#cause = -1;
    this.#world.emit('election-won', owner.lane);
    this.#become('active');
    const enrollment = this.#verify();
    for (const peer of owner.peers()) {
      owner.sendTo(peer, { type: 'election-won', enrollment, request: 0, term: owner.consistency.term });
    }
    owner.log(`Declared as Winner: Winner is : ${shown(owner.nameOf(owner.index), enrollment)}`);
    owner.becameActive(standbys);
  }

  // ---- verification between an active and another server

  #verify(): Enrollment {
    return verification(this.#lastActive, this.#owner.standing(this.#mode));
  }

  #declare(server: number, type: 'abort-election' | 'election-won-already'): void {
    const request = this.#world.nextId();
    this.#declared.add(request);
    const { term } = this.#owner.consistency;
    this.#owner.sendTo(server, { type, enrollment: this.#verify(), request, term });
  }

  #onDeclaration(from: number, message: Declaration): void {
    const owner = this.#owner;
    if (this.#mode === 'active') {
      owner.log('split-brain detected');
      this.#world.emit('split-brain', owner.lane, owner.nameOf(from));
    }
    const agrees = this.#mode !== 'active' && this.#peerWins(message.enrollment);
    const mode = this.#mode === 'start' ? owner.startMode : this.#mode;
    const enrollment = this.#verification ?? this.#verify();
    const { request } = message;
    owner.sendTo(from, { type: agrees ? 'result-agreed' : 'result-conflict', enrollment, request, mode });
    if (agrees) this.#accept(from, message);
    else if (message.type === 'abort-election') this.#election.abort(from, message.enrollment);
  }

  /** Equal weights speak for the active. */
  #peerWins(remote: Enrollment): boolean {
    const local = this.#verification ?? this.#verify();
    return (this.#mode !== 'active' && equalWeights(remote, local)) || beats(remote, local);
  }

  #onAnswer(from: number, { type, enrollment, request, mode }: Answer): void {
    const owner = this.#owner;
    if (!this.#declared.delete(request) || this.#mode !== 'active') return;
    if (type === 'result-agreed') return;
    if (this.#peerWins(enrollment)) {
      // An active that has seen more clients asks this one to quit; nothing is to be done here.
      if (mode === 'active') return;
      if (canBeActive(mode)) {
        owner.zapSelf('Passive has more recent data compared to active, node is restarting');
      } else {
        owner.log(
          'Node peer has more current data yet cannot be active.  Server is going dormant until next election.',
        );
      }
    } else if (mode === 'active') {
      owner.zap(
        from,
        `${shown(owner.nameOf(owner.index), this.#verify())} wins over ${shown(owner.nameOf(from), enrollment)}`,
      );
    } else {
      owner.log(`results not agreed for verification election in state: ${MODE_NAMES[mode]}`);
    }
  }

  #accept(active: number, { enrollment, term }: Declaration): void {
    const owner = this.#owner;
    const own = this.#verification ?? this.#verify();
    owner.consistency.connectToActive();
    if (owner.takesTerms) owner.consistency.takeTerm(term);
    this.#endElection();
    if (this.#active >= 0) {
      if (this.#active !== active) owner.zapSelf('server already syncing with an active');
      else owner.refresh();
      return;
    }
    if (owner.startMode !== 'start') {
      owner.zapSelf('server contains stale data.');
      return;
    }
    this.#cause = -1;
    this.#setActive(active);
    const inSync = enrollment.server >= 0 && enrollment.server === own.server && equalWeights(enrollment, own);
    if (inSync && this.#mode === 'passive') {
      owner.refresh();
    } else if (!inSync && (this.#mode === 'start' || this.#mode === 'uninitialized')) {
      this.#become('uninitialized');
      owner.log(`Requesting Passive Sync from ${owner.nameOf(active)}`);
      owner.sendTo(active, { type: 'sync-request' });
    } else {
      const to = inSync ? 'passive' : 'uninitialized';
      owner.zapSelf(`Cant move to State[ ${MODE_NAMES[to]} ] from State[ ${MODE_NAMES[this.#mode]} ]`);
    }
  }

  #setActive(server: number): void {
    this.#owner.log(`SETTING activeNode=${server < 0 ? 'NULL-ID' : this.#owner.nameOf(server)}`);
    this.#active = server;
    if (server >= 0) this.#lastActive = server;
  }

  #become(mode: Mode): void {
    if (this.#mode !== mode) {
      this.#mode = mode;
      this.#owner.log(`Moved to State[ ${MODE_NAMES[mode]} ]`);
    }
    // An active is shown when its clients' side knows whether it waits for anybody.
    if (mode !== 'active') this.#owner.refresh();
  }
}
