/** What the servers and voters of one cluster share beyond what clients know of it. */
import type { Anomaly, Voter } from '../../../model/terracotta10.ts';
import type { ServerArray } from '../array.ts';
import type { ServerNode } from '../server-node.ts';
import type { Version } from '../versions.ts';

export interface StripeState {
  readonly name: string;
  /** Every declared server, also those that are not attached. */
  readonly servers: readonly ServerNode[];
}

/** Settings that the configuration tool changes while the cluster runs; each is read when it is needed. */
export interface DynamicSettings {
  reconnectWindowMicros: number;
  clientLeaseMicros: number;
}

export interface StripeArray extends ServerArray {
  readonly servers: readonly ServerNode[];
  readonly stripes: readonly StripeState[];
  readonly dynamic: DynamicSettings;
  readonly version: Version;
  /** Known defects that this run includes. */
  readonly anomalies: ReadonlySet<Anomaly>;
  readonly voters: readonly Voter[];
}
