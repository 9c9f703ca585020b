/**
 * When a process tells the others what time it is: every `checkTime.interval`, counted by its own clock from its start, to
 * all connections of one kind in the same pass of the health checker.
 *
 * Source: Terracotta 4.3.1, ConnectionHealthCheckerImpl (canCheckTime) and ConnectionHealthCheckerContextImpl.
 */
import type { HealthCheck } from '../../model/model.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';

interface Passes {
  readonly incarnation: number;
  /** By the clock of the process. */
  lastMicros: number;
  /** The pass in which the time is told: one moment for all connections. */
  passAtMicros: number;
}

export class ClockChecks {
  readonly #world: World;
  /** One health checker per process and kind of connection. */
  readonly #passes = new Map<Process, Map<HealthCheck, Passes>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Whether a process tells its time now over a connection with these settings. */
  isDue(process: Process, settings: HealthCheck): boolean {
    if (settings.checkTime === undefined) return false;
    const passes = this.#passesOf(process, settings);
    const { nowMicros } = this.#world;
    if (process.clockMicros - passes.lastMicros >= settings.checkTime.intervalMicros) {
      passes.lastMicros = process.clockMicros;
      passes.passAtMicros = nowMicros;
    }
    return passes.passAtMicros === nowMicros;
  }

  /** What who is told the time writes into its log; undefined when the clocks are near enough. */
  warning(told: Process, teller: Process, clockMicros: number, settings: HealthCheck): string | undefined {
    const difference = Math.abs(told.clockMicros - clockMicros);
    if (settings.checkTime === undefined || difference <= settings.checkTime.thresholdMicros) return undefined;
    const minutes = Math.floor(difference / 60_000_000);
    return `${minutes} min time difference between ${told.name} and ${teller.name} has been detected`;
  }

  #passesOf(process: Process, settings: HealthCheck): Passes {
    const { incarnation, startedClockMicros } = process;
    let own = this.#passes.get(process);
    if (own === undefined) {
      own = new Map();
      this.#passes.set(process, own);
    }
    let passes = own.get(settings);
    if (passes?.incarnation !== incarnation) {
      passes = { incarnation, lastMicros: startedClockMicros, passAtMicros: -1 };
      own.set(settings, passes);
    }
    return passes;
  }
}
