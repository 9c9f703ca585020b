/** What an action works on: the world, the nodes by name, and the faults that are in force. */
import type { Action, OperationName, Origin } from '../../model/model.ts';
import type { OutcomeName } from '../../trace/kinds.ts';
import type { Network } from '../engine/network.ts';
import type { World } from '../engine/world.ts';
import type { ConfigurationAction } from '../line.ts';
import type { ScenarioNode } from '../node.ts';

/** The parts of the network that faults act on; what is sent over it is none of their business. */
export type FaultyNetwork = Pick<
  Network<never>,
  'paths' | 'reset' | 'processDied' | 'hostDied' | 'pathsHealed' | 'processes'
>;

/** A fault that lasts: on the paths until it is healed or its time is over. */
export interface LastingFault {
  /** Ends it between the processes, by index, for which `heals` holds; as a whole when nothing is left. */
  narrow(heals: (from: number, to: number) => boolean, why: string): void;
  end(why: string): void;
}

/** A thread of an application that takes locks. Threads of one client with the same name are one. */
export interface LockingThread {
  readonly name: string;
  /** The key that it locks, as the scenario names it. */
  readonly keyText: string;
  /** For reading it is shared with other readers. */
  readonly mode: 'read' | 'write';
  /** tryLock: how long it waits at most, 0 for one question. */
  readonly waitMicros: number;
  /** Comes with the lock: the thread goes its way and leaves the lock behind. `cause`: what threw. */
  leave?: (cause: number) => void;
}

export interface CallRequest {
  readonly client: string;
  readonly cache: string;
  readonly operation: OperationName;
  readonly key: number;
  /** How many keys a bulk operation is about, counted from 0; 1 for the written key alone. */
  readonly keyCount: number;
  readonly source: number;
  /** Where it matters who holds a lock; any other call is of a thread that holds none. */
  readonly thread?: LockingThread;
  /** setNodeCoherent: whether the node leaves bulk-load mode. */
  readonly coherent?: boolean;
  /** iterate: how long the application works with all the keys. */
  readonly spanMicros?: number;
  /** How it ended for the caller: the exception or what came back instead, and the event that explains it. */
  readonly done: (outcome: OutcomeName, detail: string, cause?: number) => void;
}

/** A request to one of these Integration Server nodes. */
export interface InvokeRequest {
  readonly action: Extract<Action, { readonly kind: 'invoke' }>;
  /** Those among which the routing chooses; only one without a routing. */
  readonly nodes: readonly string[];
  readonly source: number;
  readonly done: () => void;
}

/** A parameter of a distributed cache that is changed on Integration Server nodes. */
export type CacheChange = Extract<Action, { readonly kind: 'set-cache' }>;

export interface Stage {
  readonly world: World;
  readonly network: FaultyNetwork;
  readonly nodes: ReadonlyMap<string, ScenarioNode>;
  readonly lasting: Set<LastingFault>;
  /** What threads that lock do after what they are doing, by their names. */
  readonly busyThreads: Map<string, (() => void)[]>;
  /** False when there is no application that could make the call. */
  call(request: CallRequest): boolean;
  invoke(request: InvokeRequest): void;
  /** A change in the Administrator of Integration Server nodes. */
  administer(action: CacheChange): void;
  /** A change with the configuration tool of the product. */
  configure(action: ConfigurationAction): void;
}

/** The member of the union that has this kind, also where one member stands for several kinds. */
type ActionOf<Kind extends Action['kind']> = Action extends infer Member
  ? Member extends { readonly kind: infer Kinds }
    ? Kind extends Kinds
      ? Member
      : never
    : never
  : never;

/** Carries out one kind of action. `origin`: the line of the scenario. */
export type Performer<Kind extends Action['kind']> = (stage: Stage, action: ActionOf<Kind>, origin: Origin) => void;

export function nodesOf(stage: Stage, names: readonly string[]): ScenarioNode[] {
  return names.map((name) => {
    const node = stage.nodes.get(name);
    if (node === undefined) throw new Error(`the scenario names ${name}, which is not a node`);
    return node;
  });
}

/**
 * Does what a thread of an application does: at once, or, in a paused JVM, as soon as it goes on. Of a JVM that is down,
 * or dies before, `run` has to find out, or is never heard of again.
 */
export function inApplication({ nodes, world }: Stage, client: string, run: () => void): void {
  const process = nodes.get(client)?.process;
  if (process?.running && process.paused) world.after(process, 0, run);
  else run();
}

/** Records that a fault begins, as a band over its lanes and as the event that all its consequences go back to. */
export function beginFault(
  stage: Stage,
  label: string,
  names: readonly string[],
  origin: Origin,
): { readonly row: number; readonly band: number } {
  const { world } = stage;
  const lanes = nodesOf(stage, names).map(({ lane }) => lane);
  const band = world.recorder.fault(label, world.nowMicros, lanes, world.recorder.source(origin));
  world.kernel.currentCause = -1;
  const row = world.emit('fault', lanes[0] ?? 0, label, band, 0, origin);
  return { row, band };
}

export function endFault(stage: Stage, band: number, lane: number, text: string): void {
  const { world } = stage;
  world.recorder.endFault(band, world.nowMicros);
  world.emit('fault-ended', lane, text, band);
}

/** `30s`, `1min 10s`: for labels. */
export function formatMicros(micros: number): string {
  if (micros % 60_000_000 === 0 && micros > 0) return `${micros / 60_000_000}min`;
  if (micros % 1_000_000 === 0) return `${micros / 1_000_000}s`;
  if (micros % 1000 === 0) return `${micros / 1000}ms`;
  return `${micros}us`;
}
