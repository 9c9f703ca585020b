/** What can be done to the cluster, and the work of the applications. */
import type { Entry } from './types.ts';

const fault = (name: string, phrase: string, documentation: string): Entry => ({
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
    'The operator lets a server that waits for promotion become the active: what `failover-priority consistency` asks for.',
  ),
  fault('start', 'start <nodes> [losing data]', 'Starts a process that is down, perhaps with an empty store.'),
  fault(
    'restart',
    'restart <nodes> [losing data | with data]',
    'Starts a process again; a running one crashes first. A restartable server has its data unless it says `losing data`.',
  ),
  fault(
    'pause',
    'pause <nodes> for <duration>',
    'Nothing in the process runs, as in a stop-the-world garbage collection. Its machine still accepts connections.',
  ),
  fault(
    'cut',
    'cut <from:nodes> from <to:nodes> [one way] [refused] [for <duration>]',
    'Packets between them vanish. `one way`: only what the first send to the second. `refused`: a firewall answers with resets.',
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
  ),
];

export const WORK: readonly Entry[] = [
  {
    id: 'work.operate',
    contexts: ['action'],
    category: 'work',
    phrase: '<client:clients> <operation:operation> <cache:cache> [key <key:any> | keys <keys:count>]',
    documentation:
      'A client calls its cache, and so does every member of a family. Keys are taken in turn from 100 unless `key` or `keys` says otherwise.',
    repeatable: true,
  },
];

/** The calls of the Ehcache 2 API that a client can make. */
export const OPERATIONS = [
  { name: 'get', kind: 'read', bulk: false, documentation: 'Reads one element.' },
  { name: 'getAll', kind: 'read', bulk: true, documentation: 'Reads many elements.' },
  { name: 'getKeys', kind: 'read', bulk: false, documentation: 'Lists all keys.' },
  { name: 'containsKey', kind: 'read', bulk: false, documentation: 'Asks whether a key is there.' },
  { name: 'getSize', kind: 'read', bulk: true, documentation: 'Counts the elements.' },
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
  { name: 'getQuiet', kind: 'read', bulk: false, documentation: 'Reads one element without counting it as used.' },
  {
    name: 'getAllQuiet',
    kind: 'read',
    bulk: true,
    documentation: 'Reads many elements without counting them as used.',
  },
  { name: 'quickSize', kind: 'read', bulk: true, documentation: 'Counts the elements, roughly.' },
  { name: 'search', kind: 'read', bulk: false, documentation: 'Runs a query; its limit is search-timeout.' },
  { name: 'removeElement', kind: 'write', bulk: false, documentation: 'Removes one element if it is still the same.' },
  { name: 'quickClear', kind: 'write', bulk: true, documentation: 'Empties the cache without telling listeners.' },
  {
    name: 'putWithWriter',
    kind: 'write',
    bulk: false,
    documentation: 'Writes one element, and through to the cache writer.',
  },
  {
    name: 'removeWithWriter',
    kind: 'write',
    bulk: false,
    documentation: 'Removes one element, and through to the cache writer.',
  },
] as const satisfies readonly {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly bulk: boolean;
  readonly documentation: string;
}[];
