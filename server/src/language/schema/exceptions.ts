/** Exceptions that callers get, by the names of their classes. An expectation may name others as well. */

export interface ExceptionInfo {
  readonly name: string;
  readonly documentation: string;
  /** Under this name manuals know it; no release has such a class. */
  readonly manualName?: string;
}

export const EXCEPTIONS: readonly ExceptionInfo[] = [
  {
    name: 'NonStopCacheException',
    documentation: 'The time of the operation is over and timeout-behavior is `exception`.',
  },
  {
    name: 'RejoinCacheException',
    documentation: 'Without nonstop: the client began to rejoin during the operation.',
  },
  {
    name: 'LockOperationTimedOutNonstopException',
    documentation: 'A lock or tryLock took longer than the nonstop timeout, whatever timeout-behavior says.',
  },
  {
    name: 'InvalidLockStateAfterRejoinException',
    documentation: 'The lock was taken before a rejoin, and is not valid after it.',
    manualName: 'InvalidLockAfterRejoinException',
  },
  {
    name: 'RejoinException',
    documentation: 'Without nonstop: a lock was asked for during a rejoin, or by a thread that has one from before it.',
  },
  {
    name: 'IllegalMonitorStateException',
    documentation: 'An unlock by a thread that does not have the lock.',
  },
  { name: 'ConnectException', documentation: 'A request to an Integration Server node that takes none.' },
  { name: 'StoreAccessException', documentation: 'Ehcache 3: a resilience strategy of the application throws it.' },
  { name: 'CacheIterationException', documentation: 'Ehcache 3: an iterator could not go on.' },
];
