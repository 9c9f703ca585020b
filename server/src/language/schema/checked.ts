/**
 * Settings of the products that no simulated failure depends on, and that rules read all the same: they decide whether
 * the product accepts a configuration, and whether its parts fit together. A client that its product refuses does not start in a run;
 * else they change nothing there.
 */
import { OLDER } from '../../model/productLines.ts';
import { CLIENT_BLOCKS, type Context, type Entry, type ValueSpec } from './types.ts';

const EHCACHE_XSD = 'ehcache.xsd, Ehcache 2.10';
const TC_CONFIG = 'terracotta-6.xsd; tc-config-reference.xml of the Terracotta 4.3 kit';
const CLUSTERING_GUIDE = 'Integration Server Clustering Guide, "Considerations When Configuring Clusters"';
const TSA_GUIDE = 'Integration Server Clustering Guide, "IS Cannot Download the tc-config.xml File"';
const BOOLEAN: ValueSpec = { type: 'boolean' };
const COUNT: ValueSpec = { type: 'count', min: 0, max: 2_147_483_647 };
const PORT: ValueSpec = { type: 'count', min: 0, max: 65_535 };
const LIFETIME: ValueSpec = { type: 'duration', likelyUnit: 's', minMicros: 0, maxMicros: 30_000 * 86_400_000_000 };

/** One row; what is not in `rest` is a setting with a value. */
function row(
  context: Context,
  keyword: string,
  value: ValueSpec | undefined,
  documentation: string,
  rest: Partial<Omit<Entry, 'id' | 'value' | 'documentation'>> = {},
): Entry {
  return {
    id: `${context}.${keyword}`,
    contexts: [context],
    category: 'setting',
    phrase: `${keyword} <value>`,
    documentation,
    checkedOnly: true,
    ...(value === undefined ? {} : { value }),
    ...rest,
  };
}

const choice = (...choices: readonly (readonly [name: string, documentation: string])[]): ValueSpec => ({
  type: 'choice',
  choices: choices.map(([name, documentation]) => ({ name, documentation })),
});

const server = (element: string): Pick<Entry, 'product' | 'source'> => ({
  product: `<server> in tc-config.xml, ${element}`,
  source: TC_CONFIG,
});

const SERVERS: readonly Entry[] = [
  row('server', 'tsa-port', PORT, 'The port for clients; 9510 unless written, 9410 from Terracotta 10 on.', {
    ...server('<tsa-port>, <dso-port> in 3.x'),
  }),
  row('server', 'group-port', PORT, 'The port for other servers; tsa-port + 20 unless written.', {
    ...server('<tsa-group-port>, <l2-group-port> in 3.x'),
  }),
  row('server', 'jmx-port', PORT, 'The port for JMX; tsa-port + 10 unless written.', server('<jmx-port>')),
  row('server', 'management-port', PORT, 'The port for the management console; tsa-port + 30 unless written.', {
    ...server('<management-port>'),
  }),
  row('server', 'bind', undefined, 'The address on which it listens.', {
    phrase: 'bind <text:any>',
    ...server('attribute bind'),
  }),
  row('server', 'data', undefined, 'The directory for its data. Servers on one host must not share it.', {
    phrase: 'data <text:any>',
    ...server('<data>'),
  }),
];

const CLUSTERS: readonly Entry[] = [
  row(
    'cluster',
    'ha-mode',
    choice(
      ['networked-active-passive', 'Every server has its own copy of the data.'],
      ['disk-based-active-passive', 'All servers share one disk.'],
      ['unset', 'The file says nothing: the release decides.'],
    ),
    'How the servers of a 3.x array share data. 4.x has one way.',
    { product: '<ha><mode> in tc-config.xml 3.x', source: TC_CONFIG },
  ),
  row(
    'cluster',
    'per-element-tti-ttl',
    BOOLEAN,
    'Whether entries may have lifetimes of their own. webMethods products, whose sessions have them, require true.',
    {
      default: 'false',
      lines: OLDER,
      property: { name: 'ehcache.storageStrategy.dcv2.perElementTTITTL.enabled' },
      source: 'Integration Server Clustering Guide, "Sample tc-config File"',
    },
  ),
];

const INTEGRATION_SERVERS: readonly Entry[] = [
  row('integration-server', 'version', undefined, 'Release and fix level: the same on all nodes of a cluster.', {
    phrase: 'version <text:any>',
    source: CLUSTERING_GUIDE,
  }),
  row('integration-server', 'packages', undefined, 'The packages of the application: the same on all nodes.', {
    phrase: 'packages <text:any>',
    source: CLUSTERING_GUIDE,
  }),
  row('integration-server', 'terracotta-version', undefined, 'The release of the Terracotta client inside.', {
    phrase: 'terracotta-version <text:any>',
    source: TSA_GUIDE,
  }),
  row('integration-server', 'terracotta-license', BOOLEAN, 'Whether the license key of Terracotta is installed.', {
    default: 'true',
    source: TSA_GUIDE,
  }),
];

const CLIENTS: readonly Entry[] = [
  row('client', 'url', undefined, 'The servers at which it looks for its array: `"tsa-1:9510,tsa-2:9510"`.', {
    contexts: CLIENT_BLOCKS,
    phrase: 'url <text:any>',
    product: '<terracottaConfig url> in ehcache.xml; Settings > Clustering, Terracotta Server Array URLs',
    source: EHCACHE_XSD,
  }),
  row(
    'client',
    'terracotta-config',
    choice(
      ['url', 'The address of the array.'],
      ['embedded', 'A tc-config inside the file.'],
      ['url-and-embedded', 'Both, which the product refuses.'],
      ['none', 'The element is missing.'],
    ),
    'What <terracottaConfig> says.',
    { product: '<terracottaConfig> in ehcache.xml', source: EHCACHE_XSD },
  ),
  row(
    'client',
    'l1reconnect',
    undefined,
    'l2.l1reconnect.* in the tc.properties of the client; they must be those of the server.',
    {
      category: 'declaration',
      phrase: 'l1reconnect',
      opens: 'l1reconnect',
      source: 'BigMemory Max, "Automatic Client Reconnect"',
      snippet: 'l1reconnect { enabled $1 }',
    },
  ),
  row('client', 'max-bytes-local-heap', undefined, 'Heap that all its caches together may take.', {
    phrase: 'max-bytes-local-heap <text:any>',
    product: '<ehcache maxBytesLocalHeap> in ehcache.xml',
    source: EHCACHE_XSD,
  }),
  row(
    'client',
    'peer-replication',
    choice(
      ['rmi', 'RMI peers.'],
      ['jms', 'JMS.'],
      ['jgroups', 'JGroups.'],
      ['other', 'A provider of the application.'],
    ),
    'The replication between peers that the cache manager sets up besides Terracotta.',
    { product: '<cacheManagerPeerProviderFactory> in ehcache.xml', source: EHCACHE_XSD },
  ),
  row(
    'client',
    'default-cache',
    undefined,
    'The cache after which caches are made that the application creates at run time.',
    {
      category: 'declaration',
      phrase: 'default-cache',
      opens: 'cache',
      product: '<defaultCache> in ehcache.xml',
      source: EHCACHE_XSD,
      snippet: 'default-cache {\n  $1\n}',
    },
  ),
];

/** Ehcache 3 has none of these. */
const cacheRow = (
  keyword: string,
  attribute: string,
  value: ValueSpec | undefined,
  documentation: string,
  rest: Partial<Entry> = {},
): Entry =>
  row('cache', keyword, value, documentation, {
    lines: OLDER,
    product: `${attribute} in ehcache.xml`,
    source: EHCACHE_XSD,
    ...rest,
  });

const CACHES: readonly Entry[] = [
  cacheRow(
    'max-entries-local-heap',
    '<cache maxEntriesLocalHeap>',
    COUNT,
    'Entries that the JVM keeps on its heap; 0 is without a limit.',
  ),
  cacheRow(
    'max-bytes-local-heap',
    '<cache maxBytesLocalHeap>',
    undefined,
    'Heap that the cache may take: `100m`, `20%`.',
    {
      phrase: 'max-bytes-local-heap <text:any>',
    },
  ),
  cacheRow(
    'max-entries-in-cache',
    '<cache maxEntriesInCache>',
    COUNT,
    'Entries of the whole cache in the array; 0 is without a limit.',
    {
      lines: ['4.x'],
    },
  ),
  cacheRow(
    'max-entries-local-disk',
    '<cache maxEntriesLocalDisk>, maxElementsOnDisk',
    COUNT,
    'Entries on the local disk. Up to Ehcache 2.6 maxElementsOnDisk was the limit of the whole clustered cache.',
  ),
  cacheRow('max-bytes-local-disk', '<cache maxBytesLocalDisk>', undefined, 'Local disk that the cache may take.', {
    phrase: 'max-bytes-local-disk <text:any>',
  }),
  cacheRow('eternal', '<cache eternal>', BOOLEAN, 'Whether entries never expire.'),
  cacheRow('time-to-live', '<cache timeToLiveSeconds>', LIFETIME, 'Age at which an entry expires; 0 is never.'),
  cacheRow(
    'time-to-idle',
    '<cache timeToIdleSeconds>',
    LIFETIME,
    'Time without use after which an entry expires; 0 is never.',
  ),
  cacheRow(
    'overflow-to-disk',
    '<cache overflowToDisk>',
    BOOLEAN,
    'Whether the JVM writes to its disk what its heap has no room for.',
  ),
  cacheRow(
    'disk-persistent',
    '<cache diskPersistent>',
    BOOLEAN,
    'Whether the local disk store survives a restart of the JVM.',
  ),
  cacheRow(
    'persistence-strategy',
    '<persistence strategy>',
    choice(
      ['distributed', 'As the array has it.'],
      ['localTempSwap', 'The local disk, until the JVM ends.'],
      ['localRestartable', 'The local disk, for the next start.'],
      ['none', 'Nothing is kept.'],
    ),
    'Where the cache is kept.',
    { lines: ['4.x'] },
  ),
  cacheRow(
    'transactional-mode',
    '<cache transactionalMode>',
    choice(
      ['off', 'No transactions.'],
      ['local', 'Transactions of Ehcache alone.'],
      ['xa', 'Takes part in JTA transactions, without recovery.'],
      ['xa_strict', 'A full XA resource. The only mode that works together with nonstop.'],
    ),
    'Whether calls belong to transactions.',
    { default: 'off' },
  ),
  cacheRow(
    'copy-on-read',
    '<cache copyOnRead>',
    BOOLEAN,
    'Whether a reader gets a copy. On in a transactional cache unless written.',
  ),
  cacheRow(
    'copy-on-write',
    '<cache copyOnWrite>',
    BOOLEAN,
    'Whether a writer leaves a copy. On in a transactional cache unless written.',
  ),
  cacheRow(
    'decorator',
    '<cacheDecoratorFactory>',
    choice(
      ['BlockingCache', 'One reader loads what is missing, the others wait for it.'],
      ['SelfPopulatingCache', 'A BlockingCache that loads by itself.'],
      ['UpdatingSelfPopulatingCache', 'A SelfPopulatingCache that refreshes what is there.'],
      ['UnlockedReadsView', 'Reads without the lock of a strong cache.'],
      ['other', 'A decorator of the application.'],
    ),
    'What the application wraps the cache in.',
  ),
  cacheRow(
    'peer-replication',
    '<cacheEventListenerFactory>, <bootstrapCacheLoaderFactory>',
    choice(['rmi', 'RMI peers.'], ['jms', 'JMS.'], ['jgroups', 'JGroups.']),
    'The replication between peers that this cache takes part in besides Terracotta.',
  ),
  cacheRow(
    'size-of-policy',
    '<sizeOfPolicy>',
    BOOLEAN,
    'Whether the cache has a policy for the measuring of its entries.',
  ),
  cacheRow('coherent', '<terracotta coherent>', BOOLEAN, 'The older name of consistency: true is strong. Deprecated.'),
  cacheRow(
    'coherent-reads',
    '<terracotta coherentReads>',
    BOOLEAN,
    'Deprecated, and without effect since consistency exists.',
  ),
  cacheRow(
    'terracotta-copy-on-read',
    '<terracotta copyOnRead>',
    BOOLEAN,
    'The older place of copy-on-read. Deprecated.',
  ),
  cacheRow('cache-xa', '<terracotta cacheXA>', BOOLEAN, 'The older form of transactional-mode. Deprecated.'),
  cacheRow(
    'storage-strategy',
    '<terracotta storageStrategy>',
    choice(['classic', 'All keys in every JVM. Gone since Ehcache 2.7.'], ['DCV2', 'Keys in the array.']),
    'How keys are kept. Deprecated.',
  ),
  row(
    'cache',
    'hibernate-strategy',
    choice(
      ['read-only', 'Entities that never change.'],
      ['nonstrict-read-write', 'A stale read is accepted.'],
      ['read-write', 'Soft locks in the cache keep readers from stale entities.'],
      ['transactional', 'The cache takes part in the transaction.'],
    ),
    'The concurrency strategy of a second-level cache of Hibernate.',
    { product: 'hibernate cache usage', source: 'Terracotta 3.5 Release Notes, Hibernate cache mode compatibility' },
  ),
];

const NETWORKS: readonly Entry[] = [
  row(
    'network',
    'bytes-per-second',
    { type: 'count', min: 1, max: 1_000_000_000_000 },
    'What a connection carries. The default is that of one gigabit per second.',
    { default: '125000000', source: 'tcsim' },
  ),
];

/** In each block after the settings that are simulated. */
export const CHECKED: readonly Entry[] = [
  ...SERVERS,
  ...CLUSTERS,
  ...CLIENTS,
  ...INTEGRATION_SERVERS,
  ...CACHES,
  ...NETWORKS,
];
