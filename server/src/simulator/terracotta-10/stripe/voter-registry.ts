/**
 * The external voters that one server counts. Every server keeps its own list: a voter that registered with the active
 * registers with each of the others as well.
 * Source: terracotta-core 5.x, ServerVoterManagerImpl.
 */
import { VOTER_ALIVE_MICROS } from './timing.ts';

export interface VoterRegistryOwner {
  readonly nowMicros: number;
  /** N of consistency:N. */
  readonly limit: number;
  /** A server that can never be active takes no voters. */
  readonly canBeActive: boolean;
  log(text: string): void;
}

/** The answer to a heartbeat when no votes are wanted, and to what is not accepted. */
export const NOTHING_TO_DO = 0;
export const NOT_ACCEPTED = -1;

export class VoterRegistry {
  readonly #owner: VoterRegistryOwner;
  /** Voter → when its last heartbeat came. */
  readonly #lastHeard = new Map<string, number>();
  readonly #votes = new Set<string>();
  #voting = false;
  #term = 0;
  /** An operator's order counts as any number of votes. */
  overridden = false;

  constructor(owner: VoterRegistryOwner) {
    this.#owner = owner;
  }

  /** Voters that were heard of lately. */
  get registered(): number {
    for (const voter of [...this.#lastHeard.keys()]) if (!this.#isAlive(voter)) this.#forget(voter);
    return this.#lastHeard.size;
  }

  get voteCount(): number {
    return this.overridden ? 2_147_483_647 : this.#votes.size;
  }

  /** Returns the current term, or `NOT_ACCEPTED`. */
  register(voter: string): number {
    if (this.#lastHeard.has(voter) && this.#isAlive(voter)) return NOTHING_TO_DO;
    if (this.#voting || !this.#owner.canBeActive || this.registered >= this.#owner.limit) {
      this.#owner.log(`Voter id: ${voter} could not be registered as there is no voter vacancy available`);
      return NOT_ACCEPTED;
    }
    this.#lastHeard.set(voter, this.#owner.nowMicros);
    this.#owner.log(`Registration of voter id: ${voter} confirmed.`);
    return this.#term;
  }

  /** Returns `NOTHING_TO_DO`, the term for which votes are wanted, or `NOT_ACCEPTED` to one that came too late. */
  heartbeat(voter: string): number {
    if (!this.#lastHeard.has(voter) || !this.#isAlive(voter)) {
      this.#forget(voter);
      return NOT_ACCEPTED;
    }
    this.#lastHeard.set(voter, this.#owner.nowMicros);
    return this.#voting ? this.#term : NOTHING_TO_DO;
  }

  /** Counts once for each voter, and only for the current term. */
  vote(voter: string, term: number): number {
    const answer = this.heartbeat(voter);
    if (answer <= 0 || term !== this.#term) return answer;
    this.#votes.add(voter);
    return NOTHING_TO_DO;
  }

  startVoting(term: number): void {
    this.#term = term;
    this.#votes.clear();
    this.overridden = false;
    this.#voting = true;
  }

  stopVoting(): void {
    this.#voting = false;
  }

  #isAlive(voter: string): boolean {
    const heard = this.#lastHeard.get(voter);
    return heard !== undefined && this.#owner.nowMicros - heard < VOTER_ALIVE_MICROS;
  }

  #forget(voter: string): void {
    this.#lastHeard.delete(voter);
    this.#votes.delete(voter);
  }
}
