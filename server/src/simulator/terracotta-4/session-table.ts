/**
 * The clients' connections to an active server: who is let in under which identity, who may come back, who is forgotten.
 * Source: Terracotta 4.3.1, ServerStackProvider, OnceAndOnlyOnceProtocolNetworkLayerImpl, OOOReconnectionTimeout.
 */
import type { Endpoint } from '../engine/network.ts';
import { SessionEnd } from '../transport/session.ts';
import type { ServerArray } from './array.ts';
import type { ClientNode } from './client-node.ts';
import type { ClientSession } from './client-session.ts';
import { ConnectionPolicy } from './connection-policy.ts';
import type { Message } from './messages.ts';
import type { Server } from './server.ts';
import { ASSUMPTIONS } from './timing.ts';

export interface SessionOwner {
  /** What comes above the transport. */
  onMessage(session: ClientSession, message: Message): void;
  /** The server has forgotten the client. */
  removed(session: ClientSession): void;
}

export class SessionTable {
  readonly #array: ServerArray;
  readonly #server: Server;
  readonly #owner: SessionOwner;
  readonly #policy: ConnectionPolicy;
  readonly #sessions = new Map<number, ClientSession>();
  readonly #byClient = new Map<number, ClientSession>();
  #closed = false;

  constructor(array: ServerArray, server: Server, owner: SessionOwner) {
    this.#array = array;
    this.#server = server;
    this.#owner = owner;
    this.#policy = new ConnectionPolicy(array.cluster.maxClients ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Clients with an established connection that has not been silent for longer than the health check's pings take: the
   * log of CDV-1627 shows the server counting so when it weighs itself ("is not active; Max allowed Idle time:8000",
   * "Active connections : 0 out of 2").
   */
  get connected(): number {
    const { pingIdletimeMicros, pingIntervalMicros, pingProbes } = this.#array.cluster.healthCheck['l2-l1'];
    const silentSince = this.#array.world.nowMicros - pingIdletimeMicros - pingIntervalMicros * pingProbes;
    let count = 0;
    for (const { link, greeted, end } of this.#sessions.values()) {
      if (link === 'connected' && greeted && (end.endpoint?.lastReceivedMicros ?? 0) >= silentSince) count++;
    }
    return count;
  }

  all(): Iterable<ClientSession> {
    return this.#sessions.values();
  }

  get(connection: number): ClientSession | undefined {
    return this.#sessions.get(connection);
  }

  ofClient(client: number): ClientSession | undefined {
    return this.#byClient.get(client);
  }

  /** Opens the port for clients. */
  listen(): void {
    this.#array.network.listen(this.#server.node.process, 'client', (endpoint) => {
      endpoint.receiver = {
        onMessage: (_, message) => {
          if (message.type === 'syn') this.#onSyn(endpoint, message);
        },
        onClosed: () => {},
      };
    });
  }

  close(): void {
    this.#closed = true;
    for (const session of this.#sessions.values()) session.timer?.cancel();
  }

  /** A client that the active before knew: it may come back under its identity. */
  expect(connection: number, client: number): void {
    this.#add(connection, client, 'expected');
  }

  /** Whether the licence lets this client in now. */
  admits(client: number): boolean {
    return this.#policy.admits(this.#nodeOf(client).process);
  }

  /** A client that is connected when the run begins. */
  form(connection: number, client: number, endpoint: Endpoint<Message>): void {
    this.#policy.connect(this.#nodeOf(client).process, connection);
    const session = this.#add(connection, client, 'connected');
    session.greeted = true;
    session.acknowledged = true;
    for (const { store, server } of this.#server.node.stripe.servers) {
      if (server !== undefined) store.addClient(connection, client);
    }
    this.#attach(session, endpoint, true);
  }

  /** The client is forgotten here, and by the passives; `forgotten` runs when all of them have said so. */
  remove(session: ClientSession, forgotten: () => void = () => {}): void {
    const { node, relay } = this.#server;
    if (!this.#sessions.delete(session.connection)) return;
    if (this.#byClient.get(session.client) === session) this.#byClient.delete(session.client);
    this.#dropConnection(session);
    this.#policy.disconnected(this.#nodeOf(session.client).process, session.connection);
    node.store.clients.delete(session.connection);
    this.#owner.removed(session);
    relay.publish({ removed: session.connection }, forgotten);
  }

  #add(connection: number, client: number, link: ClientSession['link']): ClientSession {
    const session: ClientSession = {
      connection,
      client,
      end: new SessionEnd(this.#array.network),
      link,
      lostRow: -1,
      greeted: false,
      returning: link === 'expected',
      acknowledged: false,
      timer: undefined,
    };
    this.#sessions.set(connection, session);
    this.#byClient.set(client, session);
    return session;
  }

  #onSyn(endpoint: Endpoint<Message>, syn: Message & { type: 'syn' }): void {
    if (this.#closed) return;
    const { world, network, cluster } = this.#array;
    if (syn.connection === 0) {
      if (this.admits(syn.client)) this.#introduce(endpoint, syn.client);
      else this.#refuse(endpoint);
      return;
    }
    const session = this.#sessions.get(syn.connection);
    if (session === undefined) {
      this.#reject(endpoint, syn);
      return;
    }
    if (session.link === 'expected') {
      if (!this.#takePlace(session, endpoint)) return;
      session.link = 'connected';
      network.send(endpoint, { type: 'syn-ack', connection: session.connection, received: 0 });
      this.#attach(session, endpoint);
      return;
    }
    if (!syn.resumable) {
      // The client gave its session up; what the server still holds of it cannot be joined again.
      if (cluster.l1Reconnect.enabled) {
        this.#server.node.log(`Requesting OOO reset for different session client ConnectionID(${syn.connection})`);
      }
      this.remove(session);
      this.#reject(endpoint, syn);
      return;
    }
    this.#dropConnection(session);
    if (!this.#takePlace(session, endpoint)) return;
    session.link = 'connected';
    session.lostRow = -1;
    world.emit('connection-restored', this.#server.node.lane, this.#nodeOf(syn.client).name);
    network.send(endpoint, { type: 'syn-ack', connection: session.connection, received: session.end.received });
    this.#attach(session, endpoint);
    session.end.resume(endpoint, syn.received);
  }

  /** A new client gets its identity once every passive knows it. */
  #introduce(endpoint: Endpoint<Message>, client: number): void {
    const { world, network } = this.#array;
    const { process } = this.#nodeOf(client);
    const connection = world.nextId();
    this.#policy.connect(process, connection);
    this.#server.node.store.addClient(connection, client);
    this.#server.relay.publish({ added: connection, client }, () => {
      if (this.#closed) return;
      if (!endpoint.open) {
        this.#policy.disconnected(process, connection);
        return;
      }
      const session = this.#add(connection, client, 'connected');
      network.send(endpoint, { type: 'syn-ack', connection, received: 0 });
      this.#attach(session, endpoint);
    });
  }

  /** A known client comes back. False when its place has been taken, and it is told so. */
  #takePlace(session: ClientSession, endpoint: Endpoint<Message>): boolean {
    const isTaken = this.#policy.connect(this.#nodeOf(session.client).process, session.connection);
    if (!isTaken) this.#refuse(endpoint);
    return isTaken;
  }

  #refuse(endpoint: Endpoint<Message>): void {
    this.#array.world.recorder.assume(ASSUMPTIONS.licence);
    this.#array.network.send(endpoint, { type: 'syn-refused' });
  }

  #reject(endpoint: Endpoint<Message>, syn: Message & { type: 'syn' }): void {
    const { version, network } = this.#array;
    this.#server.node.log(version.rejectionText(`ConnectionID(${syn.connection})`, this.#nodeOf(syn.client).name));
    network.send(endpoint, { type: 'syn-rejected' });
  }

  #attach(session: ClientSession, endpoint: Endpoint<Message>, formed = false): void {
    session.end.attach(endpoint);
    endpoint.receiver = {
      onMessage: (at, message) => this.#onMessage(session, at, message),
      onClosed: (at) => this.#onClosed(session, at),
    };
    const { callbackPort } = this.#nodeOf(session.client).settings;
    this.#array.checkers.watch({
      endpoint,
      settings: this.#array.cluster.healthCheck['l2-l1'],
      port: callbackPort < 0 ? undefined : 'callback',
      verified: formed,
      log: (text) => this.#server.node.log(text),
      onDead: (idleMillis) => this.#onDead(session, idleMillis),
    });
  }

  #onMessage(session: ClientSession, endpoint: Endpoint<Message>, message: Message): void {
    if (this.#array.checkers.takes(endpoint, message)) return;
    session.end.received++;
    this.#owner.onMessage(session, message);
  }

  #onClosed(session: ClientSession, endpoint: Endpoint<Message>): void {
    if (this.#closed || session.end.endpoint !== endpoint || session.link !== 'connected') return;
    const { world, network, checkers, cluster } = this.#array;
    const { node } = this.#server;
    const { process, name } = this.#nodeOf(session.client);
    checkers.stop(endpoint);
    this.#policy.disconnected(process, session.connection);
    world.because(network.troubleBetween(node.process, process), () => {
      session.lostRow = world.emit('connection-lost', node.lane, name);
      if (!cluster.l1Reconnect.enabled) {
        this.remove(session);
        return;
      }
      session.link = 'restoring';
      session.timer = world.after(node.process, cluster.l1Reconnect.timeoutMicros, () => {
        world.emit('restore-expired', node.lane, name);
        this.remove(session);
      });
    });
  }

  #onDead(session: ClientSession, idleMillis: number): void {
    if (this.#closed || !this.#sessions.has(session.connection)) return;
    const { name } = this.#nodeOf(session.client);
    this.#array.world.emit('declared-dead', this.#server.node.lane, name, idleMillis);
    this.remove(session);
  }

  #dropConnection(session: ClientSession): void {
    session.timer?.cancel();
    const { endpoint } = session.end;
    if (endpoint === undefined) return;
    this.#array.checkers.stop(endpoint);
    this.#array.network.close(endpoint);
  }

  #nodeOf(client: number): ClientNode {
    return this.#array.clients[client] as ClientNode;
  }
}
