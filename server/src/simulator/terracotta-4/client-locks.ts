/**
 * The locks that a client keeps greedily and passes on among its threads until the server recalls them. A recalled lock
 * goes back when no thread writes under it and what was written under it is confirmed; threads that read keep reading.
 * While threads of the client wait for a lock that it may write under, it keeps it for the lease first.
 *
 * Source: Terracotta 4.3.1, ClientLockImpl, ClientGreediness, ClientLockManagerImpl.LeaseTask.
 */
import type { Timer } from '../engine/world.ts';
import type { LockMode, RecallCommit } from './lock-messages.ts';
import type { Message } from './messages.ts';

type Recall = Extract<Message, { readonly type: 'recall' }>;

/** Of the connection to a stripe, what locks need. */
export interface LockChannel {
  readonly stripe: number;
  /** Writes that are not confirmed. */
  readonly pending: ReadonlySet<number>;
  send(message: Message): void;
}

interface Greedy {
  readonly mode: LockMode;
  /** What the others want, once it goes back; until then, what has come after it waits. */
  recall: LockMode | undefined;
  lease: Timer | undefined;
  /** The last write under it; -1 when there was none. */
  lastWrite: number;
}

/** What the client does with its locks. */
export interface ThreadsOfClient {
  /** Whether a thread writes under the lock: then it cannot go back. */
  isWritten(lock: number): boolean;
  isWaitedFor(lock: number): boolean;
  /** The lock goes back: what its threads keep of it, and which wait. From now on these wait for the server. */
  givingUp(lock: number): Pick<RecallCommit, 'readers' | 'waiting'>;
  /** It stays with the client, for reading: whoever waits looks again. */
  keptForReading(lock: number): void;
  /** A lock is leased that came in this very moment. */
  leasedAtAward(): void;
  after(delayMicros: number, run: () => void): Timer;
}

export class ClientLocks {
  readonly #greedy: Map<number, Greedy>[];
  /** Locks that go back as soon as they can. */
  readonly #recalled: Set<number>[];
  readonly #threads: ThreadsOfClient;

  constructor(stripes: number, threads: ThreadsOfClient) {
    this.#threads = threads;
    this.#greedy = Array.from({ length: stripes }, () => new Map());
    this.#recalled = Array.from({ length: stripes }, () => new Set());
  }

  /** Everything that the client keeps greedily at a stripe. */
  held(stripe: number): { lock: number; mode: LockMode }[] {
    return [...(this.#greedy[stripe] as Map<number, Greedy>)].map(([lock, { mode }]) => ({ lock, mode }));
  }

  /** Whether the client has the lock at all, be it recalled. */
  has(stripe: number, lock: number): boolean {
    return this.#greedy[stripe]?.has(lock) ?? false;
  }

  /** Whether a thread may have it without asking the server. */
  allows(stripe: number, lock: number, mode: LockMode): boolean {
    const greedy = this.#greedy[stripe]?.get(lock);
    if (greedy === undefined) return false;
    if (greedy.recall === undefined) return greedy.mode === 'write' || mode === 'read';
    return greedy.mode === 'write' && greedy.recall === 'read' && mode === 'read';
  }

  granted(stripe: number, lock: number, mode: LockMode): void {
    this.#greedy[stripe]?.set(lock, { mode, recall: undefined, lease: undefined, lastWrite: -1 });
  }

  /** A thread is about to write under the lock. */
  written(stripe: number, lock: number, write: number): void {
    const greedy = this.#greedy[stripe]?.get(lock);
    if (greedy !== undefined) greedy.lastWrite = write;
  }

  /** A thread waits for more than the client has: the client gives it up, and asks for all its threads at once. */
  wanted(channel: LockChannel, lock: number): void {
    const greedy = this.#greedy[channel.stripe]?.get(lock);
    if (greedy !== undefined && greedy.recall === undefined) this.#giveBack(channel, lock, greedy, 'write');
  }

  /** The server wants it back. */
  recalled(channel: LockChannel, { lock, mode, leaseMicros, atOnce }: Recall): void {
    const greedy = this.#greedy[channel.stripe]?.get(lock);
    if (greedy === undefined || greedy.lease !== undefined) return;
    if (greedy.recall !== undefined) {
      if (mode === 'write') greedy.recall = 'write';
    } else if (greedy.mode === 'write' && leaseMicros > 0 && this.#isAwaited(lock, atOnce)) {
      greedy.lease = this.#threads.after(leaseMicros, () => {
        greedy.lease = undefined;
        this.#giveBack(channel, lock, greedy, mode);
      });
    } else {
      this.#giveBack(channel, lock, greedy, greedy.mode === 'read' ? 'write' : mode);
    }
  }

  /** A thread has unlocked, or transactions were confirmed: what is recalled and can go back, does. */
  flushed(channel: LockChannel): void {
    const recalled = this.#recalled[channel.stripe] as Set<number>;
    if (recalled.size === 0) return;
    for (const lock of [...recalled]) {
      const greedy = this.#greedy[channel.stripe]?.get(lock);
      if (greedy === undefined) recalled.delete(lock);
      else if (this.#isReady(channel, lock, greedy)) {
        recalled.delete(lock);
        this.#commit(channel, lock, greedy);
      }
    }
  }

  /** Recalls of a server that is gone are void (ClientLockManagerImpl); the next one recalls anew. */
  disconnected(stripe: number): void {
    for (const greedy of this.#greedy[stripe]?.values() ?? []) cancelLease(greedy);
  }

  clear(): void {
    for (const locks of this.#greedy) {
      for (const greedy of locks.values()) cancelLease(greedy);
      locks.clear();
    }
    for (const recalled of this.#recalled) recalled.clear();
  }

  /** Right behind the award the thread that waited for it has not run yet, so that the client still counts it. */
  #isAwaited(lock: number, atOnce: boolean): boolean {
    if (this.#threads.isWaitedFor(lock)) return true;
    if (atOnce) this.#threads.leasedAtAward();
    return atOnce;
  }

  #giveBack(channel: LockChannel, lock: number, greedy: Greedy, mode: LockMode): void {
    greedy.recall = mode;
    if (this.#isReady(channel, lock, greedy)) this.#commit(channel, lock, greedy);
    else this.#recalled[channel.stripe]?.add(lock);
  }

  #isReady(channel: LockChannel, lock: number, greedy: Greedy): boolean {
    return !channel.pending.has(greedy.lastWrite) && !this.#threads.isWritten(lock);
  }

  #commit(channel: LockChannel, lock: number, greedy: Greedy): void {
    const { stripe } = channel;
    if (greedy.mode === 'write' && greedy.recall === 'read') {
      this.granted(stripe, lock, 'read');
      channel.send({ type: 'recall-commit', lock, commit: { keeps: 'read', readers: [], waiting: [] } });
      this.#threads.keptForReading(lock);
      return;
    }
    this.#greedy[stripe]?.delete(lock);
    const { readers, waiting } = this.#threads.givingUp(lock);
    channel.send({ type: 'recall-commit', lock, commit: { keeps: undefined, readers, waiting } });
  }
}

function cancelLease(greedy: Greedy): void {
  greedy.lease?.cancel();
  greedy.lease = undefined;
}
