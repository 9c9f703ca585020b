/**
 * The group of one stripe as one server sees it: a session to every other server, found by discovery, watched by the
 * health checker, and where the product can do that restored under the same identity when only its TCP connection was
 * lost.
 *
 * Source: Terracotta 4.3.1 and terracotta-core 5.x, TCGroupManagerImpl; the once-and-only-once layer of 4.3.1
 * (l2.nha.tcgroupcomm.reconnect.*), which the 5.x servers do not have.
 */
import type { HealthCheck, TransportReconnect } from '../../model/model.ts';
import { type Routine, Running, sleep, wait } from '../engine/coroutine.ts';
import type { ConnectResult, Endpoint, Network } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { Timer, World } from '../engine/world.ts';
import type { HealthCheckers } from './health-checker.ts';
import type { TransportMessage } from './messages.ts';
import { SessionEnd } from './session.ts';

export interface GroupOwner<Payload> {
  /** Position among the servers of the array. When two connect to each other at once, the lower one's connection is kept. */
  readonly index: number;
  readonly process: Process;
  readonly lane: number;
  /** Whether this server belongs to the group now. */
  isMember(server: number): boolean;
  onPeerJoined(server: number): void;
  onPeerLeft(server: number): void;
  onGroupMessage(server: number, message: Payload): void;
  log(text: string): void;
}

export interface GroupPeer {
  readonly index: number;
  readonly process: Process;
}

interface Link<Payload> {
  readonly peer: GroupPeer;
  readonly id: number;
  readonly end: SessionEnd<Payload | TransportMessage>;
  restoring: boolean;
  /** Row that says that its connection was lost; -1 while it is there. */
  lostRow: number;
  timer: Timer | undefined;
  routine: Running | undefined;
}

export interface GroupSettings {
  readonly healthCheck: HealthCheck;
  readonly reconnect: TransportReconnect;
  /** How long to wait for the answer to the group handshake: l2.nha.tcgroupcomm.handshake.timeout. */
  readonly handshakeTimeoutMicros: number;
  readonly socketConnectTimeoutMicros: number;
  readonly reconnectWaitMicros: number;
}

/** l2.nha.tcgroupcomm.discovery.interval, tc.properties of 4.3.1 and 5.x. */
const DISCOVERY_MICROS = 1_000_000;

/** `Payload`: what servers say to each other once they are in a group. */
export class Group<Payload> {
  readonly #world: World;
  readonly #network: Network<Payload | TransportMessage>;
  readonly #checkers: HealthCheckers<Payload | TransportMessage>;
  readonly #owner: GroupOwner<Payload>;
  readonly #peers: readonly GroupPeer[];
  readonly #settings: GroupSettings;
  readonly #links = new Map<number, Link<Payload>>();
  readonly #attempts = new Map<number, Running>();
  /** Rows by which other servers were lost: why they are looked for. */
  readonly #lossRows = new Map<number, number>();
  #closed = false;

  constructor(
    world: World,
    network: Network<Payload | TransportMessage>,
    checkers: HealthCheckers<Payload | TransportMessage>,
    owner: GroupOwner<Payload>,
    peers: readonly GroupPeer[],
    settings: GroupSettings,
  ) {
    this.#world = world;
    this.#network = network;
    this.#checkers = checkers;
    this.#owner = owner;
    this.#peers = peers;
    this.#settings = settings;
  }

  /** Opens the group port and looks for the others, now and every second. */
  open(): void {
    this.#network.listen(this.#owner.process, 'group', (endpoint) => this.#accept(endpoint));
    this.#discover();
  }

  close(): void {
    this.#closed = true;
    for (const attempt of this.#attempts.values()) attempt.cancel();
    for (const link of this.#links.values()) {
      link.timer?.cancel();
      link.routine?.cancel();
    }
  }

  /** Two servers that are in one group when the run begins. */
  static formed<Payload>(a: Group<Payload>, b: Group<Payload>, idForBoth: number): void {
    const [near, far] = [
      a.#makeLink(a.#peerOf(b.#owner.index), idForBoth),
      b.#makeLink(b.#peerOf(a.#owner.index), idForBoth),
    ];
    a.#network.connectNow(a.#owner.process, b.#owner.process, (x, y) => {
      a.#attach(near, x, true);
      b.#attach(far, y, true);
    });
  }

  members(): readonly number[] {
    return [...this.#links.keys()];
  }

  /** restoring: still a member, but nothing reaches it until its connection is restored. */
  stateOf(server: number): 'connected' | 'restoring' | 'gone' {
    const link = this.#links.get(server);
    if (link === undefined) return 'gone';
    return link.restoring ? 'restoring' : 'connected';
  }

  send(server: number, message: Payload): void {
    this.#links.get(server)?.end.send(message);
  }

  broadcast(message: Payload): void {
    for (const link of this.#links.values()) link.end.send(message);
  }

  /** Closes the connection to a server; discovery will find it again while it is a member. */
  closeMember(server: number): void {
    const link = this.#links.get(server);
    if (link !== undefined) this.#drop(link);
  }

  #discover(): void {
    for (const peer of this.#peers) {
      if (!this.#owner.isMember(peer.index) || this.#links.has(peer.index) || this.#attempts.has(peer.index)) continue;
      this.#world.because(this.#lossRows.get(peer.index) ?? -1, () => {
        const attempt = new Running(this.#join(peer));
        if (!this.#links.has(peer.index)) this.#attempts.set(peer.index, attempt);
      });
    }
    this.#world.after(this.#owner.process, DISCOVERY_MICROS, () => {
      if (!this.#closed) this.#discover();
    });
  }

  *#join(peer: GroupPeer): Routine {
    const id = this.#world.nextId();
    const answer = yield* this.#hello(peer, id, false, 0);
    this.#attempts.delete(peer.index);
    if (answer === undefined) return;
    this.#network.send(answer.endpoint, { type: 'hello-confirmed' });
    this.#joined(peer, id, answer.endpoint);
  }

  #joined(peer: GroupPeer, id: number, endpoint: Endpoint<Payload | TransportMessage>): void {
    const known = this.#links.get(peer.index);
    if (known !== undefined) this.#world.because(known.lostRow, () => this.#drop(known));
    this.#attach(this.#makeLink(peer, id), endpoint);
    this.#owner.onPeerJoined(peer.index);
  }

  /** Connects and shakes hands; undefined when that failed, in whatever way. */
  *#hello(
    peer: GroupPeer,
    id: number,
    resuming: boolean,
    received: number,
  ): Routine<{ endpoint: Endpoint<Payload | TransportMessage>; received: number } | undefined> {
    const { process, index } = this.#owner;
    const result = yield* wait<ConnectResult<Payload | TransportMessage>>((resume) => {
      this.#network.connect(process, peer.process, 'group', this.#settings.socketConnectTimeoutMicros, resume);
      return undefined;
    });
    if (typeof result === 'string') return undefined;
    const answer = yield* wait<TransportMessage | undefined>((resume) => {
      result.receiver = {
        onMessage: (_, message) => resume(message as TransportMessage),
        onClosed: () => resume(undefined),
      };
      const timer = this.#world.after(process, this.#settings.handshakeTimeoutMicros, () => resume(undefined));
      this.#network.send(result, { type: 'hello', server: index, session: id, resume: resuming, received });
      return () => timer.cancel();
    });
    if (answer?.type === 'welcome' && result.open) return { endpoint: result, received: answer.received };
    this.#network.close(result);
    return undefined;
  }

  #accept(endpoint: Endpoint<Payload | TransportMessage>): void {
    endpoint.receiver = {
      onMessage: (_, message) => {
        const hello = message as TransportMessage;
        if (hello.type === 'hello') this.#onHello(endpoint, hello);
      },
      onClosed: () => {},
    };
  }

  #onHello(endpoint: Endpoint<Payload | TransportMessage>, hello: TransportMessage & { type: 'hello' }): void {
    if (!this.#owner.isMember(hello.server)) {
      this.#network.send(endpoint, { type: 'hello-rejected' });
      return;
    }
    const known = this.#links.get(hello.server);
    if (hello.resume) {
      if (known?.id === hello.session) {
        this.#network.send(endpoint, { type: 'welcome', received: known.end.received });
        this.#restored(known, endpoint, hello.received);
      } else {
        // The session is gone here; the other side gives it up and begins a new one.
        this.#network.send(endpoint, { type: 'hello-rejected' });
      }
      return;
    }
    // Both try: the connection that the lower one opens is kept.
    if (this.#attempts.has(hello.server) && this.#owner.index < hello.server) {
      this.#network.send(endpoint, { type: 'hello-rejected' });
      return;
    }
    this.#network.send(endpoint, { type: 'welcome', received: 0 });
    // Joined when the other side confirms: a connection that it has closed meanwhile never gets that far.
    endpoint.receiver = {
      onMessage: (_, message) => {
        if ((message as TransportMessage).type !== 'hello-confirmed') return;
        this.#attempts.get(hello.server)?.cancel();
        this.#attempts.delete(hello.server);
        this.#joined(this.#peerOf(hello.server), hello.session, endpoint);
      },
      onClosed: () => {},
    };
  }

  #makeLink(peer: GroupPeer, id: number): Link<Payload> {
    const link: Link<Payload> = {
      peer,
      id,
      end: new SessionEnd(this.#network),
      restoring: false,
      lostRow: -1,
      timer: undefined,
      routine: undefined,
    };
    this.#links.set(peer.index, link);
    return link;
  }

  #attach(link: Link<Payload>, endpoint: Endpoint<Payload | TransportMessage>, formed = false): void {
    link.end.attach(endpoint);
    endpoint.receiver = {
      onMessage: (at, message) => this.#onMessage(link, at, message),
      onClosed: (at) => this.#onClosed(link, at),
    };
    this.#checkers.watch({
      endpoint,
      settings: this.#settings.healthCheck,
      port: 'group',
      verified: formed,
      log: (text) => this.#owner.log(text),
      onDead: (idleMillis) => this.#onDead(link, idleMillis),
    });
  }

  #onMessage(
    link: Link<Payload>,
    endpoint: Endpoint<Payload | TransportMessage>,
    message: Payload | TransportMessage,
  ): void {
    if (this.#checkers.takes(endpoint, message as TransportMessage)) return;
    link.end.received++;
    this.#owner.onGroupMessage(link.peer.index, message as Payload);
  }

  #onClosed(link: Link<Payload>, endpoint: Endpoint<Payload | TransportMessage>): void {
    if (link.end.endpoint !== endpoint || this.#links.get(link.peer.index) !== link) return;
    this.#checkers.stop(endpoint);
    this.#world.because(this.#network.troubleBetween(this.#owner.process, link.peer.process), () => {
      link.lostRow = this.#world.emit('connection-lost', this.#owner.lane, link.peer.process.name);
      const { enabled, timeoutMicros } = this.#settings.reconnect;
      if (!enabled) {
        this.#drop(link);
        return;
      }
      link.restoring = true;
      if (link.peer.index > this.#owner.index) link.routine = new Running(this.#restore(link));
      else link.timer = this.#world.after(this.#owner.process, timeoutMicros, () => this.#expire(link));
    });
  }

  *#restore(link: Link<Payload>): Routine {
    const { reconnect, reconnectWaitMicros } = this.#settings;
    const deadline = this.#world.nowMicros + reconnect.timeoutMicros;
    while (this.#world.nowMicros <= deadline) {
      const answer = yield* this.#hello(link.peer, link.id, true, link.end.received);
      if (answer !== undefined) {
        this.#restored(link, answer.endpoint, answer.received);
        return;
      }
      yield* sleep(this.#world, this.#owner.process, reconnectWaitMicros);
    }
    this.#expire(link);
  }

  #restored(link: Link<Payload>, endpoint: Endpoint<Payload | TransportMessage>, receivedByPeer: number): void {
    const before = link.end.endpoint;
    if (before !== undefined && before !== endpoint) {
      this.#checkers.stop(before);
      this.#network.close(before);
    }
    link.timer?.cancel();
    link.restoring = false;
    link.lostRow = -1;
    this.#attach(link, endpoint);
    this.#world.emit('connection-restored', this.#owner.lane, link.peer.process.name);
    link.end.resume(endpoint, receivedByPeer);
  }

  #expire(link: Link<Payload>): void {
    this.#world.emit('restore-expired', this.#owner.lane, link.peer.process.name);
    this.#drop(link);
  }

  #onDead(link: Link<Payload>, idleMillis: number): void {
    if (this.#links.get(link.peer.index) !== link) return;
    this.#world.emit('declared-dead', this.#owner.lane, link.peer.process.name, idleMillis);
    this.#drop(link);
  }

  #drop(link: Link<Payload>): void {
    if (this.#links.get(link.peer.index) !== link) return;
    this.#links.delete(link.peer.index);
    link.timer?.cancel();
    link.routine?.cancel();
    const { endpoint } = link.end;
    if (endpoint !== undefined) {
      this.#checkers.stop(endpoint);
      this.#network.close(endpoint);
    }
    this.#lossRows.set(link.peer.index, this.#world.emit('node-lost', this.#owner.lane, link.peer.process.name));
    this.#owner.onPeerLeft(link.peer.index);
  }

  #peerOf(server: number): GroupPeer {
    const peer = this.#peers.find((candidate) => candidate.index === server);
    if (peer === undefined) throw new Error(`no server ${server} in this stripe`);
    return peer;
  }
}
