/** Settings that rules read and nothing simulates: `language/schema/checked.ts` says what each means. */
import { wordOf } from '../language/phrases.ts';
import { entryOf, keywordOf } from '../language/schema/index.ts';
import { unquote, type Value } from '../language/values.ts';
import { type Layers, type Setting, settingOf } from './layers.ts';
import type { Cache } from './model.ts';

/** Each is undefined unless it is written; `at.settings` of the server has its place. */
export interface CheckedServer {
  readonly tsaPort?: number;
  readonly groupPort?: number;
  readonly jmxPort?: number;
  readonly managementPort?: number;
  readonly bind?: string;
  readonly data?: string;
}

export interface CheckedCluster {
  readonly haMode?: 'networked-active-passive' | 'disk-based-active-passive' | 'unset';
  readonly perElementTtiTtl?: boolean;
}

export interface CheckedIntegrationServer {
  readonly version?: string;
  readonly packages?: string;
  readonly terracottaVersion?: string;
  readonly terracottaLicense?: boolean;
}

export interface CheckedClient {
  /** As written: `tsa-1:9510,tsa-2:9510`. */
  readonly url?: string;
  readonly terracottaConfig?: 'url' | 'embedded' | 'url-and-embedded' | 'none';
  readonly maxBytesLocalHeap?: string;
  readonly peerReplication?: string;
  /** The template of caches that are made at run time; none of `caches`. */
  readonly defaultCache?: Cache;
}

export interface CheckedCache {
  readonly maxEntriesLocalHeap?: number;
  readonly maxBytesLocalHeap?: string;
  readonly maxEntriesInCache?: number;
  readonly maxEntriesLocalDisk?: number;
  readonly maxBytesLocalDisk?: string;
  readonly eternal?: boolean;
  readonly timeToLiveMicros?: number;
  readonly timeToIdleMicros?: number;
  readonly overflowToDisk?: boolean;
  readonly diskPersistent?: boolean;
  readonly persistenceStrategy?: 'distributed' | 'localTempSwap' | 'localRestartable' | 'none';
  readonly transactionalMode?: 'off' | 'local' | 'xa' | 'xa_strict';
  readonly copyOnRead?: boolean;
  readonly copyOnWrite?: boolean;
  readonly decorator?: string;
  readonly peerReplication?: string;
  readonly sizeOfPolicy?: boolean;
  readonly coherent?: boolean;
  readonly coherentReads?: boolean;
  readonly terracottaCopyOnRead?: boolean;
  readonly cacheXa?: boolean;
  readonly storageStrategy?: 'classic' | 'DCV2';
  readonly hibernateStrategy?: 'read-only' | 'nonstrict-read-write' | 'read-write' | 'transactional';
}

export interface CheckedNetwork {
  readonly bytesPerSecond?: number;
}

/** The field of the model for each entry of the schema. */
type Table<T> = Readonly<Record<Exclude<keyof T, 'defaultCache'>, string>>;

export const CHECKED_SERVER: Table<CheckedServer> = {
  tsaPort: 'server.tsa-port',
  groupPort: 'server.group-port',
  jmxPort: 'server.jmx-port',
  managementPort: 'server.management-port',
  bind: 'server.bind',
  data: 'server.data',
};

export const CHECKED_CLUSTER: Table<CheckedCluster> = {
  haMode: 'cluster.ha-mode',
  perElementTtiTtl: 'cluster.per-element-tti-ttl',
};

export const CHECKED_INTEGRATION_SERVER: Table<CheckedIntegrationServer> = {
  version: 'integration-server.version',
  packages: 'integration-server.packages',
  terracottaVersion: 'integration-server.terracotta-version',
  terracottaLicense: 'integration-server.terracotta-license',
};

export const CHECKED_CLIENT: Table<CheckedClient> = {
  url: 'client.url',
  terracottaConfig: 'client.terracotta-config',
  maxBytesLocalHeap: 'client.max-bytes-local-heap',
  peerReplication: 'client.peer-replication',
};

export const CHECKED_CACHE: Table<CheckedCache> = {
  maxEntriesLocalHeap: 'cache.max-entries-local-heap',
  maxBytesLocalHeap: 'cache.max-bytes-local-heap',
  maxEntriesInCache: 'cache.max-entries-in-cache',
  maxEntriesLocalDisk: 'cache.max-entries-local-disk',
  maxBytesLocalDisk: 'cache.max-bytes-local-disk',
  eternal: 'cache.eternal',
  timeToLiveMicros: 'cache.time-to-live',
  timeToIdleMicros: 'cache.time-to-idle',
  overflowToDisk: 'cache.overflow-to-disk',
  diskPersistent: 'cache.disk-persistent',
  persistenceStrategy: 'cache.persistence-strategy',
  transactionalMode: 'cache.transactional-mode',
  copyOnRead: 'cache.copy-on-read',
  copyOnWrite: 'cache.copy-on-write',
  decorator: 'cache.decorator',
  peerReplication: 'cache.peer-replication',
  sizeOfPolicy: 'cache.size-of-policy',
  coherent: 'cache.coherent',
  coherentReads: 'cache.coherent-reads',
  terracottaCopyOnRead: 'cache.terracotta-copy-on-read',
  cacheXa: 'cache.cache-xa',
  storageStrategy: 'cache.storage-strategy',
  hibernateStrategy: 'cache.hibernate-strategy',
};

export const CHECKED_NETWORK: Table<CheckedNetwork> = { bytesPerSecond: 'network.bytes-per-second' };

const NO_PROPERTIES: ReadonlyMap<string, Setting> = new Map();

/** What is written of these settings, in blocks or in tc-properties; undefined when nothing is. */
export function checkedOf<T extends object>(
  table: Table<T>,
  layers: Layers,
  properties: ReadonlyMap<string, Setting> = NO_PROPERTIES,
): T | undefined {
  if (properties.size === 0 && layers.every(({ settings }) => settings.size === 0)) return undefined;
  let found: Record<string, Value> | undefined;
  for (const [field, id] of Object.entries<string>(table)) {
    const setting = settingOf(layers, keywordOf(entryOf(id))) ?? properties.get(id);
    const value = setting?.value ?? textOf(setting);
    if (value === undefined) continue;
    found ??= {};
    found[field] = value;
  }
  // The table names a setting of the right type for every field.
  return found as T | undefined;
}

/** A setting whose value is any text. */
function textOf(setting: Setting | undefined): string | undefined {
  const word = setting === undefined ? undefined : wordOf(setting.match, 'text');
  return word === undefined || word.kind !== 'string' ? word?.text : unquote(word.text);
}
