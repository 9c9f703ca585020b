/** Explicit locks in failures: each case is a scenario whose expectations hold. */
import { describe, it } from 'vitest';
import { expectLocks, type LockCase } from '../../test/locks.ts';

const CASES: readonly LockCase[] = [
  {
    name: 'one after the other: who comes second waits for the unlock',
    cache: 'consistency strong',
    scenario: `
  at 20s shop lock sessions key a for 10s
  at 21s other lock sessions key a for 1s
  at 22s other tryLock sessions key a for 1s
  at 23s other tryLock sessions key a timeout 2s for 1s
  at 24s other tryLock sessions key a timeout 30s for 1s
  expect every lock on other takes longer than 8s
  expect some tryLock on other returns false at 22s
  expect every tryLock on other takes longer than 1999ms between 23s and 24s
  expect some tryLock on other returns false at 23s
  expect every tryLock on other succeeds after 24s
  expect every unlock on sessions succeeds`,
  },
  {
    name: 'a tryLock does not get what another client keeps, although no thread there holds it; the next one does',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock sessions key a for 1s
  at 20s other tryLock sessions key a for 1s
  at 21s other tryLock sessions key a for 1s
  expect every tryLock on other returns false before 20500ms
  expect every tryLock on other succeeds after 20500ms`,
  },
  {
    name: 'threads of one JVM wait for each other, and so do strong calls of other clients',
    cache: 'consistency strong  nonstop { timeout 3s }',
    scenario: `
  at 10s shop lock sessions key a for 8s then put
  at 11s shop lock sessions key a for 1s
  at 12s shop tryLock sessions key a timeout 1s for 1s
  at 13s shop get sessions key a
  at 13s other put sessions key a
  at 13s other put sessions key b
  expect every lock on shop throws LockOperationTimedOutNonstopException with message "Lock timed out" after 11s
  expect every tryLock on shop returns false
  expect every get on shop throws NonStopCacheException with message "get timed out"
  expect some put on other throws NonStopCacheException with message "put timed out"
  expect some put on other succeeds
  expect every put on shop succeeds`,
  },
  {
    name: 'an eventual cache does not look at locks, except for the thread that holds one',
    cache: 'consistency eventual',
    scenario: `
  at 10s shop lock sessions key a for 8s then get, put
  at 11s other put sessions key a
  at 12s other lock sessions key a for 1s then put
  expect no put on other takes longer than 100ms at 11s
  expect every lock on other takes longer than 5s
  expect every write on sessions succeeds`,
  },
  {
    name: 'lock operations throw whatever the behavior is, and an unlock never waits',
    cache: 'nonstop { timeout 2s  timeout-behavior noop }',
    scenario: `
  at 10s shop lock sessions key held for 25s
  at 20s cut shop from tsa-1, tsa-2 for 100s
  at 25s shop lock sessions key b for 1s
  at 26s shop tryLock sessions key c timeout 1s for 1s
  at 27s shop get sessions key d
  expect every lock on shop throws LockOperationTimedOutNonstopException with message "Lock timed out" after 20s
  expect every tryLock on shop throws LockOperationTimedOutNonstopException with message "try lock timed out"
  expect no tryLock on shop takes longer than 2001ms
  expect every get on shop returns null
  expect every unlock on shop succeeds`,
  },
  {
    name: 'with immediate-timeout they throw at once',
    cache: 'nonstop { timeout 20s  immediate-timeout true  timeout-behavior localReads }',
    scenario: `
  at 20s cut shop from tsa-1, tsa-2 for 100s
  at 50s shop lock sessions key b for 1s
  expect every lock on shop throws LockOperationTimedOutNonstopException
  expect no lock on shop takes longer than 0ms`,
  },
  {
    name: 'after a rejoin the unlock throws, and before it the work of the thread fails',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  at 20s shop lock sessions key a for 100s then put
  at 30s pause shop for 60s
  at 85s other lock sessions key a for 1s
  expect shop rejoins after 90s
  expect shop sees lock-lost once
  expect other sees lock-held-twice once
  expect every lock on other succeeds
  expect every put on shop throws NonStopCacheException with message "put timed out"
  expect every unlock on shop throws InvalidLockStateAfterRejoinException with message "Invalid lock state as locks are flushed after rejoin. The cluster rejoined and locks were acquired before rejoin."
  expect shop never sees lock-leaked`,
  },
  {
    name: 'without finally the thread never gets rid of what it lost: everything it does fails',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  every 80s from 20s shop lock sessions key a for 75s then put without finally
  at 30s pause shop for 60s
  expect shop sees lock-leaked once
  expect every lock on shop throws LockOperationTimedOutNonstopException after 100s
  expect no lock on shop takes longer than 0ms after 100s`,
  },
  {
    name: 'with finally the unlock throws, and the thread goes on',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  every 80s from 20s shop lock sessions key a for 75s then put
  at 30s pause shop for 60s
  expect some unlock on shop throws InvalidLockStateAfterRejoinException
  expect every lock on shop succeeds after 100s
  expect every put on shop succeeds after 100s`,
  },
  {
    name: 'a lock that was left behind is held until its JVM is gone',
    cache: 'consistency strong  nonstop { timeout 3s }',
    scenario: `
  at 20s shop lock sessions key a for 2s then get without finally
  at 21s cut shop from tsa-1, tsa-2 for 8s
  every 10s from 40s other lock sessions key a for 1s
  at 100s restart shop
  expect every get on shop throws NonStopCacheException
  expect shop sees lock-leaked once
  expect every lock on other throws LockOperationTimedOutNonstopException before 95s
  expect every lock on other succeeds after 110s
  expect other never sees lock-held-twice`,
  },
  {
    name: 'without nonstop a tryLock of an ejected client ignores its time-out (CDV-1583), and an unlock believes it worked',
    rejoin: false,
    cache: 'consistency strong',
    scenario: `
  at 20s shop lock sessions key a for 100s
  at 30s pause shop for 60s
  at 95s shop tryLock sessions key b timeout 2s for 1s
  at 95s other lock sessions key a for 1s
  expect shop is ejected
  expect every tryLock on shop blocks after 95s
  expect other sees lock-held-twice once
  expect every unlock on shop succeeds`,
  },
  {
    name: 'without nonstop a thread that waits for a lock is thrown out when the rejoin begins',
    cache: 'consistency strong',
    scenario: `
  at 10s other lock sessions key a for 200s
  at 20s shop lock sessions key a for 1s
  at 30s pause shop for 60s
  expect every lock on shop throws RejoinException`,
  },
  {
    name: 'a lock survives a fail-over, and who waited still waits',
    cache: 'consistency strong',
    scenario: `
  at 20s shop lock sessions key a for 60s then put
  at 25s other lock sessions key a for 1s then put
  at 25s other tryLock sessions key a timeout 30s for 1s
  at 30s crash tsa-1
  expect tsa-2 becomes active after 30s
  expect every lock on other takes longer than 54s
  expect every lock on other succeeds
  expect every tryLock on other returns false
  expect every unlock on sessions succeeds
  expect other never sees lock-held-twice`,
  },
  {
    name: 'a lock that is taken in one step is given back in another, and only by who has it',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock sessions key a
  at 12s shop lock sessions key a
  at 20s shop unlock sessions key a
  at 21s other tryLock sessions key a for 1s
  at 30s shop unlock sessions key a
  at 31s other tryLock sessions key a timeout 1s for 1s
  at 40s shop unlock sessions key a
  expect every unlock on shop succeeds before 35s
  expect every tryLock on other returns false before 25s
  expect every tryLock on other succeeds after 25s
  expect every unlock on shop throws IllegalMonitorStateException after 35s`,
  },
  {
    name: 'Ehcache 2.6: an unlock waits for the cluster like any operation, and leaves the lock behind',
    product: '3.7',
    cache: 'consistency strong  nonstop { timeout 2s  timeout-behavior noop }',
    scenario: `
  at 20s shop lock sessions key a for 20s
  at 22s cut shop from tsa-1, tsa-2 for 100s
  expect every unlock on shop throws LockOperationTimedOutNonstopException with message "tryLock() timed out"
  expect shop sees lock-leaked once`,
  },
  {
    name: 'Ehcache 2.6: an operation under a lock of before the rejoin says what is wrong',
    product: '3.7',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  at 20s shop lock sessions key a for 100s then put
  at 30s pause shop for 60s
  expect every put on shop throws InvalidLockStateAfterRejoinException
  expect every unlock on shop throws InvalidLockStateAfterRejoinException`,
  },
];

describe('explicit locks', () => {
  it.each(CASES)('$name', expectLocks);
});
