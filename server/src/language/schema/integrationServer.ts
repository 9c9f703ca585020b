/** webMethods Integration Server nodes: their settings, their distributed caches, their sessions and requests. */
import type { Entry, ValueSpec } from './types.ts';

const CLUSTERING = 'Integration Server, "Enabling Clustering"';
const NONSTOP = 'Integration Server Administrator\'s Guide, "The Nonstop Behavior of a Distributed Cache"';
const REJOIN = 'Integration Server Administrator\'s Guide, "The Rejoin Behavior of a Distributed Cache"';
const PARAMETERS = 'Integration Server Administrator\'s Guide, "Client-Specific Parameters"';

const CONSISTENCY: ValueSpec = {
  type: 'choice',
  choices: [
    { name: 'eventual', documentation: 'No locks: fast, and another node may see an old value for a while.' },
    {
      name: 'strong',
      documentation: 'Every access takes a lock of the cluster, so it needs the array even for a local hit.',
    },
  ],
};

export const INTEGRATION_SERVER: readonly Entry[] = [
  {
    id: 'integration-server',
    lines: ['3.7', '4.x'],
    instead: {
      '10.x': 'An Integration Server node is a client of Ehcache 2, whose servers are those of Terracotta 4.x.',
    },
    contexts: ['file'],
    category: 'declaration',
    phrase: 'integration-server <names:new-names>',
    opens: 'integration-server',
    documentation:
      'webMethods Integration Server nodes of one cluster. Each is a client of the array, with rejoin and nonstop always on and the system caches SessionStore and ClusterMembers besides those that are declared.',
    product: 'Settings > Clustering',
    source: CLUSTERING,
    repeatable: true,
    snippet: 'integration-server $1 {\n  cluster $2\n  cache $3 {\n    timeout $4\n  }\n}',
  },
  {
    id: 'integration-server.cluster',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'cluster <cluster:cluster>',
    documentation: 'The Terracotta Server Array. May be left out when there is only one.',
    product: 'Settings > Clustering, Terracotta Server Array URLs',
    source: CLUSTERING,
  },
  {
    id: 'integration-server.cluster-name',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'cluster-name <name:any>',
    documentation:
      'Nodes with the same name on the same array form one cluster and share their sessions. The name of the array unless written. Periods become underscores; more than 32 characters become 20 and a hash.',
    product: 'Settings > Clustering, Cluster Name',
    source: CLUSTERING,
  },
  {
    id: 'integration-server.session-storage',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'session-storage <value>',
    documentation: 'Whether the state of stateful sessions is kept in the array.',
    value: {
      type: 'choice',
      choices: [
        {
          name: 'stateful',
          documentation: 'Stateful sessions are saved to SessionStore, and every node can go on with them.',
        },
        { name: 'stateless', documentation: 'No session is saved; a session lives in the node that serves it.' },
      ],
    },
    default: 'stateful',
    source: 'Integration Server Clustering Guide, "Session Objects"',
  },
  {
    id: 'integration-server.session-timeout',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'session-timeout <value>',
    documentation: 'How long an idle session stays in the clustered store. Longer than local-session-timeout.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000_000, maxMicros: 31 * 86_400_000_000 },
    default: '60min',
    product: 'Settings > Clustering, Session Timeout',
    source: CLUSTERING,
  },
  {
    id: 'integration-server.local-session-timeout',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'local-session-timeout <value>',
    documentation: 'How long an idle session stays in the node itself. Only the checks use it.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 1_000_000, maxMicros: 31 * 86_400_000_000 },
    default: '10min',
    product: 'Settings > Resources, Session Timeout',
    source: 'Integration Server Clustering Guide, "Session Objects"',
  },
  {
    id: 'integration-server.action-on-startup-error',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'action-on-startup-error <value>',
    documentation: 'What a node does when it starts and cannot get the configuration of the array from any server.',
    value: {
      type: 'choice',
      choices: [
        {
          name: 'stand-alone',
          documentation: 'Takes requests, with local caches instead of distributed ones; joins only at its next start.',
        },
        { name: 'shut-down', documentation: 'Exits.' },
        { name: 'quiesce', documentation: 'Enters quiesce mode and takes no requests. Needs a quiesce-port.' },
      ],
    },
    default: 'stand-alone',
    product: 'Settings > Clustering, Action on Startup Error',
    source: 'Integration Server, "About Action on Startup Error Options"',
  },
  {
    id: 'integration-server.quiesce-port',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'quiesce-port <value>',
    documentation: 'The port that stays open in quiesce mode. Without one a node cannot enter that mode.',
    value: { type: 'count', min: 1, max: 65_535 },
    product: 'Settings > Quiesce',
    source: 'Integration Server, "Quiescing Integration Server"',
  },
  {
    id: 'integration-server.connect-timeout',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'connect-timeout <value>',
    documentation:
      'How long a node that starts tries to get the configuration of the array before it follows action-on-startup-error. The manuals do not say the default; this one is that of a Terracotta client.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 1_000, maxMicros: 86_400_000_000 },
    default: '30s',
    product: 'watt.server.cachemanager.connectTimeout',
    source: 'Integration Server Clustering Guide, "IS Cannot Download the tc-config.xml File"',
  },
  {
    id: 'integration-server.max-connect-retries',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'max-connect-retries <value>',
    documentation:
      'How often a node that starts and has the configuration goes through its servers to find the active, with reconnect-wait-interval after each round; then it follows action-on-startup-error. -1 is without end: the start hangs until there is an active.',
    value: { type: 'count', min: -1, max: 2_147_483_647 },
    default: '-1',
    product: 'com.tc.l1.max.connect.retries in custom_wrapper.conf',
    source: 'Integration Server Clustering Guide, "IS Cannot Connect to the Servers in the tc-config.xml File"',
  },
  {
    id: 'integration-server.reconnect-wait-interval',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'reconnect-wait-interval <value>',
    documentation: 'Pause after each failed attempt to connect.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 10_000, maxMicros: 3_600_000_000 },
    default: '1s',
    product: 'com.tc.l1.socket.reconnect.waitInterval in custom_wrapper.conf',
    source: 'tc.properties and ClientConnectionEstablisher, Terracotta 4.3.1',
  },
  {
    id: 'integration-server.host',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'host <host:word>',
    documentation:
      'The machine it runs on. Nodes with the same host lose power together; a node without the setting has a machine of its own.',
  },
  {
    id: 'integration-server.rejoin',
    contexts: ['integration-server'],
    category: 'setting',
    phrase: 'rejoin [<value>]',
    documentation: 'Always on, and cannot be switched off: leave it out.',
    value: { type: 'boolean' },
    default: 'true',
    source: REJOIN,
  },
  {
    id: 'integration-server.cache',
    contexts: ['integration-server'],
    category: 'declaration',
    phrase: 'cache <names:new-names>',
    opens: 'distributed-cache',
    documentation:
      'A distributed cache. `cache SessionStore` gives settings to the system cache that keeps the sessions, `cache ClusterMembers` to the one that lists the nodes.',
    product: 'Settings > Caching',
    source: 'Integration Server Administrator\'s Guide, "Considerations for Configuring a Distributed Cache"',
    repeatable: true,
    snippet: 'cache $1 {\n  timeout $2\n  timeout-behavior $3\n}',
  },
  {
    id: 'distributed-cache.timeout',
    contexts: ['distributed-cache'],
    category: 'setting',
    phrase: 'timeout <value>',
    documentation: 'How long one operation may wait for the array before timeout-behavior applies.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 1_000, maxMicros: 86_400_000_000 },
    default: '30s',
    product: 'Timeout',
    source: `${NONSTOP}; default of NonstopConfiguration, Ehcache 2.10`,
  },
  {
    id: 'distributed-cache.immediate-timeout-when-disconnected',
    contexts: ['distributed-cache'],
    category: 'setting',
    phrase: 'immediate-timeout-when-disconnected <value>',
    documentation: 'Whether operations stop waiting at once while the node knows that it is disconnected.',
    value: { type: 'boolean' },
    default: 'false',
    product: 'Immediate Timeout When Disconnected',
    source: `${NONSTOP}; default of NonstopConfiguration, Ehcache 2.10`,
  },
  {
    id: 'distributed-cache.timeout-behavior',
    contexts: ['distributed-cache'],
    category: 'setting',
    phrase: 'timeout-behavior <value>',
    documentation: 'What a service gets when the time is over.',
    value: {
      type: 'choice',
      choices: [
        { name: 'exception', documentation: 'NonStopCacheException.' },
        { name: 'noop', documentation: 'As if the cache were empty: null, and writes are dropped without a word.' },
        {
          name: 'localReads',
          documentation: 'Reads give what the node has, perhaps old, perhaps null; writes throw NonStopCacheException.',
        },
      ],
    },
    default: 'exception',
    product: 'Timeout Behavior',
    source: `${PARAMETERS}; Integration Server Clustering Guide, "What Happens When IS in a Stateful Cluster Is Disconnected from the TSA"`,
  },
  {
    id: 'distributed-cache.consistency',
    contexts: ['distributed-cache'],
    category: 'setting',
    phrase: 'consistency <value>',
    documentation: 'Whether all nodes see a write at once.',
    value: CONSISTENCY,
    default: 'eventual',
    product: 'Consistency',
    source: 'ehcache.xsd, Ehcache 2.10',
  },
  {
    id: 'distributed-cache.nonstop',
    contexts: ['distributed-cache'],
    category: 'setting',
    phrase: 'nonstop [<value>]',
    documentation: 'Enable High Availability is always on, and cannot be switched off: leave it out.',
    value: { type: 'boolean' },
    default: 'true',
    product: 'Enable High Availability',
    source: NONSTOP,
  },
];

const CACHE_MANAGER =
  'It counts from the next start of the node on. Changed while the node is down, it keeps the cache manager from starting.';

const parameter = (name: string, value: ValueSpec, product: string, documentation: string): Entry => ({
  id: `fault.set-${name}`,
  lines: ['3.7', '4.x'],
  contexts: ['action'],
  category: 'fault',
  phrase: `set ${name} of <cache:cache> to <value> on <client:clients>`,
  documentation: `${documentation} ${CACHE_MANAGER}`,
  value,
  product,
  source: PARAMETERS,
  repeatable: true,
});

/** What somebody changes in the Administrator of a node. */
export const CACHE_PARAMETERS: readonly Entry[] = [
  parameter(
    'consistency',
    CONSISTENCY,
    'Consistency',
    'Changes the consistency of a distributed cache on these nodes.',
  ),
  parameter(
    'copy-on-read',
    { type: 'boolean' },
    'Copy on Read',
    'Changes on these nodes whether a reader of a distributed cache gets a copy.',
  ),
];

/** Sessions of a scenario. */
export const SESSIONS: readonly Entry[] = [
  {
    id: 'scenario.session',
    contexts: ['scenario'],
    category: 'declaration',
    phrase: 'session <name:new-name> on <nodes:clients>',
    documentation: 'A stateful session that these Integration Server nodes serve. It begins with its first request.',
    repeatable: true,
    snippet: 'session $1 on $2',
  },
];

const CACHES_OF_SERVICE = '[reads <reads:cache> (, <reads:cache>)*] [writes <writes:cache> (, <writes:cache>)*]';

export const REQUESTS: readonly Entry[] = [
  {
    id: 'work.invoke',
    contexts: ['action'],
    category: 'work',
    phrase: `<client:clients> invoke (stateful|stateless) <service:string> [session <session>] ${CACHES_OF_SERVICE}`,
    documentation:
      'A request to a node: one top-level service. A stateful one changes its session, which the node then saves. `reads` and `writes` say what the service does with distributed caches.',
    repeatable: true,
  },
  {
    id: 'work.route',
    contexts: ['action'],
    category: 'work',
    phrase: `route (round-robin|sticky|failover) to <client:clients> : invoke (stateful|stateless) <service:string> [session <session>] ${CACHES_OF_SERVICE}`,
    documentation:
      'A request through a load balancer: to the nodes in turn, always to the node that had the session before, or to the first of them. A node whose process does not run is left out.',
    repeatable: true,
  },
];

export const SESSION_EXPECTATIONS: readonly Entry[] = [
  {
    id: 'expectation.session-diverges',
    contexts: ['expectation'],
    category: 'expectation',
    phrase: 'session <session> [never] (diverges|diverge) [<bound>]',
    documentation: 'Two nodes have changed the session without seeing each other: the moment of the second change.',
    repeatable: true,
  },
  {
    id: 'expectation.session-overwritten',
    contexts: ['expectation'],
    category: 'expectation',
    phrase: 'session <session> on <nodes:clients> is [never] overwritten [<bound>]',
    documentation: 'What the nodes changed in the session is lost: another node has written its own state.',
    repeatable: true,
  },
  {
    id: 'expectation.hosts-empty',
    contexts: ['expectation'],
    category: 'expectation',
    phrase: '<nodes:clients> hosts (is|are) [not] empty [<bound>]',
    documentation:
      'The list of cluster hosts in Settings > Clustering is empty during the whole bound; at the end of the run when there is none.',
    repeatable: true,
  },
];
