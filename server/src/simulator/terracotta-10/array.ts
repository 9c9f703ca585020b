/** What the servers and clients of one cluster of the 10.x line share in a run. */
import type { Cluster, Scenario } from '../../model/model.ts';
import type { Terracotta10Cluster } from '../../model/terracotta10.ts';
import type { Network } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { HealthCheckers } from '../transport/health-checker.ts';
import type { WriteLedger } from './clients/ledger.ts';
import type { ClientNode } from './clients/node.ts';
import type { Message } from './messages.ts';
import type { ClientSide } from './seams.ts';

/** A server as its clients see it: the node that the scenario handles, whatever incarnation runs. */
export interface ServerPeer {
  /** Position in `ServerArray.servers`, across stripes. */
  readonly index: number;
  /** Position of its stripe in the cluster. */
  readonly stripe: number;
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  /** Part of the topology of its stripe. */
  readonly isAttached: boolean;
  /** ACTIVE-COORDINATOR now. */
  readonly isActive: boolean;
  /** In sync with the active, or was when it lost it. */
  readonly isStandby: boolean;
  /** Of the incarnation that runs. */
  readonly clientSide: ClientSide | undefined;
}

export interface ServerArray {
  readonly world: World;
  readonly network: Network<Message>;
  readonly checkers: HealthCheckers<Message>;
  readonly scenario: Scenario;
  readonly cluster: Cluster;
  /** The part of the cluster's settings that only this line has. */
  readonly settings: Terracotta10Cluster;
  readonly clusterLane: number;
  readonly jvms: Map<string, Process>;
  readonly servers: readonly ServerPeer[];
  /** Filled by `buildClients`. */
  readonly clients: ClientNode[];
  readonly ledger: WriteLedger;
}
