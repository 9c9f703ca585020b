/** What a server has: which writes were applied, and which clients it knows. */
import { WriteSet } from '../write-set.ts';

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

  /** Marked on disk when a server was told to quit: what it has is out of date and must go before it can start. */
  dirty = false;

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
    this.dirty = false;
  }
}
