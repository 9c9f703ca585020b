/**
 * The connected servers that count as the passives of an active when it needs votes, also before they are in sync. One
 * that was lost and comes back while the active waits for votes may have followed another active in between: it counts
 * only together with all others, for then there cannot be another active.
 *
 * Source: terracotta-core 5.x, ConsistencyManagerImpl (`passives`) and ActiveToPassiveReplication.
 */
export class Followers {
  readonly #counting = new Set<number>();
  readonly #returned = new Set<number>();

  add(server: number): void {
    this.#counting.add(server);
  }

  /** It asks for a copy of the data. `isWaiting`: the active waits for votes. */
  returns(server: number, isWaiting: boolean): void {
    (isWaiting ? this.#returned : this.#counting).add(server);
  }

  /** Nothing is waited for any more: whoever came back counts like the others. */
  settle(): void {
    for (const server of this.#returned) this.#counting.add(server);
    this.#returned.clear();
  }

  delete(server: number): void {
    this.#counting.delete(server);
    this.#returned.delete(server);
  }

  /** How many count, of so many other servers in the topology. */
  count(configuredPeers: number): number {
    const all = this.#counting.size + this.#returned.size;
    return all === configuredPeers ? all : this.#counting.size;
  }
}
