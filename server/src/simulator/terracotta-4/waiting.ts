/**
 * What a server logs while others of its group leave it without an answer. Nothing else comes of it: it waits until they
 * answer or are gone.
 *
 * Source: Terracotta 4.3.1, TCGroupManagerImpl (GroupResponseImpl.waitForResponses): it looks every five seconds, and the
 * first line needs more than that.
 */
import type { Timer } from '../engine/world.ts';

const LOOK_MICROS = 5_000_000;

export interface Waiter {
  readonly name: string;
  later(delayMicros: number, run: () => void): Timer;
  log(text: string): void;
}

export class WaitingWarnings {
  readonly #waiter: Waiter;
  #looks = false;

  constructor(waiter: Waiter) {
    this.#waiter = waiter;
  }

  /** `missing`: the names of those that have not answered. One wait at a time: whoever asks meanwhile waits for its turn. */
  begin(missing: () => readonly string[]): void {
    if (this.#looks || missing().length === 0) return;
    this.#looks = true;
    this.#look(missing, LOOK_MICROS);
  }

  #look(missing: () => readonly string[], waitedMicros: number): void {
    const { name, later, log } = this.#waiter;
    later(LOOK_MICROS, () => {
      const names = missing();
      this.#looks = names.length > 0;
      if (!this.#looks) return;
      if (waitedMicros > LOOK_MICROS) {
        log(`${name} Still waiting for response from [${names.join(', ')}]. Waited for ${waitedMicros / 1000} ms`);
      }
      this.#look(missing, waitedMicros + LOOK_MICROS);
    });
  }
}
