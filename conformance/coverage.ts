/** What of the product's failure behaviour is simulated, and what is not: read beside the source, topic by topic. */

import type { ProductName } from './case.ts';
import { TOPICS_10 } from './coverage-10.ts';

export interface Topic {
  readonly topic: string;
  /** Classes and files of the product that were followed. */
  readonly source: string;
  readonly simulated: string;
  readonly missing: string;
}

const TOPICS_4: readonly Topic[] = [
  {
    topic: 'Health checker',
    source:
      'ConnectionHealthCheckerImpl, ConnectionHealthCheckerContextImpl, HealthCheckerSocketConnectImpl; tc.properties',
    simulated:
      'Every tick of all three edges: idle time, pings, probes, socket connect with its own time-out and count, verification of the callback port, factor 3 for interval, probes and first ping, refused settings, log lines. A pause of its own adds no probes. The accept queue of a paused process, where the pause has a `backlog`: when it is full, connects get no answer.',
    missing:
      'How long the accept queue of a real kernel is: without `backlog` it has no end. What the jump of a clock does to the time-outs of its own process; the log line of a connect that is refused.',
  },
  {
    topic: 'Reconnecting a dropped connection',
    source:
      'OnceAndOnlyOnceProtocolNetworkLayerImpl, OOOConnectionWatcher, OOOReconnectionTimeout, ClientConnectionEstablisher',
    simulated:
      'Both ends, client to server and server to server: messages kept and sent again, the time checked after each attempt, a forced close skips it, switched off it is skipped on both ends; rounds over all servers with the lost one left out of the first, wait interval, time-outs of 10 s; a client whose own settings are not those of the servers does not start.',
    missing:
      'The limit of the send queue (5000 messages): transactions wait in their batches long before. Delayed acknowledgements: only doubles come of them, which the receiver drops. Servers of one array whose stacks differ: one would need other properties than its mirror. The 30 s sleep after other handshake errors, which a scenario cannot cause; a limit of reconnect attempts.',
  },
  {
    topic: 'Rejection',
    source:
      'ServerStackProvider, ReconnectionRejectedHandlerL1, ClientMessageTransport, ConnectionPolicyImpl, ClientConnectionEstablisher',
    simulated:
      'An identity that the server does not hold is refused with its text; the client stops reconnecting and rejoins, or is out. The number of clients of a licence in 4.x: who starts fails, who rejoins tries on, who restores or reconnects stops for good.',
    missing: 'What a client of 3.7 does that a licence refuses; credentials.',
  },
  {
    topic: 'Reconnect window and client handshake',
    source:
      'ServerClientHandshakeManager, ClientHandshakeManagerImpl, ConnectionIDFactoryImpl, ReplicatedClusterStateManagerImpl',
    simulated:
      'Who is known after a fail-over and after restarts with and without persistence; 15 s ticks; new clients wait without shortening the window; late clients; lock requests queue; acknowledgements go out together; clients are published to every server before they get their identity; at the end of the window dead clients are removed one by one, each when every passive has forgotten it.',
    missing:
      'Handshakes with object references; versions that do not match; how long the stages of a server need for what a dead client has sent; "Previous instance of client … still not cleaned up": an identity is refused as soon as its channel is closed, so no handshake comes that early.',
  },
  {
    topic: 'Transactions of a client',
    source: 'TransactionSequencer, RemoteTransactionManagerImpl, ClientShutdownManager; the same in 3.7',
    simulated:
      'Batches: eight on their way, those that are next, 88 that wait in the client; threads that write sleep from half of them on (two thirds before 4.3) and stop at the limit, as long as nonstop lets them; a transaction that exists outlives its nonstop timer, and in 3.7 so does a write that waits for room; a rejoin forgets everything. An orderly stop waits for confirmations, 300 s at most, in vain when the client is offline.',
    missing:
      'Folding of transactions; that fewer batches are sent while many are received and not confirmed (4.3): it changes no outcome. Whether 4.1 and 4.2 count as 4.0 or as 4.3 no source shows: as 4.0.',
  },
  {
    topic: 'Resent transactions',
    source: 'ResentTransactionSequencer, RemoteTransactionManagerImpl',
    simulated:
      'What was sent and not confirmed is announced in the handshake, sent first and applied in the global order as far as it has come; what was never sent follows; nobody is synced before; nothing is applied twice.',
    missing: 'What was promised is sent again as one message, not as the batches that it was.',
  },
  {
    topic: 'Server states and elections',
    source: 'StateManagerImpl, ElectionManagerImpl, Enrollment',
    simulated:
      'All states and transitions; the whole election time; old candidates before new ones, then two random numbers; result, agreement, conflict and rerun; new servers never win while there is one in a passive state; a former passive waits to be told to quit; a passive that is not in sync never elects; WAITING-FOR-PROMOTION; the warning that a group answers slowly.',
    missing:
      'Data of another mirror group on a server: no scenario puts it there. What failover-priority consistency of 4.3 does beyond the manual is not public.',
  },
  {
    topic: 'Passive sync',
    source: 'ReplicatedObjectManagerImpl, L2HACoordinator',
    simulated:
      'Once per process and from an empty store only; every reason for a zap, less dataStorage or offheap than the active has among them; not while transactions are resent.',
    missing: 'Batches and throttling: the duration is assumed; what happens when the storage is full.',
  },
  {
    topic: 'Zap and split brain',
    source: 'L2HAZapNodeRequestProcessor, ZapNodeProcessorWeightGeneratorFactory, TCGroupManagerImpl',
    simulated:
      'Split brain on every message that reveals it, weights in their order, exit after 2 s, restart by the start script; COMMUNICATION_ERROR for a server that is told again under the same identity, and for one that does not accept the active it meets; requests that are ignored.',
    missing:
      'PROGRAM_ERROR; COMMUNICATION_TO_ACTIVE_ERROR, which a passive sends to an active that has just left: it goes nowhere.',
  },
  {
    topic: 'Dirty database',
    source: 'ClusterStateImpl 4.3.1, ClusterState 3.7, DirtyObjectDbCleaner',
    simulated:
      '4.x: joins, is told to quit, comes back empty. 3.7: refuses to start, comes back empty. With l2.nha.dirtydb.autoDelete off: stays down until its data directory is cleaned; messages by autoDelete and autoRestart.',
    missing: 'How many backups are kept (l2.nha.dirtydb.rolling); 3.7 logs each move to dirty-objectdb-backup.',
  },
  {
    topic: 'Replication',
    source: 'BroadcastDurabilityLevel, ReplicatedTransactionManagerImpl',
    simulated:
      'RELAYED: a client is told that a write is complete when every passive has it or is gone, so a hung passive stalls. NONE: it is told at once.',
    missing:
      'The time that level DISK takes. That a passive with 20 000 transactions it has not applied yet holds its answers back (l2.transactionmanager.passive.throttle): how fast one applies them no source says, and here it takes no time.',
  },
  {
    topic: 'Nonstop',
    source:
      'NonStopInvocationHandler, NonStopSubTypeInvocationHandler, NonStopManagerImpl, NonStopStoreWrapper and the four timeout stores, AggregateServerMap; ExecutorServiceStore of Ehcache 2.6',
    simulated:
      'Every read and write of the language under every behavior with its text; bulk factor, search limit, immediate time-outs, node errors, caches that were never initialised; the write that outlives its timer, the one that is applied although it failed; locks of caches that were never initialised; going through the list of getKeys, part by part, each under a timer of its own, in 3.7 under none; getSize and removeAll wait until everything written before is confirmed; `custom`, which 4.x never calls; an application that waits for its cache manager, or does not (`nonstop-init`).',
    missing:
      'Going through the results of a search, and through the keys in bulk-load mode. With `nonstop-init` the exceptions of calls after a start that failed for good: they are not made. How an application waits for the cache that it creates (slices of the time-out, 5 minutes in the background, 10 s without nonstop): a cache is initialised as soon as its client is connected, and no rejoin comes in between. "unlock done but transaction Commit failed!": an unlock starts no timer, so nothing aborts its commit.',
  },
  {
    topic: 'Rejoin',
    source: 'RejoinManagerImpl, ClientChannelEventController, DsoClusterImpl; TerracottaClient of Ehcache 2.6',
    simulated:
      'What starts it and what does not; order of events of both lines; everything of the old identity dropped; retries of 100 ms and 5 s; a different cluster; several clients in one JVM; the check for nonstop up to Ehcache 2.7.',
    missing: 'The locks by which a cache manager marks itself as in use.',
  },
  {
    topic: 'Consistency and locks',
    source:
      'ServerMap, ClientLockImpl, ClientGreediness, ClientLockManagerImpl, LockManagerImpl, AbstractServerLock, ServerLockImpl, LockResponseContextFactory; the same in 3.7',
    simulated:
      'Strong caches take greedy locks, read and write: passed on among the threads of a client, shared by readers, recalled when another client wants more, first come, first served; given up when nobody writes under them and what was written is confirmed; kept for the lease (50 ms, or as set) while own threads wait; a writer recalled for readers goes on reading; whoever waits in the client goes along with the recall. Eventual caches take none; synchronous writes wait for the receipt.',
    missing:
      'A strong read or a synchronous write has its lock for an instant, not while it waits for the server: other threads of its client are not kept from the key meanwhile; to other clients it makes no difference, for the lock stays with the client, paused or not. That a client gives a greedy lock back by itself after a minute or two without use: it costs the next access one message. That in 3.7 the thread that unlocks a recalled lock waits for the flush itself. Values: no read is stale, it is only said to be local. That the write of another client takes a key out of the local tier (eventual caches are told of it, strong ones lose the key with its lock): here the key stays, so a local read, and localReads above all, finds more than it would. That a read under an explicit lock of an eventual cache does not take what the JVM has read without the lock.',
  },
  {
    topic: 'Bulk-load mode',
    source:
      'LocalBufferedMap, BulkLoadToolkitCache, BulkLoadEnabledNodesSet, BulkLoadShutdownHook; NonStopStoreWrapper of Ehcache 2.10; tc.properties',
    simulated:
      'Writes that are kept back and sent every 600 ms, without locks and without a local tier; more at once when 5 MB have come meanwhile, and writers that wait above 10 MB; lost with the JVM, and in a rejoin, after which the mode goes on; the calls that set it, of which the last waits for every confirmation; waitUntilClusterCoherent, with nodes that die in the mode; what an orderly stop sends.',
    missing:
      'That a key which is written again before it is sent is sent once: here it is sent as often as it was written. The calls that the mode does not support (putIfAbsent, replace).',
  },
  {
    topic: 'Explicit locks',
    source:
      'NonStopSyncWrapper of Ehcache 2.10, NonstopSync and CacheOperationUnderExplicitLockCallable of 2.6; NonStopLockImpl, RejoinAwarePlatformService, ClientLockManagerImpl, ClientLockImpl, ServerLockImpl; CDV-1583',
    simulated:
      'lock, tryLock with and without a time-out, unlock, for writing and for reading, on threads; who waits for whom inside a JVM and across clients, for the locks that strong caches take as well; the error of a thread that writes under its read lock; what throws under which behavior, with its text; locks that survive a fail-over, are given free with their client, are not valid after a rejoin; a thread that never unlocked. In Ehcache 2.6 every lock is an attempt of the nonstop time-out, and what the thread of the pool gets too late stays with its JVM and no thread.',
    missing: 'Conditions, locks of the toolkit by name.',
  },
];

export const TOPICS: Readonly<Record<ProductName, readonly Topic[]>> = {
  'Terracotta 3.7 and 4.x': TOPICS_4,
  'Terracotta 10.x and 11.x': TOPICS_10,
};
