/**
 * How a client's transactions leave it: in batches, of which the server may have so many to receive. What comes meanwhile
 * collects in the client; when that is much, threads that write are slowed down, and at last stopped.
 *
 * Source: Terracotta 4.3.1, TransactionSequencer and RemoteTransactionManagerImpl; l1.transactionmanager.* of tc.properties.
 */
import type { WriteLimits } from '../../model/model.ts';
import type { Process } from '../engine/process.ts';
import type { Timer, World } from '../engine/world.ts';
import type { Message } from './messages.ts';
import type { Version } from './versions.ts';

/** A transaction counts as at least so much: TransactionSequencer 4.3.1. */
const MIN_TRANSACTION_BYTES = 500;

export interface BatchesHost {
  readonly world: World;
  readonly process: Process;
  readonly limits: WriteLimits;
  readonly version: Pick<Version, 'slowDownShare' | 'sendListShare'>;
  /** Not confirmed by the server, oldest first. */
  readonly pending: ReadonlySet<number>;
  /** Those of them that no batch has taken yet. */
  readonly unsent: Set<number>;
  isRunning(): boolean;
  send(message: Message): void;
  /** Threads begin to be slowed down, or to be stopped: with so many batches. Returns the row that says so. */
  slows(batches: number, stops: boolean): number;
}

interface Sleeper {
  timer: Timer;
  readonly wake: () => void;
}

export class TransactionBatches {
  readonly #host: BatchesHost;
  readonly #slowDownStartsAt: number;
  readonly #sleepStepMicros: number;
  readonly #sendListLength: number;
  /** Sent, and not received by the server yet. */
  #outstanding = 0;
  /** Closed, and next to be sent. */
  readonly #sendList: number[][] = [];
  /** Full, and waiting in the sequencer; at the end the one that is being filled. */
  readonly #full: number[][] = [];
  #current: number[] = [];
  #currentBytes = 0;
  #promised: readonly number[] = [];
  readonly #sleepers: Sleeper[] = [];
  /** Rows of the events that threads are slowed down, and stopped; -1 while they are not. */
  #slowRow = -1;
  #stopRow = -1;

  constructor(host: BatchesHost) {
    this.#host = host;
    const { limits, version } = host;
    const { maxPendingBatches, maxSleepBeforeHaltMicros } = limits;
    this.#slowDownStartsAt = Math.floor(maxPendingBatches * version.slowDownShare);
    const steps = maxPendingBatches - this.#slowDownStartsAt;
    // The product divides whole milliseconds.
    this.#sleepStepMicros = Math.floor(maxSleepBeforeHaltMicros / 1000 / steps) * 1000;
    this.#sendListLength = Math.floor(maxPendingBatches * version.sendListShare);
  }

  /** How long a thread has to sleep before it may add a transaction; 0 when it need not. */
  get sleepMicros(): number {
    const over = this.#full.length - this.#slowDownStartsAt;
    return over < 0 ? 0 : 1000 + over * this.#sleepStepMicros;
  }

  /** Nobody may add anything. */
  get isFull(): boolean {
    return this.#full.length >= this.#host.limits.maxPendingBatches;
  }

  /** The event that explains why threads sleep; -1 when they do not. */
  get row(): number {
    return this.#stopRow >= 0 ? this.#stopRow : this.#slowRow;
  }

  /** A thread sleeps before it adds its transaction, until its time is over or a batch has been taken. */
  sleep(wake: () => void): Timer {
    const { world, process } = this.#host;
    this.#note();
    const done = (): void => {
      this.#forget(sleeper);
      wake();
    };
    const sleeper: Sleeper = { timer: world.after(process, this.sleepMicros, done), wake: done };
    this.#sleepers.push(sleeper);
    return {
      cancel: () => {
        sleeper.timer.cancel();
        this.#forget(sleeper);
      },
    };
  }

  /** A transaction of the size `bytes`: it leaves at once when nothing waits and the server has received enough. */
  add(writes: readonly number[], bytes: number): void {
    const { limits, unsent } = this.#host;
    const isIdle = this.#current.length === 0 && this.#sendList.length === 0 && this.#full.length === 0;
    if (isIdle && this.#outstanding < limits.maxOutstandingBatches && this.#host.isRunning()) {
      if (unsent.size > 0) for (const write of writes) unsent.delete(write);
      this.#send(writes);
      return;
    }
    if (this.#currentBytes > limits.maxBatchBytes) {
      this.#full.push(this.#current);
      this.#current = [];
      this.#currentBytes = 0;
    }
    for (const write of writes) {
      unsent.add(write);
      this.#current.push(write);
    }
    this.#currentBytes += Math.max(bytes, MIN_TRANSACTION_BYTES);
    this.pump();
  }

  /** The server has received a batch. */
  received(): void {
    if (this.#outstanding > 0) this.#outstanding--;
    if (this.#sendList.length > 0 || this.#current.length > 0) this.pump();
  }

  /** Sends what may be sent. */
  pump(): void {
    if (!this.#host.isRunning()) return;
    const { maxOutstandingBatches } = this.#host.limits;
    for (;;) {
      this.#take(this.#sendListLength);
      if (this.#outstanding >= maxOutstandingBatches) return;
      const writes = this.#sendList.shift() ?? this.#close();
      if (writes === undefined) return;
      this.#send(writes);
    }
  }

  /** The client stops: everything is taken from the sequencer; it leaves as the server receives what is on its way. */
  takeAll(): void {
    if (!this.#host.isRunning()) return;
    this.#take(Number.POSITIVE_INFINITY);
    this.pump();
  }

  /** It has waited long enough: the rest leaves, whether the server receives it or not. */
  sendAll(): void {
    if (!this.#host.isRunning()) return;
    this.#take(Number.POSITIVE_INFINITY);
    for (const writes of this.#sendList.splice(0)) this.#send(writes);
  }

  /** What the client says in its handshake that it will send again: what it has put into batches before. */
  promise(): readonly number[] {
    const { pending, unsent } = this.#host;
    this.#outstanding = 0;
    this.#sendList.length = 0;
    this.#promised = unsent.size === 0 ? [...pending] : [...pending].filter((write) => !unsent.has(write));
    return this.#promised;
  }

  /** How much the client has promised to send again. */
  get promised(): number {
    return this.#promised.length;
  }

  /** Sends what was promised; then the rest may go. */
  resend(): void {
    const writes = this.#promised;
    this.#promised = [];
    if (writes.length > 0) {
      this.#outstanding++;
      this.#host.send({ type: 'transactions', writes, resent: true });
    }
    this.pump();
  }

  /** A rejoin: nothing of it exists any more. Threads that sleep are thrown out by whoever made them. */
  clear(): void {
    this.#outstanding = 0;
    this.#sendList.length = 0;
    this.#full.length = 0;
    this.#current = [];
    this.#currentBytes = 0;
    this.#promised = [];
    this.#slowRow = -1;
    this.#stopRow = -1;
  }

  /** Closes batches until so many are next to be sent. */
  #take(length: number): void {
    while (this.#sendList.length < length) {
      const batch = this.#close();
      if (batch === undefined) return;
      this.#sendList.push(batch);
    }
  }

  /** Takes the next batch from the sequencer: from here on its transactions are promised to be sent again. */
  #close(): number[] | undefined {
    const batch = this.#next();
    if (batch !== undefined) for (const write of batch) this.#host.unsent.delete(write);
    return batch;
  }

  #send(writes: readonly number[]): void {
    this.#outstanding++;
    this.#host.send({ type: 'transactions', writes, resent: false });
  }

  /** The batch that is next; taking a full one makes room for a thread that sleeps. */
  #next(): number[] | undefined {
    const full = this.#full.shift();
    if (full !== undefined) {
      if (!this.isFull) this.#stopRow = -1;
      if (this.sleepMicros === 0) this.#slowRow = -1;
      this.#wakeOne();
      return full;
    }
    if (this.#current.length === 0) return undefined;
    const batch = this.#current;
    this.#current = [];
    this.#currentBytes = 0;
    return batch;
  }

  #wakeOne(): void {
    const sleeper = this.#sleepers.shift();
    if (sleeper === undefined) return;
    sleeper.timer.cancel();
    sleeper.timer = this.#host.world.after(this.#host.process, 0, sleeper.wake);
  }

  #forget(sleeper: Sleeper): void {
    const index = this.#sleepers.indexOf(sleeper);
    if (index >= 0) this.#sleepers.splice(index, 1);
  }

  #note(): void {
    if (this.#slowRow < 0) this.#slowRow = this.#host.slows(this.#full.length, false);
    if (this.isFull && this.#stopRow < 0) this.#stopRow = this.#host.slows(this.#full.length, true);
  }
}
