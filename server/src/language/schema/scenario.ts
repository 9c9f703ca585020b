/** The file, the network and the scenario: everything that is neither server nor client setting nor fault. */
import type { Entry } from './types.ts';

const FIXED_RATE =
  'With `fixed-rate` the calls that were due while one was blocked or the JVM was paused are made up for, one after the other, as scheduleAtFixedRate of Java does.';

export const SCENARIO: readonly Entry[] = [
  {
    id: 'import',
    contexts: ['file'],
    category: 'declaration',
    phrase: 'import <file:string> [as <alias:new-name>]',
    documentation:
      'Takes the clusters, clients and network of another .tcsim file, found relative to this one; or a tc-config.xml as a cluster, an ehcache.xml as a client, under the name behind `as`.',
    repeatable: true,
  },
  {
    id: 'let',
    contexts: ['file'],
    category: 'declaration',
    phrase: 'let <name:new-name> = <value:any>',
    documentation: 'Names a value, to be used wherever such a value may stand.',
    repeatable: true,
  },
  {
    id: 'network',
    contexts: ['file'],
    category: 'declaration',
    phrase: 'network',
    opens: 'network',
    documentation: 'How long messages travel when nothing is wrong.',
    snippet: 'network { latency $1 }',
  },
  {
    id: 'network.latency',
    contexts: ['network'],
    category: 'setting',
    phrase: 'latency <value>',
    documentation: 'Time of a message from one node to another.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 3_600_000_000 },
    default: '1ms',
    source: 'tcsim: an ordinary data-centre network',
  },
  {
    id: 'network.jitter',
    contexts: ['network'],
    category: 'setting',
    phrase: 'jitter <value>',
    documentation: 'A message takes up to this much longer, at random under the seed.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 3_600_000_000 },
    default: '0ms',
    source: 'tcsim',
  },
  {
    id: 'scenario',
    contexts: ['file'],
    category: 'declaration',
    phrase: 'scenario <title:string>',
    opens: 'scenario',
    documentation: 'One story: what goes wrong, when, and what you expect of the cluster.',
    repeatable: true,
    snippet: 'scenario "$1" {\n  duration 5min\n  every 1s $2 get $3\n  at 30s crash $4\n  expect $5\n}',
  },
  {
    id: 'scenario.duration',
    contexts: ['scenario'],
    category: 'setting',
    phrase: 'duration <value>',
    documentation: 'How long the run lasts; three minutes after the last step unless written.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000, maxMicros: 31 * 86_400_000_000 },
  },
  {
    id: 'scenario.seed',
    contexts: ['scenario'],
    category: 'setting',
    phrase: 'seed <value>',
    documentation: 'Start of every random choice: the same seed gives the same run, byte for byte.',
    value: { type: 'count', min: 0, max: 4_294_967_295 },
    default: '1',
  },
  {
    id: 'scenario.initially',
    contexts: ['scenario'],
    category: 'declaration',
    phrase: 'initially <nodes> down',
    documentation: 'These nodes do not run when the scenario begins. All others run and are connected.',
    repeatable: true,
  },
  {
    id: 'scenario.for',
    contexts: ['scenario'],
    category: 'declaration',
    phrase: "for <name:new-name> in '[' <values:any-list> ']'",
    documentation: 'One run for each value, under the same name, compared side by side.',
    repeatable: true,
    snippet: 'for $1 in [$2]',
  },
  {
    id: 'scenario.with',
    contexts: ['scenario'],
    category: 'declaration',
    phrase: 'with <thing:thing>',
    opens: 'with',
    documentation: 'Other settings of a cluster, client, cache or the network for this scenario alone.',
    repeatable: true,
    snippet: 'with $1 { $2 }',
  },
  {
    id: 'trigger.at',
    contexts: ['scenario'],
    category: 'trigger',
    phrase: 'at <time> <action>',
    documentation: 'Once, at this time after the start.',
    repeatable: true,
  },
  {
    id: 'trigger.at-range',
    contexts: ['scenario'],
    category: 'trigger',
    phrase: 'at <time> .. <latest:time> <action>',
    documentation: 'Once, at a random time within the range, the same for the same seed.',
    repeatable: true,
  },
  {
    id: 'trigger.at-every',
    contexts: ['scenario'],
    category: 'trigger',
    phrase: 'at <time> every <period:duration> [fixed-rate] [until <until:time>] <action>',
    documentation: `At this time and then again and again. ${FIXED_RATE}`,
    repeatable: true,
  },
  {
    id: 'trigger.every',
    contexts: ['scenario'],
    category: 'trigger',
    phrase: 'every <period:duration> [fixed-rate] [from <from:time>] [until <until:time>] <action>',
    documentation: `Again and again, from the start to the end unless limited. ${FIXED_RATE}`,
    repeatable: true,
  },
  {
    id: 'trigger.when',
    contexts: ['scenario'],
    category: 'trigger',
    phrase: 'when <event> [+ <delay:duration>] : <action>',
    documentation: 'The first time the event is seen, or so much later.',
    repeatable: true,
  },
  {
    id: 'expect',
    contexts: ['scenario'],
    category: 'trigger',
    phrase: 'expect <expectation>',
    documentation: 'What must be true of the run: held, violated or inconclusive.',
    repeatable: true,
  },
];

/** Words of the field that a later version will know. */
export const UNSUPPORTED: readonly Entry[] = [
  unsupported('voter', ['file'], 'A voter belongs to its cluster: write it in that block.'),
  unsupported('host', ['file'], 'A machine as a declaration. `host NAME` inside a server or client is supported.'),
  unsupported('jvm', ['file'], 'A JVM as a declaration. `jvm NAME` inside a client is supported.'),
  unsupported('session', ['file'], 'A session belongs to a scenario: write it there.'),
  unsupported(
    'lock',
    ['client'],
    'A named lock of the toolkit. It behaves as the lock of a key of a strong cache without nonstop, which is supported: `CLIENT lock CACHE key KEY` in a scenario.',
  ),
  unsupported('override', ['action'], '`promote SERVER` overrides a vote.'),
  unsupported('wipe', ['action'], 'Loss of a disk. `restart NODE losing data` is supported.'),
  unsupported('slow', ['action'], 'A machine that is slow. `degrade` slows a link and is supported.'),
];

function unsupported(word: string, contexts: Entry['contexts'], documentation: string): Entry {
  return { id: `unsupported.${word}`, contexts, category: 'unsupported', phrase: word, documentation };
}
