/**
 * The health checker: one per end of a connection. Silence is answered first by pings, then by TCP connects to the
 * peer's listening port, which a paused JVM still accepts and a dead host does not.
 *
 * Everything counts ticks of `ping.interval`, not wall-clock time, so a pause of one's own adds no probes.
 * Source: Terracotta 4.3.1, ConnectionHealthCheckerImpl and ConnectionHealthCheckerContextImpl; tc.properties.
 */
import type { HealthCheck } from '../../model/model.ts';
import type { Endpoint, Network, Port } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { Message } from './messages.ts';

const PING: Message = { type: 'ping' };

/** After a failed verification of the callback port, idle time, interval and probes count three times (CONFIG_FACTOR). */
const UNVERIFIED_FACTOR = 3;

type Phase = 'verifying' | 'probing' | 'connecting' | 'dead';

interface Monitored {
  readonly endpoint: Endpoint<Message>;
  readonly settings: HealthCheck;
  /** Where the peer can be probed; undefined when it advertises no port. */
  readonly port: Port | undefined;
  readonly onDead: (idleMillis: number) => void;
}

class Monitor {
  readonly subject: Monitored;
  phase: Phase = 'probing';
  factor = 1;
  unanswered = 0;
  /** Ticks since the last ping, of `factor` that make an interval. */
  interval = 0;
  connectTicks = 0;
  /** Consecutive successful connects without any byte from the peer. */
  successes = 0;
  /** A connect result of an earlier round says nothing about this one. */
  round = 0;
  stopped = false;

  constructor(subject: Monitored) {
    this.subject = subject;
  }

  get process(): Process {
    return this.subject.endpoint.process;
  }
}

/** All health checkers of a run. */
export class HealthCheckers {
  readonly #world: World;
  readonly #network: Network<Message>;
  readonly #monitors: (Monitor | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #indexes = new Map<Endpoint<Message>, number>();
  readonly #phasesMicros = new Map<Process, number>();
  readonly #tickKind: number;

  constructor(world: World, network: Network<Message>) {
    this.#world = world;
    this.#network = network;
    this.#tickKind = world.onProcess(
      (index) => this.#monitors[index]?.process,
      (index) => this.#tick(index),
    );
  }

  /** Watches a connection from now on. Throws RangeError on settings that the product refuses at start. */
  watch(subject: Monitored, verifyCallback: boolean): void {
    const { settings, endpoint, port } = subject;
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
    if (verifyCallback && port !== undefined && settings.socketConnect) this.#verify(monitor, port);
    this.#world.kernel.schedule(this.#toNextTick(monitor.process, pingIntervalMicros), this.#tickKind, index, 0);
  }

  stop(endpoint: Endpoint<Message>): void {
    const index = this.#indexes.get(endpoint);
    if (index === undefined) return;
    this.#indexes.delete(endpoint);
    const monitor = this.#monitors[index];
    if (monitor !== undefined) monitor.stopped = true;
  }

  onPingReply(endpoint: Endpoint<Message>): void {
    const monitor = this.#monitors[this.#indexes.get(endpoint) ?? -1];
    if (monitor === undefined) return;
    monitor.unanswered = Math.max(0, monitor.unanswered - 1);
    monitor.successes = 0;
    if (monitor.phase === 'connecting') this.#backToProbing(monitor);
  }

  /** At connection time the peer's port is tried once; a port that does not answer makes the checker three times as patient. */
  #verify(monitor: Monitor, port: Port): void {
    const { endpoint, settings } = monitor.subject;
    monitor.phase = 'verifying';
    let answered = false;
    const settle = (passed: boolean): void => {
      if (answered || monitor.stopped) return;
      answered = true;
      monitor.phase = 'probing';
      if (!passed) monitor.factor = UNVERIFIED_FACTOR;
    };
    this.#network.probe(endpoint.process, endpoint.peer.process, port, settle);
    const patience = settings.socketConnectTimeout * settings.pingIntervalMicros;
    this.#world.after(endpoint.process, patience, () => settle(false));
  }

  #tick(index: number): void {
    const monitor = this.#monitors[index] as Monitor;
    const { endpoint, settings } = monitor.subject;
    if (monitor.stopped || !endpoint.open) {
      this.#indexes.delete(endpoint);
      this.#monitors[index] = undefined;
      this.#free.push(index);
      return;
    }
    this.#world.kernel.schedule(settings.pingIntervalMicros, this.#tickKind, index, 0);
    const idleMicros = this.#world.nowMicros - endpoint.lastReceivedMicros;
    if (idleMicros < settings.pingIdletimeMicros * monitor.factor) {
      this.#backToProbing(monitor);
      monitor.interval = 0;
      monitor.successes = 0;
      monitor.unanswered = 0;
      return;
    }
    const trouble = this.#network.troubleBetween(endpoint.process, endpoint.peer.process);
    this.#world.because(trouble, () => this.#probe(monitor, Math.round(idleMicros / 1000)));
  }

  #probe(monitor: Monitor, idleMillis: number): void {
    const { settings, port, onDead, endpoint } = monitor.subject;
    if (monitor.phase === 'verifying') return;
    if (monitor.phase === 'connecting') {
      monitor.connectTicks++;
      if (monitor.connectTicks > settings.socketConnectTimeout * monitor.factor) monitor.phase = 'dead';
    }
    if (monitor.phase === 'probing' && this.#intervalPassed(monitor)) {
      if (monitor.unanswered < settings.pingProbes * monitor.factor) {
        monitor.unanswered++;
        this.#network.send(endpoint, PING);
      } else if (settings.socketConnect && port !== undefined) {
        this.#connect(monitor, port);
      } else {
        monitor.phase = 'dead';
      }
    }
    if (monitor.phase === 'dead') {
      monitor.stopped = true;
      onDead(idleMillis);
    }
  }

  /** With factor 3, three ticks make one interval. */
  #intervalPassed(monitor: Monitor): boolean {
    const due = monitor.interval === 0;
    monitor.interval = (monitor.interval + 1) % monitor.factor;
    return due;
  }

  #connect(monitor: Monitor, port: Port): void {
    const { endpoint, settings } = monitor.subject;
    const peer = endpoint.peer.process;
    monitor.phase = 'connecting';
    monitor.connectTicks = 0;
    const round = ++monitor.round;
    const cause = this.#world.emit(
      'ping-unanswered',
      monitor.process.lane,
      peer.name,
      settings.pingProbes * monitor.factor,
    );
    this.#network.probe(endpoint.process, peer, port, (connected) => {
      if (monitor.stopped || monitor.round !== round || monitor.phase !== 'connecting') return;
      if (!connected) {
        monitor.phase = 'dead';
        return;
      }
      monitor.successes++;
      if (monitor.successes >= settings.socketConnectCount) {
        monitor.phase = 'dead';
        return;
      }
      this.#backToProbing(monitor);
      monitor.unanswered = 0;
      monitor.interval = 0;
      this.#world.because(cause, () => {
        this.#world.emit(
          'long-gc-suspected',
          monitor.process.lane,
          peer.name,
          monitor.successes,
          settings.socketConnectCount,
        );
      });
    });
  }

  #backToProbing(monitor: Monitor): void {
    if (monitor.phase === 'connecting') monitor.phase = 'probing';
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
