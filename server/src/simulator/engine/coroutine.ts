/**
 * Sequential protocol code (try the next server, sleep, try again) written as generators: `yield*` waits for a step,
 * and cancelling the whole is one call. Only for what happens rarely; hot paths use typed timers.
 */
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** Begins something and calls `resume` at most once; may return what undoes it. */
type Step = (resume: (value: unknown) => void) => (() => void) | undefined;

export type Routine<Result = void> = Generator<Step, Result, unknown>;

/** Waits until `start` resumes. The returned function is called when the routine is cancelled meanwhile. */
export function* wait<Value>(start: (resume: (value: Value) => void) => (() => void) | undefined): Routine<Value> {
  return (yield start as Step) as Value;
}

export function* sleep(world: World, process: Process, delayMicros: number): Routine {
  yield* wait<void>((resume) => {
    const timer = world.after(process, delayMicros, () => resume());
    return () => timer.cancel();
  });
}

/** A running routine. */
export class Running {
  #undo: (() => void) | undefined;
  #ended = false;
  readonly #routine: Routine;

  constructor(routine: Routine) {
    this.#routine = routine;
    this.#advance(undefined);
  }

  cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#undo?.();
    this.#undo = undefined;
  }

  #advance(value: unknown): void {
    const { done, value: step } = this.#routine.next(value);
    if (done) {
      this.#ended = true;
      return;
    }
    let used = false;
    this.#undo = step((result) => {
      if (used || this.#ended) return;
      used = true;
      this.#undo = undefined;
      this.#advance(result);
    });
  }
}
