/** Who is next when several clients ask for a lock: leases, and requests of callers that gave up: each case is a scenario whose expectations hold. */
import { describe, it } from 'vitest';
import { expectLocks, type LockCase } from '../../test/locks.ts';

const CASES: readonly LockCase[] = [
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

describe('requests for locks', () => {
  it.each(CASES)('$name', expectLocks);
});
