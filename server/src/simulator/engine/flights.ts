/**
 * What is on its way between processes. What is sent in one go arrives in one go: when a server tells twenty clients
 * something, one event of the kernel brings all twenty packets. They arrive one after the other, in the order and under
 * the causes that twenty events would have had: a packet joins another only when nothing else was scheduled between them
 * for that moment.
 */
import type { TimerHandle } from './kernel.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** What a packet needs in order to fly. */
export interface Flying<Packet> {
  /** Row of the event that made it go out. */
  cause: number;
  /** What arrives right after it. */
  next: Packet | undefined;
}

export class Flights<Packet extends Flying<Packet>> {
  readonly #world: World;
  readonly #arrive: (packet: Packet) => void;
  /** The first packets of those that arrive together, by slot. */
  readonly #slots: (Packet | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #landKind: number;
  /** What was sent last, when it arrives, and the event that brings it. */
  #last: Packet | undefined;
  #lastArrivalMicros = 0;
  #lastEvent: TimerHandle = 0;

  constructor(world: World, arrive: (packet: Packet) => void) {
    this.#world = world;
    this.#arrive = arrive;
    this.#landKind = world.on((slot) => this.#land(slot));
  }

  /** `arrivalMicros`: now or later. */
  send(packet: Packet, arrivalMicros: number): void {
    const { kernel } = this.#world;
    packet.cause = kernel.currentCause;
    if (arrivalMicros === this.#lastArrivalMicros && kernel.isLast(this.#lastEvent)) {
      (this.#last as Packet).next = packet;
    } else {
      this.#lastEvent = kernel.scheduleAt(arrivalMicros, this.#landKind, this.#slotOf(packet), 0);
      this.#lastArrivalMicros = arrivalMicros;
    }
    this.#last = packet;
  }

  /** It has arrived at a process that is paused, and arrives once more when that runs again. */
  hold(packet: Packet, process: Process): void {
    process.defer(this.#landKind, this.#slotOf(packet), 0);
  }

  #slotOf(packet: Packet): number {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = packet;
    return slot;
  }

  #land(slot: number): void {
    const world = this.#world;
    let packet = this.#slots[slot] as Packet;
    this.#slots[slot] = undefined;
    this.#free.push(slot);
    for (;;) {
      const { next } = packet;
      packet.next = undefined; // when it is held, it waits by itself
      this.#arrive(packet);
      if (next === undefined) return;
      world.joined++;
      world.kernel.currentCause = next.cause;
      packet = next;
    }
  }
}
