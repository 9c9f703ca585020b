/**
 * Repeated calls: each `every … shop get sessions` is one application thread per client, which sleeps between two calls.
 * While its call is blocked the next ones do not start, as in an application. In a paused JVM the sleep ends and the
 * thread does not run: its next call comes as soon as the JVM goes on. The calls that were due meanwhile are not made up
 * for, unless a timer drives the thread at a fixed rate: then they follow, one after the other. A dead JVM makes none.
 */
import type { Step } from '../model/model.ts';
import type { CallRequest, Stage } from './actions/index.ts';
import { keyNumber } from './actions/operate.ts';
import type { ScenarioNode } from './node.ts';

type Every = Extract<Step['trigger'], { readonly kind: 'every' }>;
type Operate = Extract<Step['action'], { readonly kind: 'operate' }>;

interface Loop {
  readonly node: ScenarioNode;
  readonly step: Every;
  readonly action: Operate;
  /** One for all turns: only the key changes. */
  readonly request: { -readonly [Field in keyof CallRequest]: CallRequest[Field] };
  turn: number;
  /** Incarnation of the process whose thread is inside a call; -1 when none is. */
  busyIn: number;
  /** Incarnation of the process that goes on with a call; -1 when no call waits for that. */
  lateIn: number;
  /** Calls that a timer makes up for, in that incarnation of the process. */
  owed: number;
  owedIn: number;
}

export class Workload {
  readonly #stage: Stage;
  readonly #endMicros: number;
  readonly #loops: Loop[] = [];
  readonly #tickKind: number;
  readonly #lateKind: number;

  constructor(stage: Stage, endMicros: number) {
    this.#stage = stage;
    this.#endMicros = endMicros;
    this.#tickKind = stage.world.on((index) => this.#tick(index));
    this.#lateKind = stage.world.on((index) => this.#late(index));
  }

  add(step: Every, action: Operate, source: number): void {
    const { kernel } = this.#stage.world;
    for (const client of action.clients) {
      const node = this.#stage.nodes.get(client);
      if (node === undefined) continue;
      const index = this.#loops.length;
      const loop: Loop = {
        node,
        step,
        action,
        request: {
          client: node.name,
          cache: action.cache,
          operation: action.operation,
          key: 0,
          keyCount: action.key === undefined ? action.keyCount : 1,
          spanMicros: action.spanMicros ?? 0,
          source,
          done: () => {
            loop.busyIn = -1;
            if (loop.owed > 0) kernel.schedule(0, this.#lateKind, index, 0);
          },
        },
        turn: 0,
        busyIn: -1,
        lateIn: -1,
        owed: 0,
        owedIn: -1,
      };
      this.#loops.push(loop);
      kernel.scheduleAt(Math.max(step.fromMicros, kernel.nowMicros), this.#tickKind, index, 0);
    }
  }

  #tick(index: number): void {
    const { world } = this.#stage;
    const loop = this.#loops[index] as Loop;
    const { node, step } = loop;
    const next = world.nowMicros + step.periodMicros;
    if (next <= step.untilMicros && next < this.#endMicros) world.kernel.scheduleAt(next, this.#tickKind, index, 0);
    const { process } = node;
    const { incarnation } = process;
    if (!process.running) return;
    if (loop.busyIn === incarnation || loop.lateIn === incarnation) {
      if (step.catchesUp) owe(loop, incarnation);
    } else if (process.paused) {
      loop.lateIn = incarnation;
      process.defer(this.#lateKind, index, 0);
    } else {
      this.#call(loop);
    }
  }

  /** A call whose time has passed. */
  #late(index: number): void {
    const loop = this.#loops[index] as Loop;
    const { process } = loop.node;
    const isLate = loop.lateIn === process.incarnation;
    if (!process.running || loop.busyIn === process.incarnation) return;
    if (process.paused) {
      process.defer(this.#lateKind, index, 0);
      return;
    }
    if (!isLate) {
      if (loop.owedIn !== process.incarnation) loop.owed = 0;
      if (loop.owed === 0) return;
      loop.owed--;
    }
    this.#call(loop);
  }

  #call(loop: Loop): void {
    const { action, node } = loop;
    loop.lateIn = -1;
    loop.busyIn = node.process.incarnation;
    loop.request.key = keyNumber(action.key, loop.turn++, action.keyCount);
    if (!this.#stage.call(loop.request)) loop.busyIn = -1;
  }
}

function owe(loop: Loop, incarnation: number): void {
  if (loop.owedIn !== incarnation) loop.owed = 0;
  loop.owedIn = incarnation;
  loop.owed++;
}
