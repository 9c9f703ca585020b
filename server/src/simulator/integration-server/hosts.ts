/**
 * The list of cluster hosts in Settings > Clustering: empty while the node is disconnected. Source: Integration Server
 * Clustering Guide, "What Happens When IS in a Stateful Cluster Is Disconnected from the TSA".
 */
import type { World } from '../engine/world.ts';
import type { IntegrationServerNode } from './node.ts';

export class HostLists {
  readonly #world: World;
  readonly #nodes: readonly IntegrationServerNode[];
  readonly #shown = new Map<IntegrationServerNode, string>();

  /** `nodes`: those of one cluster. */
  constructor(world: World, nodes: readonly IntegrationServerNode[]) {
    this.#world = world;
    this.#nodes = nodes;
  }

  /** Something may have changed. */
  refresh(): void {
    const connected = this.#nodes.filter((node) => node.isConnected && node.inner.state !== 'connecting');
    const names = connected.map(({ name }) => name).join(', ');
    for (const node of this.#nodes) {
      const list = connected.includes(node) ? names : '';
      if (list === (this.#shown.get(node) ?? '')) continue;
      this.#shown.set(node, list);
      const { kernel } = this.#world;
      const cause = kernel.currentCause;
      const count = list === '' ? 0 : connected.length;
      this.#world.emit('hosts-listed', node.lane, list === '' ? 'none' : list, count);
      kernel.currentCause = cause;
    }
  }
}
