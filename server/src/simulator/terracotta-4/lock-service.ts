/**
 * Messages about locks at an active. While its reconnect window is open they wait: no lock is given before every client
 * had its chance to say what it holds.
 *
 * Source: Terracotta 4.3.1, LockManagerImpl, LockResponseContextFactory.
 */
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { HeldLock } from './lock-messages.ts';
import { LockTable } from './lock-table.ts';
import type { Message } from './messages.ts';

type LockMessage = Extract<Message, { readonly type: 'lock' | 'recall-commit' | 'unlock' }>;

export class LockService {
  readonly #world: World;
  readonly #table: LockTable;
  #started = false;
  #queued: { readonly connection: number; readonly message: LockMessage; readonly cause: number }[] = [];

  /** `leaseMicros`: how long a client whose own threads wait may keep a lock that is recalled. */
  constructor(
    world: World,
    process: Process,
    leaseMicros: number,
    send: (connection: number, message: Message) => void,
  ) {
    this.#world = world;
    this.#table = new LockTable({
      grant: (client, lock, mode, cause) => world.because(cause, () => send(client, { type: 'grant', lock, mode })),
      refuse: (client, call) => send(client, { type: 'refuse', call }),
      recall: (client, lock, mode, atOnce) => send(client, { type: 'recall', lock, mode, leaseMicros, atOnce }),
      after: (delayMicros, run) => world.after(process, delayMicros, run),
    });
  }

  /** A client says in its handshake what it holds. */
  reestablish(connection: number, held: readonly HeldLock[]): void {
    this.#table.reestablish(connection, held);
  }

  onMessage(connection: number, message: LockMessage): void {
    const cause = this.#world.kernel.currentCause;
    if (this.#started) this.#handle(connection, message, cause);
    else this.#queued.push({ connection, message, cause });
  }

  /** The window is over, or there is none. */
  start(): void {
    this.#started = true;
    for (const { connection, message, cause } of this.#queued.splice(0)) this.#handle(connection, message, cause);
  }

  /** Clients that keep the lock: whoever wants it waits for them. */
  holdersOf(lock: number): readonly number[] {
    return this.#table.holdersOf(lock);
  }

  clientGone(connection: number): void {
    this.#queued = this.#queued.filter((queued) => queued.connection !== connection);
    this.#table.removeClient(connection);
  }

  #handle(connection: number, message: LockMessage, cause: number): void {
    if (message.type === 'lock') this.#table.request(connection, message.lock, message.request, cause);
    else if (message.type === 'unlock') this.#table.unlock(connection, message.lock, message.thread);
    else this.#table.commit(connection, message.lock, message.commit, cause);
  }
}
