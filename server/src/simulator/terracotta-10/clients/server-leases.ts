/**
 * Leases as the server keeps them. A lease counts from its grant; one that ran out is noticed at the next look, 200 ms
 * apart. While a client reconnects it has a lease that cannot run out, afterwards a new one of full length.
 *
 * Source: terracotta-platform 5.x, LeaseState, LeaseMonitorThread, ActiveLeaseAcquirer.
 */
import type { Process } from '../../engine/process.ts';
import type { Timer, World } from '../../engine/world.ts';
import { LEASE_CHECK_MICROS } from './timing.ts';

interface Lease {
  /** Infinity while the client reconnects. */
  endMicros: number;
  /** Requests that were made on an earlier connection are refused. */
  sequence: number;
  /** When the timer is due. */
  lookMicros: number;
  timer: Timer | undefined;
}

export class ServerLeases {
  readonly #world: World;
  readonly #process: Process;
  readonly #expired: (connection: number) => void;
  readonly #leases = new Map<number, Lease>();
  /** The monitor thread began here, and looks every 200 ms from then on. */
  readonly #startMicros: number;

  constructor(world: World, process: Process, expired: (connection: number) => void) {
    this.#world = world;
    this.#process = process;
    this.#expired = expired;
    this.#startMicros = world.nowMicros;
  }

  /** Returns the length granted; 0 refuses a request from before a reconnect. */
  request(connection: number, sequence: number, lengthMicros: number): number {
    const lease = this.#leases.get(connection) ?? this.#begin(connection, sequence);
    if (lease.sequence !== sequence) return 0;
    lease.endMicros = this.#world.nowMicros + lengthMicros;
    this.#watch(connection, lease);
    return lengthMicros;
  }

  /** The client came back and is not served yet. */
  reconnecting(connection: number, sequence: number): void {
    const lease = this.#leases.get(connection) ?? this.#begin(connection, sequence);
    lease.sequence = sequence;
    lease.endMicros = Number.POSITIVE_INFINITY;
    lease.timer?.cancel();
    lease.timer = undefined;
  }

  reconnected(connection: number, lengthMicros: number): void {
    const lease = this.#leases.get(connection);
    if (lease === undefined) return;
    lease.endMicros = this.#world.nowMicros + lengthMicros;
    this.#watch(connection, lease);
  }

  remove(connection: number): void {
    this.#leases.get(connection)?.timer?.cancel();
    this.#leases.delete(connection);
  }

  close(): void {
    for (const lease of this.#leases.values()) lease.timer?.cancel();
    this.#leases.clear();
  }

  #begin(connection: number, sequence: number): Lease {
    const lease: Lease = { endMicros: Number.POSITIVE_INFINITY, sequence, lookMicros: 0, timer: undefined };
    this.#leases.set(connection, lease);
    return lease;
  }

  /** One timer per client: when it is due and the lease was renewed meanwhile, it is set again. */
  #watch(connection: number, lease: Lease): void {
    const lookMicros = lookAfter(lease.endMicros, this.#startMicros);
    if (lease.timer !== undefined && lease.lookMicros <= lookMicros) return;
    lease.timer?.cancel();
    lease.lookMicros = lookMicros;
    lease.timer = this.#world.after(this.#process, lookMicros - this.#world.nowMicros, () => {
      lease.timer = undefined;
      if (lease.endMicros > this.#world.nowMicros) this.#watch(connection, lease);
      else this.#expired(connection);
    });
  }
}

/** The first look of a thread that looks every 200 ms from `startMicros` at which a lease that ends then has run out. */
export function lookAfter(endMicros: number, startMicros: number): number {
  return startMicros + Math.ceil((endMicros - startMicros) / LEASE_CHECK_MICROS) * LEASE_CHECK_MICROS;
}
