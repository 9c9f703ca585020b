/**
 * One session as the nodes of a cluster share it: the state in the array, known by the save that wrote it, and a copy on
 * each node that works on it.
 *
 * Source: Integration Server Clustering Guide, "What Happens When IS in a Stateful Cluster Is Disconnected from the
 * TSA": the first node that processes a request writes its state, and the others lose theirs.
 */
import type { World } from '../engine/world.ts';
import type { IntegrationServerNode } from './node.ts';

/** A save: the row of the call is how the array knows the write. */
interface Save {
  readonly row: number;
  readonly by: IntegrationServerNode;
  /** Changes of the copy that it contains. */
  readonly changes: number;
  /** When it succeeded; infinity until then. */
  savedMicros: number;
}

interface Copy {
  /** Row of the save that this copy goes on from, or after which it went its own way; -1 when there was none. */
  base: number;
  /** Changes that are in no save. */
  unsaved: number;
  /** They are so because the node could not reach the array, not because their save is on its way. */
  apart: boolean;
  /** Row that explains why; -1 for none. */
  apartCause: number;
}

export class SharedSession {
  readonly name: string;
  /** Its key in SessionStore. */
  readonly key: number;
  readonly #world: World;
  readonly #reaches: (node: IntegrationServerNode) => boolean;
  readonly #copies = new Map<IntegrationServerNode, Copy>();
  readonly #saves: Save[] = [];
  /** The last save that a node knows to have succeeded. */
  #latest: Save | undefined;
  #divergedRow = -1;
  #lastUseMicros = 0;

  /** `reaches`: whether the node hears of what the array has now. */
  constructor(world: World, name: string, key: number, reaches: (node: IntegrationServerNode) => boolean) {
    this.#world = world;
    this.#reaches = reaches;
    this.name = name;
    this.key = key;
  }

  /** A request of the session begins: whoever was idle for too long begins anew. */
  touch(node: IntegrationServerNode, timeoutMicros: number): void {
    const { nowMicros } = this.#world;
    const idleMicros = nowMicros - this.#lastUseMicros;
    this.#lastUseMicros = nowMicros;
    if (idleMicros <= timeoutMicros || this.#copies.size === 0) return;
    this.#copies.clear();
    this.#saves.length = 0;
    this.#latest = undefined;
    this.#divergedRow = -1;
    this.#world.emit('session-expired', node.lane, this.name);
  }

  /** The node has read what the array has; `isStored` tells of a save whether the array has it. */
  read(node: IntegrationServerNode, isStored: (row: number) => boolean): void {
    const stored = this.#saves.findLast(({ row }) => isStored(row));
    const copy = this.#copies.get(node);
    if (stored === undefined || stored.row === copy?.base) return;
    if (stored.by === node && copy !== undefined) {
      // A save that timed out for its caller has been applied after all.
      copy.base = stored.row;
      copy.unsaved = Math.max(0, copy.unsaved - stored.changes);
      return;
    }
    if (copy?.apart) this.#overwrite(node, copy, stored.by, this.#world.kernel.currentCause);
    this.#copies.set(node, { base: stored.row, unsaved: 0, apart: false, apartCause: -1 });
    const cause = this.#world.kernel.currentCause;
    this.#world.emit('session-read', node.lane, this.name, stored.by.lane);
    this.#world.kernel.currentCause = cause;
  }

  /** A service on this node has changed the session. `apart`: it works on its own copy; `cause` is why. */
  change(node: IntegrationServerNode, apart: boolean, cause: number): void {
    const copy = this.#copies.get(node) ?? { base: -1, unsaved: 0, apart: false, apartCause: -1 };
    this.#copies.set(node, copy);
    if (apart && copy.unsaved === 0) {
      // What the others saved while the node was connected is not news to it: its own state stands beside theirs.
      copy.base = this.#saves.findLast((save) => save.savedMicros <= node.offlineMicros)?.row ?? copy.base;
    }
    copy.unsaved++;
    if (apart) this.#setApart(node, copy, cause);
  }

  /** The array did not take the state of this node; `cause` is why. */
  notSaved(node: IntegrationServerNode, cause: number): void {
    const copy = this.#copies.get(node);
    if (copy !== undefined && copy.unsaved > 0) this.#setApart(node, copy, cause);
  }

  /** A save has been handed to the array. */
  saving(node: IntegrationServerNode, row: number): void {
    const changes = this.#copies.get(node)?.unsaved ?? 0;
    this.#saves.push({ row, by: node, changes, savedMicros: Number.POSITIVE_INFINITY });
  }

  /** The save succeeded: this state is everyone's now. */
  saved(node: IntegrationServerNode, row: number): void {
    const copy = this.#copies.get(node);
    if (copy === undefined) return;
    const earlier = copy.apart ? copy.unsaved - 1 : 0;
    copy.base = row;
    copy.unsaved = 0;
    copy.apart = false;
    const save = this.#saves.findLast((each) => each.row === row);
    if (save !== undefined) save.savedMicros = this.#world.nowMicros;
    this.#latest = save;
    const { kernel } = this.#world;
    const cause = kernel.currentCause;
    const others = this.#othersApart(node);
    const [first] = others;
    // Nobody who works on the shared state has noticed anything so far: the node that is cut off has.
    if (first !== undefined && this.#divergedRow < 0)
      this.#diverge(first, node, this.#copies.get(first)?.apartCause ?? -1);
    let written = this.#divergedRow;
    if (earlier > 0) {
      this.#world.because(this.#divergedRow, () => {
        written = this.#world.emit('session-saved', node.lane, this.name, earlier);
      });
    }
    for (const other of others) {
      const lost = this.#copies.get(other);
      // Who is still cut off keeps its copy until it is back.
      if (lost !== undefined && this.#reaches(other)) this.#overwrite(other, lost, node, written);
    }
    this.#settle();
    kernel.currentCause = cause;
  }

  /** The process of the node is gone, and its copy with it. */
  forget(node: IntegrationServerNode): void {
    this.#copies.delete(node);
    this.#settle();
  }

  #setApart(node: IntegrationServerNode, copy: Copy, cause: number): void {
    copy.apart = true;
    copy.apartCause = cause;
    if (this.#divergedRow >= 0) return;
    const latest = this.#latest;
    const writer = latest !== undefined && latest.row !== copy.base && latest.by !== node ? latest.by : undefined;
    const other = writer ?? this.#othersApart(node)[0];
    if (other !== undefined) this.#diverge(node, other, cause);
  }

  #othersApart(node: IntegrationServerNode): IntegrationServerNode[] {
    return [...this.#copies].flatMap(([other, { apart }]) => (other !== node && apart ? [other] : []));
  }

  #diverge(node: IntegrationServerNode, other: IntegrationServerNode, cause: number): void {
    const { kernel } = this.#world;
    const before = kernel.currentCause;
    if (cause >= 0) kernel.currentCause = cause;
    this.#divergedRow = this.#world.emit('session-diverged', node.lane, this.name, other.lane);
    kernel.currentCause = before;
  }

  #overwrite(node: IntegrationServerNode, copy: Copy, by: IntegrationServerNode, cause: number): void {
    const because = this.#divergedRow >= 0 && cause < this.#divergedRow ? this.#divergedRow : cause;
    this.#world.because(because, () => {
      this.#world.emit('session-overwritten', node.lane, this.name, by.lane, copy.unsaved);
    });
    copy.unsaved = 0;
    copy.apart = false;
    this.#settle();
  }

  /** Nobody has changes of its own any more: the next divergence is a new one. */
  #settle(): void {
    for (const { apart } of this.#copies.values()) if (apart) return;
    this.#divergedRow = -1;
  }
}
