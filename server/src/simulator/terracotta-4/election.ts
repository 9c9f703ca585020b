/**
 * Who becomes the active of a stripe. A server that finds no active broadcasts its enrollment, waits the whole election
 * time, counts, and asks everyone to agree before it declares itself.
 *
 * Source: Terracotta 4.3.1, ElectionManagerImpl and StateManagerImpl; Enrollment in tc-messaging.
 */
import type { RandomStream } from '../engine/random.ts';
import type { Timer, World } from '../engine/world.ts';
import type { Message } from './messages.ts';
import type { WaitingWarnings } from './waiting.ts';

/** A server's bid: one that was a member before beats a new one; then two random numbers decide. */
export interface Enrollment {
  readonly server: number;
  readonly fresh: boolean;
  readonly weights: readonly [number, number];
}

function beats(a: Enrollment, b: Enrollment): boolean {
  if (a.fresh !== b.fresh) return b.fresh;
  const [a0, a1] = a.weights;
  const [b0, b1] = b.weights;
  return a0 !== b0 ? a0 > b0 : a1 > b1;
}

/** What the election needs from its server. */
export interface Candidate {
  readonly index: number;
  readonly name: string;
  readonly lane: number;
  isFresh(): boolean;
  /** Servers of the stripe that it is connected to. */
  peers(): readonly number[];
  nameOf(server: number): string;
  sendTo(server: number, message: Message): void;
  broadcast(message: Message): void;
  later(delayMicros: number, run: () => void): Timer;
  log(text: string): void;
  /** About servers that do not answer the result. */
  readonly warnings: WaitingWarnings;
  becameElecting(): void;
  won(): void;
}

export class Election {
  inProgress = false;
  /** Known when the votes are counted, or when another server announced its result first. */
  #winner: number | undefined;
  readonly #world: World;
  readonly #candidate: Candidate;
  readonly #electionTimeMicros: number;
  readonly #random: RandomStream;
  #mine: Enrollment | undefined;
  readonly #votes = new Map<number, Enrollment>();
  #timer: Timer | undefined;
  #round = 0;
  /** Servers whose agreement to the result is outstanding. */
  readonly #unheard = new Set<number>();

  constructor(world: World, candidate: Candidate, electionTimeMicros: number) {
    this.#world = world;
    this.#candidate = candidate;
    this.#electionTimeMicros = electionTimeMicros;
    this.#random = world.random(`election/${candidate.name}`);
  }

  start(reason: string): void {
    if (this.inProgress) return;
    this.inProgress = true;
    this.#run(reason);
  }

  cancel(): void {
    this.inProgress = false;
    this.#winner = undefined;
    this.#timer?.cancel();
    this.#unheard.clear();
    this.#votes.clear();
  }

  /** Another server says that it won: true when this one agrees, and then waits for it to declare itself. */
  onResult(enrollment: Enrollment): boolean {
    if (!this.inProgress) return true;
    if (this.#winner !== undefined) return this.#winner === enrollment.server;
    this.#lost(enrollment.server);
    return true;
  }

  /** Another server's bid; answered with one's own, in case it came too late for the broadcast. */
  onStartElection(from: number, enrollment: Enrollment): void {
    this.start('another server started one');
    this.#votes.set(from, enrollment);
    if (this.#mine !== undefined) this.#candidate.sendTo(from, { type: 'vote', enrollment: this.#mine });
  }

  onVote(from: number, enrollment: Enrollment): void {
    if (this.inProgress) this.#votes.set(from, enrollment);
  }

  onAnswer(from: number, agreed: boolean, round: number): void {
    if (!this.inProgress || round !== this.#round) return;
    if (!agreed) {
      this.#run('the result was disputed');
      return;
    }
    this.#unheard.delete(from);
    this.#declareIfAgreed();
  }

  onPeerLeft(server: number): void {
    this.#votes.delete(server);
    if (this.#unheard.delete(server)) this.#declareIfAgreed();
  }

  #run(reason: string): void {
    const candidate = this.#candidate;
    this.#timer?.cancel();
    this.#unheard.clear();
    this.#votes.clear();
    this.#round++;
    this.#winner = undefined;
    this.#mine = {
      server: candidate.index,
      fresh: candidate.isFresh(),
      weights: [this.#random.nextUint32(), this.#random.nextUint32()],
    };
    this.#world.emit('election-started', candidate.lane, reason);
    candidate.becameElecting();
    candidate.broadcast({ type: 'start-election', enrollment: this.#mine });
    this.#timer = candidate.later(this.#electionTimeMicros, () => this.#count());
  }

  #count(): void {
    const candidate = this.#candidate;
    let winner = this.#mine as Enrollment;
    for (const vote of this.#votes.values()) if (beats(vote, winner)) winner = vote;
    if (winner.server !== candidate.index) {
      this.#lost(winner.server);
      return;
    }
    this.#winner = candidate.index;
    for (const peer of candidate.peers()) this.#unheard.add(peer);
    candidate.broadcast({ type: 'election-result', round: this.#round, enrollment: winner });
    candidate.warnings.begin(() => [...this.#unheard].map((peer) => candidate.nameOf(peer)));
    this.#declareIfAgreed();
  }

  /** The winner has one more election time to declare itself. */
  #lost(winner: number): void {
    const candidate = this.#candidate;
    const name = candidate.nameOf(winner);
    this.#winner = winner;
    this.#timer?.cancel();
    this.#world.emit('election-lost', candidate.lane, name);
    this.#timer = candidate.later(this.#electionTimeMicros, () => {
      candidate.log(`Rerunning election since node ${name} never declared itself as ACTIVE !`);
      this.#run(`${name} never declared itself`);
    });
  }

  #declareIfAgreed(): void {
    if (this.#unheard.size > 0) return;
    const candidate = this.#candidate;
    this.cancel();
    this.#world.emit('election-won', candidate.lane);
    candidate.won();
  }
}
