/** What Terracotta 10.x and 11.x (the open-source 5.x) and Ehcache 3 have and the older products do not. */
import { NEWER } from '../../model/productLines.ts';
import type { Entry } from './types.ts';

const SETTINGS = 'Setting.java of terracotta-platform 5.11';
const TIMEOUTS = 'Timeouts.java, Ehcache 3.10';
const XSD = 'ehcache-clustered-ext.xsd, Ehcache 3.10';

const DYNAMIC = '; can be changed while the cluster runs';

export const TERRACOTTA_10: readonly Entry[] = [
  {
    id: 'cluster.client-lease-duration',
    lines: NEWER,
    contexts: ['cluster'],
    category: 'setting',
    phrase: 'client-lease-duration <value>',
    documentation:
      'How long a client may trust its connection without hearing from the server. When it ends, the client closes the connection and drops its local tier, and the server forgets the client.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000, maxMicros: 31 * 86_400_000_000 },
    default: '150s',
    product: `<lease-length> in tc-config.xml, client-lease-duration in the cluster configuration${DYNAMIC}`,
    source: `${SETTINGS}; LeaseConstants of terracotta-platform 5.3`,
  },
  {
    id: 'cluster.offheap-resources',
    lines: NEWER,
    contexts: ['cluster'],
    category: 'setting',
    phrase: 'offheap-resources <name:word> : <size:size> (, <name:word> : <size:size>)*',
    documentation:
      'The memory of the servers, by name, from which cluster tiers take theirs: `offheap-resources main:512MB`.',
    product: '<ohr:resource> in tc-config.xml, offheap-resources in the cluster configuration',
    source: SETTINGS,
  },
  {
    id: 'voter',
    lines: NEWER,
    contexts: ['cluster'],
    category: 'declaration',
    phrase: 'voter <names:new-names>',
    opens: 'voter',
    documentation:
      'A process outside the stripe that votes for one of its servers. `failover-priority consistency:N` lets N of them register.',
    product: 'start-tc-voter.sh',
    source: 'TCVoterMain of terracotta-platform 5.11',
    repeatable: true,
    snippet: 'voter $1',
  },
  {
    id: 'voter.host',
    contexts: ['voter'],
    category: 'setting',
    phrase: 'host <host:word>',
    documentation:
      'The machine it runs on. Nodes with the same host lose power together; a node without the setting has a machine of its own.',
  },
  {
    id: 'client.read-timeout',
    lines: NEWER,
    contexts: ['client'],
    category: 'setting',
    phrase: 'read-timeout <value>',
    documentation: 'How long a read waits for the cluster before the caller gets a miss.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000, maxMicros: 86_400_000_000 },
    default: '5s',
    product: '<tc:read-timeout> in the Ehcache 3 XML',
    source: TIMEOUTS,
  },
  {
    id: 'client.write-timeout',
    lines: NEWER,
    contexts: ['client'],
    category: 'setting',
    phrase: 'write-timeout <value>',
    documentation:
      'How long a write waits for the cluster before the resilience strategy takes over, which removes the key.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000, maxMicros: 86_400_000_000 },
    default: '5s',
    product: '<tc:write-timeout> in the Ehcache 3 XML',
    source: TIMEOUTS,
  },
  {
    id: 'client.connection-timeout',
    lines: NEWER,
    contexts: ['client'],
    category: 'setting',
    phrase: 'connection-timeout <value>',
    documentation: 'How long a client that starts, or opens a new connection, tries before it gives the attempt up.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000, maxMicros: 86_400_000_000 },
    default: '150s',
    product: '<tc:connection-timeout> in the Ehcache 3 XML',
    source: TIMEOUTS,
  },
  {
    id: 'client.client-mode',
    lines: NEWER,
    contexts: ['client'],
    category: 'setting',
    phrase: 'client-mode <value>',
    documentation: 'What the client does when the servers do not know its cluster tier manager.',
    value: {
      type: 'choice',
      choices: [
        { name: 'expecting', documentation: 'It must exist, at the start and at every reconnection.' },
        { name: 'auto-create', documentation: 'Created at the start, and never again.' },
        {
          name: 'auto-create-on-reconnect',
          documentation: 'Created at the start, and created empty when the servers have lost it.',
          since: { '10.x': '5.6' },
        },
      ],
    },
    default: 'expecting',
    product: '<tc:server-side-config client-mode> in the Ehcache 3 XML',
    source: `${XSD}; ConnectionState, Ehcache 3.10`,
  },
  {
    id: 'client.shared-pool',
    lines: NEWER,
    contexts: ['client'],
    category: 'declaration',
    phrase: 'shared-pool <name:word> <size:size> from <resource:word>',
    documentation: 'Memory of the servers that several cluster tiers share.',
    product: '<tc:shared-pool> in the Ehcache 3 XML',
    source: XSD,
    repeatable: true,
    snippet: 'shared-pool $1 $2 from $3',
  },
  {
    id: 'cache.local-tier',
    lines: NEWER,
    contexts: ['cache'],
    category: 'setting',
    phrase: 'local-tier <value>',
    documentation:
      'Whether the JVM keeps what it has read, on the heap or off it. Local hits do not need the cluster; the tier is cleared when the connection is closed.',
    value: { type: 'boolean' },
    default: 'true',
    product: '<heap> and <offheap> in the Ehcache 3 XML',
    source: 'TieredStore, Ehcache 3.10',
  },
  {
    id: 'cache.loader-writer',
    lines: NEWER,
    contexts: ['cache'],
    category: 'setting',
    phrase: 'loader-writer <value>',
    documentation:
      'Whether a loader-writer stands behind the cache: when the cluster does not answer, calls go to the system of record.',
    value: { type: 'boolean' },
    default: 'false',
    product: '<loader-writer> in the Ehcache 3 XML',
    source: 'RobustLoaderWriterResilienceStrategy, Ehcache 3.10',
  },
  {
    id: 'cache.resilience-strategy',
    lines: NEWER,
    contexts: ['cache'],
    category: 'setting',
    phrase: 'resilience-strategy <value>',
    documentation: 'What the caller gets when the cluster does not answer.',
    value: {
      type: 'choice',
      choices: [
        {
          name: 'robust',
          documentation: 'As if the cache were empty: null, and writes return; the key is removed to be safe.',
        },
        { name: 'failing', documentation: 'A strategy of the application that throws the StoreAccessException.' },
      ],
    },
    default: 'robust',
    product: '<resilience> in the Ehcache 3 XML',
    source: 'RobustResilienceStrategy, Ehcache 3.10',
  },
  {
    id: 'cache.clustered-dedicated',
    lines: NEWER,
    contexts: ['cache'],
    category: 'setting',
    phrase: 'clustered-dedicated <size:size> from <resource:word>',
    documentation: 'Memory of the servers that this cluster tier has for itself.',
    product: '<tc:clustered-dedicated> in the Ehcache 3 XML',
    source: XSD,
  },
  {
    id: 'cache.clustered-shared',
    lines: NEWER,
    contexts: ['cache'],
    category: 'setting',
    phrase: 'clustered-shared <pool:word>',
    documentation: 'The cluster tier takes its memory from this shared-pool of the client.',
    product: '<tc:clustered-shared> in the Ehcache 3 XML',
    source: XSD,
  },
  {
    id: 'scenario.initially-detached',
    lines: NEWER,
    contexts: ['scenario'],
    category: 'declaration',
    phrase: 'initially <nodes> detached',
    documentation: 'These servers are not part of the topology of their stripe until `attach` takes them in.',
    repeatable: true,
  },
  {
    id: 'scenario.anomaly',
    lines: NEWER,
    contexts: ['scenario'],
    category: 'declaration',
    phrase: 'anomaly <value>',
    documentation:
      'Includes a known defect of the product in the runs of this scenario. All are off unless they are named.',
    value: {
      type: 'choice',
      choices: [
        {
          name: 'put-missing-after-failover',
          documentation: 'A put whose reply was lost in a failover is missing afterwards (ehcache3 issue 3013).',
        },
        {
          name: 'cleared-keys-reappear',
          documentation: 'Keys that `clear` removed are there again after a failover (ehcache3 issue 3278).',
        },
        {
          name: 'voter-cannot-move-twice',
          documentation:
            'A voter whose owner has voted once cannot vote for another server: what the terms in VotingGroup allow, and no test excludes.',
        },
      ],
    },
    source: 'Ignored tests of Ehcache 3.12 and its issues',
    repeatable: true,
  },
];

export const CONFIGURATION_CHANGES: readonly Entry[] = [
  change(
    'set-client-reconnect-window',
    'set client-reconnect-window of <cluster:cluster> to <value:duration>',
    'Changes the window of a running cluster; it counts from the next failover on.',
  ),
  change(
    'set-client-lease-duration',
    'set client-lease-duration of <cluster:cluster> to <value:duration>',
    'Changes the lease of a running cluster; each client has it from its next renewal on.',
  ),
  change('attach', 'attach <nodes>', 'Takes servers into the topology of their stripe, and starts to count them.'),
  change(
    'detach',
    'detach <nodes>',
    'Takes servers out of the topology of their stripe, as `detach -f` of the configuration tool: they are stopped, and no vote waits for them any more. When an active is stopped so and no other takes over, the tool fails, and it still counts.',
  ),
];

function change(name: string, phrase: string, documentation: string): Entry {
  return {
    id: `fault.${name}`,
    lines: NEWER,
    contexts: ['action'],
    category: 'fault',
    phrase,
    documentation,
    source: 'config-tool of terracotta-platform 5.11',
    repeatable: true,
  };
}
