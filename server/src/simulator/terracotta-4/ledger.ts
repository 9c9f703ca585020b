/** The book of all writes: who made each, and what became of it. Judged at the end of the run. */
import { FATE, type Recorder } from '../../trace/recorder.ts';
import type { StripeState } from './array.ts';

interface Write {
  readonly client: number;
  readonly stripe: number;
  /** The transaction exists: it is in the client's sequencer, on its way, or at a server. */
  committed: boolean;
  /** Row of the event by which the client dropped it before the array confirmed it. */
  dropCause: number;
}

export class WriteLedger {
  readonly #writes = new Map<number, Write>();

  /** A call that writes has begun; its row names the write everywhere. */
  begin(row: number, client: number, stripe: number): void {
    this.#writes.set(row, { client, stripe, committed: false, dropCause: -1 });
  }

  commit(row: number): void {
    (this.#writes.get(row) as Write).committed = true;
  }

  /** The client forgot these before they were confirmed. */
  drop(rows: Iterable<number>, cause: number): void {
    for (const row of rows) (this.#writes.get(row) as Write).dropCause = cause;
  }

  writerOf(row: number): number {
    return (this.#writes.get(row) as Write).client;
  }

  stripeOf(row: number): number {
    return (this.#writes.get(row) as Write).stripe;
  }

  /** Compares every write with what the array has in the end. `pending` tells whether a client still holds it. */
  settle(recorder: Recorder, stripes: readonly StripeState[], isPending: (row: number) => boolean): void {
    const holders = stripes.map(survivor);
    for (const [row, write] of this.#writes) {
      const stripe = stripes[write.stripe] as StripeState;
      const holder = holders[write.stripe];
      if (holder?.store.writes.has(row)) {
        recorder.setFate(row, FATE.applied);
        recorder.setApplied(row, holder.store.doubles.has(row) ? 2 : 1);
      } else if (!write.committed) {
        recorder.setFate(row, FATE['not-sent']);
      } else if (write.dropCause >= 0) {
        recorder.setFate(row, FATE.lost, write.dropCause);
      } else if (isPending(row)) {
        recorder.setFate(row, FATE.pending);
      } else {
        recorder.setFate(row, FATE.lost, stripe.lossCause);
      }
    }
  }
}

/** The server whose data counts at the end: the active; without one, whoever could become it; then a disk. */
function survivor(stripe: StripeState): StripeState['servers'][number] | undefined {
  const { servers } = stripe;
  return (
    servers.find(({ server }) => server?.role === 'active') ??
    servers.find(({ server }) => server?.role === 'passive') ??
    servers.find(({ store }) => store.remembered === 'active') ??
    servers.find(({ store }) => store.remembered === 'passive')
  );
}
