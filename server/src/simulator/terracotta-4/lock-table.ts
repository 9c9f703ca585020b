/**
 * The locks of strong caches and of applications on the active. Grants are greedy: a client keeps a lock until another
 * one wants it; then it is recalled, and the holder flushes its transactions before it gives the lock up.
 *
 * Source: Terracotta 4.3.1, LockManagerImpl, ServerLockImpl, ClientGreediness.
 */
import type { Timer } from '../engine/world.ts';
import type { HeldLock, LockAttempt, LockMode } from './messages.ts';

interface Request {
  readonly client: number;
  readonly mode: LockMode;
  readonly cause: number;
  /** Ends the wait of a tryLock. */
  timer: Timer | undefined;
}

interface Lock {
  readonly holders: Map<number, LockMode>;
  readonly queue: Request[];
  /** Who was asked to give it back and has not yet: until then nobody gets it. */
  readonly recalled: Set<number>;
}

export interface LockOutcome {
  /** `cause`: what the requester's wait goes back to. */
  grant(client: number, lock: number, mode: LockMode, cause: number): void;
  /** A tryLock does not get the lock in its time. */
  refuse(client: number, call: number): void;
  recall(client: number, lock: number): void;
  after(delayMicros: number, run: () => void): Timer;
}

export class LockTable {
  readonly #locks = new Map<number, Lock>();
  readonly #outcome: LockOutcome;

  constructor(outcome: LockOutcome) {
    this.#outcome = outcome;
  }

  /** A client asserts what it holds, in its handshake after a fail-over. */
  reestablish(client: number, held: readonly HeldLock[]): void {
    for (const { lock, mode } of held) this.#lock(lock).holders.set(client, mode);
  }

  /**
   * A client wants a lock. A tryLock without time is answered at once: what another client keeps greedily it does not get,
   * even when no thread there holds it, but the lock is recalled, and the next attempt may succeed.
   */
  request(client: number, lock: number, mode: LockMode, cause: number, attempt?: LockAttempt): void {
    const state = this.#lock(lock);
    const request: Request = { client, mode, cause, timer: undefined };
    if (attempt !== undefined && attempt.waitMicros <= 0) {
      if (state.queue.length > 0 || state.recalled.size > 0 || !compatible(request, state.holders)) {
        this.#recall(lock, state, client);
        this.#outcome.refuse(client, attempt.call);
        return;
      }
    } else if (attempt !== undefined) {
      request.timer = this.#outcome.after(attempt.waitMicros, () => this.#expire(lock, request, attempt.call));
    }
    state.queue.push(request);
    this.#serve(lock);
  }

  release(client: number, lock: number): void {
    const state = this.#locks.get(lock);
    if (state === undefined) return;
    state.holders.delete(client);
    state.recalled.delete(client);
    this.#serve(lock);
  }

  /** Everything of a client that is gone is released. */
  removeClient(client: number): void {
    for (const [lock, state] of this.#locks) {
      const held = state.holders.delete(client);
      state.recalled.delete(client);
      const waiting = state.queue.filter((request) => request.client !== client);
      const left = waiting.length < state.queue.length;
      for (const { client: owner, timer } of state.queue) if (owner === client) timer?.cancel();
      if (left) state.queue.splice(0, state.queue.length, ...waiting);
      if (held || left) this.#serve(lock);
    }
  }

  #lock(lock: number): Lock {
    let state = this.#locks.get(lock);
    if (state === undefined) {
      state = { holders: new Map(), queue: [], recalled: new Set() };
      this.#locks.set(lock, state);
    }
    return state;
  }

  /** The time of a tryLock is over. */
  #expire(lock: number, request: Request, call: number): void {
    const { queue } = this.#lock(lock);
    const at = queue.indexOf(request);
    if (at < 0) return;
    queue.splice(at, 1);
    this.#outcome.refuse(request.client, call);
    this.#serve(lock);
  }

  #recall(lock: number, state: Lock, wanting: number): void {
    if (state.recalled.size > 0) return;
    for (const holder of state.holders.keys()) if (holder !== wanting) state.recalled.add(holder);
    for (const holder of [...state.recalled]) this.#outcome.recall(holder, lock);
  }

  #serve(lock: number): void {
    const state = this.#lock(lock);
    for (let next = state.queue[0]; next !== undefined; next = state.queue[0]) {
      if (state.recalled.size > 0) return;
      if (!compatible(next, state.holders)) {
        this.#recall(lock, state, next.client);
        return;
      }
      state.queue.shift();
      next.timer?.cancel();
      state.holders.set(next.client, next.mode);
      this.#outcome.grant(next.client, lock, next.mode, next.cause);
    }
    // Nobody else waits: the grant is greedy and stays with the client.
    if (state.holders.size === 0) this.#locks.delete(lock);
  }
}

/** Writers are alone; readers only share with readers. What the client itself holds is no obstacle. */
function compatible({ client, mode }: Request, holders: ReadonlyMap<number, LockMode>): boolean {
  if (mode === 'write') return holders.size === 0 || (holders.size === 1 && holders.has(client));
  for (const [holder, held] of holders) if (held === 'write' && holder !== client) return false;
  return true;
}
