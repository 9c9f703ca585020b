/** Traces written by hand, for tests. Times are in seconds. */
import type { OperationName, Scenario } from '../model/model.ts';
import { CLIENT_STATE, EVENT, FATE, OPERATION, OUTCOME, SERVER_STATE } from './codes.ts';
import type { EventName, FateName, OutcomeName } from './kinds.ts';
import { Recorder } from './recorder.ts';
import type { Trace } from './trace.ts';

export interface CallOptions {
  /** Undefined: has not returned. */
  readonly end?: number;
  readonly outcome?: OutcomeName;
  readonly detail?: string;
  readonly cause?: number;
  readonly fate?: FateName;
  readonly fateCause?: number;
  readonly applied?: number;
}

const MICROS_PER_SECOND = 1_000_000;

export class TraceBuilder {
  readonly #recorder: Recorder;
  readonly #lanes = new Map<string, number>();
  readonly #states = new Map<string, Readonly<Record<string, number>>>();
  readonly #durationMicros: number;
  #cause = -1;

  constructor(duration: number) {
    this.#durationMicros = Math.round(duration * MICROS_PER_SECOND);
    const scenario = { name: 'test', variant: '', seed: 1, durationMicros: this.#durationMicros } as Scenario;
    this.#recorder = new Recorder({ scenario, engine: 'test' });
  }

  servers(...names: string[]): this {
    for (const name of names) {
      this.#lanes.set(name, this.#recorder.addLane({ kind: 'server', name, parent: -1, source: -1, group: 's' }));
      this.#states.set(name, SERVER_STATE);
    }
    return this;
  }

  /** `client('shop', 'sessions')` also makes the lane `shop.sessions`. */
  client(name: string, ...caches: string[]): this {
    const parent = this.#recorder.addLane({ kind: 'client', name, parent: -1, source: -1, group: name });
    this.#lanes.set(name, parent);
    this.#states.set(name, CLIENT_STATE);
    for (const cache of caches) {
      const lane = this.#recorder.addLane({ kind: 'cache', name: cache, parent, source: -1, group: '' });
      this.#lanes.set(`${name}.${cache}`, lane);
    }
    return this;
  }

  /** The rows that follow have this cause, until it is set again. */
  because(row: number): this {
    this.#cause = row;
    return this;
  }

  fault(time: number, label: string): number {
    const fault = this.#recorder.fault(label, time * MICROS_PER_SECOND, [], -1);
    return this.#event(time, EVENT.fault, 0, -1, fault, label);
  }

  state(time: number, lane: string, state: string): number {
    const number = this.#states.get(lane)?.[state];
    if (number === undefined) {
      throw new Error(`${lane} has no state ${state}`);
    }
    return this.#event(time, EVENT.state, this.#lane(lane), this.#cause, number, state);
  }

  event(time: number, lane: string, kind: EventName, text = ''): number {
    return this.#event(time, EVENT[kind], this.#lane(lane), this.#cause, 0, text);
  }

  call(start: number, lane: string, operation: OperationName, options: CallOptions = {}): number {
    const { end, outcome = 'ok', detail = '', cause = -1, fate, fateCause = -1, applied } = options;
    const startMicros = Math.round(start * MICROS_PER_SECOND);
    const row = this.#recorder.startCall(startMicros, this.#lane(lane), OPERATION[operation], 0, -1);
    if (end !== undefined) {
      const endMicros = Math.round(end * MICROS_PER_SECOND);
      this.#recorder.endCall(row, endMicros, OUTCOME[outcome], this.#recorder.intern(detail), cause);
    }
    if (fate !== undefined) {
      this.#recorder.setFate(row, FATE[fate], fateCause);
    }
    if (applied !== undefined) {
      this.#recorder.setApplied(row, applied);
    }
    return row;
  }

  trace(): Trace {
    return this.#recorder.finish({ sent: 3, delivered: 2, dropped: 1, inFlight: 0 }, 0);
  }

  #lane(name: string): number {
    const lane = this.#lanes.get(name);
    if (lane === undefined) {
      throw new Error(`no lane ${name}`);
    }
    return lane;
  }

  #event(time: number, kind: number, lane: number, cause: number, a: number, text: string): number {
    const timeMicros = Math.round(time * MICROS_PER_SECOND);
    return this.#recorder.event(timeMicros, kind, lane, cause, -1, a, 0, this.#recorder.intern(text));
  }
}
