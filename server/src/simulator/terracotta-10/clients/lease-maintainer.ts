/**
 * The lease as the client keeps it: it ends one length after the request that got it was made, so never later than the
 * server thinks. It is renewed after a third of its length. A thread looks every 200 ms whether it has run out.
 *
 * Source: terracotta-platform 5.x, LeaseMaintainerImpl, LeaseExpiryConnectionKillingThread.
 */
import type { Process } from '../../engine/process.ts';
import type { Timer, World } from '../../engine/world.ts';
import { lookAfter } from './server-leases.ts';
import { LEASE_RETRY_MICROS, LONGEST_RENEWAL_WAIT_MICROS } from './timing.ts';

export interface LeaseOwner {
  request(sequence: number): void;
  /** The first lease of a connection, and the first after it was reconnected. */
  granted(lengthMicros: number): void;
  expired(): void;
}

export class LeaseMaintainer {
  /** Number of reconnects so far: requests from before the last one are refused. */
  sequence = 0;
  /** Infinity while there is no lease that could run out: before the first, and while the client reconnects. */
  endMicros = Number.POSITIVE_INFINITY;
  readonly #world: World;
  readonly #process: Process;
  readonly #owner: LeaseOwner;
  /** When the thread began that looks for leases that ran out; -1 before. */
  #startMicros = -1;
  #requestedMicros = 0;
  #isContinuous = false;
  #renewal: Timer | undefined;
  #killer: Timer | undefined;
  #lookMicros = 0;

  constructor(world: World, process: Process, owner: LeaseOwner) {
    this.#world = world;
    this.#process = process;
    this.#owner = owner;
  }

  /** The connection is open: gets the first lease. */
  start(): void {
    this.#startMicros = this.#world.nowMicros;
    this.#request();
  }

  answered(sequence: number, lengthMicros: number): void {
    if (sequence !== this.sequence || lengthMicros === 0) return;
    const { nowMicros } = this.#world;
    const isFirst = !this.#isContinuous;
    this.#isContinuous = true;
    this.endMicros = this.#requestedMicros + lengthMicros;
    this.#watch();
    const wait = renewalWait(lengthMicros, nowMicros - this.#requestedMicros);
    this.#renewal = this.#world.after(this.#process, wait, () => this.#request());
    if (isFirst) this.#owner.granted(lengthMicros);
  }

  /** TCP is lost: what is asked now is not answered. The lease keeps ticking. */
  interrupted(): void {
    this.#renewal?.cancel();
  }

  /** The handshake goes out: until it is acknowledged there is nothing that could run out. */
  reconnecting(): void {
    this.#renewal?.cancel();
    this.#killer?.cancel();
    this.#killer = undefined;
    this.endMicros = Number.POSITIVE_INFINITY;
    this.#isContinuous = false;
    if (this.#startMicros >= 0) this.sequence++;
  }

  reconnected(): void {
    if (this.#startMicros < 0) this.start();
    else this.#renewal = this.#world.after(this.#process, LEASE_RETRY_MICROS, () => this.#request());
  }

  stop(): void {
    this.#renewal?.cancel();
    this.#killer?.cancel();
    this.#killer = undefined;
  }

  #request(): void {
    this.#requestedMicros = this.#world.nowMicros;
    this.#owner.request(this.sequence);
  }

  #watch(): void {
    const lookMicros = Math.max(lookAfter(this.endMicros, this.#startMicros), this.#world.nowMicros);
    if (this.#killer !== undefined && this.#lookMicros <= lookMicros) return;
    this.#killer?.cancel();
    this.#lookMicros = lookMicros;
    this.#killer = this.#world.after(this.#process, lookMicros - this.#world.nowMicros, () => {
      this.#killer = undefined;
      if (this.endMicros > this.#world.nowMicros) this.#watch();
      else this.#owner.expired();
    });
  }
}

/** A third of the length after the request, within 0 and 5 minutes: LeaseMaintainerImpl. */
export function renewalWait(lengthMicros: number, roundTripMicros: number): number {
  return Math.min(Math.max(Math.round(lengthMicros / 3) - roundTripMicros, 0), LONGEST_RENEWAL_WAIT_MICROS);
}
