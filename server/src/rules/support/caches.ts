/** The caches that rules about settings look at: each once, although the members of a family and scenarios share them. */
import type { CheckedCache } from '../../model/checked.ts';
import type { Cache, Client, Cluster, Model, Origin } from '../../model/model.ts';
import { clientsOf } from './topology.ts';

export interface CacheOfClient {
  readonly client: Client;
  readonly cluster: Cluster;
  readonly cache: Cache;
  /** The default cache: what is made after it has its settings. */
  readonly isTemplate: boolean;
}

/** One for which settings are written that only rules read. */
export interface CheckedCacheOfClient extends CacheOfClient {
  readonly checked: CheckedCache;
}

interface Found {
  readonly all: readonly CacheOfClient[];
  readonly checked: readonly CheckedCacheOfClient[];
}

const known = new WeakMap<Model, Found>();

/** Every cache and default cache of the Ehcache 2 clients, as declared and as scenarios change them. */
export function cachesOf(model: Model): readonly CacheOfClient[] {
  return found(model).all;
}

/** Those of them that have settings which only rules read. Most scenarios have none, and then there is nothing to do. */
export function checkedCachesOf(model: Model): readonly CheckedCacheOfClient[] {
  return found(model).checked;
}

function found(model: Model): Found {
  let answer = known.get(model);
  if (answer === undefined) {
    answer = collect(model);
    known.set(model, answer);
  }
  return answer;
}

function collect(model: Model): Found {
  const all: CacheOfClient[] = [];
  const seen = new Map<Cache, Cluster>();
  for (const { client, cluster } of clientsOf(model)) {
    const template = client.checked?.defaultCache;
    for (const cache of client.caches) {
      if (seen.get(cache) === cluster) continue;
      seen.set(cache, cluster);
      all.push({ client, cluster, cache, isTemplate: false });
    }
    if (template !== undefined) all.push({ client, cluster, cache: template, isTemplate: true });
  }
  const checked = all.flatMap((each) =>
    each.cache.checked === undefined ? [] : [{ ...each, checked: each.cache.checked }],
  );
  return { all, checked };
}

/** What becomes of its application. What is wrong with the default cache keeps only those from being that are made after it. */
export const doesNotStart = ({ client, isTemplate }: CacheOfClient): string =>
  isTemplate ? `${client.family} cannot make a cache at run time` : `${client.family} does not start`;

/** Where one of these settings is written, the first that is; the name of the cache when none is. */
export function placeIn(cache: Cache, ...names: readonly string[]): Origin {
  for (const name of names) {
    const place = cache.at.settings[name];
    if (place !== undefined) return place;
  }
  return cache.at.name;
}

/** Ehcache 2.6 with Terracotta 3.7, 2.7 with 4.0 and so on: whether it is this one or a later one. */
export function hasEhcache({ product }: Cluster, minor: number): boolean {
  return Number(product.ehcache.split('.')[1] ?? 0) >= minor;
}
