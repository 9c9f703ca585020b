/**
 * The sessions of a server with their connections: what arrives on them, and how one ends.
 * Source: terracotta-core 5.x, ServerStackProvider, ServerMessageTransport, ChannelManagerImpl.
 */
import type { Endpoint } from '../../engine/network.ts';
import type { ServerArray } from '../array.ts';
import type { Message } from '../messages.ts';
import type { StripeSide } from '../seams.ts';
import { VERSIONS } from '../versions.ts';
import type { ClientMessage } from './messages.ts';
import type { ClientNode } from './node.ts';
import { type ClientSession, newSession } from './session.ts';

export interface SessionOwner {
  onMessage(session: ClientSession, message: Message): void;
  /** TCP is gone. The session is still in the table. */
  disconnected(session: ClientSession): void;
  /** The session was taken out of the table. */
  removed(session: ClientSession): void;
}

export class SessionTable {
  readonly #array: ServerArray;
  readonly #stripe: StripeSide;
  readonly #owner: SessionOwner;
  readonly #sessions = new Map<number, ClientSession>();
  #isClosed = false;

  constructor(array: ServerArray, stripe: StripeSide, owner: SessionOwner) {
    this.#array = array;
    this.#stripe = stripe;
    this.#owner = owner;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Clients that have a connection and have shaken hands: an election weight. */
  get connected(): number {
    let count = 0;
    for (const { link, greeted } of this.#sessions.values()) if (link === 'connected' && greeted) count++;
    return count;
  }

  get(connection: number): ClientSession | undefined {
    return this.#sessions.get(connection);
  }

  values(): Iterable<ClientSession> {
    return this.#sessions.values();
  }

  has(session: ClientSession): boolean {
    return this.#sessions.get(session.connection) === session;
  }

  add(connection: number, client: number, link: ClientSession['link']): ClientSession {
    const session = newSession(connection, client, link);
    this.#sessions.set(connection, session);
    return session;
  }

  /** From here on `endpoint` is the session's connection. `verified`: it was there when the run began. */
  attach(session: ClientSession, endpoint: Endpoint<Message>, verified: boolean): void {
    const { checkers, cluster, settings, world } = this.#array;
    session.endpoint = endpoint;
    endpoint.receiver = {
      onMessage: (_, message) => {
        if (!checkers.takes(endpoint, message)) this.#owner.onMessage(session, message);
      },
      onClosed: () => this.#onClosed(session, endpoint),
    };
    if (!VERSIONS[settings.core].pingsClients) return;
    checkers.watch({
      endpoint,
      settings: cluster.healthCheck['l2-l1'],
      port: 'callback',
      verified,
      log: (text) => this.#stripe.log(text),
      onDead: (idleMillis) => {
        if (this.#isClosed || !this.has(session)) return;
        world.emit('declared-dead', this.#stripe.lane, this.nodeOf(session).name, idleMillis);
        this.remove(session);
      },
    });
  }

  send(session: ClientSession, message: ClientMessage): void {
    if (session.endpoint !== undefined) this.#array.network.send(session.endpoint, message);
  }

  remove(session: ClientSession): void {
    if (!this.#sessions.delete(session.connection)) return;
    const { endpoint } = session;
    if (endpoint !== undefined) {
      this.#array.checkers.stop(endpoint);
      this.#array.network.close(endpoint);
    }
    this.#owner.removed(session);
  }

  /**
   * The session is over before its handshake has come. Newer servers wait for that to say so; others just hang up.
   */
  refuse(session: ClientSession): void {
    const { endpoint } = session;
    if (endpoint !== undefined && VERSIONS[this.#array.settings.core].refusesLateHandshake) {
      this.#array.checkers.stop(endpoint);
      session.endpoint = undefined;
      endpoint.receiver = {
        onMessage: (_, message) => {
          if (message.type !== 'handshake') return;
          this.#stripe.log(`server is not accepting reconnections: ${this.nodeOf(session).name}`);
          this.#array.network.send(endpoint, { type: 'syn-rejected' });
        },
        onClosed: () => {},
      };
    }
    this.remove(session);
  }

  /** The process ends; its kernel closes the connections. */
  close(): void {
    this.#isClosed = true;
    for (const { endpoint } of this.#sessions.values()) if (endpoint !== undefined) this.#array.checkers.stop(endpoint);
  }

  nodeOf({ client }: Pick<ClientSession, 'client'>): ClientNode {
    return this.#array.clients[client] as ClientNode;
  }

  #onClosed(session: ClientSession, endpoint: Endpoint<Message>): void {
    if (this.#isClosed || session.endpoint !== endpoint || !this.has(session)) return;
    const { name, process } = this.nodeOf(session);
    const { world, network, checkers } = this.#array;
    world.because(network.troubleBetween(this.#stripe.process, process), () => {
      world.emit('connection-lost', this.#stripe.lane, name);
      checkers.stop(endpoint);
      this.#owner.disconnected(session);
    });
  }
}
