/**
 * The client reconnect window: a server that has just become active and knows clients of the one before waits for all
 * of them, or for the time to pass, before it serves anyone. It ends exactly when its time is over: the last step is
 * shorter.
 *
 * Source: ServerClientHandshakeManager of Terracotta 4.3.1, and of terracotta-core 5.x, which logs more.
 */
import type { Process } from '../engine/process.ts';
import type { Timer, World } from '../engine/world.ts';

/** The window reports in steps of this. */
const WINDOW_TICK_MICROS = 15_000_000;
/** Clients that are still missing are listed while they are so few. */
const NAMES_IN_LOG = 10;

export interface WindowOwner {
  readonly lane: number;
  readonly process: Process;
  /** Whether the product logs every client that comes back. */
  readonly logsReturns: boolean;
  nameOf(client: number): string;
  log(text: string): void;
  /** All known clients are back, or the time is over and these connections are missing. */
  windowEnded(missing: readonly number[]): void;
}

export class ReconnectWindow {
  readonly #world: World;
  readonly #owner: WindowOwner;
  /** Connection → client, of those that have not completed their handshake. */
  readonly #outstanding: Map<number, number>;
  #remainingMicros: number;
  #timer: Timer | undefined;

  /** The length is read once, when the server becomes active: a change applies to the next failover. */
  constructor(world: World, owner: WindowOwner, known: ReadonlyMap<number, number>, windowMicros: number) {
    this.#world = world;
    this.#owner = owner;
    this.#outstanding = new Map(known);
    this.#remainingMicros = windowMicros;
  }

  get isOpen(): boolean {
    return this.#outstanding.size > 0;
  }

  open(): void {
    const count = this.#outstanding.size;
    this.#world.emit('window-opened', this.#owner.lane, this.#names(), count);
    this.#owner.log(
      `Starting reconnect window: ${this.#remainingMicros / 1000} ms. Waiting for ${count} clients to connect.${this.#unconnected()}`,
    );
    this.#tick();
  }

  close(): void {
    this.#timer?.cancel();
    this.#outstanding.clear();
  }

  /** A known client completed its handshake, or is gone for good. Ends the window with the last one. */
  settled(connection: number, returned: boolean): void {
    const client = this.#outstanding.get(connection);
    if (client === undefined) return;
    const { lane, logsReturns } = this.#owner;
    const name = this.#owner.nameOf(client);
    this.#outstanding.delete(connection);
    if (returned && logsReturns) this.#owner.log(`Connecting client ${name}`);
    if (returned) this.#world.emit('window-client-back', lane, name, this.#outstanding.size);
    if (this.#outstanding.size > 0) return;
    this.#timer?.cancel();
    if (logsReturns) this.#owner.log(`Last unconnected client (${name}) now connected.  Reconnection starting`);
    this.#world.emit('window-closed', lane, 'all known clients are back');
    this.#owner.windowEnded([]);
  }

  #tick(): void {
    const step = Math.min(WINDOW_TICK_MICROS, this.#remainingMicros);
    this.#timer = this.#world.after(this.#owner.process, step, () => {
      this.#remainingMicros -= step;
      if (this.#remainingMicros > 0) {
        this.#owner.log(
          `Reconnect window active.  Waiting for ${this.#outstanding.size} clients to connect. ${this.#remainingMicros / 1000} ms remaining.${this.#unconnected()}`,
        );
        this.#tick();
      } else {
        this.#expire();
      }
    });
  }

  #expire(): void {
    const missing = [...this.#outstanding.keys()];
    const names = this.#names();
    this.#outstanding.clear();
    this.#owner.log(
      `Reconnect window closing.  Killing any previously connected clients that failed to connect in time: [${names}]`,
    );
    this.#world.emit('window-closed', this.#owner.lane, `time is over, not back: ${names}`, missing.length);
    this.#owner.windowEnded(missing);
  }

  #unconnected(): string {
    return this.#outstanding.size <= NAMES_IN_LOG ? ` Unconnected Clients - [${this.#names()}]` : '';
  }

  #names(): string {
    return [...this.#outstanding.values()].map((client) => this.#owner.nameOf(client)).join(', ');
  }
}
