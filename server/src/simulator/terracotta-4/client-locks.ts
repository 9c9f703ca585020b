/**
 * The greedy locks that a client holds: kept until the server recalls them, and then only given up when the
 * transactions made under them are confirmed. Source: Terracotta 4.3.1, ClientLockImpl, ClientGreediness.
 */
import type { Channel } from './channel.ts';
import type { HeldLock, LockMode } from './messages.ts';

interface Recall {
  readonly lock: number;
  /** Release once nothing up to this write is pending. */
  readonly flushUpTo: number;
}

export class ClientLocks {
  readonly #held: Map<number, LockMode>[];
  readonly #recalls: Recall[][];
  readonly #isTaken: (lock: number) => boolean;
  readonly #gaveUp: (lock: number) => void;

  /**
   * `isTaken`: whether a thread of the client holds the lock, so that it cannot be given up. `gaveUp`: a lock has gone back
   * to the server, and whoever wants it has to ask there.
   */
  constructor(stripes: number, isTaken: (lock: number) => boolean, gaveUp: (lock: number) => void) {
    this.#isTaken = isTaken;
    this.#gaveUp = gaveUp;
    this.#held = Array.from({ length: stripes }, () => new Map());
    this.#recalls = Array.from({ length: stripes }, () => []);
  }

  held(stripe: number): HeldLock[] {
    return [...(this.#held[stripe] as Map<number, LockMode>)].map(([lock, mode]) => ({ lock, mode }));
  }

  has(stripe: number, lock: number, mode: LockMode): boolean {
    const held = this.#held[stripe]?.get(lock);
    return held === 'write' || (held !== undefined && held === mode);
  }

  granted(stripe: number, lock: number, mode: LockMode): void {
    this.#held[stripe]?.set(lock, mode);
  }

  /** The server wants the lock back: no other thread gets it here. */
  isRecalled(stripe: number, lock: number): boolean {
    return this.#recalls[stripe]?.some((recall) => recall.lock === lock) ?? false;
  }

  recalled(channel: Channel, lock: number): void {
    if (this.isRecalled(channel.stripe, lock)) return;
    let last = -1;
    for (const write of channel.pending) last = write;
    this.#recalls[channel.stripe]?.push({ lock, flushUpTo: last });
    this.flushed(channel);
  }

  /** A thread gave its lock back: if the server wants it, it goes there with everything that was written under it. */
  unlocked(channel: Channel, lock: number): void {
    if (!this.isRecalled(channel.stripe, lock)) return;
    this.#recalls[channel.stripe] = this.#recalls[channel.stripe]?.filter((recall) => recall.lock !== lock) ?? [];
    this.recalled(channel, lock);
  }

  /** Transactions were confirmed: recalled locks whose writes are safe go back, unless a thread holds them. */
  flushed(channel: Channel): void {
    const recalls = this.#recalls[channel.stripe] as Recall[];
    if (recalls.length === 0) return;
    const [oldest = Number.MAX_SAFE_INTEGER] = channel.pending;
    const isReady = ({ lock, flushUpTo }: Recall): boolean => flushUpTo < oldest && !this.#isTaken(lock);
    const ready = recalls.filter(isReady);
    if (ready.length === 0) return;
    this.#recalls[channel.stripe] = recalls.filter((recall) => !isReady(recall));
    for (const { lock } of ready) {
      this.#held[channel.stripe]?.delete(lock);
      channel.send({ type: 'release', lock });
      this.#gaveUp(lock);
    }
  }

  clear(): void {
    for (const held of this.#held) held.clear();
    for (const recalls of this.#recalls) recalls.length = 0;
  }
}
