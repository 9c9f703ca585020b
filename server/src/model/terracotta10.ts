/**
 * What only Terracotta 10.x/11.x (the open-source 5.x) and Ehcache 3 have: leases, voters, per-operation timeouts, client
 * modes. Plain data beside `model.ts`; each part is present exactly on clusters, clients and caches of that line.
 */
import type { Located, Origin } from './model.ts';

/** The open-source core that a release is built on; what changed between them is a table of the simulator. */
export type CoreVersion = '5.3' | '5.5' | '5.6' | '5.8' | '5.10' | '5.12';

export interface OffheapResource {
  readonly name: string;
  readonly bytes: number;
}

export interface Terracotta10Cluster {
  readonly core: CoreVersion;
  /** No public source says that this release is built on that core: a run says so. */
  readonly coreIsAssumed: boolean;
  /** `missing`: not written, which is legal for a stripe of one server only from core 5.6 on. */
  readonly failoverPriority: 'availability' | 'consistency' | 'missing';
  /** N of `consistency:N`: how many external voters may register with each stripe; 0 unless written. */
  readonly voterCount: number;
  readonly clientLeaseMicros: number;
  /** As written; empty when nothing was written. */
  readonly offheapResources: readonly OffheapResource[];
}

/** A process outside the stripe that votes for servers of it. */
export interface Voter extends Located {
  /** Unique node name. */
  readonly name: string;
  readonly cluster: string;
  readonly host: string;
}

/** Server memory that several cluster tiers share. */
export interface SharedPool {
  readonly name: string;
  readonly resource: string;
  readonly bytes: number;
  readonly at: Origin;
}

export interface Ehcache3Client {
  readonly readTimeoutMicros: number;
  readonly writeTimeoutMicros: number;
  readonly connectionTimeoutMicros: number;
  /** What the client does when the cluster tier manager does not exist. */
  readonly clientMode: 'expecting' | 'auto-create' | 'auto-create-on-reconnect';
  readonly sharedPools: readonly SharedPool[];
}

/** `consistency` and `localCacheEnabled` (has a heap or off-heap tier in the JVM) are those of every cache. */
export interface Ehcache3Cache {
  /** A loader-writer stands behind the cache: resilience goes to the system of record. */
  readonly loaderWriter: boolean;
  /** robust: the built-in strategy · failing: one of the application that throws the StoreAccessException. */
  readonly resilienceStrategy: 'robust' | 'failing';
  /** The server resource, or the shared pool, that the cluster tier takes its memory from; undefined when not written. */
  readonly resource:
    | { readonly name: string; readonly bytes: number | undefined; readonly shared: boolean }
    | undefined;
}

/** Known defects that ignored tests of the products document. Off unless a scenario names them. */
export type Anomaly =
  /** ehcache3 #3013: a put whose reply was lost in a failover is missing afterwards. */
  | 'put-missing-after-failover'
  /** ehcache3 #3278: cleared keys are there again after a failover. */
  | 'cleared-keys-reappear'
  /** A voter whose owner has voted once cannot move to another server. */
  | 'voter-cannot-move-twice';
