/**
 * After a fail-over the transactions that clients send again come first and in their global order; what is new waits
 * until the last of them has been applied or its client is gone.
 *
 * Source: Terracotta 4.3.1, ResentTransactionSequencer. The row of a write's call stands for its global transaction id.
 */
interface Promised {
  readonly write: number;
  readonly client: number;
  arrived: boolean;
}

export class ResentTransactions {
  /** In global order. */
  readonly #promised: Promised[] = [];
  readonly #waiting: (() => void)[] = [];
  /** ADD_RESENT: clients say what they will send again · INCOMING_RESENT: it comes · PASS_THRU_ACTIVE: it has come. */
  #phase: 'promises' | 'arrivals' | 'over';

  /** `over`: nobody has anything to send again, because nobody was there before. */
  constructor(over: boolean) {
    this.#phase = over ? 'over' : 'promises';
  }

  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** What a client says in its handshake. Throws once services have started: then it is too late to promise anything. */
  expect(client: number, writes: readonly number[]): void {
    if (this.#phase !== 'promises') {
      throw new Error('IllegalStateException: clients connected after startup should not resend transactions');
    }
    for (const write of writes) this.#promised.push({ write, client, arrived: false });
    this.#promised.sort((a, b) => a.write - b.write);
  }

  /** Services start: from here on promised transactions are taken, and others wait for them. */
  start(): void {
    if (this.#phase === 'promises') this.#phase = 'arrivals';
  }

  arrive(writes: readonly number[]): void {
    const arrived = new Set(writes);
    for (const promised of this.#promised) if (arrived.has(promised.write)) promised.arrived = true;
  }

  /** What a dead client has already sent keeps its place; what it has not sent is not waited for. */
  clientGone(client: number): void {
    const left = this.#promised.filter((promised) => promised.arrived || promised.client !== client);
    this.#promised.splice(0, this.#promised.length, ...left);
  }

  /** Runs now, or after the last resent transaction. */
  afterwards(run: () => void): void {
    if (this.isOver) run();
    else this.#waiting.push(run);
  }

  /** Hands over what is next in the global order, as far as it has come; after the last one lets the others pass. */
  drain(apply: (write: number) => void): void {
    if (this.#phase !== 'arrivals') return;
    while (this.#promised[0]?.arrived) apply((this.#promised.shift() as Promised).write);
    if (this.#promised.length > 0) return;
    this.#phase = 'over';
    for (const run of this.#waiting.splice(0)) run();
  }
}
