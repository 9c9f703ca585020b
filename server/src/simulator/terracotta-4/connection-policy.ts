/**
 * How many clients a licence lets in. It counts JVMs, not clients, and only while they are connected: who has lost its
 * connection has given its place free, also when it is about to restore it.
 *
 * Source: Terracotta 4.3.1, ConnectionPolicyImpl; ServerStackProvider (handleSyn, notifyTransportDisconnected).
 */
import type { Process } from '../engine/process.ts';

export class ConnectionPolicy {
  readonly #maxClients: number;
  readonly #connections = new Map<Process, Set<number>>();

  /** `maxClients`: how many JVMs at once, 1 or more. */
  constructor(maxClients: number) {
    this.#maxClients = maxClients;
  }

  /** Whether a client in this JVM may connect now. */
  admits(jvm: Process): boolean {
    return this.#connections.has(jvm) || this.#connections.size < this.#maxClients;
  }

  /** Takes a place for a connection. False when all of them are taken. */
  connect(jvm: Process, connection: number): boolean {
    if (!this.admits(jvm)) return false;
    const connections = this.#connections.get(jvm) ?? new Set();
    this.#connections.set(jvm, connections.add(connection));
    return true;
  }

  /** Harmless when the connection had no place. */
  disconnected(jvm: Process, connection: number): void {
    const connections = this.#connections.get(jvm);
    connections?.delete(connection);
    if (connections?.size === 0) this.#connections.delete(jvm);
  }
}

/** ClientMessageTransport 4.3.1. */
export const licenceText = (maxClients: number): string =>
  `Your product key only allows maximum ${maxClients} clients to connect.`;
