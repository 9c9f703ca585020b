/**
 * Where a setting lives in the XML files of the product, so that a value can be written there. Rows are named by the
 * entry of the schema; settings that live in tc.properties have their name in the entry itself.
 */
import type { ProductLine } from '../../model/model.ts';

export interface XmlPlace {
  /**
   * From the element of the declaration (`<tc-config>`, `<ehcache>`, `<cache>`, `<nonstop>`) down to the one that has the
   * value. Where a file has several servers or groups, each of them is meant.
   */
  readonly path: readonly string[];
  /** The attribute that has the value; without one it is the text of the element. */
  readonly attribute?: string;
  /** What a number means there, where the setting is a time. */
  readonly unit?: 's' | 'ms';
  /** Values that are written otherwise than in the language. */
  readonly words?: Readonly<Record<string, string>>;
  /** The product lines that have it there; all of them unless given. */
  readonly lines?: readonly ProductLine[];
  /** Only changed where it is, never added: the element means more than the value. */
  readonly isFixed?: true;
}

const PERSISTENCE = { true: 'permanent-store', false: 'temporary-swap-only' };

/** Of several places those that a file has are changed; where it has none, the first of its product line is added. */
export const XML_PLACES: Readonly<Record<string, readonly XmlPlace[]>> = {
  'cluster.client-reconnect-window': [
    { path: ['servers', 'client-reconnect-window'], unit: 's', lines: ['4.x', '10.x'] },
    { path: ['servers', 'server', 'dso', 'client-reconnect-window'], unit: 's', lines: ['3.7'] },
  ],
  'cluster.election-time': [
    { path: ['servers', 'mirror-group'], attribute: 'election-time', unit: 's', lines: ['4.x'] },
    { path: ['servers', 'mirror-groups', 'mirror-group'], attribute: 'election-time', unit: 's', isFixed: true },
    {
      path: ['servers', 'active-server-groups', 'active-server-group'],
      attribute: 'election-time',
      unit: 's',
      isFixed: true,
    },
    { path: ['servers', 'ha', 'networked-active-passive', 'election-time'], unit: 's', isFixed: true },
    {
      path: ['servers', 'mirror-groups', 'mirror-group', 'ha', 'networked-active-passive', 'election-time'],
      unit: 's',
      isFixed: true,
    },
    {
      path: [
        'servers',
        'active-server-groups',
        'active-server-group',
        'ha',
        'networked-active-passive',
        'election-time',
      ],
      unit: 's',
      isFixed: true,
    },
  ],
  'cluster.ha-mode': [{ path: ['servers', 'ha', 'mode'], lines: ['3.7'] }],
  'cluster.restartable': [
    { path: ['servers', 'restartable'], attribute: 'enabled', lines: ['4.x'] },
    { path: ['servers', 'server', 'dso', 'persistence', 'mode'], words: PERSISTENCE, lines: ['3.7'] },
  ],
  'cluster.failover-priority': [
    {
      path: ['servers', 'failover-priority'],
      words: { availability: 'AVAILABILITY', consistency: 'CONSISTENCY' },
      lines: ['4.x'],
    },
  ],
  'client.rejoin': [{ path: ['terracottaConfig'], attribute: 'rejoin' }],
  'cache.clustered': [{ path: ['terracotta'], attribute: 'clustered' }],
  'cache.consistency': [{ path: ['terracotta'], attribute: 'consistency' }],
  'cache.synchronous-writes': [{ path: ['terracotta'], attribute: 'synchronousWrites' }],
  'cache.local-cache-enabled': [{ path: ['terracotta'], attribute: 'localCacheEnabled' }],
  'nonstop.enabled': [{ path: [], attribute: 'enabled' }],
  'nonstop.timeout': [{ path: [], attribute: 'timeoutMillis', unit: 'ms' }],
  'nonstop.search-timeout': [{ path: [], attribute: 'searchTimeoutMillis', unit: 'ms' }],
  'nonstop.immediate-timeout': [{ path: [], attribute: 'immediateTimeout' }],
  'nonstop.bulk-ops-timeout-multiply-factor': [{ path: [], attribute: 'bulkOpsTimeoutMultiplyFactor' }],
  'nonstop.timeout-behavior': [{ path: ['timeoutBehavior'], attribute: 'type' }],
};

/** Several of them may stand side by side, and each counts; of all other elements the first one does. */
export const PLURAL: ReadonlySet<string> = new Set(['server', 'mirror-group', 'active-server-group']);

/** The block of the language that an element stands for, where it stands for one. */
export const BLOCK_OF_ELEMENT: Readonly<Record<string, 'cluster' | 'client' | 'cache' | 'nonstop'>> = {
  'tc-config': 'cluster',
  ehcache: 'client',
  cache: 'cache',
  defaultCache: 'cache',
  nonstop: 'nonstop',
};
