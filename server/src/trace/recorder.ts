/**
 * Writes a trace while the simulator runs. Rows go into typed arrays that double when they are full, so that recording
 * allocates almost nothing per event.
 */
import type { Origin, Scenario } from '../model/model.ts';
import { FATE, OUTCOME } from './codes.ts';
import { type FaultBand, type Lane, type NetworkCounters, OPERATIONS, TRACE_VERSION, type Trace } from './trace.ts';

export { CLIENT_STATE, EVENT, FATE, OPERATION, OUTCOME, SERVER_STATE } from './codes.ts';

/** Rows of all kinds together; at about 40 bytes each this is 2 GB. */
export const MAX_ROWS = 50_000_000;
const MAX_LANES = 65_536;
const FIRST_CAPACITY = 1024;

/** A run that is too big to be kept. The message is for the person who wrote the scenario. */
export class TraceTooLargeError extends Error {
  override readonly name = 'TraceTooLargeError';
}

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
type Columns = Record<string, Column>;

function eventColumns() {
  return {
    timeMicros: new Float64Array(FIRST_CAPACITY),
    kind: new Uint8Array(FIRST_CAPACITY),
    lane: new Uint16Array(FIRST_CAPACITY),
    cause: new Int32Array(FIRST_CAPACITY),
    source: new Int32Array(FIRST_CAPACITY),
    a: new Int32Array(FIRST_CAPACITY),
    b: new Int32Array(FIRST_CAPACITY),
    text: new Int32Array(FIRST_CAPACITY),
  };
}

function callColumns() {
  return {
    startMicros: new Float64Array(FIRST_CAPACITY),
    endMicros: new Float64Array(FIRST_CAPACITY),
    lane: new Uint16Array(FIRST_CAPACITY),
    operation: new Uint8Array(FIRST_CAPACITY),
    outcome: new Uint8Array(FIRST_CAPACITY),
    fate: new Uint8Array(FIRST_CAPACITY),
    key: new Int32Array(FIRST_CAPACITY),
    detail: new Int32Array(FIRST_CAPACITY),
    cause: new Int32Array(FIRST_CAPACITY),
    fateCause: new Int32Array(FIRST_CAPACITY),
    source: new Int32Array(FIRST_CAPACITY),
    applied: new Uint8Array(FIRST_CAPACITY),
  };
}

function messageColumns() {
  return {
    sentMicros: new Float64Array(FIRST_CAPACITY),
    receivedMicros: new Float64Array(FIRST_CAPACITY),
    from: new Uint16Array(FIRST_CAPACITY),
    to: new Uint16Array(FIRST_CAPACITY),
    name: new Int32Array(FIRST_CAPACITY),
    cause: new Int32Array(FIRST_CAPACITY),
  };
}

function doubled<Column extends Columns>(columns: Column): Column {
  const entries = Object.entries(columns).map(([name, column]) => {
    const larger = new (column.constructor as new (length: number) => typeof column)(column.length * 2);
    larger.set(column);
    return [name, larger];
  });
  return Object.fromEntries(entries) as Column;
}

function trimmed<Column extends Columns>(columns: Column, count: number): Column & { readonly count: number } {
  const entries = Object.entries(columns).map(([name, column]) => [name, column.slice(0, count)]);
  return { count, ...(Object.fromEntries(entries) as Column) };
}

/** Names of the indexes: row = row of events, calls or messages; lane, source and text as in `Trace`. −1 is "none". */
export class Recorder {
  readonly #scenario: Scenario;
  readonly #engine: string;
  readonly #lanes: Lane[] = [];
  readonly #strings: string[] = [''];
  readonly #textOf = new Map<string, number>([['', 0]]);
  readonly #sources: Origin[] = [];
  readonly #sourceOf = new Map<string, number>();
  readonly #sourceOfObject = new Map<Origin, number>();
  readonly #faults: { -readonly [Key in keyof FaultBand]: FaultBand[Key] }[] = [];
  readonly #assumptions = new Set<string>();
  #events = eventColumns();
  #eventCount = 0;
  #eventCapacity = FIRST_CAPACITY;
  #calls = callColumns();
  #callCount = 0;
  #callCapacity = FIRST_CAPACITY;
  #messages = messageColumns();
  #messageCount = 0;
  #messageCapacity = FIRST_CAPACITY;

  /** `engine` names the simulator and its version: two traces compare only when it is the same. */
  constructor(options: { readonly scenario: Scenario; readonly engine: string }) {
    this.#scenario = options.scenario;
    this.#engine = options.engine;
  }

  /** Returns the index of the lane. Lanes stay in the order in which they were added. */
  addLane(lane: Lane): number {
    if (this.#lanes.length === MAX_LANES) {
      throw new TraceTooLargeError(`A run can have at most ${MAX_LANES} servers, clients and caches together.`);
    }
    return this.#lanes.push(lane) - 1;
  }

  /** Index of a place in the source, −1 for none. Equal places have equal indexes. */
  source(origin: Origin | undefined): number {
    if (origin === undefined) {
      return -1;
    }
    let index = this.#sourceOfObject.get(origin);
    if (index === undefined) {
      const key = `${origin.file}:${origin.start}:${origin.end}`;
      index = this.#sourceOf.get(key);
      if (index === undefined) {
        index = this.#sources.push({ file: origin.file, start: origin.start, end: origin.end }) - 1;
        this.#sourceOf.set(key, index);
      }
      this.#sourceOfObject.set(origin, index);
    }
    return index;
  }

  /** Index of a text; 0 is the empty one. */
  intern(text: string): number {
    let index = this.#textOf.get(text);
    if (index === undefined) {
      index = this.#strings.push(text) - 1;
      this.#textOf.set(text, index);
    }
    return index;
  }

  /** Appends an event and returns its row. `kind` is one of `EVENT`; times must not go back. */
  event(timeMicros: number, kind: number, lane: number, cause: number, source = -1, a = 0, b = 0, text = 0): number {
    const row = this.#eventCount++;
    if (row === this.#eventCapacity) {
      this.#checkSize();
      this.#events = doubled(this.#events);
      this.#eventCapacity *= 2;
    }
    const columns = this.#events;
    columns.timeMicros[row] = timeMicros;
    columns.kind[row] = kind;
    columns.lane[row] = lane;
    columns.cause[row] = cause;
    columns.source[row] = source;
    columns.a[row] = a;
    columns.b[row] = b;
    columns.text[row] = text;
    return row;
  }

  /** Appends a call that has not returned yet and returns its row. `lane` is that of the cache. */
  startCall(timeMicros: number, lane: number, operation: number, key: number, source: number): number {
    const row = this.#callCount++;
    if (row === this.#callCapacity) {
      this.#checkSize();
      this.#calls = doubled(this.#calls);
      this.#callCapacity *= 2;
    }
    const columns = this.#calls;
    columns.startMicros[row] = timeMicros;
    columns.endMicros[row] = Number.POSITIVE_INFINITY;
    columns.lane[row] = lane;
    columns.operation[row] = operation;
    columns.outcome[row] = OUTCOME.blocked;
    columns.fate[row] = OPERATIONS[operation]?.write ? FATE.pending : FATE.none;
    columns.key[row] = key;
    columns.cause[row] = -1;
    columns.fateCause[row] = -1;
    columns.source[row] = source;
    return row;
  }

  /** The call returned to its caller. `detail` is a text index: exception class and message. */
  endCall(row: number, timeMicros: number, outcome: number, detail = 0, cause = -1): void {
    const columns = this.#calls;
    columns.endMicros[row] = timeMicros;
    columns.outcome[row] = outcome;
    columns.detail[row] = detail;
    columns.cause[row] = cause;
  }

  /** What became of a written value. Writes are `pending` until this is called; the last word counts. */
  setFate(row: number, fate: number, cause = -1): void {
    this.#calls.fate[row] = fate;
    this.#calls.fateCause[row] = cause;
  }

  /** How many times the array applied a write; 255 stands for more. */
  setApplied(row: number, count: number): void {
    this.#calls.applied[row] = Math.min(count, 255);
  }

  /** Appends a message between two lanes and returns its row. Unless `received` follows, it was dropped or in flight. */
  message(sentMicros: number, from: number, to: number, name: string, cause: number): number {
    const row = this.#messageCount++;
    if (row === this.#messageCapacity) {
      this.#checkSize();
      this.#messages = doubled(this.#messages);
      this.#messageCapacity *= 2;
    }
    const columns = this.#messages;
    columns.sentMicros[row] = sentMicros;
    columns.receivedMicros[row] = Number.NaN;
    columns.from[row] = from;
    columns.to[row] = to;
    columns.name[row] = this.intern(name);
    columns.cause[row] = cause;
    return row;
  }

  received(row: number, timeMicros: number): void {
    this.#messages.receivedMicros[row] = timeMicros;
  }

  /** Appends a fault and returns its index. It is an instant unless `endFault` follows, at the latest at the end of the run. */
  fault(label: string, startMicros: number, lanes: readonly number[], source: number): number {
    return this.#faults.push({ label, startMicros, endMicros: startMicros, lanes, source }) - 1;
  }

  endFault(index: number, timeMicros: number): void {
    const fault = this.#faults[index];
    if (fault !== undefined) {
      fault.endMicros = timeMicros;
    }
  }

  /** Notes something that the run takes for granted without a proven source. The same text is noted once. */
  assume(text: string): void {
    this.#assumptions.add(text);
  }

  /** The recorded run; the recorder must not be used afterwards. `processed`: see `Trace`. */
  finish(network: NetworkCounters, processed: number): Trace {
    const { name, variant, seed, durationMicros } = this.#scenario;
    return {
      version: TRACE_VERSION,
      engine: this.#engine,
      scenario: name,
      variant,
      seed,
      durationMicros,
      lanes: this.#lanes,
      strings: this.#strings,
      sources: this.#sources,
      events: trimmed(this.#events, this.#eventCount),
      calls: trimmed(this.#calls, this.#callCount),
      messages: trimmed(this.#messages, this.#messageCount),
      faults: this.#faults,
      network,
      processed,
      assumptions: [...this.#assumptions],
    };
  }

  /** Called when a column is full, that is rarely. */
  #checkSize(): void {
    const rows = this.#eventCapacity + this.#callCapacity + this.#messageCapacity;
    if (rows > MAX_ROWS) {
      throw new TraceTooLargeError(
        `The run has more than ${Math.floor(rows / 1e6)} million events and calls, too many to keep: ` +
          'shorten the duration, or let the clients work less often.',
      );
    }
  }
}
