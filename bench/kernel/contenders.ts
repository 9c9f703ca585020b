/**
 * The engines and the models as one module, of which the benchmark loads a fresh instance for every pair: the machine
 * code for one engine must not be shaped by what another one made of the same model.
 */
import TinyQueue from 'tinyqueue';
import { Kernel } from '../../server/src/simulator/engine/kernel.ts';
import { compareEvents, type EventObject, QueueEngine } from './engine.ts';
import { BinaryHeap } from './heap.ts';
import { fill, hold, type Outcome, storm } from './models.ts';

/** One engine, with its own type of handle hidden inside. */
export interface Contender {
  storm(): Outcome;
  /** Fills a fresh engine; what it returns runs the model on it. */
  hold(pending: number): (events: number) => Outcome;
}

function contender<Handle>(create: () => Parameters<typeof storm<Handle>>[0]): Contender {
  return {
    storm: () => storm(create()),
    hold(pending) {
      const engine = create();
      fill(engine, pending);
      return (events) => hold(engine, events);
    },
  };
}

export const CONTENDERS: Readonly<Record<string, Contender>> = {
  'timer wheel (ours)': contender(() => new Kernel()),
  'binary heap of objects': contender(() => new QueueEngine(new BinaryHeap())),
  tinyqueue: contender(() => new QueueEngine(new TinyQueue<EventObject>([], compareEvents))),
};
