/**
 * What a server has: which writes were applied, and which clients it knows. Values are not kept; a write is known by
 * the row of its call in the trace, which is all that loss and double application need.
 */
export class WriteSet {
  #bits = new Uint32Array(64);

  has(write: number): boolean {
    return ((this.#bits[write >>> 5] ?? 0) & (1 << (write & 31))) !== 0;
  }

  /** Returns false when it was there already. */
  add(write: number): boolean {
    const word = write >>> 5;
    if (word >= this.#bits.length) {
      const larger = new Uint32Array(Math.max(word + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    const bit = 1 << (write & 31);
    const before = this.#bits[word] as number;
    this.#bits[word] = before | bit;
    return (before & bit) === 0;
  }

  addAll(other: WriteSet): void {
    if (other.#bits.length > this.#bits.length) {
      const larger = new Uint32Array(other.#bits.length);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    for (let word = 0; word < other.#bits.length; word++) {
      this.#bits[word] = (this.#bits[word] as number) | (other.#bits[word] as number);
    }
  }

  copy(): WriteSet {
    const copy = new WriteSet();
    copy.addAll(this);
    return copy;
  }

  /** The writes, in the order in which they were made. */
  *values(): Generator<number> {
    for (let word = 0; word < this.#bits.length; word++) {
      const bits = this.#bits[word] as number;
      for (let bit = 0; bits !== 0 && bit < 32; bit++) if ((bits & (1 << bit)) !== 0) yield word * 32 + bit;
    }
  }

  get size(): number {
    let count = 0;
    for (let word of this.#bits) {
      for (; word !== 0; word &= word - 1) count++;
    }
    return count;
  }
}

/** What a passive receives when it is synced. */
export interface SyncSnapshot {
  readonly writes: WriteSet;
  /** Connection id → client. */
  readonly clients: ReadonlyMap<number, number>;
  readonly stripeId: number;
}

/** The state of a server that outlives its process when the array is restartable, and dies with it otherwise. */
export class Store {
  writes = new WriteSet();
  /** Writes that were applied more than once: must stay empty, and `applied twice` in a scenario looks here. */
  readonly doubles = new Set<number>();
  clients = new Map<number, number>();
  /** 0 until the stripe has had an active. */
  stripeId = 0;
  /** The state that the server remembers on disk; only a restartable server remembers. */
  remembered: 'none' | 'active' | 'passive' | 'passive-uninitialized' = 'none';

  /** A connection id names one client only, for as long as anybody knows it: ConnectionIDFactoryImpl 4.3.1. */
  addClient(connection: number, client: number): void {
    if (this.clients.has(connection)) {
      throw new Error(`TCRuntimeException: the connection id ${connection} is known already`);
    }
    this.clients.set(connection, client);
  }

  apply(write: number): void {
    if (!this.writes.add(write)) this.doubles.add(write);
  }

  load(snapshot: SyncSnapshot): void {
    this.writes.addAll(snapshot.writes);
    this.clients = new Map(snapshot.clients);
    this.stripeId = snapshot.stripeId;
  }

  snapshot(): SyncSnapshot {
    return { writes: this.writes.copy(), clients: new Map(this.clients), stripeId: this.stripeId };
  }

  clear(): void {
    this.writes = new WriteSet();
    this.doubles.clear();
    this.clients = new Map();
    this.stripeId = 0;
    this.remembered = 'none';
  }
}
