/**
 * Locks of keys that threads of applications hold by lock or tryLock: what each client believes of its own, and what is
 * true of all of them together.
 *
 * Source: Terracotta 4.3.1, ClientLockImpl (a lock held by a thread is not recalled), RejoinAwarePlatformService (what a
 * thread held before a rejoin is not valid after it, and the thread cannot use the platform until it has unlocked).
 */
import type { World } from '../engine/world.ts';
import type { StripeState } from './array.ts';
import type { LockMode } from './lock-messages.ts';

export interface Hold {
  readonly lock: number;
  /** Many threads may read at a time. */
  readonly mode: LockMode;
  readonly thread: string;
  /** Stripe that has the lock. */
  readonly stripe: number;
  /** Identity under which the lock was given. */
  readonly connection: number;
  /** Lane of the cache, and the key as the scenario names it. */
  readonly lane: number;
  readonly keyText: string;
  /** Taken so many times more than given back. */
  count: number;
  /** Event by which it was lost; -1 while it is not. */
  lostRow: number;
  /** Somebody else was seen to have it meanwhile. */
  shared: boolean;
  /** Event that whoever waits for the lock waits for: that it was taken, or that it was left behind. */
  row: number;
}

/** Every lock that some thread believes to hold. */
export class LockWitness {
  readonly #world: World;
  readonly #stripes: readonly StripeState[];
  readonly #holds = new Map<number, Hold[]>();
  /** Rows by which servers removed connections: their clients go on with the locks that they keep until they learn of it. */
  readonly #removals = new Map<number, number>();

  constructor(world: World, stripes: readonly StripeState[]) {
    this.#world = world;
    this.#stripes = stripes;
  }

  /** Says that a thread has the lock now, and whether another one believes the same. */
  taken(hold: Hold): void {
    const others = this.#holds.get(hold.lock) ?? [];
    this.#holds.set(hold.lock, [...others, hold]);
    const { kernel } = this.#world;
    this.#world.because(kernel.currentCause, () => {
      const text = hold.mode === 'read' ? `${hold.keyText} for reading` : hold.keyText;
      hold.row = this.#world.emit('lock-taken', hold.lane, text);
    });
    for (const other of others) {
      if (other.shared || other.thread === hold.thread || (other.mode === 'read' && hold.mode === 'read')) continue;
      other.shared = true;
      this.#world.because(this.#whyShared(hold, other), () => {
        this.#world.emit('lock-held-twice', hold.lane, hold.keyText, other.lane);
      });
    }
  }

  /** One of the two was lost, or taken by a client that the server has removed; or two actives have given the lock once each. */
  #whyShared(hold: Hold, other: Hold): number {
    if (other.lostRow >= 0) return other.lostRow;
    return this.#removals.get(hold.connection) ?? this.#stripes[hold.stripe]?.rivalRow ?? -1;
  }

  forget(hold: Hold): void {
    const left = (this.#holds.get(hold.lock) ?? []).filter((other) => other !== hold);
    if (left.length === 0) this.#holds.delete(hold.lock);
    else this.#holds.set(hold.lock, left);
  }

  /** The unlock was skipped. `cause`: what threw. */
  leaked(hold: Hold, cause: number): void {
    this.#world.because(cause, () => {
      hold.row = this.#world.emit('lock-leaked', hold.lane, hold.keyText);
    });
  }

  /** The server has given the locks of a connection free, and no thread is told. */
  removed(connection: number): void {
    this.#removals.set(connection, this.#world.kernel.currentCause);
    for (const holds of this.#holds.values()) {
      for (const hold of holds) if (hold.connection === connection) this.lost(hold);
    }
  }

  lost(hold: Hold): void {
    if (hold.lostRow >= 0) return;
    const { kernel } = this.#world;
    this.#world.because(kernel.currentCause, () => {
      hold.lostRow = this.#world.emit('lock-lost', hold.lane, hold.keyText);
    });
  }

  /** Event that a thread of a connection waits for which waits for the lock; -1 when no other thread holds it. */
  rowOf(lock: number, connection: number, thread: string | undefined): number {
    const isOther = (hold: Hold): boolean => hold.thread !== thread || hold.connection !== connection;
    return this.#holds.get(lock)?.findLast(isOther)?.row ?? -1;
  }
}

const NONE: readonly Hold[] = [];

/** What the threads of one client hold. */
export class ExplicitLocks {
  readonly #witness: LockWitness;
  readonly #holds = new Map<number, readonly Hold[]>();
  /** Taken before a rejoin: not valid, and not given back either. */
  #stale: Hold[] = [];

  constructor(witness: LockWitness) {
    this.#witness = witness;
  }

  /** What threads have this lock. */
  of(lock: number): readonly Hold[] {
    return this.#holds.get(lock) ?? NONE;
  }

  /** Everything that threads hold at a stripe. */
  at(stripe: number): readonly Hold[] {
    return [...this.#holds.values()].flat().filter((hold) => hold.stripe === stripe);
  }

  /** Whether a thread holds any lock: then an eventual cache is a strong one for it (ServerMap). */
  hasAny(thread: string): boolean {
    for (const holds of this.#holds.values()) if (holds.some((hold) => hold.thread === thread)) return true;
    return false;
  }

  /** A lock that a thread has not given back since a rejoin took it away. */
  staleOf(thread: string): Hold | undefined {
    return this.#stale.find((hold) => hold.thread === thread);
  }

  /** A thread has got the lock, or takes once more what it has. */
  acquire(hold: Omit<Hold, 'count' | 'lostRow' | 'shared' | 'row'>): void {
    const holds = this.of(hold.lock);
    const own = holds.find(({ thread, mode }) => thread === hold.thread && mode === hold.mode);
    if (own !== undefined) {
      own.count++;
      return;
    }
    const taken = { ...hold, count: 1, lostRow: -1, shared: false, row: -1 };
    this.#holds.set(hold.lock, [...holds, taken]);
    this.#witness.taken(taken);
  }

  /** free: the thread has it no more · nested: it took it more than once · stale: it was lost in a rejoin. */
  release(lock: number, thread: string, mode: LockMode): 'free' | 'nested' | 'stale' | 'not-held' {
    const isMeant = (hold: Hold): boolean => hold.lock === lock && hold.thread === thread && hold.mode === mode;
    const hold = this.of(lock).find(isMeant);
    if (hold !== undefined) {
      hold.count--;
      if (hold.count > 0) return 'nested';
      const left = this.of(lock).filter((other) => other !== hold);
      if (left.length === 0) this.#holds.delete(lock);
      else this.#holds.set(lock, left);
      this.#witness.forget(hold);
      return 'free';
    }
    const stale = this.#stale.find(isMeant);
    if (stale === undefined) return 'not-held';
    this.#stale = this.#stale.filter((other) => other !== stale);
    this.#witness.forget(stale);
    return 'stale';
  }

  /** A thread left the lock behind. */
  leak(lock: number, thread: string, mode: LockMode, cause: number): void {
    const isMeant = (hold: Hold): boolean => hold.lock === lock && hold.thread === thread && hold.mode === mode;
    const hold = this.of(lock).find(isMeant) ?? this.#stale.find(isMeant);
    if (hold !== undefined) this.#witness.leaked(hold, cause);
  }

  /** A rejoin: nothing that was held is valid any more. */
  flush(): void {
    this.lost();
    this.#stale.push(...[...this.#holds.values()].flat());
    this.#holds.clear();
  }

  /** The array has given them free, and no thread knows. */
  lost(): void {
    for (const holds of this.#holds.values()) for (const hold of holds) this.#witness.lost(hold);
  }

  /** The JVM is gone. */
  dispose(): void {
    for (const hold of [...[...this.#holds.values()].flat(), ...this.#stale]) this.#witness.forget(hold);
    this.#holds.clear();
    this.#stale = [];
  }
}
