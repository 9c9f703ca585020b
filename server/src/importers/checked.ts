/** What rules read of a configuration and nothing simulates: as statements, only where it is written. */
import type { Statement } from '../language/syntax.ts';
import { setting, textSetting } from './declare.ts';
import { isPlaceholder } from './placeholders.ts';
import { type Raw, type Reading, shortened } from './reading.ts';
import type { XmlElement } from './xml.ts';

type Kind = 'count' | 'seconds' | 'flag' | 'text';

/** Attributes of `<cache>` and `<defaultCache>`; of two names for one setting the newer comes first. */
const CACHE: readonly (readonly [attribute: string, keyword: string, kind: Kind])[] = [
  ['maxEntriesLocalHeap', 'max-entries-local-heap', 'count'],
  ['maxElementsInMemory', 'max-entries-local-heap', 'count'],
  ['maxBytesLocalHeap', 'max-bytes-local-heap', 'text'],
  ['maxEntriesInCache', 'max-entries-in-cache', 'count'],
  ['maxEntriesLocalDisk', 'max-entries-local-disk', 'count'],
  ['maxElementsOnDisk', 'max-entries-local-disk', 'count'],
  ['maxBytesLocalDisk', 'max-bytes-local-disk', 'text'],
  ['eternal', 'eternal', 'flag'],
  ['timeToLiveSeconds', 'time-to-live', 'seconds'],
  ['timeToIdleSeconds', 'time-to-idle', 'seconds'],
  ['overflowToDisk', 'overflow-to-disk', 'flag'],
  ['diskPersistent', 'disk-persistent', 'flag'],
  ['copyOnRead', 'copy-on-read', 'flag'],
  ['copyOnWrite', 'copy-on-write', 'flag'],
];

const TERRACOTTA: typeof CACHE = [
  ['coherent', 'coherent', 'flag'],
  ['coherentReads', 'coherent-reads', 'flag'],
  ['copyOnRead', 'terracotta-copy-on-read', 'flag'],
  ['cacheXA', 'cache-xa', 'flag'],
];

const TRANSACTIONAL_MODES = ['off', 'local', 'xa', 'xa_strict'];
const STRATEGIES = ['distributed', 'localTempSwap', 'localRestartable', 'none'];

/** The settings of a cache that only rules read. */
export function readCheckedCache(cache: XmlElement, terracotta: XmlElement | undefined, reading: Reading): Statement[] {
  const mode = reading.attribute(cache, 'transactionalMode');
  const persistence = reading.child(cache, 'persistence');
  const strategy = reading.attribute(persistence, 'strategy');
  // That of the disk of a client: what writes to the array wait for stands in <terracotta>.
  const synchronous = reading.attribute(persistence, 'synchronousWrites');
  if (synchronous !== undefined) reading.leaveOut('synchronousWrites', synchronous.range, 'known');
  const storage = reading.attribute(terracotta, 'storageStrategy');
  return [
    ...fromTable(CACHE, cache, reading),
    ...listed('transactionalMode', setting('transactional-mode', word(mode, TRANSACTIONAL_MODES), mode), mode, reading),
    ...listed('strategy', setting('persistence-strategy', word(strategy, STRATEGIES), strategy), strategy, reading),
    ...present('size-of-policy', reading.child(cache, 'sizeOfPolicy')),
    ...decorator(reading.child(cache, 'cacheDecoratorFactory'), reading),
    ...replication(
      [
        ...reading.children(cache, 'cacheEventListenerFactory'),
        ...reading.children(cache, 'bootstrapCacheLoaderFactory'),
      ],
      reading,
    ),
    ...fromTable(TERRACOTTA, terracotta, reading),
    ...listed(
      'storageStrategy',
      setting('storage-strategy', word(storage, ['classic', 'DCV2']), storage),
      storage,
      reading,
    ),
  ];
}

/** The settings of a cache manager that only rules read. */
export function readCheckedClient(root: XmlElement, url: Raw | undefined, reading: Reading): Statement[] {
  const terracotta = reading.child(root, 'terracottaConfig');
  const embedded = reading.child(terracotta, 'tc-config');
  const isBoth = url !== undefined && embedded !== undefined;
  const element = terracotta ?? root;
  const at: Raw = { text: '', range: element.tag, start: element.start };
  const config = terracotta === undefined ? 'none' : isBoth ? 'url-and-embedded' : undefined;
  const heap = reading.attribute(root, 'maxBytesLocalHeap');
  return [
    ...(url === undefined || reading.isFilledIn(url, 'url') ? [] : textSetting('url', url)),
    ...setting('terracotta-config', config, at),
    ...(heap === undefined ? [] : textSetting('max-bytes-local-heap', heap)),
    ...replication(reading.children(root, 'cacheManagerPeerProviderFactory'), reading, 'other'),
  ];
}

const PORTS: readonly (readonly [element: string, keyword: string])[] = [
  ['tsa-port', 'tsa-port'],
  ['dso-port', 'tsa-port'],
  ['tsa-group-port', 'group-port'],
  ['l2-group-port', 'group-port'],
  ['jmx-port', 'jmx-port'],
  ['management-port', 'management-port'],
];

/** The settings of a server that only rules read. `window`: its own reconnect window, where that of others differs. */
export function readCheckedServer(element: XmlElement, window: boolean, reading: Reading): Statement[] {
  const bind = reading.attribute(element, 'bind');
  const data = reading.text(element, 'data');
  const own = window ? reading.text(reading.child(element, 'dso'), 'client-reconnect-window') : undefined;
  return [
    ...once(
      PORTS.flatMap(([name, keyword]) => {
        const raw = reading.text(element, name);
        return listed(name, setting(keyword, numberOf(raw, 65_535), raw), raw, reading);
      }),
    ),
    ...(bind === undefined ? [] : textSetting('bind', bind)),
    ...(data === undefined ? [] : textSetting('data', data)),
    ...setting('client-reconnect-window', inSeconds(own), own),
  ];
}

function fromTable(table: typeof CACHE, element: XmlElement | undefined, reading: Reading): Statement[] {
  return once(
    table.flatMap(([attribute, keyword, kind]) => {
      const raw = reading.attribute(element, attribute);
      // Its default, which Ehcache cannot tell from what is not written; with the newer name it can.
      if (attribute === 'maxElementsOnDisk' && raw?.text === '0') return [];
      return listed(attribute, statementsOf(keyword, kind, raw), raw, reading);
    }),
  );
}

function statementsOf(keyword: string, kind: Kind, raw: Raw | undefined): Statement[] {
  switch (kind) {
    case 'text':
      return raw === undefined || isPlaceholder(raw.text) ? [] : textSetting(keyword, raw);
    case 'flag':
      return setting(keyword, word(raw, ['true', 'false']), raw);
    case 'count':
      return setting(keyword, numberOf(raw, MOST), raw);
    case 'seconds':
      return setting(keyword, inSeconds(raw), raw);
  }
}

/** A value that is filled in later is listed with what has no effect here; one that is none is warned of. */
function listed(name: string, statements: Statement[], raw: Raw | undefined, reading: Reading): Statement[] {
  if (raw === undefined || statements.length > 0) return statements;
  if (!reading.isFilledIn(raw, name))
    reading.warn(
      raw.range,
      `\`${shortened(raw.text)}\` is no value of \`${name}\`.`,
      'The product may not start with it. It is left out here.',
    );
  return statements;
}

/** The first of two statements for one setting: the product takes the newer name. */
function once(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ words }) => {
    const keyword = words[0]?.text ?? '';
    if (seen.has(keyword)) return false;
    seen.add(keyword);
    return true;
  });
}

/** Integers of the product have 32 bits. */
const MOST = 2_147_483_647;

function numberOf(raw: Raw | undefined, most: number): string | undefined {
  const value = raw !== undefined && /^\d{1,10}$/.test(raw.text) ? Number(raw.text) : Number.POSITIVE_INFINITY;
  return value <= most ? String(value) : undefined;
}

function inSeconds(raw: Raw | undefined): string | undefined {
  const count = numberOf(raw, MOST);
  return count === undefined ? undefined : `${count}s`;
}

function word(raw: Raw | undefined, choices: readonly string[]): string | undefined {
  return choices.find((each) => each.toLowerCase() === raw?.text.toLowerCase());
}

function present(keyword: string, element: XmlElement | undefined): Statement[] {
  return element === undefined ? [] : setting(keyword, 'true', { text: '', range: element.tag, start: element.start });
}

function decorator(element: XmlElement | undefined, reading: Reading): Statement[] {
  const raw = reading.attribute(element, 'class');
  if (raw === undefined) return [];
  const name = /UnlockedReadsView|UpdatingSelfPopulatingCache|SelfPopulatingCache|BlockingCache/.exec(raw.text)?.[0];
  return setting('decorator', name ?? 'other', raw);
}

/** By the classes of Ehcache; `other` is what a class of somebody else is taken for, if it is taken for anything. */
function replication(elements: readonly XmlElement[], reading: Reading, other?: string): Statement[] {
  const classes = elements.map((element) => reading.attribute(element, 'class'));
  for (const raw of classes) {
    if (raw === undefined) continue;
    const kind = /(RMI|JMS|JGroups)\w*(Replicator|PeerProvider|Bootstrap|CacheLoader)/.exec(raw.text)?.[1];
    const statements = setting('peer-replication', kind?.toLowerCase() ?? other, raw);
    if (statements.length > 0) return statements;
  }
  return [];
}
