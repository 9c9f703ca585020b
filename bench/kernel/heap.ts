import { compareEvents, type EventObject, type Queue } from './engine.ts';

/** A textbook binary heap of event objects. */
export class BinaryHeap implements Queue {
  readonly #items: EventObject[] = [];

  get length(): number {
    return this.#items.length;
  }

  peek(): EventObject | undefined {
    return this.#items[0];
  }

  push(event: EventObject): void {
    const items = this.#items;
    let at = items.length;
    items.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = items[parent] as EventObject;
      if (compareEvents(other, event) <= 0) break;
      items[at] = other;
      at = parent;
    }
    items[at] = event;
  }

  pop(): EventObject | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    const half = items.length >> 1;
    let at = 0;
    while (at < half) {
      let child = 2 * at + 1;
      const right = child + 1;
      if (right < items.length && compareEvents(items[right] as EventObject, items[child] as EventObject) < 0) {
        child = right;
      }
      const other = items[child] as EventObject;
      if (compareEvents(last, other) <= 0) break;
      items[at] = other;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
