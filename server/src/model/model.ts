/**
 * What a scenario means: plain readonly data in base units (integer microseconds, bytes, counts), every default filled
 * in for the declared product, every name resolved. Each declaration carries `at`: where it and each setting that was
 * written stand in the source. A setting without a place in `at` has its default.
 */
import type { Origin } from '../language/syntax.ts';
import type { Anomaly, Ehcache3Cache, Ehcache3Client, Terracotta10Cluster, Voter } from './terracotta10.ts';

export type { Origin } from '../language/syntax.ts';

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

export interface HealthCheck {
  readonly pingEnabled: boolean;
  readonly pingIdletimeMicros: number;
  readonly pingIntervalMicros: number;
  readonly pingProbes: number;
  readonly socketConnect: boolean;
  /** A count of ping intervals, not a time. */
  readonly socketConnectTimeout: number;
  readonly socketConnectCount: number;
  /** Present when the edge has a block of its own in the source. */
  readonly at?: Locations | undefined;
}

/** The reconnect of one dropped TCP connection under the same identity ("once and only once" layer). */
export interface TransportReconnect {
  readonly enabled: boolean;
  readonly timeoutMicros: number;
}

export interface Server extends Located {
  readonly name: string;
  /** Servers and clients with the same host share its power and its network card. Own host unless written. */
  readonly host: string;
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
  /** Present for the 10.x line. */
  readonly terracotta10?: Terracotta10Cluster | undefined;
}

export type TimeoutBehavior = 'exception' | 'noop' | 'localReads' | 'localReadsAndExceptionOnWrite';

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
  readonly socketConnectTimeoutMicros: number;
  readonly reconnectWaitIntervalMicros: number;
  readonly caches: readonly Cache[];
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

/** How a load balancer chooses the node of a request. */
export type Routing = 'round-robin' | 'sticky' | 'failover';

export interface NetworkSettings {
  readonly latencyMicros: number;
  readonly jitterMicros: number;
  readonly at?: Locations | undefined;
}

/** The names of the operations are those of the Ehcache 2 and 3 APIs; overloads of Ehcache 3 have names of their own. */
export type OperationName =
  | 'get'
  | 'getAll'
  | 'getKeys'
  | 'containsKey'
  | 'getSize'
  | 'put'
  | 'putAll'
  | 'putIfAbsent'
  | 'replace'
  | 'remove'
  | 'removeAll'
  | 'getQuiet'
  | 'getAllQuiet'
  | 'quickSize'
  | 'search'
  | 'removeElement'
  | 'quickClear'
  | 'putWithWriter'
  | 'removeWithWriter'
  | 'clear'
  /** Opens an iterator over the cache and takes all entries. */
  | 'iterate'
  /** replace(key, oldValue, newValue) and remove(key, value) of Ehcache 3. */
  | 'replaceIfEquals'
  | 'removeIfEquals'
  /** A request to an Integration Server node. */
  | 'invoke'
  /** Explicit locks of keys: neither reads nor writes. */
  | 'lock'
  | 'tryLock'
  | 'unlock';

/** What a thread does while it holds a lock, before it unlocks. */
export interface LockedSection {
  readonly workMicros: number;
  /** On the key, one after the other, at the end of the work. */
  readonly operations: readonly OperationName[];
  /** The unlock stands in a finally block. False: an operation that throws skips it. */
  readonly inFinally: boolean;
}

export type Action =
  /** A dynamic setting of a running cluster is changed with the configuration tool. */
  | {
      readonly kind: 'set';
      readonly cluster: string;
      readonly setting: 'client-reconnect-window' | 'client-lease-duration';
      readonly valueMicros: number;
    }
  /** Servers join or leave the topology of their stripe with the configuration tool. */
  | { readonly kind: 'attach' | 'detach'; readonly nodes: readonly string[] }
  /** The operator lets servers that wait for promotion, or for votes, become or stay active. */
  | { readonly kind: 'promote'; readonly nodes: readonly string[] }
  | { readonly kind: 'crash' | 'stop'; readonly nodes: readonly string[] }
  /** Every process on the hosts of these nodes dies and the hosts answer nothing any more. */
  | { readonly kind: 'power-off'; readonly nodes: readonly string[] }
  /** restart of a running node = crash + start. `losingData`: a restartable server comes back with an empty store. */
  | { readonly kind: 'start' | 'restart'; readonly nodes: readonly string[]; readonly losingData: boolean }
  | { readonly kind: 'pause'; readonly nodes: readonly string[]; readonly durationMicros: number }
  | {
      readonly kind: 'cut';
      readonly from: readonly string[];
      readonly to: readonly string[];
      /** False: only what travels from → to is lost. */
      readonly bothWays: boolean;
      /** silent: packets vanish · refused: a firewall answers with resets. */
      readonly manner: 'silent' | 'refused';
      readonly durationMicros: number | undefined;
    }
  /** Nodes of different groups cannot reach each other; nodes in no group reach everyone. */
  | {
      readonly kind: 'partition';
      readonly groups: readonly (readonly string[])[];
      readonly durationMicros: number | undefined;
    }
  /** The TCP connection is reset; new connects are refused for the duration (0 = at once accepted again). */
  | {
      readonly kind: 'drop-connection';
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly durationMicros: number;
    }
  /** Ends cuts, partitions and degradations; all of them when both lists are empty. */
  | { readonly kind: 'heal'; readonly from: readonly string[]; readonly to: readonly string[] }
  | {
      readonly kind: 'degrade';
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly latencyMicros: number;
      readonly durationMicros: number | undefined;
    }
  /** A firewall that drops what servers send to the callback port of these clients. */
  | {
      readonly kind: 'block-callback-port';
      readonly nodes: readonly string[];
      readonly durationMicros: number | undefined;
    }
  | {
      readonly kind: 'operate';
      /** Every member of a family works on its own. */
      readonly clients: readonly string[];
      readonly cache: string;
      readonly operation: OperationName;
      /** Keys are drawn round robin from `keyCount` keys; a written key is fixed. */
      readonly key: string | undefined;
      readonly keyCount: number;
    }
  /** Application code around the write lock of a key: lock, work, operations on the key, unlock. */
  | {
      readonly kind: 'lock';
      /** Every member of a family works on its own. */
      readonly clients: readonly string[];
      readonly cache: string;
      readonly key: string;
      /** tryLock: how long it waits at most, 0 for one question. Undefined: lock, which waits for ever. */
      readonly tryMicros: number | undefined;
      /** Undefined: the lock is kept until an `unlock`. */
      readonly section: LockedSection | undefined;
    }
  | {
      readonly kind: 'unlock';
      readonly clients: readonly string[];
      readonly cache: string;
      readonly key: string;
    }
  /** Requests to Integration Server nodes: one to each of them, or with a routing one to the node that it chooses. */
  | {
      readonly kind: 'invoke';
      readonly nodes: readonly string[];
      readonly routing: Routing | undefined;
      readonly stateful: boolean;
      readonly service: string;
      /** Of a stateful service; the service's own when not named. */
      readonly session: string;
      readonly reads: readonly string[];
      readonly writes: readonly string[];
    };

/** The node states and events that scenarios can name: tables in `trace/kinds.ts`. */
export interface EventPattern {
  /** Nodes any of which may show the event. */
  readonly nodes: readonly string[];
  readonly what: { readonly state: string } | { readonly event: string } | { readonly log: string };
}

export type Trigger =
  /** `latestMicros` > `timeMicros`: a random instant of the range, from the scenario's seed. */
  | { readonly kind: 'at'; readonly timeMicros: number; readonly latestMicros: number }
  | {
      readonly kind: 'every';
      readonly periodMicros: number;
      readonly fromMicros: number;
      /** Last possible instant, inclusive; the duration of the scenario unless written. */
      readonly untilMicros: number;
    }
  /** The first time the event is seen, plus a delay. */
  | { readonly kind: 'when'; readonly event: EventPattern; readonly delayMicros: number };

export interface Step {
  readonly trigger: Trigger;
  readonly action: Action;
  readonly at: Origin;
}

/** Absolute instants, inclusive: `within 12s after 30s` is 30 s … 42 s; no bound is 0 … duration. */
export interface TimeWindow {
  readonly fromMicros: number;
  readonly toMicros: number;
}

export type CallOutcomePredicate =
  | { readonly kind: 'takes-longer-than'; readonly durationMicros: number }
  /** `message`: a part of the text of the exception; undefined when any will do. */
  | { readonly kind: 'throws'; readonly exception: string; readonly message?: string | undefined }
  | { readonly kind: 'fails' }
  | { readonly kind: 'succeeds' }
  | { readonly kind: 'returns-null' }
  | { readonly kind: 'returns-false' }
  | { readonly kind: 'is-ignored' }
  | { readonly kind: 'reads-locally' }
  /** Never returned by the end of the window. */
  | { readonly kind: 'blocks' };

export type Quantifier =
  | { readonly kind: 'no' | 'every' | 'some' }
  | { readonly kind: 'exactly' | 'at-least' | 'at-most'; readonly count: number };

export type Condition =
  /** becomes: enters the state within the window · is: has it during the whole window · never: not for an instant. */
  | {
      readonly kind: 'state';
      readonly nodes: readonly string[];
      readonly state: string;
      readonly mode: 'becomes' | 'is' | 'never';
    }
  | {
      readonly kind: 'event';
      readonly nodes: readonly string[];
      readonly event: string;
      readonly quantifier: Quantifier;
    }
  /** These events, in this order; other events may stand between them, further ones of the named may not. */
  | { readonly kind: 'order'; readonly node: string; readonly events: readonly string[] }
  | {
      readonly kind: 'calls';
      readonly quantifier: Quantifier;
      /** 'call' stands for every operation, 'read' and 'write' for those groups. */
      readonly operation: OperationName | 'call' | 'read' | 'write';
      readonly clients: readonly string[];
      /** Undefined: every cache of these clients. */
      readonly cache: string | undefined;
      readonly predicate: CallOutcomePredicate;
    }
  | {
      readonly kind: 'writes';
      readonly quantifier: Quantifier;
      readonly clients: readonly string[];
      readonly cache: string | undefined;
      /** acknowledged-lost: the caller was told success and the array does not have it at the end ·
       *  failed-applied: the caller got an exception or a time-out and the array applied it · twice: applied twice. */
      readonly fate: 'acknowledged-lost' | 'failed-applied' | 'applied-twice';
    }
  | { readonly kind: 'log'; readonly nodes: readonly string[]; readonly text: string; readonly quantifier: Quantifier }
  /** The session diverges, on any of its nodes, or its state on each of the nodes is overwritten; or never is. */
  | {
      readonly kind: 'session';
      readonly session: string;
      readonly nodes: readonly string[];
      readonly what: 'diverges' | 'overwritten';
      readonly never: boolean;
    }
  /** The list of cluster hosts of each node is empty, or never is, during the whole window. */
  | { readonly kind: 'hosts'; readonly nodes: readonly string[]; readonly empty: boolean };

export interface Expectation {
  /** As written, without `expect`, white space folded. */
  readonly text: string;
  readonly condition: Condition;
  readonly window: TimeWindow;
  readonly at: Origin;
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
export type ConfigurationFormat = 'xml';

export interface Model {
  readonly files: readonly SourceFile[];
  readonly clusters: readonly Cluster[];
  readonly clients: readonly Client[];
  readonly voters?: readonly Voter[] | undefined;
  readonly network: NetworkSettings;
  /** One per run: a scenario with `for` appears once per value. */
  readonly scenarios: readonly Scenario[];
}
