/** What a benchmark model needs of an event engine: the shape of the simulator's kernel. */
export interface Engine<Handle> {
  readonly nowMicros: number;
  readonly pending: number;
  schedule(delayMicros: number, kind: number, a: number, b: number): Handle;
  cancel(handle: Handle): unknown;
  run(untilMicros: number, dispatch: (kind: number, a: number, b: number) => void, limitEvents?: number): number;
}

/** An event as an object, as one would write it first. Cancelled ones stay in the queue until their time comes. */
export interface EventObject {
  readonly time: number;
  readonly sequence: number;
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  cancelled: boolean;
}

/** Orders events by time, ties by sequence: negative when `x` comes first. */
export function compareEvents(x: EventObject, y: EventObject): number {
  return x.time - y.time || x.sequence - y.sequence;
}

/** The part of a priority queue the object engines use. */
export interface Queue {
  readonly length: number;
  push(event: EventObject): void;
  pop(): EventObject | undefined;
  peek(): EventObject | undefined;
}

/** An engine over any priority queue of event objects. */
export class QueueEngine implements Engine<EventObject> {
  nowMicros = 0;
  readonly #queue: Queue;
  #sequence = 0;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** Includes cancelled events still in the queue: they occupy memory too. */
  get pending(): number {
    return this.#queue.length;
  }

  schedule(delayMicros: number, kind: number, a: number, b: number): EventObject {
    const event = { time: this.nowMicros + delayMicros, sequence: this.#sequence++, kind, a, b, cancelled: false };
    this.#queue.push(event);
    return event;
  }

  cancel(event: EventObject): void {
    event.cancelled = true;
  }

  run(untilMicros: number, dispatch: (kind: number, a: number, b: number) => void, limitEvents = Infinity): number {
    let processed = 0;
    while (processed < limitEvents) {
      const event = this.#queue.peek();
      if (event === undefined || event.time > untilMicros) break;
      this.#queue.pop();
      if (event.cancelled) continue;
      this.nowMicros = event.time;
      processed++;
      dispatch(event.kind, event.a, event.b);
    }
    return processed;
  }
}
