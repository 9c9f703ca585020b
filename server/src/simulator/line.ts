/** What the actors of a product line are to the rest of the simulator. */
import type { Action, Cluster, Scenario } from '../model/model.ts';
import type { CallRequest } from './actions/index.ts';
import type { Network } from './engine/network.ts';
import type { Process } from './engine/process.ts';
import type { World } from './engine/world.ts';
import type { ScenarioNode } from './node.ts';

export type ConfigurationAction = Extract<Action, { readonly kind: 'set' | 'attach' | 'detach' }>;

/** What every line builds its actors in. */
export interface Ground {
  readonly world: World;
  readonly network: Network<unknown>;
  readonly scenario: Scenario;
  /** The processes of JVMs by name: clients of several clusters may share one. */
  readonly jvms: Map<string, Process>;
}

/** The actors of the clusters of one line, in place and connected, or down where the scenario says so. */
export interface Actors {
  readonly nodes: ReadonlyMap<string, ScenarioNode>;
  /** False when there is no application that could make the call. */
  call(request: CallRequest): boolean;
  /** A change with the configuration tool of the product; only scenarios of lines that have one contain any. */
  configure(action: ConfigurationAction): void;
  /** After the run: what became of every write, and why calls are still blocked. */
  settle(): void;
}

export interface Line {
  /** What messages are called that are worth an arrow of their own, by type; others are only counted. */
  readonly arrows: Readonly<Record<string, string>>;
  build(ground: Ground, clusters: readonly Cluster[]): Actors;
}

/** The network as the actors of one line know it: those of other lines never connect to them, so nobody else's messages arrive. */
export function networkOf<Message>(ground: Pick<Ground, 'network'>): Network<Message> {
  return ground.network as unknown as Network<Message>;
}
