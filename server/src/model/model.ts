/**
 * What a scenario means: plain readonly data in base units (integer microseconds, bytes, counts), every default filled
 * in for the declared product, every name resolved. Each declaration carries `at`: where it and each setting that was
 * written stand in the source. A setting without a place in `at` has its default.
 */
import type { Origin } from '../language/syntax.ts';
import type {
  CheckedCache,
  CheckedClient,
  CheckedCluster,
  CheckedIntegrationServer,
  CheckedNetwork,
  CheckedServer,
} from './checked.ts';
import type { Expectation, Step } from './script.ts';
import type { Anomaly, Ehcache3Cache, Ehcache3Client, Terracotta10Cluster, Voter } from './terracotta10.ts';

export type { Origin } from '../language/syntax.ts';
export type * from './script.ts';

/** Where a declaration stands. Settings are found under the name they have in the language. */
export interface Locations {
  /** The whole statement with its block. */
  readonly self: Origin;
  /** The declared name, or the keyword where there is none. */
  readonly name: Origin;
  /** The block with its braces, if there is one. */
  readonly block?: Origin | undefined;
  /** Each setting that was written: its whole `name value` text. */
  readonly settings: Readonly<Record<string, Origin>>;
}

export interface Located {
  readonly at: Locations;
}

/** 3.7 shares the actors of 4.x and differs by defaults and rules. 10.x stands for 10.x, 11.x and the open-source 5.x. */
export type ProductLine = '3.7' | '4.x' | '10.x';

export interface Product {
  readonly line: ProductLine;
  /** As written, `4.3` when not written. */
  readonly version: string;
  /** The Ehcache that ships with it: 3.7 → 2.6, 4.0 → 2.7, 4.1 → 2.8, 4.2 → 2.9, 4.3 → 2.10; 3.x in the 10.x line. */
  readonly ehcache: string;
}

/** l2-l1: server watches client · l2-l2: server watches server · l1-l2: client watches server. */
export type HealthCheckEdge = 'l2-l1' | 'l2-l2' | 'l1-l2';

/** One end of a connection tells the other what time it is; who hears of too different a time warns. */
export interface ClockCheck {
  readonly intervalMicros: number;
  readonly thresholdMicros: number;
}

export interface HealthCheck {
  readonly pingEnabled: boolean;
  readonly pingIdletimeMicros: number;
  readonly pingIntervalMicros: number;
  readonly pingProbes: number;
  readonly socketConnect: boolean;
  /** A count of ping intervals, not a time. */
  readonly socketConnectTimeout: number;
  readonly socketConnectCount: number;
  /** Where the product has it and it is switched on. */
  readonly checkTime?: ClockCheck | undefined;
  /** Present when the edge has a block of its own in the source. */
  readonly at?: Locations | undefined;
}

/** The reconnect of one dropped TCP connection under the same identity ("once and only once" layer). */
export interface TransportReconnect {
  readonly enabled: boolean;
  readonly timeoutMicros: number;
}

/** What is written of it; the rest is as the servers have it. */
export interface OwnReconnect extends Located {
  readonly enabled?: boolean;
  readonly timeoutMicros?: number;
}

export interface Server extends Located {
  readonly name: string;
  /** Servers and clients with the same host share its power and its network card. Own host unless written. */
  readonly host: string;
  /** How much data it can hold, where it is written; the product takes 2 GB otherwise. */
  readonly dataStorageBytes?: number | undefined;
  /** How much of that is memory outside the heap, where it is written; all of it otherwise. */
  readonly offheapBytes?: number | undefined;
  /** Its own reconnect window, where it has one; that of its cluster otherwise. */
  readonly clientReconnectWindowMicros?: number | undefined;
  /** What rules read and nothing simulates; absent when nothing of it is written. */
  readonly checked?: CheckedServer | undefined;
}

export interface Stripe extends Located {
  readonly name: string;
  readonly servers: readonly Server[];
}

export interface Cluster extends Located {
  readonly name: string;
  readonly product: Product;
  readonly stripes: readonly Stripe[];
  readonly clientReconnectWindowMicros: number;
  readonly electionTimeMicros: number;
  readonly restartable: boolean;
  readonly failoverPriority: 'availability' | 'consistency';
  readonly healthCheck: Readonly<Record<HealthCheckEdge, HealthCheck>>;
  /** l2.l1reconnect.* : client to server. */
  readonly l1Reconnect: TransportReconnect;
  /** l2.nha.tcgroupcomm.reconnect.* : server to server. */
  readonly l2Reconnect: TransportReconnect;
  /** l2.nha.autoRestart: a zapped server starts again by itself. */
  readonly autoRestart: boolean;
  /** l2.nha.dirtydb.autoDelete, where it is off: a server with data that is out of date waits for somebody to clean its directory. */
  readonly dirtyDatabaseAutoDelete?: false | undefined;
  /** tc.time.sync.threshold, where it is written; 30 s otherwise. */
  readonly timeSyncThresholdMicros?: number | undefined;
  /** l2.lockmanager.greedy.lease.leaseTimeInMillis, where it is not 50 ms; 0 where leases are switched off. */
  readonly greedyLeaseMicros?: number | undefined;
  /** How many client JVMs the licence allows at once, where it is limited. */
  readonly maxClients?: number | undefined;
  /** What is waited for before a client is told that its transaction is complete; RELAYED unless written. */
  readonly broadcastDurabilityLevel?: 'NONE' | 'DISK' | undefined;
  readonly checked?: CheckedCluster | undefined;
  /** Present for the 10.x line. */
  readonly terracotta10?: Terracotta10Cluster | undefined;
}

export type TimeoutBehavior = 'exception' | 'noop' | 'localReads' | 'localReadsAndExceptionOnWrite' | 'custom';

export interface Nonstop {
  readonly enabled: boolean;
  readonly timeoutMicros: number;
  readonly searchTimeoutMicros: number;
  readonly bulkOpsTimeoutMultiplyFactor: number;
  readonly immediateTimeout: boolean;
  readonly timeoutBehavior: TimeoutBehavior;
  /** Present when the cache has a nonstop block or setting in the source. */
  readonly at?: Locations | undefined;
}

export interface Cache extends Located {
  readonly name: string;
  readonly clustered: boolean;
  readonly consistency: 'strong' | 'eventual';
  readonly synchronousWrites: boolean;
  readonly localCacheEnabled: boolean;
  /** What the data is to the application; `cache` unless written: session, counter, idempotency have no other copy. */
  readonly role: 'cache' | 'session' | 'counter' | 'idempotency';
  readonly nonstop: Nonstop;
  /** Of one value, serialized; present where it is written. */
  readonly valueBytes?: number | undefined;
  readonly checked?: CheckedCache | undefined;
  /** Present for the 10.x line. */
  readonly ehcache3?: Ehcache3Cache | undefined;
}

/** What makes a client an Integration Server node. Its rejoin and nonstop are always on. */
export interface IntegrationServer {
  /** Nodes with the same name on the same array share their sessions. As written; the array's name unless written. */
  readonly clusterName: string;
  readonly sessionStorage: 'stateful' | 'stateless';
  /** An idle session leaves the clustered store after this. */
  readonly sessionTimeoutMicros: number;
  readonly localSessionTimeoutMicros: number;
  readonly actionOnStartupError: 'stand-alone' | 'shut-down' | 'quiesce';
  readonly quiescePort: number | undefined;
  /** How long a node that starts tries to get the configuration of the array. */
  readonly connectTimeoutMicros: number;
  /** What rules read and nothing simulates. */
  readonly checked?: CheckedIntegrationServer | undefined;
}

/** When a client that starts and finds no server gives up. */
export interface StartUpLimits {
  /** For the configuration of the array, which any server that runs can give. */
  readonly configTotalTimeoutMicros: number;
  /** Rounds over the servers to find the active; negative: without end. */
  readonly maxConnectRetries: number;
  /** The application does not wait for its cache manager until the client is online. */
  readonly nonstopInit: boolean;
}

/** How a client sends what it has written, and how much of it it can keep. */
export interface WriteLimits {
  /** Batches on their way that the server has not received. */
  readonly maxOutstandingBatches: number;
  readonly maxBatchBytes: number;
  /** Batches that wait in the client, until threads that write have to. */
  readonly maxPendingBatches: number;
  readonly maxSleepBeforeHaltMicros: number;
  /** What a client that stops waits for confirmations; 0: without end. */
  readonly ackOnExitTimeoutMicros: number;
  readonly bulkLoadIntervalMicros: number;
  readonly bulkLoadBatchBytes: number;
  readonly bulkLoadThrottleBytes: number;
}

export interface Client extends Located {
  /** Unique node name; members of a family `client shop x 3` are shop-1, shop-2, shop-3. */
  readonly name: string;
  /** The declared name, shared by the members of a family. */
  readonly family: string;
  readonly cluster: string;
  readonly host: string;
  /** Clients in one JVM pause, crash and restart together. Own JVM unless written. */
  readonly jvm: string;
  readonly rejoin: boolean;
  /** l1.healthcheck.l2.bindPort: -1 switches the callback listener off; 0 lets the system choose. */
  readonly callbackPort: number;
  /** l2.l1reconnect.* in its own tc.properties: a client that says other things than its servers does not start. */
  readonly ownL1Reconnect?: OwnReconnect | undefined;
  readonly socketConnectTimeoutMicros: number;
  readonly reconnectWaitIntervalMicros: number;
  /** Present for Ehcache 2 clients. */
  readonly startUp?: StartUpLimits | undefined;
  /** Present for Ehcache 2 clients. */
  readonly writeLimits?: WriteLimits | undefined;
  readonly caches: readonly Cache[];
  readonly checked?: CheckedClient | undefined;
  /** Present for Integration Server nodes; their caches begin with the system caches SessionStore and ClusterMembers. */
  readonly integrationServer?: IntegrationServer | undefined;
  /** Present for the 10.x line. */
  readonly ehcache3?: Ehcache3Client | undefined;
}

/** A stateful session of a scenario and the Integration Server nodes that serve it. */
export interface Session extends Located {
  readonly name: string;
  readonly nodes: readonly string[];
}

export interface NetworkSettings {
  readonly latencyMicros: number;
  readonly jitterMicros: number;
  readonly checked?: CheckedNetwork | undefined;
  readonly at?: Locations | undefined;
}

export interface Scenario extends Located {
  readonly name: string;
  /** `window = 30s` for one run of `for window in […]`; empty otherwise. */
  readonly variant: string;
  readonly doc: string;
  readonly durationMicros: number;
  readonly seed: number;
  /** The topology of this run: `with` and `for` are already applied. */
  readonly clusters: readonly Cluster[];
  readonly clients: readonly Client[];
  readonly network: NetworkSettings;
  /** Stateful sessions of Integration Server nodes. */
  readonly sessions?: readonly Session[];
  /** Nodes that are not running at time 0. Everything else is up, formed and connected: the first server of each
   *  stripe that is not down is the active, the others are PASSIVE-STANDBY, every client is known and online. */
  readonly initiallyDown: readonly string[];
  /** Servers that are not part of the topology of their stripe until they are attached. */
  readonly initiallyDetached?: readonly string[] | undefined;
  /** The voters of the clusters of the 10.x line; each is registered with its active when the scenario begins. */
  readonly voters?: readonly Voter[] | undefined;
  /** Known defects of the products that this run includes. */
  readonly anomalies?: readonly Anomaly[] | undefined;
  readonly steps: readonly Step[];
  readonly expectations: readonly Expectation[];
}

export interface SourceFile {
  /** As the adapter names it: a URI in the editor, a path on the command line. */
  readonly name: string;
  readonly text: string;
  /** What it is written in, where that is not the language itself. */
  readonly format?: ConfigurationFormat | undefined;
}

/** What configuration files of the products are written in. */
export type ConfigurationFormat = 'xml' | 'properties';

export interface Model {
  readonly files: readonly SourceFile[];
  readonly clusters: readonly Cluster[];
  readonly clients: readonly Client[];
  readonly voters?: readonly Voter[] | undefined;
  readonly network: NetworkSettings;
  /** One per run: a scenario with `for` appears once per value. */
  readonly scenarios: readonly Scenario[];
}
