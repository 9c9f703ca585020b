/**
 * A client that is stopped in order first sends everything and waits until the array has confirmed it. It no longer shakes
 * hands and no longer rejoins: one that is offline, or goes offline, waits in vain.
 *
 * Source: Terracotta 4.3.1, ClientShutdownManager, RemoteTransactionManagerImpl.stop, BulkLoadShutdownHook;
 * l1.transactionmanager.timeoutForAckOnExit of tc.properties.
 */
import type { Timer } from '../engine/world.ts';
import type { ServerArray } from './array.ts';
import type { Client } from './client.ts';

export class OrderlyStop {
  readonly #array: ServerArray;
  readonly #client: Client;
  readonly #ended: () => void;
  #timer: Timer | undefined;
  #isOver = false;

  constructor(array: ServerArray, client: Client, ended: () => void) {
    this.#array = array;
    this.#client = client;
    this.#ended = ended;
  }

  /** False when there is nothing to wait for; otherwise `ended` is called some time later. */
  begin(): boolean {
    const { world } = this.#array;
    const { node, channels, calls } = this.#client;
    const unconfirmed = this.#unconfirmed;
    if (unconfirmed === 0) return false;
    if (this.#leavesAtOnce) {
      node.log('DSO Client exiting without flushing local work');
      return false;
    }
    if (this.#client.operationsEnabled) calls.leaveBulkLoad();
    for (const { batches } of channels) batches.takeAll();
    world.emit('stop-waits', node.lane, '', unconfirmed);
    const { ackOnExitTimeoutMicros } = node.writeLimits;
    if (ackOnExitTimeoutMicros > 0) {
      this.#timer = world.after(node.process, ackOnExitTimeoutMicros, () => {
        node.log('stop() : There are still UNACKed Transactions!');
        for (const { batches } of channels) batches.sendAll();
        this.#end();
      });
    }
    return true;
  }

  /** The array has confirmed something. */
  confirmed(): void {
    if (this.#unconfirmed === 0) this.#end();
  }

  /** NODE_ERROR: nobody will ever confirm anything (ClusterEventListener). */
  hopeless(): void {
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer?.cancel();
    this.#ended();
  }

  get #unconfirmed(): number {
    return this.#client.channels.reduce((sum, { pending }) => sum + pending.size, 0);
  }

  /** Without a connection there is hope only where another server may have the data, or the same one after a restart. */
  get #leavesAtOnce(): boolean {
    const { cluster, servers } = this.#array;
    return !this.#client.running && !cluster.restartable && servers.length === 1;
  }
}
