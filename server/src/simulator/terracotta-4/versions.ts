/** Where the releases of the 3.7/4.x line differ in what a failure shows: a table instead of conditions in the actors. */
import type { Product } from '../../model/model.ts';

export interface Version {
  /**
   * Ehcache 2.6: the node leaves first, and that starts the rejoin. From 4.0 on nodeLeft follows the new connection.
   * Source: RejoinEventSequenceTest (Ehcache 2.6), DsoClusterImpl (Terracotta 4.3.1).
   */
  readonly leavesBeforeRejoin: boolean;
  /** Sleep after a failed attempt to rejoin: 5 s in Ehcache 2.6 (TerracottaClient), 100 ms from 4.0 on (l2.l1rejoin.sleep.millis). */
  readonly rejoinRetryMicros: number;
  /** Up to Ehcache 2.7 a clustered cache without nonstop in a rejoin manager is refused at start (CacheConfiguration). */
  readonly refusesRejoinWithoutNonstop: boolean;
  /** From 4.x on a server remembers that it was a passive and waits to be zapped instead of electing (StateManagerImpl). */
  readonly remembersPassive: boolean;
  /** 3.7 moves data that is out of date to a backup, and says so (DirtyObjectDbCleaner); what removes it in 4.x is not public. */
  readonly keepsDirtyDatabase: boolean;
  /**
   * A write whose transaction only waits for the client to be RUNNING is not aborted: it waits on, as long as that takes
   * (RemoteTransactionManagerImpl.waitUntilRunningAbortable 4.3.1). In Ehcache 2.6 a thread of a pool does that while the
   * caller gets its time-out.
   */
  readonly commitOutlivesTimeout: boolean;
  /** From which share of the batches that may wait threads are slowed down: TransactionSequencer. */
  readonly slowDownShare: number;
  /** The share of them that is taken from the sequencer ahead of being sent: RemoteTransactionManagerImpl 4.3.1. */
  readonly sendListShare: number;
  /** What a server says to a client whose identity it does not hold: ServerStackProvider and comms.properties; the log of CDV-1627. */
  readonly rejectionText: (identity: string, client: string) => string;
  /**
   * Ehcache 2.7 refuses to compare and set on an eventual cache; 2.10 lets the server do it (ClusteredStore of both, ClusteredStoreTest
   * of 2.10; the manual of BigMemory Max 4.1 for 2.8).
   */
  readonly comparesOnEventual: boolean;
  /** Exceptions of lock operations whose time was over: NonStopSyncWrapper (Ehcache 2.10), NonstopSync (2.6). */
  readonly lockTimeoutTexts: Readonly<Record<'lock' | 'tryLock' | 'unlock', string>>;
  /**
   * In Ehcache 2.6 with nonstop a lock is a tryLock of the nonstop time-out, made by a thread of a pool. What that thread
   * gets when its caller has given up it gives back at once, so that only the JVM keeps it (NonstopSync, rollback).
   */
  readonly locksAreAttempts: boolean;
  /** From 4.0 on a lock of a cache that was never initialised says so (NonStopCacheLockProvider). */
  readonly lockNamesStart: boolean;
  /** In Ehcache 2.6 an unlock waits for the cluster like any operation (NonstopSync); from 4.0 on it never waits (NonStopLockImpl). */
  readonly unlockWaits: boolean;
  /**
   * The application has no cache manager before its client has been online (TerracottaToolkitCreator 4.x). Of Ehcache 2.6 it is
   * not known what a client does that has the configuration and finds no active: its calls run, and end as nonstop says.
   */
  readonly startWaitsForArray: boolean;
  /** Before 4.0 whoever goes through the keys of a nonstop cache waits without limit: CDV-1579. */
  readonly iteratesUnderNonstop: boolean;
  /** Ehcache 2.6 throws InvalidLockStateAfterRejoinException from operations under a lock of before a rejoin, and lets locks be taken. */
  readonly staleLockIsNamed: boolean;
}

export function versionOf(product: Product): Version {
  const ehcacheMinor = Number(product.ehcache.split('.')[1] ?? 10);
  const is37 = product.line === '3.7';
  const isNewest = ehcacheMinor >= 10;
  return {
    leavesBeforeRejoin: is37,
    rejoinRetryMicros: is37 ? 5_000_000 : 100_000,
    refusesRejoinWithoutNonstop: ehcacheMinor <= 7,
    remembersPassive: !is37,
    keepsDirtyDatabase: is37,
    commitOutlivesTimeout: !is37,
    slowDownShare: isNewest ? 0.5 : 0.66,
    sendListShare: isNewest ? 0.25 : 0,
    rejectionText: is37
      ? (identity, client) =>
          `Client Cannot Reconnect. ${identity} not found. Connection attempts from the Terracotta node at ${client} are being rejected by the Terracotta server array.`
      : (identity) => `Client Cannot Reconnect. Stack for ${identity} not found.`,
    comparesOnEventual: is37 || isNewest,
    lockTimeoutTexts: is37
      ? { lock: 'tryLock() timed out', tryLock: 'tryLock() timed out', unlock: 'tryLock() timed out' }
      : { lock: 'Lock timed out', tryLock: 'try lock timed out', unlock: 'Lock timed out' },
    locksAreAttempts: is37,
    lockNamesStart: !is37,
    unlockWaits: is37,
    startWaitsForArray: !is37,
    iteratesUnderNonstop: !is37,
    staleLockIsNamed: is37,
  };
}
