/**
 * How a passive gets its copy: asked by the active, answered once per process and only from an empty store.
 * Source: Terracotta 4.3.1, ReplicatedObjectManagerImpl, L2HACoordinator.
 */
import type { ServerArray } from './array.ts';
import type { Message } from './messages.ts';
import { lackOf } from './resources.ts';
import type { Server } from './server.ts';
import type { Store } from './store.ts';
import { ASSUMPTIONS, SYNC_BASE_MICROS, SYNC_BATCH_MICROS, SYNC_BATCH_OBJECTS } from './timing.ts';

export class PassiveSync {
  /** A sync has begun in this process, or it was in sync when the run began. */
  started = false;
  /** What was on disk when this process began: whoever comes with a past is not synced. */
  rememberedAtBoot: Store['remembered'] = 'none';
  /** Servers that were there when this one became the active. */
  membersAtStart: ReadonlySet<number> = new Set();
  readonly #array: ServerArray;
  readonly #server: Server;

  constructor(array: ServerArray, server: Server) {
    this.#array = array;
    this.#server = server;
  }

  /** The active asks what this server has. */
  answer(from: number): void {
    const standby = this.#server.role === 'passive';
    const allowed = !this.started && this.rememberedAtBoot === 'none';
    if (allowed) this.started = true;
    this.#server.group.send(from, { type: 'sync-answer', allowed, standby, resources: this.#server.node.resources });
  }

  /** On the active: what a server of the group answered. */
  onAnswer(from: number, { allowed, standby, resources }: Message & { type: 'sync-answer' }): void {
    const { role, relay, zaps, service, node } = this.#server;
    if (role !== 'active') return;
    const atStartUp = this.membersAtStart.has(from);
    const lack = lackOf(this.#server.nameOf(from), resources, node.resources);
    if (standby) {
      // A passive that was in sync with the previous active goes on as it is; one that comes from elsewhere is zapped.
      if (atStartUp && lack !== undefined) zaps.tell(from, 'insufficient-resources', lack);
      else if (atStartUp) relay.add(from);
      else zaps.tell(from, 'dirty-database', 'Already passive standby.');
      return;
    }
    if (!allowed) {
      zaps.tell(from, atStartUp ? 'partially-synced' : 'dirty-database', 'Already synced once.');
      return;
    }
    if (lack !== undefined) {
      zaps.tell(from, 'insufficient-resources', lack);
      return;
    }
    // What clients have to send again comes first; so nobody is synced while the reconnect window is open.
    service?.afterResent(() => this.#sync(from));
  }

  #sync(from: number): void {
    const { node, group, relay } = this.#server;
    if (group.stateOf(from) === 'gone') return;
    const { world } = this.#array;
    world.recorder.assume(ASSUMPTIONS.sync);
    world.emit('sync-started', node.lane, this.#server.nameOf(from));
    const batches = Math.ceil(node.store.writes.size / SYNC_BATCH_OBJECTS);
    relay.add(from);
    world.after(node.process, SYNC_BASE_MICROS + batches * SYNC_BATCH_MICROS, () => this.#finish(from));
  }

  #finish(to: number): void {
    const { world } = this.#array;
    const { node, group } = this.#server;
    const state = group.stateOf(to);
    if (state === 'restoring') world.after(node.process, SYNC_BATCH_MICROS, () => this.#finish(to));
    if (state !== 'connected') return;
    world.emit('sync-finished', node.lane, this.#server.nameOf(to));
    group.send(to, { type: 'sync-done', snapshot: node.store.snapshot() });
  }
}
