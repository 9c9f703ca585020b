/**
 * Replication to the passives: an acknowledgement to a client waits until every passive has answered, or is gone; with
 * broadcast durability NONE for nobody.
 * Source: Terracotta 4.3.1, BroadcastDurabilityLevel, ReplicatedObjectManagerImpl.
 */
import type { Group } from '../transport/group.ts';
import type { Message } from './messages.ts';

interface Pending {
  readonly missing: Set<number>;
  readonly done: () => void;
}

export class Relay {
  readonly #group: Group<Message>;
  readonly #passives = new Set<number>();
  readonly #pending = new Map<number, Pending>();
  readonly #waits: boolean;
  #lastId = 0;

  /** `waits`: whether transactions wait for the answers of the passives. */
  constructor(group: Group<Message>, waits: boolean) {
    this.#group = group;
    this.#waits = waits;
  }

  /** This server replicates to `server` from now on. */
  add(server: number): void {
    this.#passives.add(server);
  }

  peerLeft(server: number): void {
    this.#passives.delete(server);
    for (const id of [...this.#pending.keys()]) this.answered(server, id);
  }

  /** Transactions go to the passives; `done` runs when they have answered. */
  replicate(writes: readonly number[], done: () => void): void {
    if (this.#passives.size === 0) {
      done();
      return;
    }
    const id = this.#waits ? this.#expectAnswers(done) : 0;
    const message: Message = { type: 'relay', id, writes, clientAdded: 0, client: -1, clientRemoved: 0 };
    for (const passive of this.#passives) this.#group.send(passive, message);
    if (!this.#waits) done();
  }

  /** Which clients there are is published to every member of the group, also to one that believes to be active itself. */
  publish(
    change: { readonly added?: number; readonly client?: number; readonly removed?: number },
    done: () => void,
  ): void {
    const members = this.#group.members();
    const id = this.#passives.size === 0 ? 0 : this.#expectAnswers(done);
    const { added = 0, client = -1, removed = 0 } = change;
    for (const member of members) {
      this.#group.send(member, { type: 'relay', id, writes: [], clientAdded: added, client, clientRemoved: removed });
    }
    if (id === 0) done();
  }

  #expectAnswers(done: () => void): number {
    const id = ++this.#lastId;
    this.#pending.set(id, { missing: new Set(this.#passives), done });
    return id;
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
