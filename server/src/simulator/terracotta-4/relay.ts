/**
 * Replication to the passives: an acknowledgement to a client waits until every passive has answered, or is gone.
 * Source: Terracotta 4.3.1, l2.transactionmanager.broadcast.durability.level=RELAYED, ReplicatedObjectManagerImpl.
 */
import type { Group } from './group.ts';

interface Pending {
  readonly missing: Set<number>;
  readonly done: () => void;
}

export class Relay {
  readonly #group: Group;
  readonly #passives = new Set<number>();
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(group: Group) {
    this.#group = group;
  }

  /** This server replicates to `server` from now on. */
  add(server: number): void {
    this.#passives.add(server);
  }

  peerLeft(server: number): void {
    this.#passives.delete(server);
    for (const id of [...this.#pending.keys()]) this.answered(server, id);
  }

  replicate(
    change: {
      readonly writes?: readonly number[];
      readonly clientAdded?: number;
      readonly client?: number;
      readonly clientRemoved?: number;
    },
    done: () => void,
  ): void {
    if (this.#passives.size === 0) {
      done();
      return;
    }
    const id = ++this.#lastId;
    this.#pending.set(id, { missing: new Set(this.#passives), done });
    for (const passive of this.#passives) {
      this.#group.send(passive, {
        type: 'relay',
        id,
        writes: change.writes ?? [],
        clientAdded: change.clientAdded ?? 0,
        client: change.client ?? -1,
        clientRemoved: change.clientRemoved ?? 0,
      });
    }
  }

  answered(server: number, id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.missing.delete(server);
    if (pending.missing.size > 0) return;
    this.#pending.delete(id);
    pending.done();
  }
}
