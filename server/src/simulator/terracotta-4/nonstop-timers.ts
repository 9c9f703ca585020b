/**
 * The timers that limit nonstop operations: one per application thread. Source: Terracotta 4.3.1, NonStopManagerImpl.
 */
import type { TimerHandle } from '../engine/kernel.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';

/** A thread of the application, for as long as it is inside an operation. */
export interface TimedThread {
  /** Names the thread to `onTimeout`. */
  readonly row: number;
  inNonstop: boolean;
  /** 0 while no timer runs. */
  timer: TimerHandle;
}

export class NonstopTimers {
  readonly #world: World;
  readonly #kind: number;

  /** `processOf`: the JVM of the threads, undefined when it is gone. */
  constructor(world: World, processOf: () => Process | undefined, onTimeout: (row: number) => void) {
    this.#world = world;
    this.#kind = world.onProcess(processOf, onTimeout);
  }

  /**
   * Begins an operation of the thread. False inside another nonstop operation, whose timer goes on. A limit that is not
   * positive, or that reaches beyond the end of time, is none.
   */
  tryBegin(thread: TimedThread, limitMicros: number): boolean {
    if (thread.inNonstop) return false;
    thread.inNonstop = true;
    const { kernel, nowMicros } = this.#world;
    if (limitMicros > 0 && Number.isSafeInteger(nowMicros + limitMicros)) {
      thread.timer = kernel.schedule(limitMicros, this.#kind, thread.row, 0);
    }
    return true;
  }

  /** The thread leaves its operation; its timer no longer matters. */
  finish(thread: TimedThread): void {
    if (thread.timer !== 0) this.#world.kernel.cancel(thread.timer);
    thread.timer = 0;
    thread.inNonstop = false;
  }
}
