/**
 * The client reconnect window: a server that has just become active and knows clients of the one before waits for all
 * of them, or for the time to pass, before it serves anyone.
 *
 * Source: Terracotta 4.3.1, ServerClientHandshakeManager.
 */
import type { Timer, World } from '../engine/world.ts';
import type { ServerNode } from './server-node.ts';
import { WINDOW_TICK_MICROS } from './timing.ts';

export interface WindowOwner {
  nameOf(client: number): string;
  /** The window is over: `missing` are the connections of those that did not come, `removed` runs when they are gone. */
  windowEnded(missing: readonly number[], removed: () => void): void;
}

export class ReconnectWindow {
  readonly #world: World;
  readonly #node: ServerNode;
  readonly #owner: WindowOwner;
  /** Connection id → client, of those that have not completed their handshake. */
  readonly #outstanding: Map<number, number>;
  #remainingMicros: number;
  #timer: Timer | undefined;

  constructor(
    world: World,
    node: ServerNode,
    owner: WindowOwner,
    known: ReadonlyMap<number, number>,
    windowMicros: number,
  ) {
    this.#world = world;
    this.#node = node;
    this.#owner = owner;
    this.#outstanding = new Map(known);
    this.#remainingMicros = windowMicros;
  }

  get isOpen(): boolean {
    return this.#outstanding.size > 0;
  }

  open(): void {
    const count = this.#outstanding.size;
    this.#node.setState('in-window');
    this.#world.emit('window-opened', this.#node.lane, this.#names(), count);
    this.#node.log(
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
    this.#outstanding.delete(connection);
    if (returned) {
      this.#world.emit('window-client-back', this.#node.lane, this.#owner.nameOf(client), this.#outstanding.size);
    }
    if (this.#outstanding.size > 0) return;
    this.#timer?.cancel();
    this.#world.emit('window-closed', this.#node.lane, 'all known clients are back');
    this.#owner.windowEnded([], () => {});
  }

  #tick(): void {
    const step = Math.min(WINDOW_TICK_MICROS, this.#remainingMicros);
    this.#timer = this.#world.after(this.#node.process, step, () => {
      this.#remainingMicros -= step;
      if (this.#remainingMicros > 0) {
        this.#node.log(
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
    this.#node.log(
      `Reconnect window closing.  Killing any previously connected clients that failed to connect in time: [${names}]`,
    );
    this.#world.emit('window-closed', this.#node.lane, `time is over, not back: ${names}`, missing.length);
    this.#owner.windowEnded(missing, () => this.#node.log('Reconnect window closed. All dead clients removed.'));
  }

  /** They are listed while they are few. */
  #unconnected(): string {
    return this.#outstanding.size <= 10 ? ` Unconnected Clients - [${this.#names()}]` : '';
  }

  #names(): string {
    return [...this.#outstanding.values()].map((client) => this.#owner.nameOf(client)).join(', ');
  }
}
