/**
 * Constants of the product that no scenario setting changes, with their source, and the few durations that no source
 * gives. The latter are assumptions; a run that depends on one says so in its result.
 */

/** tc.transport.handshake.timeout, tc.properties 4.3.1. */
export const TRANSPORT_HANDSHAKE_TIMEOUT_MICROS = 10_000_000;
/** Group handshake with other servers: l2.nha.tcgroupcomm.handshake.timeout, tc.properties 4.3.1. */
export const GROUP_HANDSHAKE_TIMEOUT_MICROS = 5_000_000;
/** Between rounds of the very first connect: DistributedObjectClient 4.3.1. */
export const FIRST_CONNECT_RETRY_MICROS = 5_000_000;
/** After a zap the server sleeps before it exits: ThrowableHandlerImpl 4.3.1. */
export const ZAP_EXIT_MICROS = 2_000_000;
/**
 * How long a client whose threads wait for a lock keeps it when it is recalled:
 * l2.lockmanager.greedy.lease.leaseTimeInMillis, tc.properties 4.3.1.
 */
export const GREEDY_LEASE_MICROS = 50_000;
/** Objects per message of a passive sync: l2.objectmanager.passive.sync.batch.size, tc.properties 4.3.1. */
export const SYNC_BATCH_OBJECTS = 500;

/** Segments of a cache that does not say its concurrency: ConcurrencyValueTest of Ehcache 2.10. */
export const CACHE_SEGMENTS = 256;

/** Assumed: the size of a value whose cache does not say it. */
export const DEFAULT_VALUE_BYTES = 1024;
/** Assumed: how long a server process or a JVM needs from its start until it talks to others. */
export const BOOT_MICROS = 2_000_000;
/** Assumed: the fixed part of a passive sync, and what each batch of objects adds. */
export const SYNC_BASE_MICROS = 500_000;
export const SYNC_BATCH_MICROS = 50_000;

export const ASSUMPTIONS = {
  compares:
    'An eventual cache refuses putIfAbsent, replace and removeElement up to Terracotta 4.2, and the server does them from 4.3 on: the manual of 4.1 and the tests of Ehcache 2.10 say so, of 4.2 nothing is public.',
  boot: 'A restarted process needs 2 s before it talks to others; the products give no figure.',
  sync: 'A passive sync takes 0.5 s plus 50 ms for every 500 objects; the real time depends on the data.',
  localHit:
    'An eventual cache without nonstop answers from its local tier while the client is disconnected; no source shows the path to the end.',
  localTier:
    'What a client has read stays in its local tier when another client writes it. The product tells eventual caches to drop the key, and strong ones lose it with its lock: a local read may get less than here.',
  promotion:
    'Under failover-priority consistency a passive that lost its active waits for the operator (WAITING-FOR-PROMOTION), who starts an election; only manuals describe it.',
  valueSize:
    'A value has 1 KB where its cache has no value-bytes: that decides how many writes fill the batches of a client that waits.',
  segments:
    'The keys of a cache lie evenly in its segments, of which there are 256 unless there are fewer keys: whoever goes through them asks the array once for each.',
  custom:
    'A timeout-behavior of the application (custom) has the result of exception: the store wrapper of 4.x never calls it.',
  reconnectMismatch:
    'A client whose own l2.l1reconnect.* is not that of its servers logs a mismatch and exits when it starts, as the manual says; the code that is public asks the servers.',
  wipe: 'A server that is told to quit starts again with an empty store; the part of the product that wipes it is not public.',
  clocks:
    'Processes that are there when the run begins were started at that moment: from then on the checkTime.interval after which they compare clocks counts.',
  dirtyDatabase:
    'With l2.nha.dirtydb.autoDelete off a restartable server whose data is marked out of date exits at each start until its data directory is cleaned; the part of the product that looks is not public.',
  leaseAtAward:
    'A lock that is recalled in the same moment in which a client gets it is kept for the lease, because the thread that waited for it has not run yet; the product leaves it to chance which of the two comes first.',
  licence:
    'The number of clients that a licence allows is counted as the open-source server counts: JVMs with a connection, by each active for itself. Where the commercial server takes the number from is not public.',
  windowDeath:
    'A client that returns and dies again while the reconnect window is open no longer counts as missing; no test of the product shows it.',
} as const;
