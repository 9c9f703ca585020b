/** The book of all writes: who made each, and what became of it. Judged at the end of the run. */
import { FATE, type Recorder } from '../../../trace/recorder.ts';
import type { WriteSet } from '../../write-set.ts';

/** In the order in which a write goes through them. */
const BEGUN = 1;
const SENT = 2;
const FIRST_CAPACITY = 1024;

/** What a server holds of the writes. */
export interface Holder {
  readonly writes: WriteSet;
  /** Applied more than once: must stay empty. */
  readonly doubles: ReadonlySet<number>;
  /** Writes whose value a clean-up of a resilience strategy has removed, with the row of the event that says so. */
  readonly undone: ReadonlyMap<number, number>;
}

/** Columns by row of the call: a run makes hundreds of thousands of writes. */
export class WriteLedger {
  #state = new Uint8Array(FIRST_CAPACITY);
  /** Index of the client among those of the cluster. */
  #client = new Uint16Array(FIRST_CAPACITY);
  /** Row of the event by which a client dropped the write or a server lost it; -1 for none. */
  #cause = new Int32Array(FIRST_CAPACITY).fill(-1);
  #end = 0;
  /** Some server has gone with writes that it had. */
  hasLosses = false;

  /** A call that writes has begun; its row names the write everywhere. */
  begin(row: number, client: number): void {
    if (row >= this.#state.length) this.#grow(row);
    this.#state[row] = BEGUN;
    this.#client[row] = client;
    this.#end = row + 1;
  }

  /** A message with it is in flight, or waits for the connection. */
  sent(row: number): void {
    this.#state[row] = SENT;
  }

  /** Why the write will be missing, if it turns out to be. The last reason counts. */
  blame(row: number, cause: number): void {
    if (cause >= 0) this.#cause[row] = cause;
  }

  clientOf(row: number): number {
    return this.#client[row] as number;
  }

  /** A server lost its data; whether others have it is seen at the end. */
  lostBy(writes: WriteSet, cause: number): void {
    writes.forEach((row) => {
      this.hasLosses = true;
      this.blame(row, cause);
    });
  }

  /**
   * Compares every write with what the servers have in the end. `holder`: what the server has whose data counts.
   * `isPending`: whether the client still has a message of it in flight.
   */
  settle(
    recorder: Recorder,
    holder: Holder | undefined,
    isPending: (row: number) => boolean,
    otherCause: number,
  ): void {
    for (let row = 0; row < this.#end; row++) {
      const state = this.#state[row];
      if (state !== BEGUN && state !== SENT) continue;
      const cause = this.#cause[row] as number;
      if (holder?.writes.has(row)) {
        const cleanup = holder.undone.get(row) ?? -1;
        recorder.setFate(row, cleanup >= 0 ? FATE.lost : FATE.applied, cleanup);
        recorder.setApplied(row, holder.doubles.has(row) ? 2 : 1);
      } else if (state === BEGUN) {
        recorder.setFate(row, FATE['not-sent']);
      } else if (isPending(row)) {
        recorder.setFate(row, FATE.pending);
      } else {
        recorder.setFate(row, FATE.lost, cause >= 0 ? cause : otherCause);
      }
    }
  }

  #grow(row: number): void {
    const capacity = Math.max(row + 1, this.#state.length * 2);
    const state = new Uint8Array(capacity);
    state.set(this.#state);
    this.#state = state;
    const client = new Uint16Array(capacity);
    client.set(this.#client);
    this.#client = client;
    const cause = new Int32Array(capacity).fill(-1);
    cause.set(this.#cause);
    this.#cause = cause;
  }
}
