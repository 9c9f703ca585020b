/**
 * How writes are committed: a transaction joins those that wait to be sent, if there is room, and the call returns, unless
 * the server has to have it first.
 *
 * Source: Terracotta 4.3.1, RemoteTransactionManagerImpl, TransactionSequencer; Ehcache 2.10, ClusteredStore.
 */
import type { OperationName } from '../../model/model.ts';
import type { OutcomeName } from '../../trace/kinds.ts';
import type { ServerArray } from './array.ts';
import type { BulkLoad } from './bulk-load.ts';
import type { CacheState, Call, Stage } from './call.ts';
import type { Client } from './client.ts';
import type { Confirmations } from './confirmations.ts';
import { isBulk, keysOf } from './nonstop.ts';
import { ASSUMPTIONS, DEFAULT_VALUE_BYTES } from './timing.ts';

const REMOVES: ReadonlySet<OperationName> = new Set(['remove', 'removeElement', 'removeWithWriter']);
const CLEARS: ReadonlySet<OperationName> = new Set(['removeAll', 'quickClear']);
/** They go to the server for their result, without a lock in an eventual cache: ClusteredStore of Ehcache 2.10. */
const COMPARES: ReadonlySet<OperationName> = new Set(['putIfAbsent', 'replace', 'replaceIfEquals', 'removeElement']);

const NO_COMPARISON =
  'UnsupportedOperationException: CAS operations are not supported in eventual consistency mode, consider using a StronglyConsistentCacheAccessor';

export interface CommitHost {
  wait(call: Call, stage: Stage): void;
  finish(call: Call, outcome: OutcomeName, detail: string): void;
}

export class Commits {
  readonly #array: ServerArray;
  readonly #client: Client;
  readonly #bulkLoad: BulkLoad;
  readonly #confirmations: Confirmations;
  readonly #host: CommitHost;

  constructor(array: ServerArray, client: Client, bulkLoad: BulkLoad, confirmations: Confirmations, host: CommitHost) {
    this.#array = array;
    this.#client = client;
    this.#bulkLoad = bulkLoad;
    this.#confirmations = confirmations;
    this.#host = host;
  }

  begin(call: Call): void {
    if (this.#bulkLoad.isOn(call.cache)) this.#keepBack(call);
    else if (call.channel.batches.sleepMicros > 0) this.#slowDown(call);
    else this.#write(call);
  }

  /** The thread gave up while it was slowed down: nothing was written. */
  abandon({ channel, row }: Call): void {
    channel.pending.delete(row);
    channel.unsent.delete(row);
  }

  /** The caller gave up while its thread was slowed down, and that is a thread of a pool: it goes on without it. */
  goOn(call: Call): void {
    const { channel, row } = call;
    const again = (): void => {
      // Thrown out meanwhile, by a rejoin.
      if (!channel.pending.has(row)) return;
      if (channel.batches.isFull) {
        channel.batches.sleep(again);
        return;
      }
      this.#commit(call);
      channel.batches.add([row], bytesOf(call));
    };
    channel.batches.sleep(again);
  }

  /** The client is RUNNING again, and the transaction is on its way with what it has sent. */
  resumed(call: Call): void {
    if (this.isSynchronous(call)) call.stage = 'receipt';
    else this.returns(call);
  }

  /** Whether the call needs more than its transaction to be on its way. */
  waitsForServer(call: Call): boolean {
    return this.isSynchronous(call) || call.operation === 'removeAll';
  }

  /** The caller hears that it is done; who empties a cache when that is confirmed, with everything before it. */
  returns(call: Call): void {
    if (call.operation === 'removeAll') this.#confirmations.await(call, () => this.#host.finish(call, 'ok', ''));
    else this.#host.finish(call, 'ok', '');
  }

  /** The server must have it before the call returns; what compares and swaps needs its answer. */
  isSynchronous({ cache, operation }: Call): boolean {
    return cache.settings.synchronousWrites || COMPARES.has(operation);
  }

  /** What the store says to an operation that compares, where an eventual cache has none. */
  refusal({ cache, operation }: Call): string | undefined {
    const { consistency, synchronousWrites } = cache.settings;
    const { version, world } = this.#array;
    if (version.comparesOnEventual || !COMPARES.has(operation)) return undefined;
    if (consistency === 'strong' || synchronousWrites) return undefined;
    world.recorder.assume(ASSUMPTIONS.compares);
    return NO_COMPARISON;
  }

  keepLocally({ cache, operation, key, keyCount }: Call): void {
    if (!cache.settings.localCacheEnabled || this.#bulkLoad.isOn(cache)) return;
    if (isBulk(operation)) for (const each of keysOf(key, keyCount)) cache.local.add(each);
    else cache.local.add(key);
  }

  /** Too much waits to be sent: the thread sleeps before it may add to it, and has its locks meanwhile. */
  #slowDown(call: Call): void {
    const { channel, cache, row } = call;
    if (cache.settings.valueBytes === undefined) this.#array.world.recorder.assume(ASSUMPTIONS.valueSize);
    channel.pending.add(row);
    channel.unsent.add(row);
    call.patience = channel.batches.sleep(() => {
      call.patience = undefined;
      if (channel.batches.isFull) this.#slowDown(call);
      else this.#write(call);
    });
    call.cause = channel.batches.row;
    this.#host.wait(call, 'slowed');
  }

  #write(call: Call): void {
    const { channel, row } = call;
    this.#commit(call);
    channel.batches.add([row], bytesOf(call));
    if (!this.#client.running) this.#host.wait(call, 'commit');
    else if (this.isSynchronous(call)) this.#host.wait(call, 'receipt');
    else this.returns(call);
  }

  #keepBack(call: Call): void {
    if (!REMOVES.has(call.operation) && this.#bulkLoad.isFull(call.cache)) {
      this.#bulkLoad.waitForRoom(call);
      return;
    }
    this.#commit(call);
    this.#bulkLoad.hold(call, bytesOf(call));
    this.#host.finish(call, 'ok', '');
  }

  /** The transaction exists: it is confirmed, or lost, but no longer not made. */
  #commit(call: Call): void {
    const { cache, channel, operation, key, row } = call;
    channel.pending.add(row);
    this.#array.ledger.commit(row);
    if (CLEARS.has(operation)) cache.local.clear();
    else if (REMOVES.has(operation)) cache.local.delete(key);
    else this.keepLocally(call);
  }
}

/** What a write adds to a batch: its values. What has none is counted by the batch itself. */
function bytesOf({ cache, operation, keyCount }: Call): number {
  if (REMOVES.has(operation) || CLEARS.has(operation)) return 0;
  return valueBytesOf(cache) * (isBulk(operation) ? keyCount : 1);
}

const valueBytesOf = ({ settings }: CacheState): number => settings.valueBytes ?? DEFAULT_VALUE_BYTES;
