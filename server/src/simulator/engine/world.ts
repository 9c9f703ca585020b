/**
 * The world of one run: the clock, the recorder, the network, the random streams and the timers of processes. Actors
 * know the world; the world knows no actor.
 */
import type { Origin } from '../../model/model.ts';
import type { EventName } from '../../trace/kinds.ts';
import { EVENT, type Recorder } from '../../trace/recorder.ts';
import { Kernel, type TimerHandle } from './kernel.ts';
import type { Process } from './process.ts';
import { RandomStream } from './random.ts';

type Handler = (a: number, b: number) => void;

/** A timer with a closure, for what happens rarely. Frequent timers use `World.onProcess` and two integers. */
export interface Timer {
  cancel(): void;
}

/** An event as it is recorded, for whoever waits for one. */
export interface WorldEvent {
  readonly name: EventName;
  readonly lane: number;
  readonly text: string;
}

/** A closure that is due, or waits for its process to run again. */
class ClosureTimer implements Timer {
  readonly process: Process | undefined;
  readonly incarnation: number;
  readonly run: () => void;
  handle: TimerHandle = 0;
  readonly #id: number;
  readonly #kernel: Kernel;
  readonly #closures: Map<number, ClosureTimer>;

  constructor(
    kernel: Kernel,
    closures: Map<number, ClosureTimer>,
    id: number,
    process: Process | undefined,
    run: () => void,
  ) {
    this.process = process;
    this.incarnation = process?.incarnation ?? 0;
    this.run = run;
    this.#id = id;
    this.#kernel = kernel;
    this.#closures = closures;
  }

  cancel(): void {
    this.#kernel.cancel(this.handle);
    this.#closures.delete(this.#id);
  }
}

export class World {
  readonly kernel = new Kernel();
  readonly recorder: Recorder;
  readonly seed: number;
  /** How often something arrived by the event of the kernel that brought something else; see `Flights`. */
  joined = 0;
  readonly #handlers: Handler[] = [];
  readonly #observers = new Set<(event: WorldEvent) => void>();
  readonly #closures = new Map<number, ClosureTimer>();
  #nextClosure = 1;
  #lastId = 0;
  readonly #closureHandler: number;

  constructor(recorder: Recorder, seed: number) {
    this.recorder = recorder;
    this.seed = seed;
    this.#closureHandler = this.on((id) => this.#fire(id));
  }

  get nowMicros(): number {
    return this.kernel.nowMicros;
  }

  /** A stream of its own for each purpose, so that one more draw here changes nothing there. */
  random(name: string): RandomStream {
    return new RandomStream(this.seed, name);
  }

  /** A number that was not given before: identities of connections, sessions, stripes. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Registers what happens for a kind of event; the number goes to `Kernel.schedule`. */
  on(handler: Handler): number {
    this.#handlers.push(handler);
    return this.#handlers.length - 1;
  }

  /**
   * Like `on`, for timers that run inside a process: nothing happens when the actor is gone, and while the process is
   * paused the event waits for it to run again.
   */
  onProcess(processOf: (a: number) => Process | undefined, handler: Handler): number {
    const kind = this.on((a, b) => {
      const process = processOf(a);
      if (process === undefined || !process.running) return;
      if (process.paused) process.defer(kind, a, b);
      else handler(a, b);
    });
    return kind;
  }

  /** Runs a closure inside a process after a delay, unless the process died meanwhile. */
  after(process: Process | undefined, delayMicros: number, run: () => void): Timer {
    const id = this.#nextClosure++;
    const timer = new ClosureTimer(this.kernel, this.#closures, id, process, run);
    this.#closures.set(id, timer);
    timer.handle = this.kernel.schedule(Math.round(delayMicros), this.#closureHandler, id, 0);
    return timer;
  }

  /** Records an event and makes it the cause of everything that follows from here. Returns its row. */
  emit(name: EventName, lane: number, text = '', a = 0, b = 0, origin?: Origin): number {
    const { recorder, kernel } = this;
    const source = origin === undefined ? -1 : recorder.source(origin);
    const row = recorder.event(
      kernel.nowMicros,
      EVENT[name],
      lane,
      kernel.currentCause,
      source,
      a,
      b,
      recorder.intern(text),
    );
    kernel.currentCause = row;
    if (this.#observers.size > 0) for (const observe of [...this.#observers]) observe({ name, lane, text });
    return row;
  }

  /** Calls back for every event that is recorded, until the returned function is called. */
  observe(observer: (event: WorldEvent) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Runs something with another cause, when the reason is known better than by who called. */
  because(cause: number, run: () => void): void {
    const before = this.kernel.currentCause;
    if (cause >= 0) this.kernel.currentCause = cause;
    run();
    this.kernel.currentCause = before;
  }

  /**
   * Lets time pass. `pulse` is asked between slices of events with the progress from 0 to 1; false stops the run.
   * Returns the number of events processed: timers that fired and packets that arrived.
   */
  run(untilMicros: number, pulse: (fraction: number) => boolean): number {
    const handlers = this.#handlers;
    const dispatch = (kind: number, a: number, b: number): void => (handlers[kind] as Handler)(a, b);
    const slice = 10_000; // of events that may bring hundreds of messages each
    let processed = 0;
    for (;;) {
      const done = this.kernel.run(untilMicros, dispatch, slice);
      processed += done;
      if (done < slice || !pulse(this.kernel.nowMicros / Math.max(1, untilMicros))) return processed + this.joined;
    }
  }

  #fire(id: number): void {
    const timer = this.#closures.get(id);
    if (timer === undefined) return;
    const { process, incarnation, run } = timer;
    const current = process === undefined || (process.running && process.incarnation === incarnation);
    if (current && process?.paused) {
      process.defer(this.#closureHandler, id, 0);
      return;
    }
    this.#closures.delete(id);
    if (current) run();
  }
}
