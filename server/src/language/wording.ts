/** Words for messages about statements. */
import type { WordSlot } from './pattern.ts';
import type { Context } from './schema/index.ts';

/** Slots, for people. */
export const SLOT_NAMES: Readonly<Record<WordSlot, string>> = {
  'new-name': 'a name',
  'new-names': 'a name',
  nodes: 'a node (server, client or a group of them)',
  node: 'a node',
  clients: 'a client',
  cluster: 'the name of a cluster',
  cache: 'the name of a cache',
  session: 'the name of a session',
  target: 'a cache or a client',
  thing: 'a cluster, a client, a cache or `network`',
  state: 'a state such as `active`',
  'event-name': 'an event such as `clusterOffline`',
  operation: 'an operation such as `get`',
  'call-name': 'an operation such as `get`, or `call`, `read`, `write`',
  edge: 'an edge: `l2-l1`, `l2-l2` or `l1-l2`',
  exception: 'the name of an exception class',
  product: 'a product: `terracotta`',
  version: 'a version such as `4.3`',
  word: 'a name',
  boolean: '`true` or `false`',
  duration: 'a duration such as `30s`',
  time: 'a time such as `30s`',
  count: 'a number',
  size: 'a size such as `512MB`',
  string: 'a text in quotes',
  value: 'a value',
  any: 'a value',
  'any-list': 'values, separated by commas',
};

/** Blocks, for people. */
export const BLOCK_NAMES: Partial<Record<Context, string>> = {
  file: 'a file',
  cluster: 'a cluster',
  stripe: 'a stripe',
  server: 'a server',
  'health-check': 'a health check',
  l1reconnect: 'l1reconnect',
  l2reconnect: 'l2reconnect',
  client: 'a client',
  cache: 'a cache',
  nonstop: 'nonstop',
  voter: 'a voter',
  'integration-server': 'an Integration Server node',
  'distributed-cache': 'a distributed cache',
  network: 'the network',
  scenario: 'a scenario',
};

/** Other words for the same thing, as other tools and other products say them. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  kill: 'crash',
  terminate: 'crash',
  shutdown: 'stop',
  freeze: 'pause',
  gc: 'pause',
  isolate: 'cut',
  unplug: 'cut',
  disconnect: 'cut',
  repair: 'heal',
  recover: 'heal',
  poweroff: 'power-off',
  reboot: 'restart',
  boot: 'start',
  after: 'at',
  assert: 'expect',
  'mirror-group': 'stripe',
  test: 'scenario',
  run: 'duration',
  timeoutMillis: 'timeout',
  timeoutBehavior: 'timeout-behavior',
  immediateTimeout: 'immediate-timeout',
  synchronousWrites: 'synchronous-writes',
  localCacheEnabled: 'local-cache-enabled',
  searchTimeoutMillis: 'search-timeout',
  bindPort: 'callback-port',
};

/** `a, b or c`. */
export const list = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} or ${parts[parts.length - 1]}`;

export const quote = (text: string): string => `\`${text}\``;
