/**
 * The vocabulary of a trace: node states, events, messages, call outcomes. Tables, because the language (completion,
 * `expect`), the verdicts, the reports and the timeline all read them. Numbers in a trace are indexes into these
 * tables: append, never reorder, or raise `TRACE_VERSION`.
 */

export type LaneKind = 'cluster' | 'server' | 'client' | 'cache' | 'network';

/** Colour families of the timeline; each theme maps them. */
export type Tone = 'good' | 'idle' | 'busy' | 'warn' | 'bad' | 'off';

export interface StateInfo {
  /** As a scenario writes it. */
  readonly name: string;
  readonly lane: 'server' | 'client';
  readonly tone: Tone;
  /** What an operator sees in the product's logs, if it has a name there. */
  readonly product: string;
  /** A scenario that names that state means this one too: a server in its reconnect window is an active. */
  readonly isA?: string;
  readonly documentation: string;
}

/** The main state of a lane; exactly one at any time. */
export const STATES = [
  { name: 'down', lane: 'server', tone: 'off', product: '', documentation: 'The process does not run.' },
  {
    name: 'starting',
    lane: 'server',
    tone: 'busy',
    product: 'START-STATE',
    documentation: 'Started, joining the group, perhaps electing.',
  },
  {
    name: 'electing',
    lane: 'server',
    tone: 'busy',
    product: 'START_ELECTION',
    documentation: 'Takes part in an election; it lasts the whole election-time.',
  },
  {
    name: 'passive-uninitialized',
    lane: 'server',
    tone: 'busy',
    product: 'PASSIVE-UNINITIALIZED',
    documentation: 'Joined as a passive, still copying data from the active; cannot be elected.',
  },
  {
    name: 'passive',
    lane: 'server',
    tone: 'good',
    product: 'PASSIVE-STANDBY',
    documentation: 'In sync; takes over when the active is lost.',
  },
  {
    name: 'in-window',
    lane: 'server',
    tone: 'warn',
    product: 'ACTIVE-COORDINATOR (STARTING)',
    isA: 'active',
    documentation:
      'Active, with the client reconnect window open: no request is processed until every known client is back or the window closes.',
  },
  { name: 'active', lane: 'server', tone: 'good', product: 'ACTIVE-COORDINATOR', documentation: 'Serves clients.' },
  {
    name: 'waiting-for-zap',
    lane: 'server',
    tone: 'busy',
    product: 'START-STATE',
    documentation: 'Came back after having been a passive: skips the election and waits for the active to zap it.',
  },
  { name: 'down', lane: 'client', tone: 'off', product: '', documentation: 'The JVM does not run.' },
  {
    name: 'connecting',
    lane: 'client',
    tone: 'busy',
    product: 'STARTING',
    documentation: 'Looking for an active for the first time.',
  },
  { name: 'online', lane: 'client', tone: 'good', product: 'RUNNING', documentation: 'Operations are enabled.' },
  {
    name: 'restoring',
    lane: 'client',
    tone: 'warn',
    product: 'PAUSED',
    documentation:
      'The TCP connection was lost; the same connection is being restored within l1reconnect.timeout. The application sees a stall, no event.',
  },
  {
    name: 'offline',
    lane: 'client',
    tone: 'bad',
    product: 'PAUSED',
    documentation: 'clusterOffline has fired; the client tries every server of its list again and again.',
  },
  {
    name: 'handshaking',
    lane: 'client',
    tone: 'warn',
    product: 'STARTING',
    documentation:
      'Connected to the active and waiting for its acknowledgement, which comes when the reconnect window ends.',
  },
  {
    name: 'rejoining',
    lane: 'client',
    tone: 'busy',
    product: 'REJOIN_IN_PROGRESS',
    documentation: 'Refused under its old identity; coming back as a new client.',
  },
  {
    name: 'ejected',
    lane: 'client',
    tone: 'bad',
    product: 'NODE_ERROR',
    documentation: 'Will never be a member again; the JVM must be restarted.',
  },
  {
    name: 'waiting-for-promotion',
    lane: 'server',
    tone: 'warn',
    product: 'WAITING-FOR-PROMOTION',
    documentation: 'A passive under failover-priority consistency that lost its active: an operator has to promote it.',
  },
  {
    name: 'stand-alone',
    lane: 'client',
    tone: 'warn',
    product: 'Stand-Alone',
    documentation:
      'An Integration Server node that could not reach the array when it started: it takes requests with local caches and joins only at its next start.',
  },
  {
    name: 'quiesced',
    lane: 'client',
    tone: 'warn',
    product: 'Quiesce Mode',
    documentation: 'An Integration Server node that could not reach the array when it started: it takes no requests.',
  },
] as const satisfies readonly StateInfo[];

export interface EventInfo {
  readonly name: string;
  /** lifecycle: product events and transitions · fault: what the scenario did · message · window · call · process · expectation */
  readonly category:
    | 'state'
    | 'fault'
    | 'cluster-event'
    | 'health'
    | 'connection'
    | 'election'
    | 'window'
    | 'data'
    | 'log'
    | 'process';
  readonly tone: Tone;
  /** Sentence for tooltips and text traces: {lane}, {other} (lane of `a`), {text}, {a}, {b} are filled in. */
  readonly sentence: string;
  /** May a scenario name it (`expect shop sees clusterOffline`, `when tsa-2 sees election-started`)? */
  readonly observable: boolean;
  readonly documentation: string;
}

/** Every kind of event. The `a`, `b`, `text` columns mean what the sentence says. */
export const EVENTS = [
  {
    name: 'state',
    category: 'state',
    tone: 'idle',
    sentence: '{lane} is {text}',
    observable: false,
    documentation: 'The main state of the lane changed; `a` is its index in STATES.',
  },
  {
    name: 'fault',
    category: 'fault',
    tone: 'bad',
    sentence: '{text}',
    observable: false,
    documentation: 'A step of the scenario was carried out; `a` indexes Trace.faults.',
  },
  {
    name: 'fault-ended',
    category: 'fault',
    tone: 'idle',
    sentence: '{text}',
    observable: false,
    documentation: 'A fault with a duration ended or was healed; `a` indexes Trace.faults.',
  },
  {
    name: 'paused',
    category: 'process',
    tone: 'warn',
    sentence: '{lane} stops: nothing in its JVM runs',
    observable: true,
    documentation: 'Stop-the-world pause begins. The kernel still accepts TCP connections.',
  },
  {
    name: 'resumed-process',
    category: 'process',
    tone: 'idle',
    sentence: '{lane} runs again after its pause',
    observable: true,
    documentation: 'The pause ended; what was queued is handled now.',
  },
  {
    name: 'ping-unanswered',
    category: 'health',
    tone: 'warn',
    sentence: '{lane} got no answer to {a} pings from {text}',
    observable: false,
    documentation: 'All probes of one round went unanswered; the socket connect test follows.',
  },
  {
    name: 'long-gc-suspected',
    category: 'health',
    tone: 'warn',
    sentence: '{lane} could open a socket to {text} (cycle {a} of {b}): might be in Long GC',
    observable: true,
    documentation: 'The socket connect succeeded, so the peer is trusted for another round of probes.',
  },
  {
    name: 'declared-dead',
    category: 'health',
    tone: 'bad',
    sentence: '{lane} declares the connection to {text} dead after {a} ms of silence',
    observable: true,
    documentation:
      'Health checker verdict. The connection is closed by force: the reconnect window of the transport is skipped.',
  },
  {
    name: 'connection-lost',
    category: 'connection',
    tone: 'warn',
    sentence: '{lane} lost the connection to {text}',
    observable: true,
    documentation: 'The TCP connection was closed or reset.',
  },
  {
    name: 'connection-restored',
    category: 'connection',
    tone: 'good',
    sentence: '{lane} restored the connection to {text} under the same identity',
    observable: true,
    documentation: 'Within the transport reconnect timeout; nothing above the transport noticed.',
  },
  {
    name: 'restore-expired',
    category: 'connection',
    tone: 'bad',
    sentence: '{lane} gave up restoring the connection to {text}',
    observable: true,
    documentation: 'The transport reconnect timeout passed.',
  },
  {
    name: 'connect-failed',
    category: 'connection',
    tone: 'warn',
    sentence: '{lane} could not connect to {text}',
    observable: false,
    documentation: 'Refused, or no answer within the socket connect timeout.',
  },
  {
    name: 'client-removed',
    category: 'connection',
    tone: 'bad',
    sentence: '{lane} removed client {text}: its locks and references are released',
    observable: true,
    documentation: 'The server closed the channel of a client and forgot it.',
  },
  {
    name: 'reconnection-rejected',
    category: 'connection',
    tone: 'bad',
    sentence: '{lane} was refused by {text}: its old identity is not known there',
    observable: true,
    documentation: 'RECONNECTION_REJECTED: the server holds no communications stack for the old ConnectionID.',
  },
  {
    name: 'clusterOffline',
    category: 'cluster-event',
    tone: 'bad',
    sentence: '{lane}: clusterOffline',
    observable: true,
    documentation: 'Ehcache cluster event: operations are disabled.',
  },
  {
    name: 'clusterOnline',
    category: 'cluster-event',
    tone: 'good',
    sentence: '{lane}: clusterOnline',
    observable: true,
    documentation: 'Ehcache cluster event: operations are enabled.',
  },
  {
    name: 'nodeLeft',
    category: 'cluster-event',
    tone: 'warn',
    sentence: '{lane}: nodeLeft {text}',
    observable: true,
    documentation: 'Ehcache cluster event: a node left; on a rejoining client its own old identity.',
  },
  {
    name: 'nodeJoined',
    category: 'cluster-event',
    tone: 'idle',
    sentence: '{lane}: nodeJoined {text}',
    observable: true,
    documentation: 'Ehcache cluster event: a node joined; on a rejoining client its own new identity.',
  },
  {
    name: 'clusterRejoined',
    category: 'cluster-event',
    tone: 'good',
    sentence: '{lane}: clusterRejoined {text}',
    observable: true,
    documentation: 'Ehcache cluster event, on the rejoining client only.',
  },
  {
    name: 'resumed',
    category: 'cluster-event',
    tone: 'good',
    sentence: '{lane} is served again',
    observable: true,
    documentation: 'Operations run again after a stall, under the same identity or a new one.',
  },
  {
    name: 'rejoin-started',
    category: 'cluster-event',
    tone: 'warn',
    sentence: '{lane} starts to rejoin',
    observable: true,
    documentation: 'Everything of the old identity is dropped; a new connection is opened.',
  },
  {
    name: 'rejoin-failed',
    category: 'cluster-event',
    tone: 'bad',
    sentence: '{lane} could not rejoin: {text}',
    observable: true,
    documentation: 'One attempt failed; the next follows after the retry sleep, unless the client is ejected.',
  },
  {
    name: 'start-up-failed',
    category: 'cluster-event',
    tone: 'bad',
    sentence: '{lane} could not start: {text}',
    observable: true,
    documentation: 'The cache manager threw at start-up.',
  },
  {
    name: 'node-lost',
    category: 'election',
    tone: 'bad',
    sentence: '{lane} sees that {text} left the group',
    observable: true,
    documentation: 'A server dropped another server from its group.',
  },
  {
    name: 'node-seen',
    category: 'election',
    tone: 'idle',
    sentence: '{lane} sees {text} in the group',
    observable: false,
    documentation: 'Two servers completed the group handshake.',
  },
  {
    name: 'election-started',
    category: 'election',
    tone: 'warn',
    sentence: '{lane} starts an election ({text})',
    observable: true,
    documentation: 'START_ELECTION was broadcast; votes are counted after the election time.',
  },
  {
    name: 'election-won',
    category: 'election',
    tone: 'good',
    sentence: '{lane} won the election',
    observable: true,
    documentation: 'The server becomes ACTIVE-COORDINATOR.',
  },
  {
    name: 'election-lost',
    category: 'election',
    tone: 'idle',
    sentence: '{lane} lost the election to {text}',
    observable: true,
    documentation: 'Waits for the winner to declare itself.',
  },
  {
    name: 'split-brain',
    category: 'election',
    tone: 'bad',
    sentence: '{lane} meets a second active: {text}',
    observable: true,
    documentation: 'Two ACTIVE-COORDINATORs of one stripe met; their weights decide.',
  },
  {
    name: 'zapped',
    category: 'election',
    tone: 'bad',
    sentence: '{lane} is told to quit: {text}',
    observable: true,
    documentation: 'A zap request: the server exits, and starts again when l2.nha.autoRestart is on.',
  },
  {
    name: 'sync-started',
    category: 'election',
    tone: 'busy',
    sentence: '{lane} copies its data to {text}',
    observable: true,
    documentation: 'Passive sync begins.',
  },
  {
    name: 'sync-finished',
    category: 'election',
    tone: 'good',
    sentence: '{lane} finished copying to {text}',
    observable: true,
    documentation: 'The passive moves to PASSIVE-STANDBY.',
  },
  {
    name: 'window-opened',
    category: 'window',
    tone: 'warn',
    sentence: '{lane} opens the reconnect window for {a} clients: {text}',
    observable: true,
    documentation: 'Starting reconnect window: requests wait for every known client.',
  },
  {
    name: 'window-client-back',
    category: 'window',
    tone: 'idle',
    sentence: '{text} is back; {a} clients are still missing',
    observable: false,
    documentation: 'A known client completed its handshake.',
  },
  {
    name: 'window-closed',
    category: 'window',
    tone: 'good',
    sentence: '{lane} closes the reconnect window: {text}',
    observable: true,
    documentation: 'All known clients are back, or the time is over and the missing ones are removed.',
  },
  {
    name: 'resend',
    category: 'data',
    tone: 'idle',
    sentence: '{lane} sends {a} unacknowledged transactions again',
    observable: true,
    documentation:
      'Transactions whose completion was not notified are sent again and applied first, in global order, once.',
  },
  {
    name: 'write-lost',
    category: 'data',
    tone: 'bad',
    sentence: '{lane} drops {a} unconfirmed writes to {text}',
    observable: true,
    documentation: 'The client dropped writes that the array had not confirmed: in a rejoin, or when it was ejected.',
  },
  {
    name: 'data-lost',
    category: 'data',
    tone: 'bad',
    sentence: '{lane} starts without its data',
    observable: true,
    documentation: 'The server came up empty although clients had written to it.',
  },
  {
    name: 'local-tier-wiped',
    category: 'data',
    tone: 'warn',
    sentence: '{lane} clears its local tier',
    observable: true,
    documentation: 'Rejoin removes everything that was cached locally.',
  },
  {
    name: 'log',
    category: 'log',
    tone: 'idle',
    sentence: '{lane} logs: {text}',
    observable: false,
    documentation: "A line of the product's own log.",
  },
  {
    name: 'session-read',
    category: 'data',
    tone: 'idle',
    sentence: '{lane} takes over session {text} as {other} left it',
    observable: true,
    documentation: 'An Integration Server node read the state that another node had written.',
  },
  {
    name: 'session-saved',
    category: 'data',
    tone: 'good',
    sentence: '{lane} writes its own state of session {text}, with what it could not save before (changes: {a})',
    observable: true,
    documentation: 'The first request after a separation: the state of this node becomes everyone’s.',
  },
  {
    name: 'session-save-failed',
    category: 'data',
    tone: 'warn',
    sentence: '{lane} could not save session {text}',
    observable: true,
    documentation: 'The session exists on this node only. Its server log has ISS.0033.0154E.',
  },
  {
    name: 'session-diverged',
    category: 'data',
    tone: 'bad',
    sentence: '{lane} and {other} have changed session {text} without seeing each other',
    observable: true,
    documentation: 'Two nodes hold different states of one session, and only one of them can stay.',
  },
  {
    name: 'session-overwritten',
    category: 'data',
    tone: 'bad',
    sentence: '{lane} loses what it changed in session {text} (changes: {b}): {other} has written its own state',
    observable: true,
    documentation: 'What this node changed in the session while it was apart is gone.',
  },
  {
    name: 'session-expired',
    category: 'data',
    tone: 'warn',
    sentence: '{lane} begins session {text} anew: it was idle for longer than session-timeout',
    observable: true,
    documentation: 'The clustered store dropped the session because nobody had used it.',
  },
  {
    name: 'hosts-listed',
    category: 'cluster-event',
    tone: 'idle',
    sentence: '{lane} lists the cluster hosts: {text}',
    observable: true,
    documentation: 'The list in Settings > Clustering changed; `a` is the number of hosts.',
  },
] as const satisfies readonly EventInfo[];

export type EventName = (typeof EVENTS)[number]['name'];
export type StateName = (typeof STATES)[number]['name'];

export interface OutcomeInfo {
  readonly name: string;
  readonly tone: Tone;
  readonly documentation: string;
}

/** How a call ended for its caller. */
export const OUTCOMES = [
  { name: 'blocked', tone: 'bad', documentation: 'Had not returned when the run ended.' },
  { name: 'ok', tone: 'good', documentation: 'Returned normally.' },
  { name: 'local', tone: 'good', documentation: 'Returned normally from the local tier.' },
  { name: 'exception', tone: 'bad', documentation: 'An exception; the detail names its class and message.' },
  {
    name: 'noop',
    tone: 'warn',
    documentation: 'timeout-behavior noop: null, false or nothing, as if the cache were empty.',
  },
  {
    name: 'local-read',
    tone: 'warn',
    documentation: 'timeout-behavior localReads: what the JVM had, perhaps stale, perhaps null.',
  },
  {
    name: 'ignored',
    tone: 'warn',
    documentation: 'A write that the timeout-behavior dropped without telling the caller.',
  },
  { name: 'killed', tone: 'off', documentation: 'The JVM of the caller died.' },
] as const satisfies readonly OutcomeInfo[];

export type OutcomeName = (typeof OUTCOMES)[number]['name'];

/** What became of a written value. */
export const FATES = [
  { name: 'none', tone: 'idle', documentation: 'Not a write.' },
  { name: 'applied', tone: 'good', documentation: 'The array has it at the end of the run.' },
  { name: 'pending', tone: 'warn', documentation: 'Still on its way when the run ended.' },
  {
    name: 'not-sent',
    tone: 'idle',
    documentation: 'Never left the client, and the caller was told so or had it ignored.',
  },
  { name: 'lost', tone: 'bad', documentation: 'Had been accepted and is gone.' },
] as const satisfies readonly OutcomeInfo[];

export type FateName = (typeof FATES)[number]['name'];
