/**
 * What Ehcache 2 says to a configuration with which no cache manager starts. It looks at the file first, and then at each
 * cache; the first that is wrong ends the start. A file without an array is none of these: the application may name it in code.
 *
 * Source: CacheConfiguration.validateConfiguration, validate and validateTransactionalSettings, TerracottaClientConfiguration and
 * Cache.checkClusteredConfig, Ehcache 2.10; the last is the same in 2.6.
 */
import type { Cache, Client, Cluster } from '../../model/model.ts';

/** Undefined when it starts. Caches of Integration Server are made by the node itself. */
export function refusalOfEhcache(client: Client, { product }: Cluster): string | undefined {
  const { caches, checked, integrationServer } = client;
  if (integrationServer !== undefined) return undefined;
  if (checked?.terracottaConfig === 'url-and-embedded') return invalid(URL_AND_EMBEDDED);
  const template = checked?.defaultCache === undefined ? [] : [checked.defaultCache];
  const minor = Number(product.ehcache.split('.')[1]);
  return (
    firstOf([...caches, ...template], saidOfFile) ??
    firstOf(caches, (cache) => saidOfDisk(cache, minor)) ??
    firstOf(caches, saidOfCache)
  );
}

const invalid = (reason: string): string => `InvalidConfigurationException: ${reason}`;

const URL_AND_EMBEDDED =
  'It is invalid to specify both a config url and an embedded config in the <terracottaConfig> element.';

function firstOf(caches: readonly Cache[], said: (cache: Cache) => string | undefined): string | undefined {
  for (const cache of caches) {
    const reason = said(cache);
    if (reason !== undefined) return invalid(reason);
  }
  return undefined;
}

function saidOfFile({ clustered, checked }: Cache): string | undefined {
  if (!clustered || checked === undefined) return undefined;
  const unsupported = (what: string) => `${what} isn't supported for a clustered Terracotta cache`;
  const { overflowToDisk, diskPersistent, persistenceStrategy = 'distributed' } = checked;
  if (overflowToDisk) return unsupported('overflowToDisk');
  if (diskPersistent) return unsupported('diskPersistent');
  if (persistenceStrategy !== 'distributed') {
    return unsupported(`${persistenceStrategy.toUpperCase()} persistence strategy`);
  }
  return undefined;
}

/** Up to 2.6 a number of entries was the limit of the whole cache. */
function saidOfDisk({ name, clustered, checked }: Cache, minor: number): string | undefined {
  if (!clustered || checked === undefined) return undefined;
  const error = (what: string) => `Cache '${name}' error: You can't set ${what}`;
  if (checked.maxEntriesLocalDisk !== undefined && minor >= 7) {
    return error(
      "maxEntriesLocalDisk when clustering your cache with Terracotta, local disks won't be used! To control elements going in the cache cluster wide, use maxEntriesInCache instead",
    );
  }
  if (checked.maxBytesLocalDisk !== undefined) {
    return error('maxBytesLocalDisk when clustering your cache with Terracotta');
  }
  return undefined;
}

function saidOfCache({ clustered, consistency, synchronousWrites, checked = {}, at }: Cache): string | undefined {
  const { transactionalMode = 'off', coherent, copyOnRead, terracottaCopyOnRead, copyOnWrite } = checked;
  const isTransactional = transactionalMode !== 'off';
  const isBoth = at.settings.consistency !== undefined && at.settings.consistency.start !== at.settings.coherent?.start;
  if (clustered && consistency === 'eventual' && coherent !== true) {
    if (synchronousWrites) {
      return `Terracotta clustered caches with eventual consistency and synchronous writes are not supported yet. ${remedy('synchronous writes')}`;
    }
    if (isTransactional) {
      return `Consistency should be STRONG when cache is configured with transactions enabled. ${remedy('transactions')}`;
    }
  }
  if (clustered && isBoth && coherent !== undefined && coherent !== (consistency === 'strong')) {
    return 'Coherent and consistency attribute values are conflicting. Please remove the coherent attribute as its deprecated.';
  }
  if (isTransactional && ((copyOnRead ?? terracottaCopyOnRead) === false || copyOnWrite === false)) {
    return 'A transactional cache has to be copyOnRead and copyOnWrite!';
  }
  return undefined;
}

const remedy = (what: string): string =>
  `You can fix this by either making the cache in 'strong' consistency mode (<terracotta consistency="strong"/>) or turning off ${what}.`;
