/**
 * What a server knows on behalf of clients and every passive mirrors: identities, cluster tiers with their keys, which
 * transactions were applied. The active changes it by activities, and the passives apply the same activities.
 *
 * Source: ehcache3 3.10, ClusterTierActiveEntity and ClusterTierPassiveEntity; terracotta-platform 5.x,
 * OOOMessageHandlerImpl; terracotta-core 5.x, ReplicatedTransactionHandler.
 */
import { WriteSet } from '../../write-set.ts';
import type { Holder } from './ledger.ts';
import type { InvalidatedKey, Invocation } from './messages.ts';

/** A change that the active made and that every passive makes too. */
export type Activity =
  | { readonly kind: 'client-added'; readonly connection: number; readonly client: number; readonly cluster: number }
  | { readonly kind: 'client-removed'; readonly connection: number }
  | { readonly kind: 'tier-created'; readonly cache: number }
  | {
      readonly kind: 'chain';
      readonly connection: number;
      readonly invocation: Invocation;
      /** Names the invalidation that goes with it; what has ended meanwhile need not be repeated by a new active. */
      readonly invalidation: number;
      readonly ended: readonly number[];
    };

export type Chain = Extract<Activity, { readonly kind: 'chain' }>;

/** Keys of one cluster tier, with the row of the write that set each. */
type Tier = Map<number, number>;

export class ClusterState implements Holder {
  /** 0 until the stripe has had an active: old identities are worth nothing at servers with another one. */
  cluster = 0;
  managerExists = false;
  writes = new WriteSet();
  undone = new Map<number, number>();
  doubles = new Set<number>();
  /** Connection → client. */
  clients = new Map<number, number>();
  highestConnection = 0;
  /** Activities applied: election weight 6. */
  sequence = 0;
  /** Invalidations that are under way, by the name that the active gave them. */
  invalidations = new Map<number, InvalidatedKey>();
  /** What the last clear of each tier removed: the defect `cleared-keys-reappear` brings it back. */
  lastCleared = new Map<number, Tier>();
  #tiers = new Map<number, Tier>();
  /** Connection → transaction → result and its place in the global order. */
  #journal = new Map<number, Map<number, { readonly result: number; readonly position: number }>>();

  get isEmpty(): boolean {
    return this.clients.size === 0 && !this.managerExists;
  }

  get objectCount(): number {
    let count = 0;
    for (const tier of this.#tiers.values()) count += tier.size;
    return count;
  }

  hasTier(cache: number): boolean {
    return this.#tiers.has(cache);
  }

  sizeOf(cache: number): number {
    return this.#tiers.get(cache)?.size ?? 0;
  }

  /** Row of the write that set the key; -1 when it has no value. */
  get(cache: number, key: number): number {
    return this.#tiers.get(cache)?.get(key) ?? -1;
  }

  /** What was answered to a transaction that has been applied already. */
  recorded(connection: number, transaction: number): number | undefined {
    return this.#journal.get(connection)?.get(transaction)?.result;
  }

  /** Place of a transaction in the order in which the last active applied them; undefined when it never did. */
  positionOf(connection: number, transaction: number): number | undefined {
    return this.#journal.get(connection)?.get(transaction)?.position;
  }

  /** Returns what the key had before, for a chain; -1 otherwise. */
  apply(activity: Activity): number {
    this.sequence++;
    switch (activity.kind) {
      case 'client-added':
        this.cluster = activity.cluster;
        this.clients.set(activity.connection, activity.client);
        this.highestConnection = Math.max(this.highestConnection, activity.connection);
        return -1;
      case 'client-removed':
        this.clients.delete(activity.connection);
        this.#journal.delete(activity.connection);
        return -1;
      case 'tier-created':
        this.managerExists = true;
        if (!this.#tiers.has(activity.cache)) this.#tiers.set(activity.cache, new Map());
        return -1;
      default:
        return this.#append(activity);
    }
  }

  copy(): ClusterState {
    const copy = new ClusterState();
    copy.cluster = this.cluster;
    copy.managerExists = this.managerExists;
    copy.writes = this.writes.copy();
    copy.undone = new Map(this.undone);
    copy.doubles = new Set(this.doubles);
    copy.clients = new Map(this.clients);
    copy.highestConnection = this.highestConnection;
    copy.sequence = this.sequence;
    copy.invalidations = new Map(this.invalidations);
    copy.lastCleared = new Map(this.lastCleared);
    copy.#tiers = new Map([...this.#tiers].map(([cache, tier]) => [cache, new Map(tier)]));
    copy.#journal = new Map([...this.#journal].map(([connection, entries]) => [connection, new Map(entries)]));
    return copy;
  }

  /** The keys that the last clear removed and nobody has set since are there again. Returns how many. */
  undoLastClears(): number {
    let count = 0;
    for (const [cache, cleared] of this.lastCleared) {
      const tier = this.#tiers.get(cache);
      for (const [key, write] of cleared) {
        if (tier === undefined || tier.has(key)) continue;
        tier.set(key, write);
        count++;
      }
    }
    this.lastCleared.clear();
    return count;
  }

  #append({ connection, invocation, invalidation, ended }: Chain): number {
    if (invalidation > 0) this.invalidations.set(invalidation, invocation);
    for (const id of ended) this.invalidations.delete(id);
    const recorded = this.recorded(connection, invocation.transaction);
    if (recorded !== undefined) return recorded;
    const result = this.#change(invocation);
    const { write, completesWrite } = invocation;
    if (write >= 0 && completesWrite && !this.writes.add(write)) this.doubles.add(write);
    this.#remember(connection, invocation, result);
    return result;
  }

  #change({ effect, cache, key, write, cleansUp }: Invocation): number {
    const tier = this.#tiers.get(cache);
    if (tier === undefined) return -1;
    const before = tier.get(key) ?? -1;
    switch (effect) {
      case 'set':
        tier.set(key, write);
        break;
      case 'set-if-absent':
        if (before < 0) tier.set(key, write);
        break;
      case 'set-if-present':
        if (before >= 0) tier.set(key, write);
        break;
      case 'remove':
        tier.delete(key);
        if (cleansUp >= 0 && before >= 0) this.undone.set(before, cleansUp);
        break;
      case 'clear':
        if (cleansUp >= 0) for (const cleared of tier.values()) this.undone.set(cleared, cleansUp);
        this.lastCleared.set(cache, tier);
        this.#tiers.set(cache, new Map());
        break;
      default:
        break;
    }
    return before;
  }

  #remember(connection: number, { transaction, oldest }: Invocation, result: number): void {
    let entries = this.#journal.get(connection);
    if (entries === undefined) {
      entries = new Map();
      this.#journal.set(connection, entries);
    }
    entries.set(transaction, { result, position: this.sequence });
    for (const known of entries.keys()) {
      if (known >= oldest) break;
      entries.delete(known);
    }
  }
}
