/** What clients and servers tell each other of locks: Terracotta 4.3.1, ClientServerExchangeLockContext. */

export type LockMode = 'read' | 'write';

/** What a client has, as it says in its handshake. */
export interface HeldLock {
  readonly lock: number;
  readonly mode: LockMode;
  /** A thread that reads under a lock which its client has given up; without it the client keeps the lock greedily. */
  readonly thread?: string;
}

/** A tryLock: how long it waits at most; 0 for an answer at once. */
export interface LockAttempt {
  readonly waitMicros: number;
}

/** A thread that waits for a lock, by the row of its call. */
export interface LockRequest {
  readonly call: number;
  readonly mode: LockMode;
  /** Of a tryLock, which the server refuses when its time is over. */
  readonly attempt?: LockAttempt | undefined;
}

/** What a client says of a lock that it gives back. */
export interface RecallCommit {
  /** It goes on reading: a writer that was recalled for readers. */
  readonly keeps: 'read' | undefined;
  /** Threads that have the lock for reading, and keep it. */
  readonly readers: readonly string[];
  readonly waiting: readonly LockRequest[];
}
