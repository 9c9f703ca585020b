/**
 * Whether a server may become active, or go on as the active without one of its passives. Under failover-priority
 * availability it always may. Under consistency it needs the votes of other servers and of external voters, and until
 * it has them it is suspended.
 *
 * Source: terracotta-core 5.x, ConsistencyManagerImpl and SafeStartupManagerImpl.
 */

import type { Process } from '../../engine/process.ts';
import type { Timer, World } from '../../engine/world.ts';
import type { Mode } from './messages.ts';
import { VOTE_POLL_MICROS, VOTER_ALIVE_MICROS } from './timing.ts';
import { VoterRegistry } from './voter-registry.ts';

/** What is voted about. */
export type Transition = 'MOVE_TO_ACTIVE' | 'REMOVE_PASSIVE';

export interface ConsistencyOwner {
  /** failover-priority consistency, in a stripe that has several servers now. */
  readonly isEnforced: boolean;
  readonly process: Process;
  readonly lane: number;
  readonly mode: Mode;
  /** Other servers of the stripe's topology. */
  readonly configuredPeers: number;
  /** Those of them that count now: for an active the ones that follow it, for any other the ones it is connected to. */
  readonly connectedPeers: number;
  readonly voterLimit: number;
  log(text: string): void;
  /** The server is suspended, or no longer. */
  changed(): void;
}

/** Others whose votes are needed. `total`: servers and external voters together, the server itself included. */
export function votesNeeded(isActive: boolean, total: number): number {
  // An active goes on with half of all votes; who becomes active needs more than half. Its own always counts.
  return isActive ? total - Math.floor(total / 2) - 1 : Math.floor(total / 2);
}

export class Consistency {
  readonly registry: VoterRegistry;
  readonly #world: World;
  readonly #owner: ConsistencyOwner;
  /** Counts the votes that this server has asked for. */
  #term = 1;
  #voting = false;
  #blocked = false;
  /** What was asked for and has not been granted, and which refusals the trace has told. */
  readonly #wanted = new Set<Transition>();
  readonly #told = new Set<Transition>();
  readonly #polls = new Set<Timer>();
  /** Safe start-up: every configured server has to be there before the first of them becomes active. */
  #safeStartup: boolean;
  #heldAtStart = false;
  #startAllowed = false;
  /** Rows by which votes were asked for, and by which the last one came. */
  #askedRow = -1;
  #votedRow = -1;

  constructor(world: World, owner: ConsistencyOwner, safeStartup: boolean) {
    this.#world = world;
    this.#owner = owner;
    this.#safeStartup = safeStartup;
    this.registry = new VoterRegistry({
      get nowMicros() {
        return world.nowMicros;
      },
      get limit() {
        return owner.voterLimit;
      },
      get canBeActive() {
        return owner.mode === 'start' || owner.mode === 'passive' || owner.mode === 'active';
      },
      log: (text) => owner.log(text),
    });
  }

  /** Waits for votes: no new clients, no zaps. */
  get isBlocked(): boolean {
    return this.#blocked;
  }

  /** What an operator sees as START_SUSPENDED, PASSIVE_SUSPENDED or ACTIVE_SUSPENDED. */
  get isSuspended(): boolean {
    return this.#blocked || this.#heldAtStart;
  }

  get term(): number {
    return this.#term;
  }

  /** A server that follows an active counts on from the term of that active. */
  takeTerm(term: number): void {
    this.#term = term;
  }

  /** Asks for votes; `done` runs once, at the latest after 5 s. */
  request(transition: Transition, done: (granted: boolean) => void): void {
    if (!this.#owner.isEnforced) {
      this.#wanted.clear();
      this.#told.clear();
      this.#unblockIfNothingIsLeft();
      done(true);
      return;
    }
    const owner = this.#owner;
    if (transition === 'MOVE_TO_ACTIVE' && !this.#isStartSafe()) {
      done(false);
      owner.changed();
      return;
    }
    this.#beginVoting(transition);
    const servers = owner.connectedPeers;
    const peers = owner.configuredPeers;
    const needed = votesNeeded(owner.mode === 'active', peers + owner.voterLimit + 1);
    if (servers >= needed || servers === peers) {
      owner.log(`Action:${transition} allowed because enough servers are connected`);
      this.#end(transition, true, done);
    } else if (this.registry.overridden) {
      owner.log(`Action:${transition} allowed because override received`);
      this.#end(transition, true, done);
    } else if (this.registry.registered + servers < needed) {
      const wanted = peers + 1 > needed ? needed : 'all';
      owner.log(
        `Not enough registered voters.  Require override intervention or ${wanted} members of the stripe to be connected for action ${transition}`,
      );
      this.#tally(transition, servers, false);
      this.#end(transition, false, done);
    } else {
      this.#owner.changed();
      this.#poll(transition, servers, needed, this.#world.nowMicros + VOTER_ALIVE_MICROS, done);
    }
  }

  /** The server accepts an active: nothing is left to be decided here. */
  connectToActive(): void {
    if (!this.#owner.isEnforced) return;
    this.#safeStartup = false;
    this.#heldAtStart = false;
    this.#cancelPolls();
    this.#wanted.delete('MOVE_TO_ACTIVE');
    this.#told.delete('MOVE_TO_ACTIVE');
    this.#unblockIfNothingIsLeft();
    this.#owner.log('Action:CONNECT_TO_ACTIVE is always allowed');
  }

  /** Runs what tells a voter that its vote is wanted: that goes back to why it is. */
  tellVoter(tell: () => void): void {
    this.#world.because(this.#voting ? this.#askedRow : -1, tell);
  }

  /** Counts a vote. Returns what the voter is told. */
  vote(voter: string, term: number): number {
    this.#votedRow = this.#world.kernel.currentCause;
    return this.registry.vote(voter, term);
  }

  /** A passive is added to an active. */
  addPassive(): void {
    if (this.#owner.isEnforced) this.#owner.log('Action:ADD_PASSIVE is always allowed');
  }

  /** The operator's order: what was refused last is allowed when it is asked for again. */
  override(): void {
    if (!this.isSuspended) return;
    this.#world.emit('override', this.#owner.lane);
    if (this.#heldAtStart) {
      this.#startAllowed = true;
      this.#owner.log('External intervention to allow the last requested transition');
    } else {
      this.registry.overridden = true;
      this.#votedRow = this.#world.kernel.currentCause;
      this.#owner.log('Override vote received from external');
    }
  }

  close(): void {
    this.#cancelPolls();
  }

  #isStartSafe(): boolean {
    const owner = this.#owner;
    if (!this.#safeStartup || owner.mode !== 'start') return true;
    if (owner.connectedPeers === owner.configuredPeers) {
      owner.log('Action:MOVE_TO_ACTIVE allowed because all servers are connected');
    } else if (this.#startAllowed) {
      owner.log('Action:MOVE_TO_ACTIVE allowed with external intervention');
    } else {
      owner.log('Action:MOVE_TO_ACTIVE not allowed because not enough servers are connected');
      if (!this.#heldAtStart) this.#world.emit('vote-refused', owner.lane, 'MOVE_TO_ACTIVE');
      this.#heldAtStart = true;
      return false;
    }
    this.#heldAtStart = false;
    return true;
  }

  #beginVoting(transition: Transition): void {
    if (!this.#wanted.has(transition)) this.#askedRow = this.#world.emit('vote-asked', this.#owner.lane, transition);
    this.#wanted.add(transition);
    if (this.#voting) return;
    this.#blocked = true;
    this.#voting = true;
    this.#term++;
    this.#votedRow = -1;
    this.registry.startVoting(this.#term);
  }

  #poll(
    transition: Transition,
    servers: number,
    needed: number,
    untilMicros: number,
    done: (granted: boolean) => void,
  ): void {
    const granted = servers + this.registry.voteCount >= needed;
    if (granted || this.#world.nowMicros >= untilMicros) {
      this.#world.because(granted ? this.#votedRow : -1, () => {
        this.#tally(transition, servers, granted);
        this.#end(transition, granted, done);
      });
      return;
    }
    const timer = this.#world.after(this.#owner.process, VOTE_POLL_MICROS, () => {
      this.#polls.delete(timer);
      this.#poll(transition, servers, needed, untilMicros, done);
    });
    this.#polls.add(timer);
  }

  #tally(transition: Transition, servers: number, granted: boolean): void {
    const { configuredPeers, voterLimit } = this.#owner;
    this.#owner.log(
      `Action:${transition} granted:${granted} vote tally servers:${servers + 1} external:${this.registry.voteCount} of total:${configuredPeers + voterLimit + 1}`,
    );
  }

  #end(transition: Transition, granted: boolean, done: (granted: boolean) => void): void {
    if (granted) {
      this.#world.emit('vote-granted', this.#owner.lane, transition);
      this.#wanted.delete(transition);
      this.#told.delete(transition);
      this.#unblockIfNothingIsLeft();
    } else if (!this.#told.has(transition)) {
      // It is asked for again and again; the trace tells it once, the log every time.
      this.#told.add(transition);
      this.#world.emit('vote-refused', this.#owner.lane, transition);
    }
    done(granted);
    this.#owner.changed();
  }

  #unblockIfNothingIsLeft(): void {
    if (this.#wanted.size > 0 || !this.#voting) return;
    this.registry.stopVoting();
    this.#voting = false;
    this.#blocked = false;
  }

  #cancelPolls(): void {
    for (const timer of this.#polls) timer.cancel();
    this.#polls.clear();
  }
}
