/**
 * What calls around explicit locks answer when they cannot do what they were asked: an exception, whatever the
 * timeout-behavior says.
 *
 * Source: Ehcache 2.10, NonStopSyncWrapper; Ehcache 2.6, NonstopSync and CacheOperationUnderExplicitLockCallable;
 * Terracotta 4.3.1, NonStopLockImpl and RejoinAwarePlatformService.
 */
import type { Nonstop, OperationName } from '../../model/model.ts';
import { rejoinException, type TimeoutResult } from './nonstop.ts';
import type { Version } from './versions.ts';

export type LockOperation = Extract<OperationName, 'lock' | 'tryLock' | 'unlock'>;

export function isLockOperation(operation: OperationName): operation is LockOperation {
  return operation === 'lock' || operation === 'tryLock' || operation === 'unlock';
}

const exception = (detail: string): TimeoutResult => ({ outcome: 'exception', detail });

/** The nonstop timer fired, or operations are disabled. */
export function lockTimeout(operation: LockOperation, version: Version): TimeoutResult {
  return exception(`LockOperationTimedOutNonstopException: ${version.lockTimeoutTexts[operation]}`);
}

/** A call that is inside the platform when a rejoin begins, or that comes while one is going on. */
export function lockRejoin(
  operation: LockOperation,
  nonstop: Nonstop,
  version: Version,
  inside: boolean,
): TimeoutResult {
  if (nonstop.enabled) return lockTimeout(operation, version);
  return exception(`RejoinException: ${inside ? 'com.tc.exception.PlatformRejoinException' : 'Rejoin is in progress'}`);
}

const INVALID =
  'InvalidLockStateAfterRejoinException: Invalid lock state as locks are flushed after rejoin. The cluster rejoined and locks were acquired before rejoin.';

/** Ehcache 2.6: the attempt that a lock is was refused (NonstopSync). */
export const LOCK_REFUSED = 'LockOperationTimedOutNonstopException: Lock timed out';

const UPGRADE =
  'TCLockUpgradeNotSupportedError: Lock upgrade is not supported. The READ lock needs to be unlocked before a WRITE lock can be requested.';

/**
 * A thread wants to write under what it has for reading. That is an error, which no nonstop handles; in Ehcache 2.6 with
 * nonstop it comes wrapped, from the thread of the pool (NonstopExecutorServiceImpl).
 */
export function upgrade({ enabled }: Nonstop, version: Version): string {
  return enabled && version.locksAreAttempts ? `CacheException: com.tc.exception.${UPGRADE}` : UPGRADE;
}

/** The lock was taken before a rejoin. */
export const INVALID_AFTER_REJOIN: TimeoutResult = exception(INVALID);

/** The thread does not hold the lock. */
export const NOT_HELD: TimeoutResult = exception('IllegalMonitorStateException');

/**
 * A thread that still has a lock from before a rejoin calls its cache. From 4.x on that is a rejoin exception, which
 * nonstop turns into its behavior; Ehcache 2.6 says what is wrong, unless the behavior hides it.
 */
export function staleThread(
  operation: OperationName,
  nonstop: Nonstop,
  version: Version,
  onTimeout: () => TimeoutResult,
): TimeoutResult {
  if (isLockOperation(operation)) {
    return nonstop.enabled
      ? lockTimeout(operation, version)
      : exception('RejoinException: Lock is not valid after rejoin');
  }
  if (!nonstop.enabled) return rejoinException(operation);
  const hides = nonstop.timeoutBehavior === 'noop' || nonstop.timeoutBehavior === 'localReads';
  return version.staleLockIsNamed && !hides ? INVALID_AFTER_REJOIN : onTimeout();
}
