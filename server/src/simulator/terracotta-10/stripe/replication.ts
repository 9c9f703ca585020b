/**
 * An active and its passives: who is copied to, what they have not confirmed yet, and how one of them is given up.
 * Source: terracotta-core 5.x, ActiveToPassiveReplication, ReplicatedTransactionHandler.
 */

import type { Process } from '../../engine/process.ts';
import type { Timer, World } from '../../engine/world.ts';
import type { StripeMessage } from './messages.ts';
import {
  ASSUMPTIONS,
  REMOVE_PASSIVE_RETRY_MICROS,
  SYNC_BASE_MICROS,
  SYNC_BATCH_MICROS,
  SYNC_BATCH_OBJECTS,
} from './timing.ts';

export interface ReplicationOwner {
  readonly process: Process;
  readonly lane: number;
  readonly objectCount: number;
  readonly isInWindow: boolean;
  nameOf(server: number): string;
  sendTo(server: number, message: StripeMessage): void;
  snapshot(): unknown;
  log(text: string): void;
  addPassive(): void;
  /** Asks whether the active may go on without this passive. */
  askToRemove(done: (granted: boolean) => void): void;
}

interface Pending {
  readonly missing: Set<number>;
  readonly done: () => void;
}

export class Replication {
  readonly #world: World;
  readonly #owner: ReplicationOwner;
  /** Passive → number of its session. It stays until its removal is allowed. */
  readonly #sessions = new Map<number, number>();
  /** Passives that are gone, with what waits before the next request to remove them. */
  readonly #leaving = new Map<number, Timer | undefined>();
  /** Passives that came back before they were removed and want to be synced. */
  readonly #syncLater = new Set<number>();
  readonly #pending = new Map<number, Pending>();
  #lastSession = 0;
  #lastActivity = 0;

  constructor(world: World, owner: ReplicationOwner) {
    this.#world = world;
    this.#owner = owner;
  }

  /** A passive that is in sync already: it was one of the active before. */
  addStandby(server: number): void {
    if (this.#sessions.has(server)) return;
    this.#owner.addPassive();
    this.#sessions.set(server, ++this.#lastSession);
  }

  /** `done` runs when every passive has confirmed the activity or has been removed; at once when there is none. */
  replicate(activity: unknown, done: () => void): void {
    if (this.#sessions.size === 0) {
      done();
      return;
    }
    const id = ++this.#lastActivity;
    this.#pending.set(id, { missing: new Set(this.#sessions.keys()), done });
    for (const server of this.#sessions.keys()) this.#owner.sendTo(server, { type: 'replicate', id, activity });
  }

  confirmed(server: number, id: number): void {
    const pending = this.#pending.get(id);
    if (!pending?.missing.delete(server) || pending.missing.size > 0) return;
    this.#pending.delete(id);
    pending.done();
  }

  /** A server asks for everything that the active has. */
  sync(server: number): void {
    if (this.#sessions.has(server)) {
      this.#syncLater.add(server);
      return;
    }
    const owner = this.#owner;
    owner.addPassive();
    const session = ++this.#lastSession;
    this.#sessions.set(server, session);
    this.#world.recorder.assume(ASSUMPTIONS.sync);
    owner.log(`Starting sync to node: ${owner.nameOf(server)} session: ${session}`);
    this.#world.emit('sync-started', owner.lane, owner.nameOf(server));
    owner.sendTo(server, { type: 'sync-begin' });
    const batches = Math.ceil(owner.objectCount / SYNC_BATCH_OBJECTS);
    this.#world.after(owner.process, SYNC_BASE_MICROS + batches * SYNC_BATCH_MICROS, () => {
      if (this.#sessions.get(server) === session && !this.#leaving.has(server)) this.#finishSync(server);
    });
  }

  /** The connection to a server is gone: without consent it is waited for. */
  peerLeft(server: number): void {
    this.#syncLater.delete(server);
    if (!this.#sessions.has(server) || this.#leaving.has(server)) return;
    this.#owner.log(`removing passive: ${this.#owner.nameOf(server)} with session: ${this.#sessions.get(server)}`);
    this.#leaving.set(server, undefined);
    this.#askToRemove(server, this.#world.kernel.currentCause);
  }

  close(): void {
    for (const timer of this.#leaving.values()) timer?.cancel();
    this.#pending.clear();
  }

  #finishSync(server: number): void {
    const owner = this.#owner;
    if (owner.isInWindow) this.#world.recorder.assume(ASSUMPTIONS.syncInWindow);
    owner.log(`Finished sync to node: ${owner.nameOf(server)}`);
    this.#world.emit('sync-finished', owner.lane, owner.nameOf(server));
    owner.sendTo(server, { type: 'sync-end', snapshot: owner.snapshot() });
  }

  /** `cause`: why the passive is gone; every new request goes back to that. */
  #askToRemove(server: number, cause: number): void {
    this.#owner.askToRemove((granted) => {
      if (granted) {
        this.#remove(server);
        return;
      }
      const again = (): void => this.#world.because(cause, () => this.#askToRemove(server, cause));
      this.#leaving.set(server, this.#world.after(this.#owner.process, REMOVE_PASSIVE_RETRY_MICROS, again));
    });
  }

  #remove(server: number): void {
    const session = this.#sessions.get(server);
    this.#sessions.delete(server);
    this.#leaving.delete(server);
    for (const id of [...this.#pending.keys()]) this.confirmed(server, id);
    this.#owner.log(`removed passive: ${this.#owner.nameOf(server)} with session ${session}`);
    if (this.#syncLater.delete(server)) this.sync(server);
  }
}
