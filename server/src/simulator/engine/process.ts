/** Hosts and processes: what runs, what is paused, and what waits in the kernel's buffers until it runs again. */
import type { AcceptQueues } from './accept-queues.ts';
import type { World } from './world.ts';

/** Where a process can be reached: clients', group and diagnostic port of a server, health-check port of a client. */
export type Port = 'client' | 'group' | 'callback' | 'diagnostic';

export interface Host {
  readonly name: string;
  poweredOn: boolean;
  /** By how much its clock differs from the right time; negative when it is behind. */
  clockSkewMicros: number;
  /** Trace row that explains why its clock is wrong; -1 when it never was. */
  clockCause: number;
  /** The fault that it shows as in the trace; -1 when its clock is right. */
  clockBand: number;
}

/** The event by which the clock of one of two processes became wrong; -1 when both are right. */
export function causeOfSkew(a: Process, b: Process): number {
  return a.host.clockSkewMicros === 0 ? b.host.clockCause : a.host.clockCause;
}

/** Something that is due for a paused process. */
interface Deferred {
  readonly handler: number;
  readonly a: number;
  readonly b: number;
  readonly cause: number;
}

/** One JVM, or one server process. It survives crashes: a restart begins the next incarnation. */
export class Process {
  readonly name: string;
  /** Index in the network's tables. */
  readonly index: number;
  readonly host: Host;
  /** Lane of the trace on which the process shows. */
  readonly lane: number;
  running = false;
  paused = false;
  /** Timers and callbacks of an earlier incarnation are void. */
  incarnation = 0;
  /** What the clock said when it was started. */
  startedClockMicros = 0;
  /** Trace row that explains why it is down, or paused; -1 when it is neither. */
  downCause = -1;
  pauseCause = -1;
  /** While it is paused and its queues are finite; otherwise every connection finds room. */
  acceptQueues: AcceptQueues<Port> | undefined;
  readonly #world: World;
  #deferred: Deferred[] = [];

  constructor(world: World, name: string, index: number, host: Host, lane: number) {
    this.#world = world;
    this.name = name;
    this.index = index;
    this.host = host;
    this.lane = lane;
  }

  /** What time it is to this process. */
  get clockMicros(): number {
    return this.#world.nowMicros + this.host.clockSkewMicros;
  }

  start(): void {
    this.startedClockMicros = this.clockMicros;
    this.running = true;
    this.paused = false;
    this.downCause = -1;
    this.pauseCause = -1;
    this.incarnation++;
    this.acceptQueues = undefined;
    this.#deferred = [];
  }

  /** The process is gone; nothing that was due for it will happen. */
  die(cause: number): void {
    this.running = false;
    this.paused = false;
    this.downCause = cause;
    this.pauseCause = -1;
    this.incarnation++;
    this.acceptQueues = undefined;
    this.#deferred = [];
  }

  pause(cause: number, acceptQueues?: AcceptQueues<Port>): void {
    this.paused = true;
    this.pauseCause = cause;
    this.acceptQueues = acceptQueues;
  }

  /** Everything that came due meanwhile happens now, in the order in which it came due. */
  resume(): void {
    this.paused = false;
    this.pauseCause = -1;
    this.acceptQueues = undefined;
    const due = this.#deferred;
    this.#deferred = [];
    const { kernel } = this.#world;
    const causeHere = kernel.currentCause;
    for (const { handler, a, b, cause } of due) {
      kernel.currentCause = cause >= 0 ? cause : causeHere;
      kernel.schedule(0, handler, a, b);
    }
    kernel.currentCause = causeHere;
  }

  defer(handler: number, a: number, b: number): void {
    this.#deferred.push({ handler, a, b, cause: this.#world.kernel.currentCause });
  }
}
