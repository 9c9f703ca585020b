/** What faults do to the paths between processes. Faults may overlap: a path is open again when the last one ends. */

export type PathState = 'open' | 'silent' | 'refused';

interface Blockage {
  readonly manner: 'silent' | 'refused';
  /** Directed pairs of process indexes. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly cause: number;
}

interface Degradation {
  readonly pairs: readonly (readonly [number, number])[];
  readonly latencyMicros: number;
  readonly cause: number;
}

/** From here on a path that is slow explains a wait; below it something else is wrong. */
const SLOW_MICROS = 50_000;

const key = (from: number, to: number): number => from * 65_536 + to;

export class Paths {
  readonly #blockages = new Map<number, Blockage>();
  readonly #degradations = new Map<number, Degradation>();
  readonly #callbackBlocks = new Map<number, readonly number[]>();
  #nextId = 1;
  /** Directed pair → state and cause; rebuilt when a fault begins or ends, because paths are asked far more often. */
  #states = new Map<number, { readonly state: PathState; readonly cause: number }>();
  #latencies = new Map<number, number>();
  #slownessCauses = new Map<number, number>();
  #blockedCallbacks = new Set<number>();

  state(from: number, to: number): PathState {
    if (this.#states.size === 0) return 'open';
    return this.#states.get(key(from, to))?.state ?? 'open';
  }

  extraLatencyMicros(from: number, to: number): number {
    if (this.#latencies.size === 0) return 0;
    return this.#latencies.get(key(from, to)) ?? 0;
  }

  isCallbackBlocked(process: number): boolean {
    return this.#blockedCallbacks.has(process);
  }

  /** Row of the fault that blocks the path in either direction, or makes it slow; -1 when there is none. */
  causeBetween(from: number, to: number): number {
    if (this.#states.size === 0 && this.#slownessCauses.size === 0) return -1;
    const blocked = this.#states.get(key(from, to))?.cause ?? this.#states.get(key(to, from))?.cause;
    return blocked ?? this.#slownessCauses.get(key(from, to)) ?? this.#slownessCauses.get(key(to, from)) ?? -1;
  }

  /** Returns an id for `unblock`. */
  block(manner: 'silent' | 'refused', pairs: readonly (readonly [number, number])[], cause: number): number {
    this.#blockages.set(this.#nextId, { manner, pairs, cause });
    this.#rebuild();
    return this.#nextId++;
  }

  degrade(pairs: readonly (readonly [number, number])[], latencyMicros: number, cause: number): number {
    this.#degradations.set(this.#nextId, { pairs, latencyMicros, cause });
    this.#rebuild();
    return this.#nextId++;
  }

  blockCallbacks(processes: readonly number[]): number {
    this.#callbackBlocks.set(this.#nextId, processes);
    this.#rebuild();
    return this.#nextId++;
  }

  /** Ends one fault; harmless when it has ended already. Returns whether it was still there. */
  unblock(id: number): boolean {
    const found = this.#blockages.delete(id) || this.#degradations.delete(id) || this.#callbackBlocks.delete(id);
    if (found) this.#rebuild();
    return found;
  }

  /** Ends a fault between the processes for which `heals` holds. Returns whether any of it is left. */
  narrow(id: number, heals: (from: number, to: number) => boolean): boolean {
    const rest = <Pair extends readonly [number, number]>(pairs: readonly Pair[]): readonly Pair[] =>
      pairs.filter(([from, to]) => !heals(from, to));
    const blockage = this.#blockages.get(id);
    if (blockage !== undefined) this.#blockages.set(id, { ...blockage, pairs: rest(blockage.pairs) });
    const degradation = this.#degradations.get(id);
    if (degradation !== undefined) this.#degradations.set(id, { ...degradation, pairs: rest(degradation.pairs) });
    const callbacks = this.#callbackBlocks.get(id);
    if (callbacks !== undefined)
      this.#callbackBlocks.set(
        id,
        callbacks.filter((process) => !heals(process, process)),
      );
    this.#rebuild();
    const left = this.#blockages.get(id)?.pairs ?? this.#degradations.get(id)?.pairs ?? this.#callbackBlocks.get(id);
    return (left?.length ?? 0) > 0;
  }

  #rebuild(): void {
    this.#states = new Map();
    this.#latencies = new Map();
    this.#slownessCauses = new Map();
    for (const { manner, pairs, cause } of this.#blockages.values()) {
      for (const [from, to] of pairs) {
        // Silence wins over refusal: a packet that vanishes cannot be answered.
        if (this.#states.get(key(from, to))?.state !== 'silent')
          this.#states.set(key(from, to), { state: manner, cause });
      }
    }
    for (const { pairs, latencyMicros, cause } of this.#degradations.values()) {
      for (const [from, to] of pairs) {
        this.#latencies.set(key(from, to), latencyMicros);
        if (latencyMicros >= SLOW_MICROS) this.#slownessCauses.set(key(from, to), cause);
      }
    }
    this.#blockedCallbacks = new Set([...this.#callbackBlocks.values()].flat());
  }
}
