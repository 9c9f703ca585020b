/**
 * How calls of a client get the locks that they need: strong ones for an instant, those of lock and tryLock until the
 * thread unlocks.
 *
 * Source: Terracotta 4.3.1, ClientLockManagerImpl, ClientLockImpl; Ehcache 2.10, NonStopSyncWrapper.
 */
import type { OutcomeName } from '../../trace/kinds.ts';
import type { ServerArray } from './array.ts';
import type { Call, Stage } from './call.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import { ClientLocks } from './client-locks.ts';
import { ExplicitLocks } from './explicit-locks.ts';
import {
  INVALID_AFTER_REJOIN,
  isLockOperation,
  lockRejoin,
  lockTimeout,
  NOT_HELD,
  staleThread,
} from './lock-results.ts';
import type { LockMode, Message } from './messages.ts';
import { rejoinException, type TimeoutResult } from './nonstop.ts';

/** Keys of one cache for the purpose of locks: more than any scenario uses. */
const LOCKS_PER_CACHE = 10_000_000;

/** They are about the cache and no key of it. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'flush',
  'evictExpiredElements',
  'setNodeCoherent',
  'isClusterCoherent',
  'isNodeCoherent',
]);

/** What becomes of a call is the business of whoever made it. */
export interface LockHost {
  readonly active: ReadonlyMap<number, Call>;
  wait(call: Call, stage: Stage): void;
  proceed(call: Call): void;
  finish(call: Call, outcome: OutcomeName, detail: string): void;
  /** What the timeout-behavior of its cache says. */
  timeoutResult(call: Call): TimeoutResult;
}

export const lockOf = ({ cache, key }: Call): number => cache.id * LOCKS_PER_CACHE + key;

export class LockCalls {
  readonly greedy: ClientLocks;
  readonly #explicit: ExplicitLocks;
  readonly #array: ServerArray;
  readonly #client: Client;
  readonly #host: LockHost;

  constructor(array: ServerArray, client: Client, host: LockHost) {
    this.#array = array;
    this.#client = client;
    this.#host = host;
    this.#explicit = new ExplicitLocks(array.locks);
    this.greedy = new ClientLocks(
      array.stripes.length,
      (lock) => this.#explicit.holdOf(lock) !== undefined,
      (lock) => this.#wake('hold', lock),
    );
  }

  onMessage(channel: Channel, message: Message): void {
    switch (message.type) {
      case 'grant':
        this.greedy.granted(channel.stripe, message.lock, message.mode);
        this.#wake('lock', message.lock);
        break;
      case 'refuse': {
        const call = this.#host.active.get(message.call);
        if (call?.stage === 'lock') this.#host.finish(call, 'refused', '');
        break;
      }
      case 'recall':
        this.greedy.recalled(channel, message.lock);
        break;
      default:
        break;
    }
  }

  /** Whether the call needs the lock of its key. What a thread does under a lock is strong in any cache (ServerMap). */
  isNeededBy({ operation, thread, cache: { settings } }: Call): boolean {
    if (OF_THE_WHOLE.has(operation)) return false;
    if (isLockOperation(operation) || settings.consistency === 'strong' || settings.synchronousWrites) return true;
    return thread !== undefined && this.#explicit.hasAny(thread.name);
  }

  /** False when the call has to wait. A paused lock manager lets nobody through, not even the holder. */
  isHeldFor(call: Call): boolean {
    if (!this.#client.running) {
      this.#host.wait(call, 'running');
      return false;
    }
    const { channel, operation, thread } = call;
    const lock = lockOf(call);
    const hold = this.#explicit.holdOf(lock);
    if (hold !== undefined) {
      if (hold.thread === thread?.name) return true;
      this.#waitForThread(call);
      return false;
    }
    const isExplicit = isLockOperation(operation);
    const mode: LockMode = call.write || isExplicit ? 'write' : 'read';
    // A lock that the server wants back goes there first; then this client asks for it like any other.
    if (isExplicit && this.greedy.isRecalled(channel.stripe, lock)) {
      this.#host.wait(call, 'hold');
      return false;
    }
    if (this.greedy.has(channel.stripe, lock, mode)) return true;
    this.#host.wait(call, 'lock');
    const attempt = operation === 'tryLock' ? { call: call.row, waitMicros: thread?.waitMicros ?? 0 } : undefined;
    channel.send({ type: 'lock', lock, mode, attempt });
    return false;
  }

  /** Another thread of this JVM holds the lock: nobody has to ask the server. */
  #waitForThread(call: Call): void {
    if (call.operation === 'tryLock' && call.patience === undefined) {
      const waitMicros = call.thread?.waitMicros ?? 0;
      if (waitMicros <= 0) {
        this.#host.finish(call, 'refused', '');
        return;
      }
      call.patience = this.#array.world.after(this.#client.node.process, waitMicros, () => {
        if (this.#host.active.has(call.row)) this.#host.finish(call, 'refused', '');
      });
    }
    this.#host.wait(call, 'hold');
  }

  /** The thread has the lock. */
  taken(call: Call): void {
    const { cache, channel, thread } = call;
    if (thread === undefined) throw new Error('only a thread can hold a lock');
    const lock = lockOf(call);
    this.#explicit.acquire({
      lock,
      thread: thread.name,
      connection: channel.connection,
      lane: cache.lane,
      keyText: thread.keyText,
    });
    thread.leave = (cause) => this.#explicit.leak(lock, thread.name, cause);
    this.#host.finish(call, 'ok', '');
  }

  /** Gives back what the client knows as held; it asks nobody, and tells the server only when that wants the lock. */
  unlock(call: Call): void {
    const lock = lockOf(call);
    const thread = call.thread?.name ?? '';
    call.cause = this.#explicit.staleOf(thread)?.lostRow ?? call.cause;
    const released = this.#explicit.release(lock, thread);
    if (released === 'free' || released === 'nested') this.#host.finish(call, 'ok', '');
    else {
      const { outcome, detail } = released === 'stale' ? INVALID_AFTER_REJOIN : NOT_HELD;
      this.#host.finish(call, outcome, detail);
    }
    if (released !== 'free') return;
    this.greedy.unlocked(call.channel, lock);
    this.#wake('hold', lock);
  }

  /** What a thread gets that still has a lock from before a rejoin; undefined when that does not matter. */
  staleResult(call: Call): TimeoutResult | undefined {
    const { operation, thread } = call;
    const { version } = this.#array;
    const hold = thread === undefined ? undefined : this.#explicit.staleOf(thread.name);
    if (hold === undefined) return undefined;
    // In Ehcache 2.6 such a thread may take locks all the same.
    if (version.staleLockIsNamed && isLockOperation(operation)) return undefined;
    call.cause = hold.lostRow;
    return staleThread(operation, call.cache.settings.nonstop, version, () => this.#host.timeoutResult(call));
  }

  /** What a lock operation gets when its time is over; undefined for other operations. */
  timeoutResult({ operation }: Call): TimeoutResult | undefined {
    return isLockOperation(operation) ? lockTimeout(operation, this.#array.version) : undefined;
  }

  /** What a call gets that is inside the platform when a rejoin begins, or comes while one is going on. */
  rejoinResult(call: Call, inside: boolean): TimeoutResult {
    const { nonstop } = call.cache.settings;
    const { operation } = call;
    if (isLockOperation(operation)) return lockRejoin(operation, nonstop, this.#array.version, inside);
    return nonstop.enabled ? this.#host.timeoutResult(call) : rejoinException(operation);
  }

  /** Event that a call waits for which waits for a lock; -1 when no thread holds it. */
  causeOf(call: Call): number {
    return call.stage === 'lock' || call.stage === 'hold' ? this.#array.locks.rowOf(lockOf(call)) : -1;
  }

  /** A rejoin: nothing that was held is valid any more. */
  flush(): void {
    this.greedy.clear();
    this.#explicit.flush();
  }

  /** The client is out for ever, and its threads go on as if they had their locks. */
  lost(): void {
    this.#explicit.lost();
  }

  /** The JVM is gone. */
  dispose(): void {
    this.#explicit.dispose();
  }

  /** Those that wait for a lock look again. */
  #wake(stage: Stage, lock: number): void {
    for (const call of [...this.#host.active.values()]) {
      if (call.stage === stage && lockOf(call) === lock) this.#host.proceed(call);
    }
  }
}
