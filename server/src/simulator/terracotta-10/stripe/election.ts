/**
 * One server's part in finding out who is the best candidate. It broadcasts its enrollment and collects those of
 * others, for the whole election time or until every configured server has voted; whoever finds itself the winner asks
 * the others to agree.
 *
 * Source: terracotta-core 5.x, ElectionManagerImpl.
 */
import type { Timer, World } from '../../engine/world.ts';
import { beats, type Enrollment, equalWeights, shown } from './enrollment.ts';
import type { Mode, StripeMessage } from './messages.ts';

/** What the election needs from its server. */
export interface Candidate {
  readonly index: number;
  readonly lane: number;
  readonly mode: Mode;
  readonly configuredServers: number;
  enroll(): Enrollment;
  peers(): readonly number[];
  nameOf(server: number): string;
  sendTo(server: number, message: StripeMessage): void;
  later(delayMicros: number, run: () => void): Timer;
  log(text: string): void;
  /** Everybody who could be reached agrees; `standbys` of them are passives in sync. */
  won(standbys: readonly number[]): void;
  /** Another server won, or said so first. */
  lost(winner: number): void;
}

type Phase = 'idle' | 'collecting' | 'complete';

export class Election {
  readonly #world: World;
  readonly #candidate: Candidate;
  readonly #electionTimeMicros: number;
  #phase: Phase = 'idle';
  #mine: Enrollment | undefined;
  #winner: Enrollment | undefined;
  readonly #votes = new Map<number, Enrollment>();
  /** Servers whose agreement to the result is outstanding. */
  readonly #unheard = new Set<number>();
  #standbys: number[] = [];
  #timer: Timer | undefined;
  #startedMicros = 0;
  #count = 0;
  #request = 0;

  constructor(world: World, candidate: Candidate, electionTimeMicros: number) {
    this.#world = world;
    this.#candidate = candidate;
    this.#electionTimeMicros = electionTimeMicros;
  }

  begin(reason: string): void {
    this.#count = 0;
    this.#collect(reason);
  }

  /** Forgets everything: an active is known, or the server ends. */
  reset(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#phase = 'idle';
    this.#mine = undefined;
    this.#winner = undefined;
    this.#votes.clear();
    this.#unheard.clear();
  }

  /** Another server's enrollment. False when no election is going on here in which it could count. */
  onStartElection(from: number, enrollment: Enrollment, isAnswer: boolean): boolean {
    const mine = this.#mine;
    if (this.#phase !== 'collecting' || mine === undefined) return false;
    const before = this.#votes.get(enrollment.server);
    this.#votes.set(enrollment.server, enrollment);
    // A new candidate is not told about the enrollment of an old one, nor counted as having voted with it.
    const takesPart = mine.isNew || !enrollment.isNew;
    const isAnotherBid = before !== undefined && !sameBid(before, enrollment);
    if (takesPart && (!isAnswer || isAnotherBid)) {
      this.#candidate.sendTo(from, { type: 'start-election', enrollment: mine, isAnswer: true });
    }
    if (this.#votes.size >= this.#candidate.configuredServers) this.#later(0);
    return takesPart;
  }

  /** Who joins the group while votes are collected gets this server's vote. */
  onPeerJoined(server: number): void {
    if (this.#phase !== 'collecting' || this.#mine === undefined) return;
    this.#candidate.sendTo(server, { type: 'start-election', enrollment: this.#mine, isAnswer: false });
  }

  /** Another server says that it won. */
  onResult(from: number, enrollment: Enrollment, request: number): void {
    const candidate = this.#candidate;
    const winner = this.#winner;
    if (this.#phase === 'complete' && winner !== undefined && !sameBid(winner, enrollment)) {
      candidate.log(
        `WARNING :: Election result conflict : Winner local = ${this.#shown(winner)} :  remote winner = ${this.#shown(enrollment)}`,
      );
      candidate.sendTo(from, { type: 'result-conflict', enrollment: winner, request, mode: candidate.mode });
      return;
    }
    const wasCollecting = this.#phase === 'collecting';
    candidate.sendTo(from, { type: 'result-agreed', enrollment, request, mode: candidate.mode });
    if (wasCollecting) this.abort(from, enrollment);
  }

  /** Another server has decided the election, or forces it to end. */
  abort(by: number, winner: Enrollment): void {
    if (this.#phase !== 'collecting') return;
    this.#candidate.log(`Aborted Election : Winner is : ${this.#shown(winner)}`);
    this.reset();
    this.#lost(by);
  }

  onAnswer(from: number, message: StripeMessage & { readonly type: 'result-agreed' | 'result-conflict' }): boolean {
    if (this.#phase !== 'complete' || message.request !== this.#request || !this.#unheard.has(from)) return false;
    if (message.type === 'result-conflict') {
      this.#candidate.log(
        `Result Conflict: Local Result : ${this.#shown(this.#mine)} From : ${this.#candidate.nameOf(from)} Result : ${this.#shown(message.enrollment)}`,
      );
      this.#collect('the result was disputed');
      return true;
    }
    this.#unheard.delete(from);
    if (message.mode === 'passive') this.#standbys.push(from);
    this.#declareIfAgreed();
    return true;
  }

  onPeerLeft(server: number): void {
    if (this.#unheard.delete(server)) this.#declareIfAgreed();
  }

  #collect(reason: string): void {
    const candidate = this.#candidate;
    this.reset();
    if (this.#count++ > 0) candidate.log(`Requesting Re-election !!! count = ${this.#count}`);
    const mine = candidate.enroll();
    this.#mine = mine;
    this.#phase = 'collecting';
    this.#votes.set(mine.server, mine);
    this.#startedMicros = this.#world.nowMicros;
    this.#world.emit('election-started', candidate.lane, reason);
    candidate.log(`Election Started : ${this.#shown(mine)}`);
    for (const peer of candidate.peers()) {
      candidate.sendTo(peer, { type: 'start-election', enrollment: mine, isAnswer: false });
    }
    this.#later(this.#electionTimeMicros);
  }

  #later(delayMicros: number): void {
    this.#timer?.cancel();
    this.#timer = this.#candidate.later(delayMicros, () => this.#countVotes());
  }

  #countVotes(): void {
    const candidate = this.#candidate;
    const mine = this.#mine as Enrollment;
    const seconds = Math.floor((this.#world.nowMicros - this.#startedMicros) / 1_000_000);
    const votesAreIn = this.#votes.size >= candidate.configuredServers && this.#electionTimeMicros > 0;
    const ending = votesAreIn ? 'Election-Votes-Are-In' : 'Election-In-Progress';
    candidate.log(`Election took ${seconds} sec. ending in State[ ${ending} ]`);
    let winner = mine;
    for (const vote of this.#votes.values()) if (beats(vote, winner)) winner = vote;
    this.#phase = 'complete';
    this.#winner = winner;
    if (winner !== mine) {
      candidate.log(`Election lost : Winner is : ${this.#shown(winner)}`);
      this.#lost(winner.server);
      return;
    }
    this.#standbys = [];
    const request = this.#world.nextId();
    this.#request = request;
    for (const peer of candidate.peers()) {
      this.#unheard.add(peer);
      candidate.sendTo(peer, { type: 'election-result', enrollment: mine, request });
    }
    this.#declareIfAgreed();
  }

  #lost(winner: number): void {
    const candidate = this.#candidate;
    this.#world.emit('election-lost', candidate.lane, candidate.nameOf(winner));
    candidate.lost(winner);
  }

  #declareIfAgreed(): void {
    if (this.#phase !== 'complete' || this.#unheard.size > 0) return;
    this.#candidate.won(this.#standbys);
  }

  #shown(enrollment: Enrollment | undefined): string {
    return enrollment === undefined ? 'nobody' : shown(this.#candidate.nameOf(enrollment.server), enrollment);
  }
}

function sameBid(a: Enrollment, b: Enrollment): boolean {
  return a.server === b.server && a.isNew === b.isNew && equalWeights(a, b);
}
