/**
 * The clients' side of an active server: the reconnect window, handshakes, work, and what is left when a client is gone.
 * Source: Terracotta 4.3.1, ServerClientHandshakeManager, ChannelLifeCycleHandler.
 */
import type { Endpoint } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import { ReconnectWindow } from '../transport/reconnect-window.ts';
import type { ServerArray } from './array.ts';
import type { ClientNode } from './client-node.ts';
import type { ClientSession } from './client-session.ts';
import { compareClocks } from './clocks.ts';
import { LockService } from './lock-service.ts';
import type { Message } from './messages.ts';
import { ResentTransactions } from './resent.ts';
import type { Server } from './server.ts';
import type { ServerNode } from './server-node.ts';
import { SessionTable } from './session-table.ts';
import { ASSUMPTIONS, GREEDY_LEASE_MICROS } from './timing.ts';

type Work = Extract<Message, { readonly type: 'fetch' | 'transactions' }>;

export class ClientService {
  lastTransactionMicros = 0;
  transactions = 0;
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #server: Server;
  readonly #sessions: SessionTable;
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
    this.#sessions = new SessionTable(array, server, {
      onMessage: (session, message) => this.#onMessage(session, message),
      removed: (session) => this.#removed(session),
    });
    const { node } = server;
    const leaseMicros = array.cluster.greedyLeaseMicros ?? GREEDY_LEASE_MICROS;
    this.#locks = new LockService(this.#world, node.process, leaseMicros, (connection, message) =>
      this.#sessions.get(connection)?.end.send(message),
    );
    const known = formed ? new Map<number, number>() : node.store.clients;
    this.#resent = new ResentTransactions(known.size === 0);
    for (const [connection, client] of known) this.#sessions.expect(connection, client);
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
      node.reconnectWindowMicros,
    );
    this.#sessions.listen();
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

  get connectedClients(): number {
    return this.#sessions.connected;
  }

  /** Runs when no transaction is left that a client has to send again. */
  afterResent(run: () => void): void {
    this.#resent.afterwards(run);
  }

  /** Row that explains why another client does not give a lock back; -1 when nothing is wrong with whoever keeps it. */
  troubleWithLock(lock: number, asker: number): number {
    for (const connection of this.#locks.holdersOf(lock)) {
      const session = connection === asker ? undefined : this.#sessions.get(connection);
      if (session === undefined) continue;
      const { process } = this.#clientNode(session.client);
      const trouble = session.lostRow >= 0 ? session.lostRow : this.#troubleWith(process);
      if (trouble >= 0) return trouble;
    }
    // A lock goes back when what was written under it is confirmed, and that waits for the passives.
    for (const server of this.#server.relay.awaited) {
      const trouble = this.#troubleWith((this.#array.servers[server] as ServerNode).process);
      if (trouble >= 0) return trouble;
    }
    return -1;
  }

  #troubleWith(process: Process): number {
    return this.#array.network.troubleBetween(this.#server.node.process, process);
  }

  close(): void {
    this.#closed = true;
    this.#window.close();
    this.#sessions.close();
  }

  /** Whether the licence lets this client in. */
  admits(client: number): boolean {
    return this.#sessions.admits(client);
  }

  /** A client that is connected when the run begins. */
  formSession(connection: number, client: number, endpoint: Endpoint<Message>): void {
    this.#sessions.form(connection, client, endpoint);
  }

  /** Its locks are released, and the others are told. */
  #removed(session: ClientSession): void {
    const { node } = this.#server;
    const name = this.#nameOf(session.client);
    this.#world.emit('client-removed', node.lane, name);
    node.log(`: Received transport disconnect.  Shutting down client ${name}`);
    this.#tellOthers(session, { type: 'member-left', name });
    this.#array.locks.removed(session.connection);
    this.#locks.clientGone(session.connection);
    this.#resent.clientGone(session.connection);
    this.#drainResent();
    if (this.#window.isOpen) {
      this.#world.recorder.assume(ASSUMPTIONS.windowDeath);
      this.#window.settled(session.connection, false);
    }
  }

  // ---- handshake and window

  #onHandshake(session: ClientSession, message: Message & { type: 'handshake' }): void {
    compareClocks(this.#array, this.#server.node, this.#clientNode(session.client));
    if (this.#started && message.resent.length > 0) {
      this.#server.node.log(
        `ClientHandshakeException: Clients connected after startup should not resend transactions. ${this.#nameOf(session.client)}`,
      );
      this.#sessions.remove(session);
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
    else this.#sessions.remove(session, next);
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#server.node.setState('active');
    this.#locks.start();
    this.#resent.start();
    this.#drainResent();
    for (const session of this.#sessions.all()) if (session.greeted) this.#acknowledge(session);
  }

  #acknowledge(session: ClientSession): void {
    if (session.acknowledged) return;
    session.acknowledged = true;
    session.end.send({ type: 'ack', stripeId: this.#server.node.store.stripeId });
    const name = this.#nameOf(session.client);
    // Who was a member before the fail-over never left for the others: DsoClusterImpl does not announce it again.
    if (session.returning) return;
    this.#tellOthers(session, { type: 'member-joined', name });
  }

  /** Who comes and goes only the first stripe says: ChannelLifeCycleHandler (HaConfig.isActiveCoordinatorGroup). */
  #tellOthers(about: ClientSession, message: Message): void {
    if (this.#array.stripes[0] !== this.#server.node.stripe) return;
    for (const other of this.#sessions.all()) if (other !== about && other.acknowledged) other.end.send(message);
  }

  // ---- work

  #onMessage(session: ClientSession, message: Message): void {
    switch (message.type) {
      case 'handshake':
        this.#onHandshake(session, message);
        break;
      case 'close':
        this.#sessions.remove(session);
        break;
      case 'fetch':
        this.#serveInTurn(session, message);
        break;
      case 'transactions':
        session.end.send({ type: 'received', writes: message.writes });
        if (message.resent) {
          this.#resent.arrive(message.writes);
          this.#drainResent();
        } else {
          this.#serveInTurn(session, message);
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

  /** What is new waits for what is sent again. */
  #serveInTurn(session: ClientSession, work: Work): void {
    if (this.#resent.isOver) this.#serve(session, work);
    else this.#resent.afterwards(this.#serve.bind(this, session, work));
  }

  #serve(session: ClientSession, work: Work): void {
    if (work.type === 'fetch') session.end.send({ type: 'value', call: work.call });
    else this.#apply(session.client, work.writes);
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
      this.#sessions.ofClient(client)?.end.send({ type: 'completed', writes });
    });
  }

  #clientNode(client: number): ClientNode {
    return this.#array.clients[client] as ClientNode;
  }

  #nameOf(client: number): string {
    return this.#clientNode(client).name;
  }
}
