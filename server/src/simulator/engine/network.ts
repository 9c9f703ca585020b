/**
 * The network: paths between processes, and TCP connections over them. It knows the difference between what a peer
 * that is gone, paused, cut off or slow looks like from outside:
 *
 * - refused: the host answers, nobody listens: an error at once;
 * - reset: the host answers a packet of a connection that it does not know: the connection is closed;
 * - silent: nothing comes back; connects run into their time-out and data waits to be sent again;
 * - slow: everything arrives, later. A paused process is none of these: its kernel accepts data, and connections until
 *   the queue of a port is full (`AcceptQueues`); from then on that port is silent.
 *
 * What was sent is delivered, dropped or in flight: the counters always add up.
 */
import type { NetworkCounters } from '../../trace/trace.ts';
import { Flights, type Flying } from './flights.ts';
import { Paths } from './paths.ts';
import { type Host, type Port, Process } from './process.ts';
import type { RandomStream } from './random.ts';
import type { World } from './world.ts';

/** One end of a TCP connection. `Message` is what the actors say to each other. */
export interface Receiver<Message> {
  onMessage(endpoint: Endpoint<Message>, message: Message): void;
  /** The connection was closed by the other side or by the network. Not called for one's own `close`. */
  onClosed(endpoint: Endpoint<Message>): void;
}

/** What travels: a message or the end of the connection, and its row in the trace when it is worth an arrow. */
interface Packet<Message> extends Flying<Packet<Message>> {
  readonly to: Endpoint<Message>;
  readonly message: Message | typeof FIN;
  readonly row: number;
}

export class Endpoint<Message> {
  readonly process: Process;
  peer!: Endpoint<Message>;
  open = true;
  receiver: Receiver<Message> | undefined;
  /** When bytes last arrived; what a health checker calls idle counts from here. */
  lastReceivedMicros: number;
  /** No later message overtakes an earlier one. */
  lastArrivalMicros = 0;
  /** What could not be sent, oldest first, while the path is silent. */
  readonly stalled: Packet<Message>[] = [];
  stalledSinceMicros = 0;
  /** Row of the event by which the machine lost this end without a word; the other end learns of it later. */
  lossCause = -1;

  constructor(process: Process, nowMicros: number) {
    this.process = process;
    this.lastReceivedMicros = nowMicros;
  }
}

const FIN = Symbol('end of connection');

export type ConnectResult<Message> = Endpoint<Message> | 'refused' | 'timeout';

/** Linux sends the first SYN again after 1, 3, 7, 15 … s (tcp(7), initial time-out 1 s). */
const SYN_RETRY_MICROS = [1, 3, 7, 15, 31, 63].map((seconds) => seconds * 1_000_000);
const SYN_GIVE_UP_MICROS = 127_000_000;
/** First retransmission of data after 200 ms, then doubling up to 120 s (Linux TCP_RTO_MIN, TCP_RTO_MAX). */
const RTO_FIRST_MICROS = 200_000;
const RTO_MAX_MICROS = 120_000_000;

export class Network<Message> {
  readonly paths: Paths;
  readonly processes: Process[] = [];
  readonly #world: World;
  readonly #latencyMicros: number;
  readonly #jitterMicros: number;
  readonly #arrowOf: (message: Message) => string | undefined;
  readonly #random: RandomStream;
  readonly #hosts = new Map<string, Host>();
  readonly #listeners: Map<Port, (endpoint: Endpoint<Message>) => void>[] = [];
  readonly #endpoints: Set<Endpoint<Message>>[] = [];
  readonly #flights: Flights<Packet<Message>>;
  #sent = 0;
  #delivered = 0;
  #dropped = 0;

  /** `arrowOf` names the messages that are recorded one by one; the others are only counted. */
  constructor(
    world: World,
    latencyMicros: number,
    jitterMicros: number,
    arrowOf: (message: Message) => string | undefined = () => undefined,
  ) {
    this.#arrowOf = arrowOf;
    this.#world = world;
    this.#latencyMicros = latencyMicros;
    this.#jitterMicros = jitterMicros;
    this.#random = world.random('network');
    this.paths = new Paths();
    this.#flights = new Flights(world, (packet) => this.#arrive(packet));
  }

  addProcess(name: string, hostName: string, lane: number): Process {
    let host = this.#hosts.get(hostName);
    if (host === undefined) {
      host = { name: hostName, poweredOn: true, clockSkewMicros: 0, clockCause: -1, clockBand: -1 };
      this.#hosts.set(hostName, host);
    }
    const process = new Process(this.#world, name, this.processes.length, host, lane);
    this.processes.push(process);
    this.#listeners.push(new Map());
    this.#endpoints.push(new Set());
    return process;
  }

  counters(): NetworkCounters {
    const inFlight = this.#sent - this.#delivered - this.#dropped;
    return { sent: this.#sent, delivered: this.#delivered, dropped: this.#dropped, inFlight };
  }

  /** Ends of connections that have not been closed. */
  get openConnections(): number {
    return this.#endpoints.reduce((sum, endpoints) => sum + endpoints.size, 0);
  }

  listen(process: Process, port: Port, accept: (endpoint: Endpoint<Message>) => void): void {
    this.#list(this.#listeners, process).set(port, accept);
  }

  /** Tries to open a connection; `done` runs in the calling process, exactly once, unless that process dies first. */
  connect(
    from: Process,
    to: Process,
    port: Port,
    timeoutMicros: number,
    done: (result: ConnectResult<Message>) => void,
  ): void {
    this.#knockUntilAnswered(from, to, port, timeoutMicros, (answer) => {
      if (answer === 'silent') {
        done('timeout');
        return;
      }
      const roundTrip = 2 * this.#latency(from, to);
      if (answer === 'refused') {
        this.#world.after(from, roundTrip, () => done('refused'));
        return;
      }
      const [near, far] = this.#pair(from, to);
      const accept = this.#list(this.#listeners, to).get(port);
      this.#world.after(to, roundTrip / 2, () => {
        if (far.open) accept?.(far);
      });
      this.#world.after(from, roundTrip, () => done(near.open ? near : 'refused'));
    });
  }

  /** A connection that exists when the run begins. */
  connectNow(a: Process, b: Process, use: (near: Endpoint<Message>, far: Endpoint<Message>) => void): void {
    const [near, far] = this.#pair(a, b);
    use(near, far);
  }

  /** A bare TCP connect, as the health checker makes it: says whether somebody accepts, as late as the kernel gives up. */
  probe(from: Process, to: Process, port: Port, done: (connected: boolean) => void): void {
    this.#knockUntilAnswered(from, to, port, SYN_GIVE_UP_MICROS, (answer) => {
      if (answer === 'silent') done(false);
      else this.#world.after(from, 2 * this.#latency(from, to), () => done(answer === 'accepted'));
    });
  }

  send(from: Endpoint<Message>, message: Message): void {
    if (!from.open) return;
    this.#sent++;
    const arrow = this.#arrowOf(message);
    const { recorder, kernel, nowMicros } = this.#world;
    const row =
      arrow === undefined
        ? -1
        : recorder.message(nowMicros, from.process.lane, from.peer.process.lane, arrow, kernel.currentCause);
    this.#transmit(from, { to: from.peer, message, row, cause: -1, next: undefined });
  }

  /** Closes one end; the other learns of it when the path lets it. */
  close(endpoint: Endpoint<Message>): void {
    if (!endpoint.open) return;
    endpoint.open = false;
    this.#dropStalled(endpoint);
    this.#sent++;
    this.#transmit(endpoint, { to: endpoint.peer, message: FIN, row: -1, cause: -1, next: undefined });
    this.#list(this.#endpoints, endpoint.process).delete(endpoint);
  }

  /** The connections between two processes are reset, as by a firewall that lost its state. */
  reset(a: Process, b: Process): void {
    for (const endpoint of [...this.#list(this.#endpoints, a)]) {
      if (endpoint.peer.process !== b) continue;
      this.#hangUp(endpoint);
      this.#hangUp(endpoint.peer);
    }
  }

  /** The process died, its host is up: its kernel closes every connection. */
  processDied(process: Process): void {
    for (const endpoint of [...this.#list(this.#endpoints, process)]) this.close(endpoint);
    this.#list(this.#listeners, process).clear();
  }

  /** The host lost its power: nobody is told. */
  hostDied(process: Process): void {
    for (const endpoint of this.#list(this.#endpoints, process)) {
      endpoint.open = false;
      endpoint.lossCause = this.#world.kernel.currentCause;
      this.#dropStalled(endpoint);
    }
    this.#list(this.#endpoints, process).clear();
    this.#list(this.#listeners, process).clear();
  }

  /** Paths were opened again: what waited is sent at the next retransmission. */
  pathsHealed(): void {
    const now = this.#world.nowMicros;
    for (const endpoints of this.#endpoints) {
      for (const endpoint of endpoints) this.#scheduleRetransmission(endpoint, now);
    }
    for (const endpoint of this.#closedWithBacklog) this.#scheduleRetransmission(endpoint, now);
  }

  /**
   * The trace row that explains why `from` hears nothing from `to`; -1 when nothing is wrong between them. `port`: where
   * `from` tries to connect, if it does.
   */
  troubleBetween(from: Process, to: Process, port?: Port): number {
    if (to.downCause >= 0) return to.downCause;
    const overflow = port === undefined ? -1 : (to.acceptQueues?.overflowOf(port) ?? -1);
    if (overflow >= 0) return overflow;
    if (to.pauseCause >= 0) return to.pauseCause;
    const path = this.paths.causeBetween(from.index, to.index);
    return path;
  }

  /** Ends that are closed but whose FIN could not be sent yet. */
  readonly #closedWithBacklog = new Set<Endpoint<Message>>();

  #pair(a: Process, b: Process): readonly [Endpoint<Message>, Endpoint<Message>] {
    const near = new Endpoint<Message>(a, this.#world.nowMicros);
    const far = new Endpoint<Message>(b, this.#world.nowMicros);
    near.peer = far;
    far.peer = near;
    this.#list(this.#endpoints, a).add(near);
    this.#list(this.#endpoints, b).add(far);
    return [near, far];
  }

  /** The kernel sends its SYN again and again; `then` runs with the first answer, or `silent` when the time is over. */
  #knockUntilAnswered(
    from: Process,
    to: Process,
    port: Port,
    timeoutMicros: number,
    then: (answer: 'accepted' | 'refused' | 'silent') => void,
  ): void {
    const started = this.#world.nowMicros;
    const attempt = (): void => {
      const answer = this.#knock(from, to, port);
      if (answer !== 'silent') {
        then(answer);
        return;
      }
      const elapsed = this.#world.nowMicros - started;
      const next = SYN_RETRY_MICROS.find((at) => at > elapsed && at < timeoutMicros);
      if (next === undefined) this.#world.after(from, Math.max(0, timeoutMicros - elapsed), () => then('silent'));
      else this.#world.after(from, next - elapsed, attempt);
    };
    attempt();
  }

  #knock(from: Process, to: Process, port: Port): 'accepted' | 'refused' | 'silent' {
    const state = this.paths.state(from.index, to.index);
    const back = this.paths.state(to.index, from.index);
    if (state === 'refused') return 'refused';
    if (state === 'silent' || back === 'silent' || !to.host.poweredOn || !from.host.poweredOn) return 'silent';
    if (port === 'callback' && this.paths.isCallbackBlocked(to.index)) return 'silent';
    if (!this.#list(this.#listeners, to).has(port) || !to.running) return 'refused';
    return this.#admits(to, port) ? 'accepted' : 'silent';
  }

  #admits(to: Process, port: Port): boolean {
    const { acceptQueues: queues, pauseCause } = to;
    if (queues === undefined) return true;
    let row = -1;
    return queues.admit(port, () => {
      this.#world.because(pauseCause, () => {
        row = this.#world.emit('backlog-full', to.lane, port, queues.capacity);
      });
      return row;
    });
  }

  #transmit(from: Endpoint<Message>, packet: Packet<Message>): void {
    const { to } = packet;
    const state = to.process.host.poweredOn
      ? this.paths.state(from.process.index, to.process.index)
      : ('silent' as const);
    // TCP keeps the order: what is sent after the path has healed waits behind what is still to be sent again.
    if (state === 'silent' || from.stalled.length > 0) {
      if (from.stalled.length === 0) from.stalledSinceMicros = this.#world.nowMicros;
      from.stalled.push(packet);
      if (packet.message === FIN) this.#closedWithBacklog.add(from);
      return;
    }
    const latency = this.#latency(from.process, to.process);
    if (state === 'refused') {
      this.#dropped++;
      this.#resetLater(from, 2 * latency);
      return;
    }
    const arrival = Math.max(this.#world.nowMicros + latency, from.lastArrivalMicros);
    from.lastArrivalMicros = arrival;
    this.#flights.send(packet, arrival);
  }

  #arrive(packet: Packet<Message>): void {
    const { to, message, row } = packet;
    const { process } = to;
    if (to.open && process.running && process.paused) {
      this.#flights.hold(packet, process);
      return;
    }
    if (!to.open || !process.running) {
      this.#dropped++;
      if (message === FIN || !process.host.poweredOn) return;
      this.#world.because(to.lossCause, () => this.#resetLater(to.peer, this.#latency(process, to.peer.process)));
      return;
    }
    this.#delivered++;
    if (row >= 0) this.#world.recorder.received(row, this.#world.nowMicros);
    to.lastReceivedMicros = this.#world.nowMicros;
    if (message === FIN) this.#hangUp(to);
    else to.receiver?.onMessage(to, message);
  }

  #resetLater(endpoint: Endpoint<Message>, delayMicros: number): void {
    if (!endpoint.open) return;
    this.#world.after(endpoint.process, delayMicros, () => {
      const answer = this.paths.state(endpoint.peer.process.index, endpoint.process.index);
      if (answer !== 'silent') this.#hangUp(endpoint);
    });
  }

  #hangUp(endpoint: Endpoint<Message>): void {
    if (!endpoint.open) return;
    endpoint.open = false;
    this.#dropStalled(endpoint);
    this.#list(this.#endpoints, endpoint.process).delete(endpoint);
    this.#world.after(endpoint.process, 0, () => endpoint.receiver?.onClosed(endpoint));
  }

  #dropStalled(endpoint: Endpoint<Message>): void {
    this.#dropped += endpoint.stalled.length;
    endpoint.stalled.length = 0;
  }

  #scheduleRetransmission(endpoint: Endpoint<Message>, now: number): void {
    if (endpoint.stalled.length === 0) return;
    let at = endpoint.stalledSinceMicros;
    for (let wait = RTO_FIRST_MICROS; at <= now; wait = Math.min(wait * 2, RTO_MAX_MICROS)) at += wait;
    this.#world.after(undefined, at - now, () => {
      const waiting = endpoint.stalled.splice(0);
      this.#closedWithBacklog.delete(endpoint);
      for (const packet of waiting) this.#transmit(endpoint, packet);
    });
  }

  #latency(from: Process, to: Process): number {
    const jitter = this.#jitterMicros > 0 ? this.#random.integer(0, this.#jitterMicros) : 0;
    return this.#latencyMicros + jitter + this.paths.extraLatencyMicros(from.index, to.index);
  }

  #list<T>(lists: readonly T[], process: Process): T {
    return lists[process.index] as T;
  }
}
