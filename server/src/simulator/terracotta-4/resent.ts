/**
 * After a fail-over the transactions that clients send again come first and in their global order; what is new waits
 * until the last of them has been applied or its client is gone.
 *
 * Source: Terracotta 4.3.1, ResentTransactionSequencer. The row of a write's call stands for its global transaction id.
 */
export class ResentTransactions {
  /** Write → client that promised to send it again. */
  readonly #expected = new Map<number, number>();
  readonly #arrived: number[] = [];
  readonly #waiting: (() => void)[] = [];

  expect(client: number, writes: readonly number[]): void {
    for (const write of writes) this.#expected.set(write, client);
  }

  get isDone(): boolean {
    return this.#expected.size === 0;
  }

  arrive(writes: readonly number[]): void {
    for (const write of writes) {
      if (this.#expected.delete(write)) this.#arrived.push(write);
    }
  }

  clientGone(client: number): void {
    for (const [write, owner] of this.#expected) if (owner === client) this.#expected.delete(write);
  }

  /** Runs now, or after the last resent transaction. */
  afterwards(run: () => void): void {
    if (this.isDone) run();
    else this.#waiting.push(run);
  }

  /** Hands over what can be applied, in order, once everything is there; then lets the others pass. */
  drain(apply: (writes: readonly number[]) => void): void {
    if (!this.isDone) return;
    const writes = this.#arrived.splice(0).sort((a, b) => a - b);
    if (writes.length > 0) apply(writes);
    for (const run of this.#waiting.splice(0)) run();
  }
}
