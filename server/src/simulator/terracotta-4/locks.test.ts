/** Explicit locks in failures: each case is a scenario whose expectations hold. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

interface Case {
  readonly name: string;
  readonly product?: string;
  readonly cluster?: string;
  readonly rejoin?: boolean;
  readonly cache: string;
  readonly scenario: string;
}

const CASES: readonly Case[] = [
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
  {
    name: 'a client whose threads wait for a lock keeps it for the lease, and then gives it up behind the thread that has it',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock sessions key a for 2s
  at 11s shop lock sessions key a for 2s
  at 11.5s shop lock sessions key a for 2s
  at 11.9s other lock sessions key a for 2s
  expect every lock on other takes longer than 90ms
  expect no lock on other takes longer than 200ms
  expect every lock on shop takes longer than 2.9s after 10.5s`,
  },
  {
    name: 'a lease that lasts long lets the threads of the client go first',
    cluster: 'greedy-lease-time 10s',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock sessions key a for 2s
  at 11s shop lock sessions key a for 2s
  at 11.5s shop lock sessions key a for 2s
  at 11.9s other lock sessions key a for 2s
  expect no lock on shop takes longer than 3s
  expect every lock on other takes longer than 9.9s
  expect no lock on other takes longer than 10.1s`,
  },
  {
    name: 'without leases whoever waits elsewhere goes before the own threads',
    cluster: 'greedy-lease-enabled false',
    cache: 'consistency strong',
    scenario: `
  at 10s shop lock sessions key a for 2s
  at 11s shop lock sessions key a for 2s
  at 11.97s other lock sessions key a for 2s
  expect no lock on other takes longer than 50ms
  expect every lock on shop takes longer than 2.9s after 10.5s`,
  },
  {
    name: 'a lease ends with the server that gave it: the next one recalls anew',
    cluster: 'greedy-lease-time 40s',
    cache: 'consistency strong',
    scenario: `
  every 1s shop lock sessions key a for 900ms
  every 1s from 0.5s shop lock sessions key a for 900ms
  at 10s other lock sessions key a for 1s
  at 30s crash tsa-1
  expect every lock on other takes longer than 60s
  expect no lock on other takes longer than 80s`,
  },
  {
    name: 'a tryLock without time is refused once where its own client only reads greedily',
    cache: 'consistency strong',
    scenario: `
  at 10s shop get sessions key a
  at 12s shop tryLock sessions key a for 1s
  at 14s shop tryLock sessions key a for 1s
  expect every tryLock on shop returns false before 13s
  expect every tryLock on shop succeeds after 13s`,
  },
  {
    name: 'Ehcache 2.6: when the caller gives up, its request leaves the queue of the server with it',
    product: '3.7',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  at 10s other lock sessions key a for 20s
  at 11s shop lock sessions key a for 1s
  at 40s other lock sessions key a for 1s
  expect every lock on shop throws LockOperationTimedOutNonstopException with message "tryLock() timed out"
  expect no lock on other takes longer than 2ms after 35s`,
  },
  {
    name: 'from Ehcache 2.7 on it stays there, and the lock comes to a client in which nobody waits any more',
    cache: 'consistency strong  nonstop { timeout 5s }',
    scenario: `
  at 10s other lock sessions key a for 20s
  at 11s shop lock sessions key a for 1s
  at 40s other lock sessions key a for 1s
  expect every lock on shop throws LockOperationTimedOutNonstopException with message "Lock timed out"
  expect shop never sees lock-taken
  expect every lock on other takes longer than 3ms after 35s
  expect every lock on other succeeds`,
  },
];

describe('explicit locks', () => {
  it.each(CASES)('$name', ({ product = '4.3', cluster = '', rejoin = true, cache, scenario }) => {
    const client = `{
  cluster orders
  rejoin ${rejoin}
  cache sessions { ${cache} }
}`;
    const { judgements } = runText(`cluster orders {
  product terracotta ${product}
  server tsa-1, tsa-2
  ${cluster}
}
client shop ${client}
client other ${client}
scenario "locks" {
  duration 5min${scenario}
}`);
    expect(judgements.length).toBeGreaterThan(0);
    expect(judgements.filter(({ verdict }) => verdict !== 'held').map(({ reason }) => reason)).toEqual([]);
  });
});
