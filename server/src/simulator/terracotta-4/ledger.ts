/** The book of all writes: who made each, and what became of it. Judged at the end of the run. */
import { FATE, type Recorder } from '../../trace/recorder.ts';
import type { WriteSet } from '../write-set.ts';
import type { StripeState } from './array.ts';
import type { ServerNode } from './server-node.ts';

const COMMITTED = 1;
const FIRST_CAPACITY = 1024;
const SEVERAL = -1;

/** Columns by row of the call: a run makes hundreds of thousands of writes. */
export class WriteLedger {
  #client = new Int32Array(FIRST_CAPACITY).fill(-1);
  #stripe = new Uint16Array(FIRST_CAPACITY);
  #state = new Uint8Array(FIRST_CAPACITY);
  /** Row of the event by which the client dropped the write, or by which a server lost it; -1 for none. */
  #dropCause = new Int32Array(FIRST_CAPACITY).fill(-1);
  #lossCause = new Int32Array(FIRST_CAPACITY).fill(-1);
  #end = 0;
  /** By cache: the client that writes into it, or `SEVERAL`. */
  readonly #writers: number[] = [];

  /** A call that writes has begun; its row names the write everywhere. */
  begin(row: number, client: number, stripe: number, cache: number): void {
    const writer = this.#writers[cache];
    if (writer !== client) this.#writers[cache] = writer === undefined ? client : SEVERAL;
    if (row >= this.#client.length) this.#grow(row);
    this.#client[row] = client;
    this.#stripe[row] = stripe;
    this.#end = row + 1;
  }

  /** The transaction exists: it is in the client's sequencer, on its way, or at a server. */
  commit(row: number): void {
    this.#state[row] = COMMITTED;
  }

  /** The client forgot these before they were confirmed. */
  drop(rows: Iterable<number>, cause: number): void {
    for (const row of rows) this.#dropCause[row] = cause;
  }

  /** A server lost its data; whether others have it is seen at the end. */
  lostBy(writes: WriteSet, cause: number): void {
    writes.forEach((row) => {
      this.#lossCause[row] = cause;
    });
  }

  writerOf(row: number): number {
    return this.#client[row] as number;
  }

  /** Whether another client has written into the cache. */
  hasOtherWriter(cache: number, client: number): boolean {
    const writer = this.#writers[cache];
    return writer !== undefined && writer !== client;
  }

  stripeOf(row: number): number {
    return this.#stripe[row] as number;
  }

  /**
   * Compares every write with what the array has in the end. `isPending` tells whether a client still holds it,
   * `troubleOf` why a server other than the survivor does not count.
   */
  settle(
    recorder: Recorder,
    stripes: readonly StripeState[],
    isPending: (row: number) => boolean,
    troubleOf: (server: ServerNode) => number,
  ): void {
    const holders = stripes.map(survivor);
    for (let row = 0; row < this.#end; row++) {
      if (this.#client[row] === -1) continue;
      const holder = holders[this.stripeOf(row)];
      if (holder?.store.writes.has(row)) {
        recorder.setFate(row, FATE.applied);
        recorder.setApplied(row, holder.store.doubles.has(row) ? 2 : 1);
      } else if (this.#state[row] !== COMMITTED) {
        recorder.setFate(row, FATE['not-sent']);
      } else if (isPending(row)) {
        recorder.setFate(row, FATE.pending);
      } else {
        recorder.setFate(row, FATE.lost, this.#causeOfLoss(row, stripes, troubleOf));
      }
    }
  }

  #causeOfLoss(row: number, stripes: readonly StripeState[], troubleOf: (server: ServerNode) => number): number {
    const lost = Math.max(this.#dropCause[row] as number, this.#lossCause[row] as number);
    if (lost >= 0) return lost;
    const { servers } = stripes[this.stripeOf(row)] as StripeState;
    const keeper = servers.find(({ store }) => store.writes.has(row));
    return keeper === undefined ? -1 : troubleOf(keeper);
  }

  #grow(row: number): void {
    const capacity = Math.max(row + 1, this.#client.length * 2);
    this.#client = extended(new Int32Array(capacity).fill(-1), this.#client);
    this.#stripe = extended(new Uint16Array(capacity), this.#stripe);
    this.#state = extended(new Uint8Array(capacity), this.#state);
    this.#dropCause = extended(new Int32Array(capacity).fill(-1), this.#dropCause);
    this.#lossCause = extended(new Int32Array(capacity).fill(-1), this.#lossCause);
  }
}

function extended<Column extends Int32Array | Uint16Array | Uint8Array>(larger: Column, column: Column): Column {
  larger.set(column);
  return larger;
}

/** The server whose data counts at the end: the active; without one, whoever could become it; then a disk. */
function survivor(stripe: StripeState): ServerNode | undefined {
  const { servers } = stripe;
  return (
    activeOf(servers) ??
    servers.find(({ server }) => server?.role === 'passive') ??
    servers.find(({ store }) => store.remembered === 'active') ??
    servers.find(({ store }) => store.remembered === 'passive')
  );
}

/** Of two actives the one that runs: the other is paused and will be told to quit. Of two that run the one with more clients. */
function activeOf(servers: readonly ServerNode[]): ServerNode | undefined {
  const weight = ({ process, server }: ServerNode): number =>
    process.paused ? -1 : (server?.service?.connectedClients ?? 0);
  const actives = servers.filter(({ server }) => server?.role === 'active');
  return actives.sort((a, b) => weight(b) - weight(a))[0];
}
