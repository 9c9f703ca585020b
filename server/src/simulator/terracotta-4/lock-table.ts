/**
 * The locks of strong caches and of applications on the active. Awards are greedy: a client keeps a lock until another
 * one wants it; then it is recalled, and the holder flushes what was written under it before it gives the lock up. Only
 * its threads that read on under the lock stay known by themselves, until each of them unlocks.
 *
 * Source: Terracotta 4.3.1, LockManagerImpl, AbstractServerLock, ServerLockImpl.
 */
import type { Timer } from '../engine/world.ts';
import { Few } from '../few.ts';
import type { HeldLock, LockAttempt, LockMode, LockRequest, RecallCommit } from './lock-messages.ts';

interface Request {
  readonly client: number;
  readonly call: number;
  readonly mode: LockMode;
  readonly cause: number;
  /** Ends the wait of a tryLock. */
  timer: Timer | undefined;
}

interface Lock {
  /** Clients that may pass it on among their threads. */
  readonly greedy: Few<LockMode>;
  /** Threads that still read under it, of clients that have given it up. */
  readonly readers: Map<number, Set<string>>;
  /** First come, first served: a reader behind a writer waits, although others are reading. */
  readonly queue: Request[];
  /** Every greedy holder was asked to give it back; nobody gets it until all of them have. */
  isRecalled: boolean;
}

export interface LockOutcome {
  /** `cause`: what the requester's wait goes back to. */
  grant(client: number, lock: number, mode: LockMode, cause: number): void;
  /** A tryLock does not get the lock in its time. */
  refuse(client: number, call: number): void;
  /**
   * `mode`: what the others want; a writer that is recalled for readers may go on reading. `atOnce`: it follows the award
   * immediately, because others wait as well.
   */
  recall(client: number, lock: number, mode: LockMode, atOnce: boolean): void;
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
    for (const { lock, mode, thread } of held) {
      if (thread === undefined) this.#lock(lock).greedy.set(client, mode);
      else addReader(this.#lock(lock), client, thread);
    }
  }

  /**
   * A thread of a client wants a lock. A tryLock without time is answered at once: what another client keeps greedily it
   * does not get, even when no thread there holds it, but the lock is recalled, and the next attempt may succeed.
   */
  request(client: number, lock: number, { call, mode, attempt }: LockRequest, cause: number): void {
    const state = this.#lock(lock);
    // The award is on its way, and the client will serve all its threads from it.
    if (isEnough(state.greedy.get(client), mode)) return;
    const isFree = canAward(state, mode);
    if (attempt !== undefined && attempt.waitMicros <= 0 && (state.isRecalled || !isFree)) {
      if (!isFree && !state.greedy.has(client)) this.#recall(lock, state, mode);
      this.#outcome.refuse(client, call);
      return;
    }
    this.#enqueue(lock, state, { client, call, mode, cause, timer: undefined }, attempt);
    this.#serve(lock, state);
  }

  /** A client gives a recalled lock up, or keeps it for reading; and says which of its threads read on, and which wait. */
  commit(client: number, lock: number, { keeps, readers, waiting }: RecallCommit, cause: number): void {
    const state = this.#locks.get(lock);
    if (state === undefined || !state.greedy.delete(client)) return;
    if (state.greedy.size === 0) state.isRecalled = false;
    if (keeps !== undefined) state.greedy.set(client, keeps);
    for (const thread of readers) addReader(state, client, thread);
    for (const { call, mode, attempt } of waiting) {
      // ServerLockImpl does not look whether the lock would be free.
      if (attempt !== undefined && attempt.waitMicros <= 0) this.#outcome.refuse(client, call);
      else this.#enqueue(lock, state, { client, call, mode, cause, timer: undefined }, attempt);
    }
    this.#serve(lock, state);
    if (state.greedy.size > 0 && state.queue.length > 0) this.#recall(lock, state, wantedMode(state));
  }

  /** Clients that keep the lock greedily. */
  holdersOf(lock: number): readonly number[] {
    return this.#locks.get(lock)?.greedy.keys() ?? [];
  }

  /** A thread has read to its end under a lock that its client had given up. */
  unlock(client: number, lock: number, thread: string): void {
    const state = this.#locks.get(lock);
    const threads = state?.readers.get(client);
    if (state === undefined || threads === undefined) return;
    threads.delete(thread);
    if (threads.size === 0) state.readers.delete(client);
    this.#serve(lock, state);
  }

  /** Everything of a client that is gone is released. */
  removeClient(client: number): void {
    for (const [lock, state] of this.#locks) {
      const held = state.greedy.delete(client);
      const read = state.readers.delete(client);
      const left = this.#dropRequests(state, client);
      if (!held && !read && !left) continue;
      if (state.greedy.size === 0) state.isRecalled = false;
      this.#serve(lock, state);
    }
  }

  #lock(lock: number): Lock {
    let state = this.#locks.get(lock);
    if (state === undefined) {
      state = { greedy: new Few(), readers: new Map(), queue: [], isRecalled: false };
      this.#locks.set(lock, state);
    }
    return state;
  }

  #enqueue(lock: number, state: Lock, request: Request, attempt: LockAttempt | undefined): void {
    if (!canAward(state, request.mode)) this.#recall(lock, state, request.mode);
    if (state.queue.some(({ client, call }) => client === request.client && call === request.call)) return;
    if (attempt !== undefined && attempt.waitMicros > 0) {
      request.timer = this.#outcome.after(attempt.waitMicros, () => this.#expire(lock, state, request));
    }
    state.queue.push(request);
  }

  /** The time of a tryLock is over. */
  #expire(lock: number, state: Lock, request: Request): void {
    const at = state.queue.indexOf(request);
    if (at < 0) return;
    state.queue.splice(at, 1);
    this.#outcome.refuse(request.client, request.call);
    this.#serve(lock, state);
  }

  #dropRequests(state: Lock, client: number): boolean {
    const { queue } = state;
    let left = 0;
    for (const request of queue) {
      if (request.client === client) request.timer?.cancel();
      else queue[left++] = request;
    }
    const dropped = left < queue.length;
    while (queue.length > left) queue.pop();
    return dropped;
  }

  #recall(lock: number, state: Lock, mode: LockMode, atOnce = false): void {
    if (state.isRecalled || state.greedy.size === 0) return;
    state.isRecalled = true;
    for (const holder of state.greedy.keys()) this.#outcome.recall(holder, lock, mode, atOnce);
  }

  /** Serves whoever waits first; with a reader all readers, wherever they wait. Who gets it while others wait is recalled at once. */
  #serve(lock: number, state: Lock): void {
    const next = state.queue[0];
    if (next === undefined) {
      if (state.greedy.size === 0 && state.readers.size === 0) this.#locks.delete(lock);
      return;
    }
    if (state.isRecalled || !canAward(state, next.mode)) return;
    if (next.mode === 'write') {
      this.#award(lock, state, next);
      if (state.queue.length > 0) this.#recall(lock, state, wantedMode(state), true);
      return;
    }
    const isWanted = wantedMode(state) === 'write';
    for (const request of state.queue.filter(({ mode }) => mode === 'read')) {
      if (state.queue.includes(request)) this.#award(lock, state, request);
    }
    if (isWanted) this.#recall(lock, state, 'write');
  }

  /** The client has it for all its threads: none of them waits here, or is known by itself, any more. */
  #award(lock: number, state: Lock, { client, mode, cause }: Request): void {
    this.#dropRequests(state, client);
    state.readers.delete(client);
    state.greedy.set(client, mode);
    this.#outcome.grant(client, lock, mode, cause);
  }
}

function addReader(state: Lock, client: number, thread: string): void {
  const threads = state.readers.get(client);
  if (threads === undefined) state.readers.set(client, new Set([thread]));
  else threads.add(thread);
}

const isEnough = (held: LockMode | undefined, wanted: LockMode): boolean =>
  held === 'write' || (held === 'read' && wanted === 'read');

/** Writers are alone; readers only share with readers. */
function canAward({ greedy, readers }: Lock, mode: LockMode): boolean {
  if (mode === 'write') return greedy.size === 0 && readers.size === 0;
  for (const held of greedy.values()) if (held === 'write') return false;
  return true;
}

const wantedMode = ({ queue }: Lock): LockMode => (queue.some(({ mode }) => mode === 'write') ? 'write' : 'read');
