/** What can be done to the cluster, and the work of the applications. */
import type { OperationName } from '../../model/model.ts';
import { NEWER, OLDER } from '../../model/productLines.ts';
import type { Availability, Entry } from './types.ts';

const fault = (name: string, phrase: string, documentation: string, availability: Availability = {}): Entry => ({
  ...availability,
  id: `fault.${name}`,
  contexts: ['action'],
  category: 'fault',
  phrase,
  documentation,
  repeatable: true,
});

export const FAULTS: readonly Entry[] = [
  fault('crash', 'crash <nodes>', 'The process dies at once; its machine still answers, with resets.'),
  fault('stop', 'stop <nodes>', 'An orderly shutdown: connections are closed, a client says goodbye.'),
  fault(
    'power-off',
    'power-off [host of] <nodes>',
    'The machine loses power: every process on it dies and nothing answers any more, not even with a reset.',
  ),
  fault(
    'promote',
    'promote <nodes>',
    'The operator lets a server that waits for promotion, or for votes, become or stay the active: what `failover-priority consistency` asks for.',
    { lines: ['4.x', '10.x'], since: { '4.x': '4.3', '10.x': '5.5' } },
  ),
  fault('start', 'start <nodes> [losing data]', 'Starts a process that is down, perhaps with an empty store.'),
  fault(
    'restart',
    'restart <nodes> [losing data | with data]',
    'Starts a process again; a running one crashes first. A restartable server has its data unless it says `losing data`.',
  ),
  fault(
    'pause',
    'pause <nodes> for <duration> [backlog <backlog:count>]',
    'Nothing in the process runs, as in a stop-the-world garbage collection. Its machine still accepts connections: all of them, or with `backlog` so many on each port, after which it answers none. Terracotta asks for 512, Linux gives at most net.core.somaxconn (128 before kernel 5.4, then 4096). Every connect of a health checker takes a place until the pause is over.',
  ),
  fault(
    'cut',
    'cut <from:nodes> [from <to:nodes>] [one way] [refused] [for <duration>]',
    'Packets between them vanish. Without `from`: between them and every other machine, as when a network cable is pulled. `one way`: only what the first send to the second. `refused`: a firewall answers with resets.',
  ),
  fault(
    'partition',
    "partition <group:nodes> (('|'|from) <group:nodes>)* [for <duration>]",
    'Splits the network: nodes of different groups cannot reach each other, nodes in no group reach everyone.',
  ),
  fault(
    'drop-connection',
    'drop connection of <from:nodes> [to <to:nodes>] [for <duration>]',
    'The TCP connection is reset. New ones are accepted again at once, or after the duration.',
  ),
  fault(
    'heal',
    'heal [<from:nodes> [from <to:nodes>]]',
    'Ends cuts, partitions and degradations: all of them, those of some nodes, or those between two.',
  ),
  fault(
    'degrade',
    'degrade <from:nodes> to <to:nodes> latency <latency:duration> [for <duration>]',
    'Messages between them take this long, both ways.',
  ),
  fault(
    'block-callback-port',
    'block callback-port of <nodes> [for <duration>]',
    'A firewall drops what servers send to the callback port of these clients, so a pause looks like a dead machine.',
    { lines: OLDER, instead: { '10.x': 'There servers do not try whether a client is only paused.' } },
  ),
  fault(
    'skew-clock',
    'skew clock of <nodes> by <skew:duration> [ahead|behind] [for <duration>]',
    'The clocks of their machines are wrong by so much from now on, ahead of the right time unless it says `behind`; `by 0s` sets them right. Nothing fails by it; who compares clocks writes it into its log.',
    { lines: OLDER, instead: { '10.x': 'What a wrong clock does there is not simulated.' } },
  ),
];

export const WORK: readonly Entry[] = [
  {
    id: 'work.iterate',
    lines: OLDER,
    contexts: ['action'],
    category: 'work',
    phrase: '<client:clients> iterate <cache:cache> [keys <keys:count>] for <duration>',
    documentation:
      'A client goes through the list that getKeys returns, and works with the keys for so long; there are 100 unless `keys` says otherwise. Every few keys the array is asked for more.',
    source: 'ClusteredStore of Ehcache 2.10; AggregateMapIterator, Terracotta 4.3.1',
    repeatable: true,
  },
  {
    id: 'work.operate',
    contexts: ['action'],
    category: 'work',
    phrase: '<client:clients> <operation:operation> <cache:cache> [key <key:any> | keys <keys:count>]',
    documentation:
      'A client calls its cache, and so does every member of a family. Keys are taken in turn from 100 unless `key` or `keys` says otherwise. A call that is due while its JVM is paused is made when the JVM goes on; of repeated ones that are due meanwhile, one.',
    repeatable: true,
  },
];

export interface OperationInfo extends Availability {
  readonly name: OperationName;
  readonly kind: 'read' | 'write' | 'other';
  readonly bulk: boolean;
  readonly documentation: string;
}

/** The calls of the Ehcache 2 and 3 APIs that a client can make. */
export const OPERATIONS: readonly OperationInfo[] = [
  { name: 'get', kind: 'read', bulk: false, documentation: 'Reads one element.' },
  { name: 'getAll', kind: 'read', bulk: true, documentation: 'Reads many elements.' },
  {
    name: 'getKeys',
    lines: OLDER,
    kind: 'read',
    bulk: false,
    documentation: 'Returns a list of all keys, which asks for them only when it is gone through.',
  },
  { name: 'containsKey', kind: 'read', bulk: false, documentation: 'Asks whether a key is there.' },
  { name: 'getSize', lines: OLDER, kind: 'read', bulk: true, documentation: 'Counts the elements.' },
  { name: 'put', kind: 'write', bulk: false, documentation: 'Writes one element.' },
  { name: 'putAll', kind: 'write', bulk: true, documentation: 'Writes many elements.' },
  {
    name: 'putIfAbsent',
    kind: 'write',
    bulk: false,
    documentation: 'Writes one element unless there is one; returns it.',
  },
  { name: 'replace', kind: 'write', bulk: false, documentation: 'Writes one element if there is one.' },
  { name: 'remove', kind: 'write', bulk: false, documentation: 'Removes one element.' },
  { name: 'removeAll', kind: 'write', bulk: true, documentation: 'Empties the cache.' },
  {
    name: 'getQuiet',
    lines: OLDER,
    kind: 'read',
    bulk: false,
    documentation: 'Reads one element without counting it as used.',
  },
  {
    name: 'getAllQuiet',
    lines: OLDER,
    kind: 'read',
    bulk: true,
    documentation: 'Reads many elements without counting them as used.',
  },
  { name: 'quickSize', lines: OLDER, kind: 'read', bulk: true, documentation: 'Counts the elements, roughly.' },
  {
    name: 'search',
    lines: OLDER,
    kind: 'read',
    bulk: false,
    documentation: 'Runs a query; its limit is search-timeout.',
  },
  {
    name: 'removeElement',
    lines: OLDER,
    kind: 'write',
    bulk: false,
    documentation: 'Removes one element if it is still the same.',
  },
  {
    name: 'quickClear',
    lines: OLDER,
    kind: 'write',
    bulk: true,
    documentation: 'Empties the cache without telling listeners.',
  },
  {
    name: 'putWithWriter',
    lines: OLDER,
    kind: 'write',
    bulk: false,
    documentation: 'Writes one element, and through to the cache writer.',
  },
  {
    name: 'removeWithWriter',
    lines: OLDER,
    kind: 'write',
    bulk: false,
    documentation: 'Removes one element, and through to the cache writer.',
  },
  { name: 'clear', lines: NEWER, kind: 'write', bulk: true, documentation: 'Empties the cache (Ehcache 3).' },
  {
    name: 'iterate',
    kind: 'read',
    bulk: false,
    documentation:
      'Opens an iterator and takes all entries (Ehcache 3), or goes through the keys of getKeys (Ehcache 2), each part of which is asked for when it is needed.',
  },
  {
    name: 'replaceIfEquals',
    kind: 'write',
    bulk: false,
    documentation:
      'replace(old, new) of Ehcache 2, replace(key, oldValue, newValue) of Ehcache 3: writes if the value is still the same.',
  },
  {
    name: 'removeIfEquals',
    lines: NEWER,
    kind: 'write',
    bulk: false,
    documentation: 'remove(key, value) of Ehcache 3: removes if the value is still the same.',
  },
  {
    name: 'flush',
    lines: OLDER,
    kind: 'other',
    bulk: false,
    documentation: 'Flushes what is in memory to the store behind it.',
  },
  {
    name: 'evictExpiredElements',
    lines: OLDER,
    kind: 'other',
    bulk: false,
    documentation: 'Removes what has expired.',
  },
  {
    name: 'setNodeCoherent',
    lines: OLDER,
    kind: 'other',
    bulk: true,
    documentation:
      'Sets or ends bulk-load mode; by itself it only asks the array. `bulk-load` does both, and works in the mode.',
  },
  {
    name: 'isClusterCoherent',
    lines: OLDER,
    kind: 'other',
    bulk: false,
    documentation: 'Asks whether no node is in bulk-load mode.',
  },
  {
    name: 'isNodeCoherent',
    lines: OLDER,
    kind: 'other',
    bulk: false,
    documentation: 'Asks whether this node is not in bulk-load mode.',
  },
  {
    name: 'waitUntilClusterCoherent',
    lines: OLDER,
    kind: 'other',
    bulk: false,
    documentation:
      'Waits until no node has the cache in bulk-load mode, however long that takes: nonstop does not limit it.',
  },
];
