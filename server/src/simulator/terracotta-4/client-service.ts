/**
 * The clients' side of an active server: their connections, the reconnect window, their handshakes, their work.
 * Source: Terracotta 4.3.1, ServerStackProvider, ServerClientHandshakeManager, ChannelLifeCycleHandler.
 */
import type { Endpoint } from '../engine/network.ts';
import type { World } from '../engine/world.ts';
import { ReconnectWindow } from '../transport/reconnect-window.ts';
import { SessionEnd } from '../transport/session.ts';
import type { ServerArray } from './array.ts';
import type { ClientNode } from './client-node.ts';
import type { ClientSession } from './client-session.ts';
import { compareClocks } from './clocks.ts';
import { LockService } from './lock-service.ts';
import type { Message } from './messages.ts';
import { ResentTransactions } from './resent.ts';
import type { Server } from './server.ts';
import { ASSUMPTIONS, GREEDY_LEASE_MICROS } from './timing.ts';

export class ClientService {
  lastTransactionMicros = 0;
  transactions = 0;
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #server: Server;
  readonly #sessions = new Map<number, ClientSession>();
  readonly #byClient = new Map<number, ClientSession>();
  /** Locks and resent transactions belong to a connection: a client that starts again shares nothing with what it was. */
  readonly #locks: LockService;
  readonly #resent: ResentTransactions;
  readonly #window: ReconnectWindow;
  /** Work is served: there is no window, or it is over. */
  #started = false;
  #closed = false;

  constructor(array: ServerArray, server: Server, formed: boolean) {
    this.#array = array;
    this.#world = array.world;
    this.#server = server;
    const { node } = server;
    const leaseMicros = array.cluster.greedyLeaseMicros ?? GREEDY_LEASE_MICROS;
    this.#locks = new LockService(this.#world, node.process, leaseMicros, (connection, message) =>
      this.#sessions.get(connection)?.end.send(message),
    );
    const known = formed ? new Map<number, number>() : node.store.clients;
    this.#resent = new ResentTransactions(known.size === 0);
    for (const [connection, client] of known) this.#addSession(connection, client, 'expected');
    this.#window = new ReconnectWindow(
      this.#world,
      {
        lane: node.lane,
        process: node.process,
        logsReturns: false,
        nameOf: (client) => this.#nameOf(client),
        log: (text) => node.log(text),
        windowEnded: (missing) => this.#windowEnded(missing),
      },
      known,
      array.cluster.clientReconnectWindowMicros,
    );
    array.network.listen(node.process, 'client', (endpoint) => this.#accept(endpoint));
    if (formed) {
      this.#started = true;
      this.#locks.start();
      return;
    }
    node.log(
      `Terracotta Server instance has started up as ACTIVE node on ${node.name} successfully, and is now ready for work.`,
    );
    if (this.#window.isOpen) {
      node.setState('in-window');
      this.#window.open();
    } else this.#start();
  }

  /**
   * Clients with an established connection that has not been silent for longer than the health check's pings take: the
   * log of CDV-1627 shows the server counting so when it weighs itself ("is not active; Max allowed Idle time:8000",
   * "Active connections : 0 out of 2").
   */
  get connectedClients(): number {
    const { pingIdletimeMicros, pingIntervalMicros, pingProbes } = this.#array.cluster.healthCheck['l2-l1'];
    const silentSince = this.#world.nowMicros - pingIdletimeMicros - pingIntervalMicros * pingProbes;
    let count = 0;
    for (const { link, greeted, end } of this.#sessions.values()) {
      if (link === 'connected' && greeted && (end.endpoint?.lastReceivedMicros ?? 0) >= silentSince) count++;
    }
    return count;
  }

  /** Runs when no transaction is left that a client has to send again. */
  afterResent(run: () => void): void {
    this.#resent.afterwards(run);
  }

  close(): void {
    this.#closed = true;
    this.#window.close();
    for (const session of this.#sessions.values()) session.timer?.cancel();
  }

  /** A client that is connected when the run begins. */
  formSession(connection: number, client: number, endpoint: Endpoint<Message>): void {
    const session = this.#addSession(connection, client, 'connected');
    session.greeted = true;
    session.acknowledged = true;
    for (const { store, server } of this.#server.node.stripe.servers) {
      if (server !== undefined) store.addClient(connection, client);
    }
    this.#attach(session, endpoint, true);
  }

  #addSession(connection: number, client: number, link: ClientSession['link']): ClientSession {
    const session: ClientSession = {
      connection,
      client,
      end: new SessionEnd(this.#array.network),
      link,
      greeted: false,
      returning: link === 'expected',
      acknowledged: false,
      timer: undefined,
    };
    this.#sessions.set(connection, session);
    this.#byClient.set(client, session);
    return session;
  }

  // ---- connections

  #accept(endpoint: Endpoint<Message>): void {
    endpoint.receiver = {
      onMessage: (_, message) => {
        if (message.type === 'syn') this.#onSyn(endpoint, message);
      },
      onClosed: () => {},
    };
  }

  #onSyn(endpoint: Endpoint<Message>, syn: Message & { type: 'syn' }): void {
    if (this.#closed) return;
    const { network } = this.#array;
    if (syn.connection === 0) {
      this.#introduce(endpoint, syn.client);
      return;
    }
    const session = this.#sessions.get(syn.connection);
    if (session === undefined) {
      this.#reject(endpoint, syn);
      return;
    }
    if (session.link === 'expected') {
      session.link = 'connected';
      network.send(endpoint, { type: 'syn-ack', connection: session.connection, received: 0 });
      this.#attach(session, endpoint);
      return;
    }
    if (!syn.resumable) {
      // The client gave its session up; what the server still holds of it cannot be joined again.
      this.#remove(session);
      this.#reject(endpoint, syn);
      return;
    }
    this.#dropConnection(session);
    session.link = 'connected';
    network.send(endpoint, { type: 'syn-ack', connection: session.connection, received: session.end.received });
    this.#attach(session, endpoint);
    session.end.resume(endpoint, syn.received);
  }

  /** A new client gets its identity once every passive knows it. */
  #introduce(endpoint: Endpoint<Message>, client: number): void {
    const connection = this.#world.nextId();
    this.#server.node.store.addClient(connection, client);
    this.#server.relay.publish({ added: connection, client }, () => {
      if (this.#closed || !endpoint.open) return;
      const session = this.#addSession(connection, client, 'connected');
      this.#array.network.send(endpoint, { type: 'syn-ack', connection, received: 0 });
      this.#attach(session, endpoint);
    });
  }

  #reject(endpoint: Endpoint<Message>, syn: Message & { type: 'syn' }): void {
    this.#server.node.log(`Client Cannot Reconnect. Stack for ConnectionID(${syn.connection}) not found.`);
    this.#array.network.send(endpoint, { type: 'syn-rejected' });
  }

  #attach(session: ClientSession, endpoint: Endpoint<Message>, formed = false): void {
    session.end.attach(endpoint);
    endpoint.receiver = {
      onMessage: (at, message) => this.#onMessage(session, at, message),
      onClosed: (at) => this.#onClosed(session, at),
    };
    const { callbackPort } = this.#clientNode(session.client).settings;
    this.#array.checkers.watch({
      endpoint,
      settings: this.#array.cluster.healthCheck['l2-l1'],
      port: callbackPort < 0 ? undefined : 'callback',
      verified: formed,
      log: (text) => this.#server.node.log(text),
      onDead: (idleMillis) => this.#onDead(session, idleMillis),
    });
  }

  #onClosed(session: ClientSession, endpoint: Endpoint<Message>): void {
    if (this.#closed || session.end.endpoint !== endpoint || session.link !== 'connected') return;
    this.#array.checkers.stop(endpoint);
    const { node } = this.#server;
    const { process } = this.#clientNode(session.client);
    this.#world.because(this.#array.network.troubleBetween(node.process, process), () => {
      this.#world.emit('connection-lost', node.lane, this.#nameOf(session.client));
      const { enabled, timeoutMicros } = this.#array.cluster.l1Reconnect;
      if (!enabled) {
        this.#remove(session);
        return;
      }
      session.link = 'restoring';
      session.timer = this.#world.after(node.process, timeoutMicros, () => {
        this.#world.emit('restore-expired', node.lane, this.#nameOf(session.client));
        this.#remove(session);
      });
    });
  }

  #onDead(session: ClientSession, idleMillis: number): void {
    if (this.#closed || !this.#sessions.has(session.connection)) return;
    this.#world.emit('declared-dead', this.#server.node.lane, this.#nameOf(session.client), idleMillis);
    this.#remove(session);
  }

  #dropConnection(session: ClientSession): void {
    session.timer?.cancel();
    const { endpoint } = session.end;
    if (endpoint === undefined) return;
    this.#array.checkers.stop(endpoint);
    this.#array.network.close(endpoint);
  }

  /** The client is forgotten: its locks are released, the others and the passives are told; `forgotten`: they all know. */
  #remove(session: ClientSession, forgotten: () => void = () => {}): void {
    const { node, relay } = this.#server;
    if (!this.#sessions.delete(session.connection)) return;
    if (this.#byClient.get(session.client) === session) this.#byClient.delete(session.client);
    this.#dropConnection(session);
    node.store.clients.delete(session.connection);
    const name = this.#nameOf(session.client);
    this.#world.emit('client-removed', node.lane, name);
    node.log(`: Received transport disconnect.  Shutting down client ${name}`);
    for (const other of this.#sessions.values()) {
      if (other.acknowledged) other.end.send({ type: 'member-left', name });
    }
    this.#array.locks.removed(session.connection);
    this.#locks.clientGone(session.connection);
    this.#resent.clientGone(session.connection);
    this.#drainResent();
    if (this.#window.isOpen) {
      this.#world.recorder.assume(ASSUMPTIONS.windowDeath);
      this.#window.settled(session.connection, false);
    }
    relay.publish({ removed: session.connection }, forgotten);
  }

  // ---- handshake and window

  #onHandshake(session: ClientSession, message: Message & { type: 'handshake' }): void {
    compareClocks(this.#array, this.#server.node, this.#clientNode(session.client));
    if (this.#started && message.resent.length > 0) {
      this.#server.node.log(
        `ClientHandshakeException: Clients connected after startup should not resend transactions. ${this.#nameOf(session.client)}`,
      );
      this.#remove(session);
      return;
    }
    session.greeted = true;
    this.#locks.reestablish(session.connection, message.locks);
    if (this.#started) {
      this.#acknowledge(session);
    } else {
      this.#resent.expect(session.connection, message.resent);
      this.#window.settled(session.connection, true);
    }
  }

  #windowEnded(missing: readonly number[]): void {
    if (missing.length === 0) {
      this.#start();
      return;
    }
    this.#removeInTurn(missing, () => {
      this.#server.node.log('Reconnect window closed. All dead clients removed.');
      this.#start();
    });
  }

  /**
   * The thread that ends the window closes the channels one by one, and each waits until every passive has answered that
   * it has forgotten the client: a passive that hangs holds the start up until it is given up itself.
   * Source: ReplicatedClusterStateManagerImpl (connectionIDDestroyed); in CDV-560 it took minutes.
   */
  #removeInTurn(connections: readonly number[], done: () => void): void {
    if (this.#closed) return;
    const [first, ...others] = connections;
    if (first === undefined) {
      done();
      return;
    }
    const next = (): void => this.#removeInTurn(others, done);
    const session = this.#sessions.get(first);
    if (session === undefined) next();
    else this.#remove(session, next);
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#server.node.setState('active');
    this.#locks.start();
    this.#resent.start();
    this.#drainResent();
    for (const session of this.#sessions.values()) if (session.greeted) this.#acknowledge(session);
  }

  #acknowledge(session: ClientSession): void {
    if (session.acknowledged) return;
    session.acknowledged = true;
    session.end.send({ type: 'ack', stripeId: this.#server.node.store.stripeId });
    const name = this.#nameOf(session.client);
    // Who was a member before the fail-over never left for the others: DsoClusterImpl does not announce it again.
    if (session.returning) return;
    for (const other of this.#sessions.values()) {
      if (other !== session && other.acknowledged) other.end.send({ type: 'member-joined', name });
    }
  }

  // ---- work

  #onMessage(session: ClientSession, endpoint: Endpoint<Message>, message: Message): void {
    if (message.type === 'ping') {
      this.#array.network.send(endpoint, { type: 'ping-reply' });
      return;
    }
    if (message.type === 'ping-reply') {
      this.#array.checkers.onPingReply(endpoint);
      return;
    }
    if (message.type === 'time-check') {
      this.#array.checkers.onTimeCheck(endpoint, message.clockMicros);
      return;
    }
    session.end.received++;
    switch (message.type) {
      case 'handshake':
        this.#onHandshake(session, message);
        break;
      case 'close':
        this.#remove(session);
        break;
      case 'fetch':
        this.#resent.afterwards(() => session.end.send({ type: 'value', call: message.call }));
        break;
      case 'transactions':
        session.end.send({ type: 'received', writes: message.writes });
        if (message.resent) {
          this.#resent.arrive(message.writes);
          this.#drainResent();
        } else {
          this.#resent.afterwards(() => this.#apply(session.client, message.writes));
        }
        break;
      case 'lock':
      case 'recall-commit':
      case 'unlock':
        this.#locks.onMessage(session.connection, message);
        break;
      default:
        break;
    }
  }

  #drainResent(): void {
    this.#resent.drain((write) => this.#apply(this.#array.ledger.writerOf(write), [write]));
  }

  /** Applies what is new, replicates it, and only then tells the client that it is complete. */
  #apply(client: number, writes: readonly number[]): void {
    const { node, relay } = this.#server;
    this.lastTransactionMicros = this.#world.nowMicros;
    this.transactions += writes.length;
    node.stripe.hadWrites = true;
    for (const write of writes) {
      // Sent again although it had been applied: known by its global transaction id, and left alone.
      if (!node.store.writes.has(write)) node.store.apply(write);
    }
    relay.replicate(writes, () => {
      if (this.#closed) return;
      this.#byClient.get(client)?.end.send({ type: 'completed', writes });
    });
  }

  #clientNode(client: number): ClientNode {
    return this.#array.clients[client] as ClientNode;
  }

  #nameOf(client: number): string {
    return this.#clientNode(client).name;
  }
}
