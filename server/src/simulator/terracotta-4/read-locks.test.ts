/** Explicit locks for reading, who shares them and what a failure leaves of them: each case is a scenario whose expectations hold. */
import { describe, it } from 'vitest';
import { expectLocks, type LockCase } from '../../test/locks.ts';

const CASES: readonly LockCase[] = [
  {
    name: 'readers share a lock; a writer waits for the last of them, and whoever reads later waits for the writer',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock read sessions key a for 20s then get
  at 12s other lock read sessions key a for 2s then get
  at 15s other lock sessions key a for 5s then put
  at 16s shop lock read sessions key a for 1s
  at 17s shop tryLock read sessions key a timeout 2s for 1s
  expect no lock on shop takes longer than 10ms before 14s
  expect no lock on other takes longer than 10ms before 14s
  expect every lock on other takes longer than 14.9s after 14s
  expect every lock on shop takes longer than 18.9s after 14s
  expect every tryLock on shop returns false
  expect every get on sessions succeeds
  expect every put on other succeeds
  expect every unlock on sessions succeeds
  expect shop never sees lock-held-twice
  expect other never sees lock-held-twice`,
  },
  {
    name: 'a thread that reads under a lock cannot write under it, and may leave it behind',
    cache: 'consistency eventual  nonstop { timeout 5s }',
    scenario: `
  at 10s shop lock read sessions key a for 5s then get, put without finally
  at 20s other lock read sessions key a for 1s then get
  at 30s other lock sessions key a for 1s then put
  expect every put on shop throws TCLockUpgradeNotSupportedError with message "The READ lock needs to be unlocked"
  expect shop sees lock-leaked once
  expect every lock on other succeeds before 25s
  expect every lock on other throws LockOperationTimedOutNonstopException after 25s`,
  },
  {
    name: 'Ehcache 2.6: the thread of the pool hands the error of a lock upgrade on',
    product: '3.7',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  at 10s shop lock read sessions key a for 5s then put
  expect every put on shop throws CacheException with message "TCLockUpgradeNotSupportedError"
  expect every unlock on shop succeeds`,
  },
  {
    name: 'a lock is given back in the mode in which it was taken',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock read sessions key a
  at 20s shop unlock sessions key a
  at 30s shop unlock read sessions key a
  at 40s other tryLock sessions key a for 1s
  at 41s other tryLock sessions key a timeout 1s for 1s
  expect every unlock on shop throws IllegalMonitorStateException before 25s
  expect every unlock on shop succeeds after 25s
  expect every tryLock on other returns false before 40.5s
  expect every tryLock on other succeeds after 40.5s`,
  },
  {
    name: 'read locks survive a fail-over: those kept greedily, and those of threads whose client had given the lock up',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock read sessions key a for 60s
  at 11s other lock read sessions key b for 60s
  at 15s other lock sessions key a for 1s
  at 20s crash tsa-1
  at 50s shop tryLock sessions key b timeout 5s for 1s
  expect every lock on other takes longer than 54.9s after 12s
  expect no lock on other takes longer than 56s
  expect every tryLock on shop returns false
  expect every unlock on sessions succeeds
  expect shop never sees lock-held-twice
  expect other never sees lock-held-twice`,
  },
  {
    name: 'a read lock is gone with its client, like any other',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  at 20s shop lock read sessions key a for 100s
  at 25s other lock read sessions key a for 150s
  at 30s pause shop for 60s
  at 40s other tryLock sessions key b for 1s
  at 130s shop tryLock sessions key a timeout 1s for 1s
  expect shop sees lock-lost once
  expect shop never sees lock-held-twice
  expect every unlock on shop throws InvalidLockStateAfterRejoinException
  expect every tryLock on shop returns false`,
  },
];

describe('locks for reading', () => {
  it.each(CASES)('$name', expectLocks);
});
