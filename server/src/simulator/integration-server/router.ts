/** A load balancer in front of the nodes: it sees which processes run, and nothing else. */
import type { Action } from '../../model/model.ts';
import type { IntegrationServerNode } from './node.ts';

type Invoke = Extract<Action, { readonly kind: 'invoke' }>;

export class Routers {
  /** How many requests of a statement have been sent. */
  readonly #turns = new Map<Invoke, number>();
  /** By session, the node that served it last. */
  readonly #stuck = new Map<string, IntegrationServerNode>();

  /** The node of the next request; when none runs, the one that the caller tries all the same. */
  choose(action: Invoke, nodes: readonly IntegrationServerNode[]): IntegrationServerNode | undefined {
    const running = nodes.filter(({ process }) => process.running);
    if (running.length === 0) return nodes[0];
    switch (action.routing) {
      case undefined:
      case 'failover':
        return running[0];
      case 'round-robin': {
        const turn = this.#turns.get(action) ?? 0;
        this.#turns.set(action, turn + 1);
        return running[turn % running.length];
      }
      case 'sticky': {
        const known = this.#stuck.get(action.session);
        const node = known !== undefined && running.includes(known) ? known : running[0];
        if (node !== undefined) this.#stuck.set(action.session, node);
        return node;
      }
    }
  }
}
