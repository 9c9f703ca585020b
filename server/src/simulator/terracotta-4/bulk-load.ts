/**
 * Bulk-load mode of a client: its writes stay in the JVM, and a thread for each cache sends them on every 600 ms. Callers
 * are told success before anything has left; what has not been sent when a rejoin begins is gone. When too much is kept
 * back, callers wait for that thread.
 *
 * Source: Terracotta 4.3.1, LocalBufferedMap and BulkLoadToolkitCache; toolkit.bulkload.* of tc.properties.
 */
import type { WriteLimits } from '../../model/model.ts';
import { type Routine, Running, wait } from '../engine/coroutine.ts';
import type { Timer, World } from '../engine/world.ts';
import type { ServerArray } from './array.ts';
import type { BulkLoaders } from './bulk-loaders.ts';
import type { CacheState, Call, Stage } from './call.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import type { Confirmations } from './confirmations.ts';
import { ASSUMPTIONS } from './timing.ts';

/** What is kept back of one cache for one stripe. */
interface Lot {
  readonly channel: Channel;
  readonly writes: number[];
  bytes: number;
}

interface Mode {
  readonly cache: CacheState;
  lots: Lot[];
  /** A key that is written again replaces what is kept back of it. */
  readonly keys: Set<number>;
  bytes: number;
  /** Calls that wait for room. */
  waiting: Call[];
  /** The next time that the thread sends. */
  due: Timer | undefined;
  /** The thread, as it was last set going; `busy` while it sends, or waits until it can. */
  thread: Running | undefined;
  busy: boolean;
  /** What has come while it sends follows at once: the mode is being left. */
  urgent: boolean;
}

export interface BulkLoadHost {
  wait(call: Call, stage: Stage): void;
  proceed(call: Call): void;
  isActive(call: Call): boolean;
  finish(call: Call): void;
}

export class BulkLoad {
  readonly #world: World;
  readonly #client: Client;
  readonly #loaders: BulkLoaders;
  readonly #host: BulkLoadHost;
  readonly #confirmations: Confirmations;
  readonly #limits: WriteLimits;
  readonly #modes = new Map<CacheState, Mode>();
  /** Threads that go on when the client is RUNNING. */
  #paused: (() => void)[] = [];

  constructor(array: ServerArray, client: Client, confirmations: Confirmations, host: BulkLoadHost) {
    this.#world = array.world;
    this.#client = client;
    this.#loaders = array.bulkLoaders;
    this.#confirmations = confirmations;
    this.#host = host;
    this.#limits = client.node.writeLimits;
  }

  isOn(cache: CacheState): boolean {
    return this.#modes.size > 0 && this.#modes.has(cache);
  }

  /** Keys that a read finds without the array: the local tier is off in the mode, what is kept back is not. */
  localOf(cache: CacheState): ReadonlySet<number> {
    return this.#modes.get(cache)?.keys ?? cache.local;
  }

  /** More is kept back than may be. */
  isFull(cache: CacheState): boolean {
    return (this.#modes.get(cache)?.bytes ?? 0) > this.#limits.bulkLoadThrottleBytes;
  }

  waitForRoom(call: Call): void {
    if (call.cache.settings.valueBytes === undefined) this.#world.recorder.assume(ASSUMPTIONS.valueSize);
    this.#modes.get(call.cache)?.waiting.push(call);
    this.#host.wait(call, 'buffer');
  }

  /** Keeps a write of the size `bytes` back. */
  hold({ cache, channel, key, row }: Call, bytes: number): void {
    const mode = this.#modes.get(cache) as Mode;
    let lot = mode.lots.find((each) => each.channel === channel);
    if (lot === undefined) {
      lot = { channel, writes: [], bytes: 0 };
      mode.lots.push(lot);
    }
    channel.unsent.add(row);
    lot.writes.push(row);
    lot.bytes += bytes;
    if (!mode.keys.has(key)) {
      mode.keys.add(key);
      mode.bytes += bytes;
    }
    if (!mode.busy && mode.due === undefined) this.#later(mode);
  }

  /** Before the node leaves the mode: what is kept back goes out now. */
  flush(cache: CacheState): void {
    const mode = this.#modes.get(cache);
    if (mode === undefined) return;
    if (mode.busy) mode.urgent = true;
    else this.#send(mode);
  }

  /** The client stops: nothing is kept back any more. */
  flushAll(): void {
    for (const cache of this.#modes.keys()) this.flush(cache);
  }

  /** The array knows that the node has entered the mode, or left it: then everything that was written has to be confirmed. */
  set(call: Call): void {
    const { cache, coherent } = call;
    if (!coherent) {
      if (!this.#modes.has(cache)) {
        const buffer = { lots: [], keys: new Set<number>(), bytes: 0, waiting: [] };
        this.#modes.set(cache, { cache, ...buffer, due: undefined, thread: undefined, busy: false, urgent: false });
      }
      this.#loaders.add(cache.id, this.#client);
      this.#host.finish(call);
      return;
    }
    const mode = this.#modes.get(cache);
    if (mode !== undefined) {
      mode.due?.cancel();
      this.#modes.delete(cache);
      cache.local.clear();
      this.#loaders.remove(cache.id, this.#client);
      for (const waiting of mode.waiting) if (this.#host.isActive(waiting)) this.#host.proceed(waiting);
    }
    if (mode === undefined) this.#host.finish(call);
    else this.#confirmations.await(call, () => this.#host.finish(call));
  }

  /** The client is RUNNING again. */
  resumed(): void {
    for (const resume of this.#paused.splice(0)) resume();
  }

  /** A rejoin: what was kept back is gone. Callers that wait for room are told of it by nobody (LocalBufferedMap.clear). */
  rejoinStarted(): void {
    for (const mode of this.#modes.values()) {
      mode.due?.cancel();
      mode.due = undefined;
      mode.thread?.cancel();
      mode.busy = false;
      mode.lots = [];
      mode.keys.clear();
      mode.bytes = 0;
    }
    this.#paused = [];
  }

  /** The mode goes on, under the new identity. */
  rejoined(): void {
    for (const { cache } of this.#modes.values()) this.#loaders.add(cache.id, this.#client);
  }

  #later(mode: Mode): void {
    mode.due = this.#world.after(this.#client.node.process, this.#limits.bulkLoadIntervalMicros, () => {
      mode.due = undefined;
      this.#send(mode);
    });
  }

  #send(mode: Mode): void {
    mode.due?.cancel();
    mode.due = undefined;
    mode.busy = true;
    mode.thread = new Running(this.#sendAll(mode));
  }

  *#sendAll(mode: Mode): Routine {
    do {
      mode.urgent = false;
      const { lots } = mode;
      mode.lots = [];
      mode.keys.clear();
      mode.bytes = 0;
      this.#makeRoom(mode);
      for (const { channel, writes, bytes } of lots) yield* this.#sendLot(channel, writes, bytes);
    } while (mode.bytes >= this.#limits.bulkLoadBatchBytes || (mode.urgent && mode.lots.length > 0));
    mode.busy = false;
    if (mode.lots.length > 0) this.#later(mode);
  }

  /** One transaction for everything; like any other it may have to wait until there is room for it, and until RUNNING. */
  *#sendLot(channel: Channel, writes: readonly number[], bytes: number): Routine {
    while (channel.batches.sleepMicros > 0) {
      yield* wait<void>((resume) => {
        const timer = channel.batches.sleep(() => resume());
        return () => timer.cancel();
      });
      if (!channel.batches.isFull) break;
    }
    channel.batches.add(writes, bytes);
    if (this.#client.running) return;
    yield* wait<void>((resume) => {
      this.#paused.push(() => resume());
      return undefined;
    });
  }

  #makeRoom(mode: Mode): void {
    if (mode.waiting.length === 0) return;
    const { waiting } = mode;
    mode.waiting = [];
    for (const call of waiting) if (this.#host.isActive(call)) this.#host.proceed(call);
  }
}
