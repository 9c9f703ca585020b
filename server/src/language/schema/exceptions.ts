/** Exceptions that callers get, by the names of their classes. An expectation may name others as well. */

import { NEWER, OLDER } from '../../model/productLines.ts';
import type { Availability } from './types.ts';

export interface ExceptionInfo extends Availability {
  readonly name: string;
  readonly documentation: string;
  /** Under this name manuals know it; no release has such a class. */
  readonly manualName?: string;
}

export const EXCEPTIONS: readonly ExceptionInfo[] = [
  {
    name: 'NonStopCacheException',
    lines: OLDER,
    documentation: 'The time of the operation is over and timeout-behavior is `exception`.',
  },
  {
    name: 'RejoinCacheException',
    lines: OLDER,
    documentation: 'Without nonstop: the client began to rejoin during the operation.',
  },
  {
    name: 'LockOperationTimedOutNonstopException',
    lines: OLDER,
    documentation: 'A lock or tryLock took longer than the nonstop timeout, whatever timeout-behavior says.',
  },
  {
    name: 'InvalidLockStateAfterRejoinException',
    lines: OLDER,
    documentation: 'The lock was taken before a rejoin, and is not valid after it.',
    manualName: 'InvalidLockAfterRejoinException',
  },
  {
    name: 'RejoinException',
    lines: OLDER,
    documentation: 'Without nonstop: a lock was asked for during a rejoin, or by a thread that has one from before it.',
  },
  {
    name: 'IllegalMonitorStateException',
    lines: OLDER,
    documentation: 'An unlock by a thread that does not have the lock.',
  },
  {
    name: 'TCLockUpgradeNotSupportedError',
    lines: OLDER,
    documentation: 'A thread that has the lock of a key for reading writes the key, or wants its write lock.',
  },
  {
    name: 'UnsupportedOperationException',
    lines: ['4.x', '10.x'],
    documentation:
      'An eventual cache of 4.0 to 4.2 is asked to compare and set; or a cache of Ehcache 3 for an operation that it does not have.',
  },
  { name: 'ConnectException', lines: OLDER, documentation: 'A request to an Integration Server node that takes none.' },
  {
    name: 'ServiceException',
    lines: OLDER,
    documentation: 'A service of an Integration Server node that uses a cache whose cache manager is not started.',
  },
  {
    name: 'StoreAccessException',
    lines: NEWER,
    documentation: 'Ehcache 3: a resilience strategy of the application throws it.',
  },
  { name: 'CacheIterationException', lines: NEWER, documentation: 'Ehcache 3: an iterator could not go on.' },
];
