/**
 * Replication to the passives: an acknowledgement to a client waits until every passive has answered, or is gone; with
 * broadcast durability NONE for nobody.
 * Source: Terracotta 4.3.1, BroadcastDurabilityLevel, ReplicatedObjectManagerImpl.
 */
import type { Group } from '../transport/group.ts';
import type { Message } from './messages.ts';
import type { WaitingWarnings } from './waiting.ts';

interface Pending {
  /** Few: the passives of a stripe. */
  readonly missing: number[];
  /** The list of clients was published; otherwise transactions were relayed, and nobody warns when that takes long. */
  readonly published: boolean;
  readonly done: () => void;
}

export class Relay {
  readonly #group: Group<Message>;
  readonly #passives = new Set<number>();
  readonly #pending = new Map<number, Pending>();
  readonly #waits: boolean;
  readonly #warnings: WaitingWarnings;
  readonly #nameOf: (server: number) => string;
  #lastId = 0;

  /** `waits`: whether transactions wait for the answers of the passives. */
  constructor(group: Group<Message>, waits: boolean, warnings: WaitingWarnings, nameOf: (server: number) => string) {
    this.#group = group;
    this.#waits = waits;
    this.#warnings = warnings;
    this.#nameOf = nameOf;
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
    const id = this.#waits ? this.#expectAnswers(done, false) : 0;
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
    const id = this.#passives.size === 0 ? 0 : this.#expectAnswers(done, true);
    const { added = 0, client = -1, removed = 0 } = change;
    for (const member of members) {
      this.#group.send(member, { type: 'relay', id, writes: [], clientAdded: added, client, clientRemoved: removed });
    }
    if (id === 0) done();
    else this.#warnings.begin(() => this.#unanswered());
  }

  /** Who has not answered the oldest publication: the next ones wait for their turn. */
  #unanswered(): readonly string[] {
    for (const { missing, published } of this.#pending.values()) {
      if (published) return missing.map((server) => this.#nameOf(server));
    }
    return [];
  }

  /** Passives that have not answered the oldest of what waits for them. */
  get awaited(): Iterable<number> {
    for (const { missing } of this.#pending.values()) return missing;
    return [];
  }

  #expectAnswers(done: () => void, published: boolean): number {
    const id = ++this.#lastId;
    this.#pending.set(id, { missing: [...this.#passives], published, done });
    return id;
  }

  answered(server: number, id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const { missing } = pending;
    const at = missing.indexOf(server);
    if (at >= 0) missing.splice(at, 1);
    if (missing.length > 0) return;
    this.#pending.delete(id);
    pending.done();
  }
}
