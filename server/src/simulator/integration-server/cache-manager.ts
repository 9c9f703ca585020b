/**
 * The public cache manager of a node: how its distributed caches are configured on the node, and what the array knows of
 * that. What is changed while the manager is shut down differs from what the array knows, and the manager does not start.
 *
 * Source: Integration Server Administrator's Guide, "Client-Specific Parameters".
 */
import type { Cache } from '../../model/model.ts';
import type { CacheChange } from '../actions/index.ts';

interface Parameter {
  readonly cache: string;
  readonly name: CacheChange['parameter'];
  readonly known: string;
  readonly written: string;
  /** Row of the event that wrote it; -1 when it is as declared. */
  readonly cause: number;
}

export class CacheManager {
  readonly #parameters = new Map<string, Parameter>();

  constructor(caches: readonly Cache[]) {
    for (const { name, consistency } of caches) this.#put(name, 'consistency', consistency, consistency, -1);
  }

  /** `running`: the manager runs, and the array is told. */
  change({ cache, parameter: name, value }: CacheChange, running: boolean, cause: number): void {
    // Whoever changes what nobody wrote changes the other of two values.
    const known = this.#parameters.get(keyOf(cache, name))?.known ?? (value === 'true' ? 'false' : 'true');
    this.#put(cache, name, running ? value : known, value, cause);
  }

  /** The first parameter that was changed while the manager was shut down. */
  get mismatch(): Parameter | undefined {
    for (const each of this.#parameters.values()) if (each.known !== each.written) return each;
    return undefined;
  }

  /** The caches as they are configured now. */
  configured(caches: readonly Cache[]): readonly Cache[] {
    return caches.map((cache) => {
      const written = this.#parameters.get(keyOf(cache.name, 'consistency'))?.written;
      return written === 'strong' || written === 'eventual' ? { ...cache, consistency: written } : cache;
    });
  }

  #put(cache: string, name: Parameter['name'], known: string, written: string, cause: number): void {
    this.#parameters.set(keyOf(cache, name), { cache, name, known, written, cause });
  }
}

const keyOf = (cache: string, parameter: Parameter['name']): string => JSON.stringify([cache, parameter]);
