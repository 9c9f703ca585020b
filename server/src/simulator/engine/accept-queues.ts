/**
 * The accept queues of a process that takes nobody out of them. Its kernel completes connections until a queue is full
 * and leaves further SYNs unanswered. A peer that hangs up while it waits keeps its place: only `accept` frees one.
 *
 * Source: listen(2) and tcp(7) of Linux with tcp_abort_on_overflow 0. Terracotta asks for a queue of 512
 * (Constants.DEFAULT_ACCEPT_QUEUE_DEPTH); the kernel gives at most net.core.somaxconn.
 */
export class AcceptQueues<Port> {
  /** How many connections wait on each port at most; 1 or more. */
  readonly capacity: number;
  readonly #waiting = new Map<Port, number>();
  readonly #overflows = new Map<Port, number>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** A SYN has come: whether there is room. `overflowed` records the first for which there is none, and returns its row. */
  admit(port: Port, overflowed: () => number): boolean {
    const waiting = this.#waiting.get(port) ?? 0;
    if (waiting < this.capacity) {
      this.#waiting.set(port, waiting + 1);
      return true;
    }
    if (!this.#overflows.has(port)) this.#overflows.set(port, overflowed());
    return false;
  }

  /** Trace row that explains why a port answers no more; -1 while there is room. */
  overflowOf(port: Port): number {
    return this.#overflows.get(port) ?? -1;
  }
}
