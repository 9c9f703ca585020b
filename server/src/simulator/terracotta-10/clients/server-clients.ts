/**
 * The clients' side of a server: who connects, redirects from a passive, the reconnect window, leases, and what the
 * clients ask of their cluster tiers.
 *
 * Source: terracotta-core 5.x, ServerStackProvider, ServerClientHandshakeManager, ClientHandshakeHandler.
 */
import type { Endpoint } from '../../engine/network.ts';
import type { World } from '../../engine/world.ts';
import { ReconnectWindow } from '../../transport/reconnect-window.ts';
import type { ServerArray } from '../array.ts';
import type { Message } from '../messages.ts';
import type { ClientSide, StripeSide } from '../seams.ts';
import { Execution } from './execution.ts';
import type { ClientMessage, Invocation } from './messages.ts';
import type { ClientNode } from './node.ts';
import { ServerLeases } from './server-leases.ts';
import type { ClientSession } from './session.ts';
import { SessionTable } from './session-table.ts';
import { type Activity, ClusterState } from './state.ts';
import { ASSUMPTIONS } from './timing.ts';

type Handshake = Extract<ClientMessage, { readonly type: 'handshake' }>;
type Syn = Extract<ClientMessage, { readonly type: 'syn' }>;

export class ServerClients implements ClientSide {
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #stripe: StripeSide;
  readonly #sessions: SessionTable;
  readonly #leases: ServerLeases;
  #state = new ClusterState();
  #execution: Execution | undefined;
  #window: ReconnectWindow | undefined;
  /** Clients are served: there is no window, or it is over. */
  #started = false;
  #closed = false;
  #activeSince = -1;
  #arrivals = 0;

  constructor(array: ServerArray, stripe: StripeSide) {
    this.#array = array;
    this.#world = array.world;
    this.#stripe = stripe;
    this.#sessions = new SessionTable(array, stripe, {
      onMessage: (session, message) => this.#onMessage(session, message),
      disconnected: (session) => this.#disconnected(session),
      removed: (session) => this.#removed(session),
    });
    this.#leases = new ServerLeases(array.world, stripe.process, (connection) => this.#leaseExpired(connection));
  }

  get state(): ClusterState {
    return this.#state;
  }

  get activeSince(): number {
    return this.#activeSince;
  }

  get objectCount(): number {
    return this.#state.objectCount;
  }

  get connectedClients(): number {
    return this.#sessions.connected;
  }

  get highestConnectionId(): number {
    return this.#state.highestConnection;
  }

  get isInWindow(): boolean {
    return this.#window?.isOpen ?? false;
  }

  listen(): void {
    this.#array.network.listen(this.#stripe.process, 'client', (endpoint) => {
      endpoint.receiver = {
        onMessage: (_, message) => {
          if (message.type === 'syn') this.#onSyn(endpoint, message);
        },
        onClosed: () => {},
      };
    });
  }

  formedAsActive(): void {
    this.#becomeActive();
    this.#started = true;
  }

  promoted(): void {
    const { world, scenario } = this.#array;
    this.#activeSince = world.kernel.currentCause;
    if (scenario.anomalies?.includes('cleared-keys-reappear')) {
      const count = this.#state.undoLastClears();
      if (count > 0) this.#log(`${count} cleared keys are there again (ehcache3 #3278)`);
    }
    this.#becomeActive();
    if (this.#state.writes.size === 0 && this.#array.ledger.hasLosses) world.emit('data-lost', this.#stripe.lane);
    for (const [connection, client] of this.#state.clients) {
      this.#sessions.add(connection, client, 'expected');
    }
    this.#window = new ReconnectWindow(
      world,
      {
        lane: this.#stripe.lane,
        process: this.#stripe.process,
        logsReturns: true,
        nameOf: (client) => this.#nameOf(client),
        log: (text) => this.#log(text),
        windowEnded: (missing) => this.#windowEnded(missing),
      },
      this.#state.clients,
      this.#stripe.reconnectWindowMicros,
    );
    if (this.#window.isOpen) this.#window.open();
    else this.#start();
  }

  apply(activity: unknown): void {
    this.#state.apply(activity as Activity);
  }

  snapshot(): unknown {
    return this.#state.copy();
  }

  restore(snapshot: unknown): void {
    this.#state = (snapshot as ClusterState).copy();
  }

  closed(): void {
    this.#closed = true;
    this.#window?.close();
    this.#leases.close();
    this.#sessions.close();
    // The data goes with the process: whether others have it is seen at the end.
    this.#array.ledger.lostBy(this.#state.writes, this.#world.kernel.currentCause);
  }

  /** A client that is connected when the run begins. */
  formSession(client: ClientNode, endpoint: Endpoint<Message>, tiers: readonly number[]): number {
    const session = this.#sessions.add(this.#state.highestConnection + 1, client.index, 'connected');
    session.greeted = true;
    session.acknowledged = true;
    this.#change({
      kind: 'client-added',
      connection: session.connection,
      client: client.index,
      cluster: this.#state.cluster,
    });
    for (const cache of tiers) {
      this.#holds(session, cache);
      if (!this.#state.hasTier(cache)) this.#change({ kind: 'tier-created', cache });
    }
    this.#sessions.attach(session, endpoint, true);
    return session.connection;
  }

  #becomeActive(): void {
    if (this.#state.cluster === 0) this.#state.cluster = this.#world.nextId();
    this.#execution = new Execution(this.#array, this.#state, {
      sessions: () => this.#sessions.values(),
      nodeOf: (client) => this.#sessions.nodeOf({ client }),
      send: (session, message) => this.#sessions.send(session, message),
      replicate: (activity, done) => this.#stripe.replicate(activity, done),
      log: (text) => this.#log(text),
    });
  }

  #change(activity: Activity, done = (): void => {}): void {
    this.#state.apply(activity);
    this.#stripe.replicate(activity, () => {
      if (!this.#closed) done();
    });
  }

  // ---- connections

  #onSyn(endpoint: Endpoint<Message>, syn: Syn): void {
    if (this.#closed) return;
    if (!this.#stripe.isActive) {
      this.#sendElsewhere(endpoint, syn);
    } else if (this.#stripe.isSuspended && !this.isInWindow) {
      this.#log(`connection not allowed: ${this.#nameOf(syn.client)}`);
      this.#array.network.send(endpoint, { type: 'no-active' });
    } else if (syn.connection === 0) {
      this.#introduce(endpoint, syn.client);
    } else {
      this.#reconnect(endpoint, syn);
    }
  }

  /** A server that is not active tells an ordinary client where the active is, if it knows. */
  #sendElsewhere(endpoint: Endpoint<Message>, { client }: Syn): void {
    const { knownActive } = this.#stripe;
    const active = this.#array.servers[knownActive];
    if (active === undefined || active.name === this.#stripe.name) {
      this.#array.network.send(endpoint, { type: 'no-active' });
      return;
    }
    this.#log(`Redirecting client: ${this.#nameOf(client)} to ${active.name}`);
    this.#array.network.send(endpoint, { type: 'redirect', server: knownActive });
  }

  #introduce(endpoint: Endpoint<Message>, client: number): void {
    const { cluster } = this.#state;
    const connection = this.#state.highestConnection + 1;
    const session = this.#sessions.add(connection, client, 'connected');
    this.#change({ kind: 'client-added', connection, client, cluster });
    this.#array.network.send(endpoint, { type: 'syn-ack', connection, cluster });
    this.#sessions.attach(session, endpoint, false);
  }

  /** An old identity is good for the window, once; afterwards it is not known any more. */
  #reconnect(endpoint: Endpoint<Message>, { client, connection, cluster }: Syn): void {
    const session = this.#sessions.get(connection);
    const isOurs = session !== undefined && session.client === client && cluster === this.#state.cluster;
    if (!isOurs || session.link !== 'expected') {
      this.#log(`Client Cannot Reconnect. Stack for ConnectionID(${connection}) not found.`);
      this.#array.network.send(endpoint, { type: 'syn-rejected' });
      // The client has given up the connection that this server still believes in.
      if (isOurs) this.#sessions.remove(session);
      return;
    }
    session.link = 'connected';
    this.#array.network.send(endpoint, { type: 'syn-ack', connection, cluster });
    this.#sessions.attach(session, endpoint, false);
  }

  #disconnected(session: ClientSession): void {
    if (!this.isInWindow || !session.returning) {
      const node = this.#sessions.nodeOf(session);
      const isAlive = node.process.running;
      if (isAlive && node.tiers.some((cache) => node.isStrong(cache))) {
        this.#world.recorder.assume(ASSUMPTIONS.strongDrop);
      }
      this.#sessions.remove(session);
      return;
    }
    this.#world.recorder.assume(ASSUMPTIONS.secondLoss);
    session.link = 'lost';
  }

  /** The client is forgotten: strong writes do not wait for it any more, the passives are told. */
  #removed({ connection, client }: ClientSession): void {
    this.#leases.remove(connection);
    this.#change({ kind: 'client-removed', connection });
    this.#world.emit('client-removed', this.#stripe.lane, this.#nameOf(client));
    this.#execution?.clientGone(connection);
  }

  #leaseExpired(connection: number): void {
    const session = this.#sessions.get(connection);
    if (session === undefined || this.#closed) return;
    const node = this.#sessions.nodeOf(session);
    this.#world.because(this.#array.network.troubleBetween(this.#stripe.process, node.process), () => {
      this.#world.emit('client-lease-expired', this.#stripe.lane, node.name, node.lane);
      this.#log(`Closing connection to client: ${node.name} due to lease expiry`);
      this.#sessions.remove(session);
    });
  }

  // ---- handshake and window

  #onHandshake(session: ClientSession, { resent, tiers, invalidating, leaseSequence }: Handshake): void {
    session.greeted = true;
    for (const cache of tiers) this.#holds(session, cache);
    if (!session.returning) {
      if (this.#started) this.#stripe.whenClientsMayJoin(() => this.#acknowledge(session));
      return;
    }
    session.resent = resent;
    session.arrival = ++this.#arrivals;
    this.#leases.reconnecting(session.connection, leaseSequence);
    this.#execution?.reportInvalidating(session.connection, invalidating);
    this.#window?.settled(session.connection, true);
  }

  #windowEnded(missing: readonly number[]): void {
    for (const connection of missing) {
      const session = this.#sessions.get(connection);
      if (session !== undefined) this.#sessions.refuse(session);
    }
    if (missing.length > 0) this.#log('Reconnect window closed. All dead clients removed.');
    // Who came back and was lost again cannot come a third time.
    for (const session of [...this.#sessions.values()]) if (session.link === 'lost') this.#sessions.remove(session);
    this.#start();
  }

  /** Lets the clients in, as soon as the votes allow it; then what was in flight comes first. */
  #start(): void {
    if (this.#sessions.size === 0) this.#serve();
    else this.#stripe.whenClientsMayJoin(() => this.#serve());
  }

  #serve(): void {
    if (this.#closed || this.#started) return;
    this.#started = true;
    const returned = [...this.#sessions.values()].filter(({ greeted }) => greeted);
    returned.sort((a, b) => a.arrival - b.arrival);
    this.#stripe.windowClosed();
    if (returned.length > 0) this.#log(`Reconnection with ${returned.length} clients`);
    for (const session of returned) this.#acknowledge(session);
    if (returned.length > 0) this.#log('Reconnection complete');
    this.#execution?.replay(returned);
  }

  #acknowledge(session: ClientSession): void {
    if (session.acknowledged || !this.#sessions.has(session)) return;
    session.acknowledged = true;
    this.#leases.reconnected(session.connection, this.#stripe.clientLeaseMicros);
    if (session.returning) {
      this.#log(
        `Client '${this.#nameOf(session.client)}' successfully reconnected to newly promoted ACTIVE after failover.`,
      );
    }
    this.#sessions.send(session, { type: 'ack' });
  }

  // ---- work

  #onMessage(session: ClientSession, message: Message): void {
    switch (message.type) {
      case 'invoke':
        this.#execution?.execute(session, message as Invocation);
        break;
      case 'invalidated':
        this.#execution?.confirmed(session.connection, message.id);
        break;
      case 'lease-request': {
        const length = this.#leases.request(session.connection, message.sequence, this.#stripe.clientLeaseMicros);
        this.#sessions.send(session, { type: 'lease', sequence: message.sequence, lengthMicros: length });
        break;
      }
      case 'open-tier':
        this.#openTier(session, message);
        break;
      case 'handshake':
        this.#onHandshake(session, message);
        break;
      case 'close':
        this.#sessions.remove(session);
        break;
      default:
        break;
    }
  }

  #openTier(session: ClientSession, request: Extract<ClientMessage, { readonly type: 'open-tier' }>): void {
    const { cache, createsManager, createsTier } = request;
    const answer = (text: 'ok' | 'no-manager' | 'no-tier'): void => {
      if (text === 'ok') this.#holds(session, cache);
      this.#sessions.send(session, { type: 'tier', cache, answer: text });
    };
    if (this.#state.hasTier(cache)) answer('ok');
    else if (!this.#state.managerExists && !createsManager) answer('no-manager');
    else if (!createsTier) answer('no-tier');
    else this.#change({ kind: 'tier-created', cache }, () => answer('ok'));
  }

  #holds(session: ClientSession, cache: number): void {
    if (this.#sessions.nodeOf(session).mustDropCopies(cache)) session.copied.add(cache);
  }

  #nameOf(client: number): string {
    return this.#array.clients[client]?.name ?? `client ${client}`;
  }

  #log(text: string): void {
    this.#stripe.log(text);
  }
}
