/** Writes made-up traces in any order of time; `finish` sorts the rows and renumbers their causes. */
import { EVENT, FATE, OPERATION, OUTCOME } from '../../../server/src/trace/codes.ts';
import type { EventName, FateName, OutcomeName } from '../../../server/src/trace/kinds.ts';
import {
  type FaultBand,
  type Lane,
  type OPERATIONS,
  TRACE_VERSION,
  type Trace,
} from '../../../server/src/trace/trace.ts';

interface EventDraft {
  readonly id: number;
  readonly timeMicros: number;
  readonly kind: number;
  readonly lane: number;
  readonly cause: number;
  readonly source: number;
  readonly a: number;
  readonly text: number;
}

interface CallDraft {
  readonly startMicros: number;
  readonly endMicros: number;
  readonly lane: number;
  readonly operation: number;
  readonly outcome: number;
  readonly fate: number;
  readonly detail: number;
  readonly cause: number;
  readonly source: number;
}

interface MessageDraft {
  readonly sentMicros: number;
  readonly receivedMicros: number;
  readonly from: number;
  readonly to: number;
  readonly name: number;
  readonly cause: number;
}

type OperationName = (typeof OPERATIONS)[number]['name'];

/** Times are in seconds; what is returned are ids, good as causes. */
export class TraceWriter {
  readonly lanes: Lane[] = [];
  readonly faults: FaultBand[] = [];
  readonly strings: string[] = [''];
  readonly #events: EventDraft[] = [];
  readonly #calls: CallDraft[] = [];
  readonly #messages: MessageDraft[] = [];
  readonly #interned = new Map<string, number>([['', 0]]);
  readonly #rowOfId = new Map<number, number>();

  text(words: string): number {
    const known = this.#interned.get(words) ?? this.strings.length;
    if (known === this.strings.length) {
      this.strings.push(words);
      this.#interned.set(words, known);
    }
    return known;
  }

  lane(lane: Omit<Lane, 'source'>): number {
    return this.lanes.push({ ...lane, source: -1 }) - 1;
  }

  event(at: number, name: EventName, lane: number, cause: number, text = '', a = 0, source = -1): number {
    const id = this.#events.length;
    const timeMicros = Math.round(at * 1e6);
    this.#events.push({ id, timeMicros, kind: EVENT[name], lane, cause, source, a, text: this.text(text) });
    return id;
  }

  call(
    start: number,
    end: number,
    lane: number,
    operation: OperationName,
    outcome: OutcomeName,
    { detail = '', cause = -1, fate = 'none' as FateName, source = -1 } = {},
  ): void {
    this.#calls.push({
      startMicros: Math.round(start * 1e6),
      endMicros: Math.round(end * 1e6),
      lane,
      operation: OPERATION[operation],
      outcome: OUTCOME[outcome],
      fate: FATE[fate],
      detail: this.text(detail),
      cause,
      source,
    });
  }

  message(sent: number, received: number, from: number, to: number, name: string, cause: number): void {
    this.#messages.push({
      sentMicros: Math.round(sent * 1e6),
      receivedMicros: Math.round(received * 1e6),
      from,
      to,
      name: this.text(name),
      cause,
    });
  }

  /** The row that an event got; only after `finish`. */
  row(id: number): number {
    return this.#rowOfId.get(id) ?? -1;
  }

  finish(options: { scenario: string; variant: string; duration: number; sources: number }): Trace {
    const events = this.#events.sort((one, other) => one.timeMicros - other.timeMicros || one.id - other.id);
    events.forEach((event, row) => {
      this.#rowOfId.set(event.id, row);
    });
    const calls = this.#calls.sort((one, other) => one.startMicros - other.startMicros);
    const messages = this.#messages.sort((one, other) => one.sentMicros - other.sentMicros);
    const cause = (draft: { readonly cause: number }) => this.row(draft.cause);
    return {
      version: TRACE_VERSION,
      engine: 'synthetic',
      scenario: options.scenario,
      variant: options.variant,
      seed: 1,
      durationMicros: options.duration * 1e6,
      lanes: this.lanes,
      strings: this.strings,
      sources: Array.from({ length: options.sources }, (_, index) => ({
        file: 0,
        start: index * 40,
        end: index * 40 + 30,
      })),
      events: {
        count: events.length,
        timeMicros: Float64Array.from(events, (event) => event.timeMicros),
        kind: Uint8Array.from(events, (event) => event.kind),
        lane: Uint16Array.from(events, (event) => event.lane),
        cause: Int32Array.from(events, cause),
        source: Int32Array.from(events, (event) => event.source),
        a: Int32Array.from(events, (event) => event.a),
        b: new Int32Array(events.length),
        text: Int32Array.from(events, (event) => event.text),
      },
      calls: {
        count: calls.length,
        startMicros: Float64Array.from(calls, (call) => call.startMicros),
        endMicros: Float64Array.from(calls, (call) => call.endMicros),
        lane: Uint16Array.from(calls, (call) => call.lane),
        operation: Uint8Array.from(calls, (call) => call.operation),
        outcome: Uint8Array.from(calls, (call) => call.outcome),
        fate: Uint8Array.from(calls, (call) => call.fate),
        key: new Int32Array(calls.length),
        detail: Int32Array.from(calls, (call) => call.detail),
        cause: Int32Array.from(calls, cause),
        fateCause: new Int32Array(calls.length).fill(-1),
        source: Int32Array.from(calls, (call) => call.source),
        applied: new Uint8Array(calls.length),
      },
      messages: {
        count: messages.length,
        sentMicros: Float64Array.from(messages, (message) => message.sentMicros),
        receivedMicros: Float64Array.from(messages, (message) => message.receivedMicros),
        from: Uint16Array.from(messages, (message) => message.from),
        to: Uint16Array.from(messages, (message) => message.to),
        name: Int32Array.from(messages, (message) => message.name),
        cause: Int32Array.from(messages, cause),
      },
      faults: this.faults,
      network: { sent: messages.length, delivered: messages.length, dropped: 0, inFlight: 0 },
      processed: events.length,
      assumptions: [],
    };
  }
}
