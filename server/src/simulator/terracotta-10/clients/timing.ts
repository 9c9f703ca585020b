/** Constants of clients and of the clients' side of servers that no setting changes, each with its source. */

/** tc.transport.handshake.timeout, tc.properties 5.x. */
export const TRANSPORT_HANDSHAKE_TIMEOUT_MICROS = 10_000_000;
/** First pause between rounds of a first connect, what it grows by, and its limit: DistributedObjectClient 5.x. */
export const FIRST_BACKOFF_MICROS = 1_000_000;
export const BACKOFF_FACTOR = 1.5;
export const LONGEST_BACKOFF_MICROS = 30_000_000;
/** Floor of l1.socket.reconnect.waitInterval: ClientConnectionEstablisher 5.x. */
export const SHORTEST_RECONNECT_PAUSE_MICROS = 1_000_000;
/** A message about it is logged once in so many rounds: ClientConnectionEstablisher 5.x. */
export const ROUNDS_PER_LOG = 20;
/** Both sides look for leases that ran out this often: LeaseMonitorThread and LeaseExpiryConnectionKillingThread 5.x. */
export const LEASE_CHECK_MICROS = 200_000;
/** LeaseMaintainerImpl 5.x: pause before a request that found the client reconnecting is made again. */
export const LEASE_RETRY_MICROS = 200_000;
/** LeaseMaintainerImpl 5.x: a renewal is never put off for longer. */
export const LONGEST_RENEWAL_WAIT_MICROS = 300_000_000;

/** Assumed: how long a JVM needs from its start until it talks to others. */
export const BOOT_MICROS = 2_000_000;
/** Assumed: entries that an iterator fetches at a time. */
export const ITERATOR_BATCH = 100;

export const ASSUMPTIONS = {
  boot: 'A restarted process needs 2 s before it talks to others; the products give no figure.',
  stripes:
    'A client of a cluster with several stripes works with the first stripe only: how the commercial client distributes its data is not public.',
  secondLoss:
    'A client that returned and lost its connection again while the reconnect window is open cannot attach once more, and is no longer waited for; no test of the product shows it.',
  iterator: 'An iterator fetches 100 entries at a time; the product counts bytes.',
  loaderTimeout:
    'A get that runs into its read time-out returns null without asking the loader-writer, as in a cache without one; no test of the product shows it.',
  loaderMiss:
    'A get that misses in a cache with a loader-writer returns what is loaded, which is not put into the cluster here.',
  strongOffline:
    'A write on a strong cache that finds the connection closed fails without opening a new one (IllegalStateException in StrongServerStoreProxy); only a read opens it.',
  strongDrop:
    'A strong write does not wait for a client whose TCP connection the server has seen close, although that client may go on reading its local copies until it learns that it is refused, or its lease ends. It follows from ChannelManagerImpl and ClusterTierActiveEntity; no test of the product shows it.',
  bulkLocal: 'getAll asks the cluster for every key and drops the local copies; no source was read to the end.',
} as const;
