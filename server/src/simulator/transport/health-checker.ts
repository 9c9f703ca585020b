/**
 * The health checker: one per end of a connection. Silence is answered first by pings, then by TCP connects to the
 * peer's listening port, which a paused JVM still accepts and a dead host does not.
 *
 * Everything counts ticks of `ping.interval`, not wall-clock time, so a pause of one's own adds no probes.
 * Source: Terracotta 4.3.1, ConnectionHealthCheckerImpl and ConnectionHealthCheckerContextImpl; tc.properties.
 */
import type { HealthCheck } from '../../model/model.ts';
import type { Endpoint, Network } from '../engine/network.ts';
import { causeOfSkew, type Port, type Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import { TRANSPORT_ASSUMPTIONS } from './assumptions.ts';
import { ClockChecks } from './clock-checks.ts';
import type { HealthMessage } from './messages.ts';

/** After a failed verification of the callback port, idle time, interval and probes count three times (CONFIG_UPGRADE_FACTOR). */
const UNVERIFIED_FACTOR = 3;

/** INIT, then START, ALIVE and AWAIT_PINGREPLY, which behave alike, then SOCKET_CONNECT and DEAD. */
type Phase = 'verifying' | 'probing' | 'connecting' | 'dead';

interface Monitored<Message> {
  readonly endpoint: Endpoint<Message>;
  readonly settings: HealthCheck;
  /** Where the peer can be probed; undefined when it advertises no port. */
  readonly port: Port | undefined;
  /** The port was verified when the connection was made, before the run began. */
  readonly verified: boolean;
  readonly log: (text: string) => void;
  readonly onDead: (idleMillis: number) => void;
}

class Monitor<Message> {
  readonly subject: Monitored<Message>;
  phase: Phase = 'probing';
  factor = 1;
  probesSent = 0;
  unanswered = 0;
  /** Silent ticks since the last interval passed, and intervals since the silence began: `factor` of each are waited for. */
  ticks = 0;
  intervals = 0;
  connectTicks = 0;
  /** Consecutive successful connects without any byte from the peer. */
  successes = 0;
  /** A connect result of an earlier round says nothing about this one. */
  round = 0;
  /** Row that explains the connect in progress. */
  cause = -1;
  /** Row that explained the silence when it was last looked at: what is wrong may be over before the verdict. */
  trouble = -1;
  stopped = false;

  constructor(subject: Monitored<Message>) {
    this.subject = subject;
  }

  get process(): Process {
    return this.subject.endpoint.process;
  }
}

/** All health checkers of a run on the connections of one product line. */
export class HealthCheckers<Message> {
  readonly #world: World;
  readonly #network: Network<Message>;
  readonly #ping: Message;
  readonly #reply: Message;
  readonly #monitors: (Monitor<Message> | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #indexes = new Map<Endpoint<Message>, number>();
  readonly #phasesMicros = new Map<Process, number>();
  readonly #tickKind: number;
  readonly #clocks: ClockChecks | undefined;
  readonly #timeCheck: ((clockMicros: number) => Message) | undefined;

  /**
   * `ping`: what is sent to find out whether the other end is alive, and `reply` what that end answers. `timeCheck`: what tells
   * it the time, for runs in which some clock is wrong; without it clocks are not compared.
   */
  constructor(
    world: World,
    network: Network<Message>,
    ping: Message,
    reply: Message,
    timeCheck?: ((clockMicros: number) => Message) | undefined,
  ) {
    this.#ping = ping;
    this.#reply = reply;
    this.#timeCheck = timeCheck;
    this.#clocks = timeCheck === undefined ? undefined : new ClockChecks(world);
    this.#world = world;
    this.#network = network;
    this.#tickKind = world.onProcess(
      (index) => this.#monitors[index]?.process,
      (index) => this.#tick(index),
    );
  }

  /** Watches a connection from now on. Throws RangeError on settings that the product refuses at start. */
  watch(subject: Monitored<Message>): void {
    const { settings, endpoint, port, verified } = subject;
    if (!settings.pingEnabled) return;
    const { pingIdletimeMicros, pingIntervalMicros, pingProbes } = settings;
    if (
      pingIdletimeMicros <= 0 ||
      pingIntervalMicros <= 0 ||
      pingProbes <= 0 ||
      pingIdletimeMicros < pingIntervalMicros
    ) {
      throw new RangeError('HealthChecker Config Error');
    }
    const monitor = new Monitor(subject);
    const index = this.#free.pop() ?? this.#monitors.length;
    this.#monitors[index] = monitor;
    this.#indexes.set(endpoint, index);
    if (!verified && port !== undefined && settings.socketConnect) {
      monitor.phase = 'verifying';
      this.#connect(monitor, port);
    }
    this.#world.kernel.schedule(this.#toNextTick(monitor.process, pingIntervalMicros), this.#tickKind, index, 0);
  }

  stop(endpoint: Endpoint<Message>): void {
    const index = this.#indexes.get(endpoint);
    if (index === undefined) return;
    this.#indexes.delete(endpoint);
    const monitor = this.#monitors[index];
    if (monitor !== undefined) monitor.stopped = true;
  }

  /** How many connections a process watches. */
  watchedBy(process: Process): number {
    let count = 0;
    for (const endpoint of this.#indexes.keys()) if (endpoint.process === process) count++;
    return count;
  }

  /** Pings that were sent over a connection that is still watched. */
  probesSent(endpoint: Endpoint<Message>): number {
    return this.#monitorOf(endpoint)?.probesSent ?? 0;
  }

  /** Deals with a message that is one of the health checkers' own; false for any other. */
  takes(endpoint: Endpoint<Message>, message: { readonly type: string }): boolean {
    switch (message.type) {
      case 'ping':
        this.#network.send(endpoint, this.#reply);
        return true;
      case 'ping-reply':
        this.#onPingReply(endpoint);
        return true;
      case 'time-check':
        this.#onTimeCheck(endpoint, (message as Extract<HealthMessage, { type: 'time-check' }>).clockMicros);
        return true;
      default:
        return false;
    }
  }

  #onPingReply(endpoint: Endpoint<Message>): void {
    const monitor = this.#monitorOf(endpoint);
    if (monitor === undefined) return;
    monitor.unanswered = Math.max(0, monitor.unanswered - 1);
    if (monitor.unanswered === 0 && monitor.phase !== 'dead') monitor.phase = 'probing';
    monitor.successes = 0;
  }

  /** The other end says what time it is to it. */
  #onTimeCheck(endpoint: Endpoint<Message>, clockMicros: number): void {
    const subject = this.#monitorOf(endpoint)?.subject;
    if (subject === undefined) return;
    const [told, teller] = [endpoint.process, endpoint.peer.process];
    const text = this.#clocks?.warning(told, teller, clockMicros, subject.settings);
    if (text === undefined) return;
    this.#world.because(causeOfSkew(teller, told), () => subject.log(text));
  }

  #monitorOf(endpoint: Endpoint<Message>): Monitor<Message> | undefined {
    return this.#monitors[this.#indexes.get(endpoint) ?? -1];
  }

  #tick(index: number): void {
    const monitor = this.#monitors[index] as Monitor<Message>;
    const { endpoint, settings } = monitor.subject;
    if (monitor.stopped || !endpoint.open) {
      if (this.#indexes.get(endpoint) === index) this.#indexes.delete(endpoint);
      this.#monitors[index] = undefined;
      this.#free.push(index);
      return;
    }
    this.#world.kernel.schedule(settings.pingIntervalMicros, this.#tickKind, index, 0);
    this.#look(monitor);
    if (this.#timeCheck !== undefined) this.#tellTime(monitor, this.#timeCheck);
  }

  #look(monitor: Monitor<Message>): void {
    const { endpoint, settings, port } = monitor.subject;
    const idleMicros = this.#world.nowMicros - endpoint.lastReceivedMicros;
    if (idleMicros < settings.pingIdletimeMicros) {
      monitor.ticks = 0;
      monitor.intervals = 0;
      monitor.successes = 0;
      monitor.unanswered = 0;
      monitor.trouble = -1;
      return;
    }
    if (!this.#isDue(monitor)) return;
    const trouble = this.#network.troubleBetween(endpoint.process, endpoint.peer.process, port);
    if (trouble >= 0) monitor.trouble = trouble;
    this.#world.because(monitor.trouble, () => this.#probe(monitor, Math.round(idleMicros / 1000)));
  }

  /** Not while a ping is unanswered or a socket is tried: only in START and ALIVE. */
  #tellTime(monitor: Monitor<Message>, timeCheck: (clockMicros: number) => Message): void {
    const { endpoint, settings } = monitor.subject;
    if (this.#clocks?.isDue(endpoint.process, settings) !== true) return;
    if (monitor.stopped || monitor.phase !== 'probing' || monitor.unanswered > 0) return;
    this.#network.send(endpoint, timeCheck(endpoint.process.clockMicros));
  }

  /** With the factor, so many silent ticks make an interval, and so many intervals pass before the first ping. */
  #isDue(monitor: Monitor<Message>): boolean {
    if (++monitor.ticks < monitor.factor) return false;
    monitor.ticks = 0;
    return ++monitor.intervals >= monitor.factor;
  }

  #probe(monitor: Monitor<Message>, idleMillis: number): void {
    const { settings, port, onDead, endpoint, log } = monitor.subject;
    if (monitor.phase === 'verifying' || monitor.phase === 'connecting') {
      if (++monitor.connectTicks > settings.socketConnectTimeout) {
        log(`Socket Connect to ${endpoint.peer.process.name} taking long time. probably not reachable.`);
        this.#connectFailed(monitor);
      }
    } else if (monitor.phase === 'probing') {
      if (monitor.unanswered < settings.pingProbes * monitor.factor) {
        monitor.unanswered++;
        monitor.probesSent++;
        this.#network.send(endpoint, this.#ping);
      } else if (settings.socketConnect && port !== undefined) {
        monitor.phase = 'connecting';
        const peer = endpoint.peer.process.name;
        const probes = settings.pingProbes * monitor.factor;
        monitor.cause = this.#world.emit('ping-unanswered', monitor.process.lane, peer, probes);
        this.#connect(monitor, port);
      } else {
        monitor.phase = 'dead';
      }
    }
    if (monitor.phase !== 'dead') return;
    monitor.stopped = true;
    this.#indexes.delete(endpoint);
    log(`${endpoint.peer.process.name} is DEAD`);
    log(`Declared connection dead ${endpoint.peer.process.name} idle time ${idleMillis}ms`);
    onDead(idleMillis);
  }

  /** A bare TCP connect to the peer's port. Its result counts only for the round in which it was begun. */
  #connect(monitor: Monitor<Message>, port: Port): void {
    const { endpoint } = monitor.subject;
    monitor.connectTicks = 0;
    const round = ++monitor.round;
    this.#network.probe(endpoint.process, endpoint.peer.process, port, (connected) => {
      if (monitor.stopped || monitor.round !== round) return;
      if (connected) this.#connected(monitor);
      else this.#connectFailed(monitor);
    });
  }

  #connectFailed(monitor: Monitor<Message>): void {
    const { log, endpoint } = monitor.subject;
    monitor.round++;
    if (monitor.phase === 'connecting') {
      monitor.phase = 'dead';
    } else if (monitor.phase === 'verifying') {
      monitor.phase = 'probing';
      monitor.factor = UNVERIFIED_FACTOR;
      monitor.ticks = 0;
      monitor.intervals = 0;
      log(`Config Factor updated from  1 to ${UNVERIFIED_FACTOR}`);
      log(`HealthCheckCallbackPort verification FAILED for ${endpoint.peer.process.name}`);
    }
  }

  #connected(monitor: Monitor<Message>): void {
    const { settings, endpoint, log } = monitor.subject;
    const peer = endpoint.peer.process.name;
    if (monitor.phase === 'verifying') {
      monitor.phase = 'probing';
      log(`HealthCheckCallbackPort verification PASSED for ${peer}`);
    }
    if (monitor.phase !== 'connecting') return;
    const cycles = ++monitor.successes;
    const text = `${peer} might be in Long GC. Ping-probe cycles completed since last reply : ${cycles}`;
    if (cycles >= settings.socketConnectCount) {
      monitor.phase = 'dead';
      this.#world.because(monitor.cause, () => log(`${text}. But its too long. No more retries`));
      return;
    }
    monitor.phase = 'probing';
    monitor.unanswered = 0;
    const { paused, acceptQueues } = endpoint.peer.process;
    if (paused && acceptQueues === undefined) this.#world.recorder.assume(TRANSPORT_ASSUMPTIONS.backlog);
    this.#world.because(monitor.cause, () => {
      log(text);
      this.#world.emit('long-gc-suspected', monitor.process.lane, peer, cycles, settings.socketConnectCount);
    });
  }

  /** One checker thread per process: its connections are looked at together, at a phase that nothing aligns with faults. */
  #toNextTick(process: Process, intervalMicros: number): number {
    let phase = this.#phasesMicros.get(process);
    if (phase === undefined) {
      phase = this.#world.random(`health-check/${process.name}`).integer(0, 999_999);
      this.#phasesMicros.set(process, phase);
    }
    const now = this.#world.nowMicros;
    const offset = (now - (phase % intervalMicros)) % intervalMicros;
    return intervalMicros - ((offset + intervalMicros) % intervalMicros);
  }
}
