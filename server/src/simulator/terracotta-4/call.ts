/** A call of an application while it is inside a cache. */
import type { Cache, OperationName } from '../../model/model.ts';
import type { CallRequest, LockingThread } from '../actions/index.ts';
import type { Timer } from '../engine/world.ts';
import type { Channel } from './channel.ts';
import type { TimedThread } from './nonstop-timers.ts';

/**
 * What a call waits for. commit: its transaction exists already and only waits for the client to be RUNNING · lock: the
 * server gives the lock · hold: another thread of the same JVM gives it back, or the JVM to the server · slowed: too much
 * waits to be sent already · buffer: too much is kept back in bulk-load mode · confirmation: of all writes, at the end of
 * that mode · coherence: until no node is in that mode · iterating: it works with the keys that it has got so far.
 */
export type Stage =
  | 'none'
  | 'operations-enabled'
  | 'running'
  | 'lock'
  | 'hold'
  | 'fetch'
  | 'slowed'
  | 'commit'
  | 'receipt'
  | 'buffer'
  | 'confirmation'
  | 'coherence'
  | 'iterating';

export interface CacheState {
  readonly settings: Cache;
  readonly lane: number;
  /** Number of the cache in the array: the same name is the same cache for every client. */
  readonly id: number;
  /** Keys in this JVM's local tier. */
  readonly local: Set<number>;
}

export interface Call extends TimedThread {
  readonly startMicros: number;
  readonly cache: CacheState;
  readonly operation: OperationName;
  readonly write: boolean;
  readonly key: number;
  readonly keyCount: number;
  readonly channel: Channel;
  /** The thread, where it matters who holds a lock. */
  readonly thread: LockingThread | undefined;
  /** setNodeCoherent: what is set. */
  readonly coherent: boolean;
  /** iterate: how long the caller works with all the keys, and how long it has. */
  readonly spanMicros: number;
  workedMicros: number;
  readonly done: CallRequest['done'];
  stage: Stage;
  /** Why it began to wait. */
  cause: number;
  /** Ends a wait of so long at most: of a tryLock for another thread, of a write that is slowed down, between two looks. */
  patience: Timer | undefined;
}
