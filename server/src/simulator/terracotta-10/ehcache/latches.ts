/**
 * Strong writes of one JVM on the same key come one after the other: each waits for the latch of the one before.
 * Source: ehcache3 3.10, StrongServerStoreProxy.
 */
export class Latches {
  /** Key → who waits behind the holder, by number, in order. */
  readonly #behind = new Map<number, number[]>();

  /** False: somebody has it; `waiter` stands at the end of the line. */
  take(key: number, waiter: number): boolean {
    const line = this.#behind.get(key);
    if (line === undefined) {
      this.#behind.set(key, []);
      return true;
    }
    line.push(waiter);
    return false;
  }

  /** Gives up waiting; nothing happens when it does not wait. */
  leave(key: number, waiter: number): void {
    const line = this.#behind.get(key);
    const at = line?.indexOf(waiter) ?? -1;
    if (at >= 0) line?.splice(at, 1);
  }

  /** The holder is done. Returns who waited, in order: the first of them to take the latch again has it. */
  release(key: number): readonly number[] {
    const line = this.#behind.get(key) ?? [];
    this.#behind.delete(key);
    return line;
  }
}
