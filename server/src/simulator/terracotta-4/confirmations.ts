/**
 * Calls that wait until everything is confirmed that their client has written so far: what leaves bulk-load mode, what
 * empties a cache, and what counts its elements.
 *
 * Source: Terracotta 4.3.1, AggregateServerMap (size, clear) and BulkLoadToolkitCache:
 * waitForAllCurrentTransactionsToComplete.
 */
import type { Call, Stage } from './call.ts';
import type { Client } from './client.ts';

export interface ConfirmationHost {
  wait(call: Call, stage: Stage): void;
  isActive(call: Call): boolean;
}

interface Waiting {
  readonly unconfirmed: Set<number>;
  readonly then: () => void;
}

export class Confirmations {
  readonly #client: Client;
  readonly #host: ConfirmationHost;
  readonly #waiting = new Map<Call, Waiting>();

  constructor(client: Client, host: ConfirmationHost) {
    this.#client = client;
    this.#host = host;
  }

  /** Goes on at once when nothing is unconfirmed. */
  await(call: Call, then: () => void): void {
    const unconfirmed = new Set(this.#client.channels.flatMap(({ pending }) => [...pending]));
    if (unconfirmed.size === 0) {
      then();
      return;
    }
    this.#waiting.set(call, { unconfirmed, then });
    this.#host.wait(call, 'confirmation');
  }

  /** The server has confirmed these. */
  confirmed(writes: readonly number[]): void {
    if (this.#waiting.size === 0) return;
    for (const [call, { unconfirmed, then }] of this.#waiting) {
      for (const write of writes) unconfirmed.delete(write);
      if (unconfirmed.size > 0 && this.#host.isActive(call)) continue;
      this.#waiting.delete(call);
      if (this.#host.isActive(call)) then();
    }
  }

  rejoinStarted(): void {
    this.#waiting.clear();
  }
}
