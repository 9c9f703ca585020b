/**
 * The locks of strong caches on the active. Grants are greedy: a client keeps a lock until another one wants it; then
 * it is recalled, and the holder flushes its transactions before it gives the lock up.
 *
 * Source: Terracotta 4.3.1, LockManagerImpl, ClientGreediness.
 */
import type { HeldLock, LockMode } from './messages.ts';

interface Request {
  readonly client: number;
  readonly mode: LockMode;
  readonly cause: number;
}

interface Lock {
  readonly holders: Map<number, LockMode>;
  readonly queue: Request[];
  recalled: boolean;
}

export interface LockOutcome {
  /** `cause`: what the requester's wait goes back to. */
  grant(client: number, lock: number, mode: LockMode, cause: number): void;
  recall(client: number, lock: number): void;
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

  request(client: number, lock: number, mode: LockMode, cause: number): void {
    this.#lock(lock).queue.push({ client, mode, cause });
    this.#serve(lock);
  }

  release(client: number, lock: number): void {
    const state = this.#locks.get(lock);
    if (state === undefined) return;
    state.holders.delete(client);
    this.#serve(lock);
  }

  /** Everything of a client that is gone is released. */
  removeClient(client: number): void {
    for (const [lock, state] of this.#locks) {
      const held = state.holders.delete(client);
      const waiting = state.queue.filter((request) => request.client !== client);
      const left = waiting.length < state.queue.length;
      if (left) state.queue.splice(0, state.queue.length, ...waiting);
      if (held || left) this.#serve(lock);
    }
  }

  #lock(lock: number): Lock {
    let state = this.#locks.get(lock);
    if (state === undefined) {
      state = { holders: new Map(), queue: [], recalled: false };
      this.#locks.set(lock, state);
    }
    return state;
  }

  #serve(lock: number): void {
    const state = this.#lock(lock);
    for (let next = state.queue[0]; next !== undefined; next = state.queue[0]) {
      if (!compatible(next, state.holders)) {
        if (!state.recalled) {
          state.recalled = true;
          for (const holder of [...state.holders.keys()]) {
            if (holder !== next.client) this.#outcome.recall(holder, lock);
          }
        }
        return;
      }
      state.queue.shift();
      state.recalled = false;
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
