/** What the servers and clients of one Terracotta Server Array share in a run. */
import type { Cluster } from '../../model/model.ts';
import type { Network } from '../engine/network.ts';
import type { World } from '../engine/world.ts';
import type { HealthCheckers } from '../transport/health-checker.ts';
import type { BulkLoaders } from './bulk-loaders.ts';
import type { ClientNode } from './client-node.ts';
import type { LockWitness } from './explicit-locks.ts';
import type { WriteLedger } from './ledger.ts';
import type { Message } from './messages.ts';
import type { ServerNode } from './server-node.ts';
import type { Version } from './versions.ts';

export interface StripeState {
  readonly name: string;
  readonly servers: ServerNode[];
  /** Some server of the stripe has applied a write, so coming up empty means loss. */
  hadWrites: boolean;
  /** Row by which a server became active beside another active; -1 while none did. Both give the same locks. */
  rivalRow: number;
}

export interface ServerArray {
  readonly world: World;
  readonly network: Network<Message>;
  readonly checkers: HealthCheckers<Message>;
  readonly cluster: Cluster;
  readonly version: Version;
  readonly stripes: readonly StripeState[];
  /** By index, across stripes. */
  readonly servers: readonly ServerNode[];
  readonly clients: readonly ClientNode[];
  readonly ledger: WriteLedger;
  readonly locks: LockWitness;
  readonly bulkLoaders: BulkLoaders;
  /** The same cache name is the same cache for every client. */
  cacheIdOf(name: string): number;
}
