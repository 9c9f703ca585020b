/**
 * The connected servers that count as the passives of an active when it needs votes, also before they are in sync. A server
 * that asks for a copy is a new process, and counts at once: also when the active waits for votes because it was lost.
 *
 * Source: terracotta-core 5.x, ConsistencyManagerImpl (ADD_PASSIVE: "always allowed") and ActiveToPassiveReplication (prime);
 * PassiveDeathIT, where the last passive of three servers is started again.
 */
export class Followers {
  readonly #counting = new Set<number>();

  add(server: number): void {
    this.#counting.add(server);
  }

  delete(server: number): void {
    this.#counting.delete(server);
  }

  get count(): number {
    return this.#counting.size;
  }
}
