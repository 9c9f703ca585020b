/**
 * How calls of a client get the locks that they need: strong ones for an instant, those of lock and tryLock until the
 * thread unlocks.
 *
 * Source: Terracotta 4.3.1, ClientLockManagerImpl, ClientLockImpl; Ehcache 2.10, NonStopSyncWrapper.
 */
import type { OutcomeName } from '../../trace/kinds.ts';
import type { Few } from '../few.ts';
import type { ServerArray } from './array.ts';
import type { Call, Stage } from './call.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import { ClientLocks } from './client-locks.ts';
import { ExplicitLocks } from './explicit-locks.ts';
import type { HeldLock, LockAttempt, LockMode, LockRequest } from './lock-messages.ts';
import {
  INVALID_AFTER_REJOIN,
  isLockOperation,
  LOCK_REFUSED,
  lockRejoin,
  lockTimeout,
  NOT_HELD,
  staleThread,
  upgrade,
} from './lock-results.ts';
import type { Message } from './messages.ts';
import { rejoinException, type TimeoutResult } from './nonstop.ts';
import { ASSUMPTIONS } from './timing.ts';

/** Keys of one cache for the purpose of locks: more than any scenario uses. */
const LOCKS_PER_CACHE = 10_000_000;

/** They are about the cache and no key of it. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'getKeys',
  'iterate',
  'getSize',
  'quickSize',
  'search',
  'flush',
  'evictExpiredElements',
  'setNodeCoherent',
  'isClusterCoherent',
  'isNodeCoherent',
]);

/** What becomes of a call is the business of whoever made it. */
export interface LockHost {
  readonly active: Pick<Few<Call>, 'get' | 'has' | 'values'>;
  wait(call: Call, stage: Stage): void;
  proceed(call: Call): void;
  finish(call: Call, outcome: OutcomeName, detail: string): void;
  /** What the timeout-behavior of its cache says. */
  timeoutResult(call: Call): TimeoutResult;
}

/** What an operation around a lock is about says its thread; strong reads share, strong writes do not. */
const modeOf = ({ operation, thread, write }: Call): LockMode => {
  if (isLockOperation(operation)) return thread?.mode ?? 'write';
  return write ? 'write' : 'read';
};

export const lockOf = ({ cache, key }: Call): number => cache.id * LOCKS_PER_CACHE + key;

const isWaitingFor = (call: Call, lock: number): boolean =>
  (call.stage === 'hold' || call.stage === 'lock') && lockOf(call) === lock;

export class LockCalls {
  readonly greedy: ClientLocks;
  readonly #explicit: ExplicitLocks;
  readonly #array: ServerArray;
  readonly #client: Client;
  readonly #host: LockHost;

  constructor(array: ServerArray, client: Client, host: LockHost) {
    const { world } = array;
    this.#array = array;
    this.#client = client;
    this.#host = host;
    this.#explicit = new ExplicitLocks(array.locks);
    this.greedy = new ClientLocks(array.stripes.length, {
      isWritten: (lock) => this.#explicit.of(lock).some(({ mode }) => mode === 'write'),
      isWaitedFor: (lock) => this.#host.active.values().some((call) => isWaitingFor(call, lock)),
      givingUp: (lock) => this.#givingUp(lock),
      keptForReading: (lock) => this.#wake('hold', lock),
      leasedAtAward: () => world.recorder.assume(ASSUMPTIONS.leaseAtAward),
      after: (delayMicros, run) => world.after(client.node.process, delayMicros, run),
    });
  }

  onMessage(channel: Channel, message: Message): void {
    switch (message.type) {
      case 'grant':
        this.greedy.granted(channel.stripe, message.lock, message.mode);
        this.#wake('lock', message.lock);
        break;
      case 'refuse': {
        const call = this.#host.active.get(message.call);
        if (call?.stage === 'lock') this.#refuse(call);
        break;
      }
      case 'recall':
        this.greedy.recalled(channel, message);
        break;
      default:
        break;
    }
  }

  /** What the client says in its handshake: greedy locks, and threads that read under locks that went back. */
  held(stripe: number): HeldLock[] {
    const read = this.#explicit.at(stripe).filter(({ lock }) => !this.greedy.has(stripe, lock));
    return [...this.greedy.held(stripe), ...read.map(({ lock, mode, thread }) => ({ lock, mode, thread }))];
  }

  /** Whether the call needs the lock of its key. What a thread does under a lock is strong in any cache (ServerMap). */
  isNeededBy({ operation, thread, cache: { settings } }: Call): boolean {
    if (OF_THE_WHOLE.has(operation)) return false;
    if (isLockOperation(operation) || settings.consistency === 'strong' || settings.synchronousWrites) return true;
    return thread !== undefined && this.#explicit.hasAny(thread.name);
  }

  /** False when the call has to wait, or is over. A paused lock manager lets nobody through, not even the holder. */
  isHeldFor(call: Call): boolean {
    if (!this.#client.running) {
      this.#host.wait(call, 'running');
      return false;
    }
    const { channel, write, row } = call;
    const lock = lockOf(call);
    const mode = modeOf(call);
    const standing = this.#standing(call, lock, mode);
    if (standing === 'upgrade') {
      this.#host.finish(call, 'exception', upgrade(call.cache.settings.nonstop, this.#array.version));
      return false;
    }
    if (standing === 'excluded') {
      this.#waitForThread(call);
      return false;
    }
    if (standing === 'holder' || this.greedy.allows(channel.stripe, lock, mode)) {
      if (write) this.greedy.written(channel.stripe, lock, row);
      return true;
    }
    if (this.greedy.has(channel.stripe, lock)) {
      // It goes back first; then this thread asks for it with all the others.
      this.#host.wait(call, 'hold');
      this.greedy.wanted(channel, lock);
    } else {
      this.#host.wait(call, 'lock');
      channel.send({ type: 'lock', lock, request: this.#requestOf(call) });
    }
    return false;
  }

  /** What the locks that threads of this client hold mean to the call. */
  #standing({ thread }: Call, lock: number, mode: LockMode): 'holder' | 'upgrade' | 'excluded' | 'open' {
    const holds = this.#explicit.of(lock);
    if (holds.length === 0) return 'open';
    const own = holds.filter((hold) => hold.thread === thread?.name);
    if (own.some((hold) => hold.mode === 'write' || mode === 'read')) return 'holder';
    if (own.length > 0) return 'upgrade';
    return mode === 'write' || holds.some((hold) => hold.mode === 'write') ? 'excluded' : 'open';
  }

  #requestOf(call: Call): LockRequest {
    return { call: call.row, mode: modeOf(call), attempt: this.#attemptOf(call) };
  }

  /** Ehcache 2.6 makes every lock a tryLock of at most the time-out of nonstop (NonstopSync). */
  #attemptOf({ operation, thread, cache }: Call): LockAttempt | undefined {
    const waitMicros = thread?.waitMicros ?? 0;
    const { enabled, timeoutMicros } = cache.settings.nonstop;
    const isTry = operation === 'tryLock';
    if (this.#array.version.locksAreAttempts && enabled && isLockOperation(operation)) {
      return { waitMicros: isTry ? Math.min(waitMicros, timeoutMicros) : timeoutMicros };
    }
    return isTry ? { waitMicros } : undefined;
  }

  /** Threads of this client that wait for a lock, in their order. */
  #waitingFor(lock: number): Call[] {
    return this.#host.active.values().filter((call) => isWaitingFor(call, lock));
  }

  #givingUp(lock: number): { readers: string[]; waiting: LockRequest[] } {
    const waiting = this.#waitingFor(lock).map((call) => {
      call.stage = 'lock';
      call.patience?.cancel();
      call.patience = undefined;
      return this.#requestOf(call);
    });
    return { readers: this.#explicit.of(lock).map(({ thread }) => thread), waiting };
  }

  /** Another thread of this JVM holds the lock: nobody has to ask the server. */
  #waitForThread(call: Call): void {
    if (call.operation === 'tryLock' && call.patience === undefined) {
      const waitMicros = call.thread?.waitMicros ?? 0;
      if (waitMicros <= 0) {
        this.#refuse(call);
        return;
      }
      call.patience = this.#array.world.after(this.#client.node.process, waitMicros, () => {
        if (this.#host.active.has(call.row)) this.#refuse(call);
      });
    }
    this.#host.wait(call, 'hold');
  }

  /** The lock did not come in time. */
  #refuse(call: Call): void {
    if (call.operation !== 'lock') this.#host.finish(call, 'refused', '');
    else this.#host.finish(call, 'exception', LOCK_REFUSED);
  }

  /** The thread has the lock. */
  taken(call: Call): void {
    const { cache, channel, thread } = call;
    if (thread === undefined) throw new Error('only a thread can hold a lock');
    const lock = lockOf(call);
    const { mode } = thread;
    this.#explicit.acquire({
      lock,
      mode,
      thread: thread.name,
      stripe: channel.stripe,
      connection: channel.connection,
      lane: cache.lane,
      keyText: thread.keyText,
    });
    thread.leave = (cause) => this.#explicit.leak(lock, thread.name, mode, cause);
    this.#host.finish(call, 'ok', '');
  }

  /** Gives back what the client knows as held; it asks nobody, and tells the server only when that wants the lock. */
  unlock(call: Call): void {
    const lock = lockOf(call);
    const { channel } = call;
    const thread = call.thread?.name ?? '';
    call.cause = this.#explicit.staleOf(thread)?.lostRow ?? call.cause;
    const released = this.#explicit.release(lock, thread, modeOf(call));
    if (released === 'free' || released === 'nested') this.#host.finish(call, 'ok', '');
    else {
      const { outcome, detail } = released === 'stale' ? INVALID_AFTER_REJOIN : NOT_HELD;
      this.#host.finish(call, outcome, detail);
    }
    if (released !== 'free') return;
    if (this.greedy.has(channel.stripe, lock)) this.greedy.flushed(channel);
    else channel.send({ type: 'unlock', lock, thread });
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

  /** Event that a call waits for which waits for a lock: that another thread took it, or why a client keeps it. */
  causeOf(call: Call): number {
    if (call.stage !== 'lock' && call.stage !== 'hold') return -1;
    const lock = lockOf(call);
    const row = this.#array.locks.rowOf(lock, call.channel.connection, call.thread?.name);
    return row >= 0 ? row : call.channel.troubleWithLock(lock);
  }

  /** A rejoin: nothing that was held is valid any more. */
  flush(): void {
    this.greedy.clear();
    this.#explicit.flush();
  }

  /** The server is gone, and what it asked for with it. */
  disconnected(stripe: number): void {
    this.greedy.disconnected(stripe);
  }

  /** The client is out for ever, and its threads go on as if they had their locks. */
  lost(): void {
    for (const { stripe } of this.#client.channels) this.disconnected(stripe);
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
