/** The health checker: one block per edge, because each edge has its own defaults and its own consequences. */
import type { Availability, Edge, Entry } from './types.ts';

/** Where the settings of an edge live in tc.properties. */
export const EDGE_PREFIX: Readonly<Record<Edge, string>> = {
  'l2-l1': 'l2.healthcheck.l1',
  'l2-l2': 'l2.healthcheck.l2',
  'l1-l2': 'l1.healthcheck.l2',
};

export interface EdgeInfo extends Availability {
  readonly name: Edge;
  readonly documentation: string;
}

export const EDGES: readonly EdgeInfo[] = [
  {
    name: 'l2-l1',
    documentation: 'A server watches its clients; in 10.x up to 10.3 only, their leases do it later.',
    until: { '10.x': '10.3' },
    instead: { '10.x': 'There `client-lease-duration` says when a server gives a client up.' },
  },
  { name: 'l2-l2', documentation: 'A server watches the other servers of its stripe.' },
  { name: 'l1-l2', documentation: 'A client watches its server.' },
];

const SOURCE = 'tc.properties and ConnectionHealthCheckerContextImpl, Terracotta 4.3.1';

/** Only 4.x compares clocks in its health checks, from 4.1 on. */
const CLOCKS: Availability = {
  lines: ['4.x'],
  since: { '4.x': '4.1' },
  instead: { '10.x': 'What a wrong clock does there is not simulated.' },
};

export const HEALTH_CHECK: readonly Entry[] = [
  {
    id: 'health-check',
    contexts: ['cluster'],
    category: 'declaration',
    phrase: 'health-check <edge:edge>',
    opens: 'health-check',
    documentation:
      'How one end of a connection finds out that the other does not answer. It pings after a silence; after unanswered pings it tries whether a socket opens, which a paused process still allows.',
    source: 'BigMemory Max, "HealthChecker Properties"',
    repeatable: true,
    snippet: 'health-check $1 { $2 }',
  },
  {
    id: 'health-check.ping-enabled',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'ping-enabled <value>',
    documentation: 'Whether this edge is watched at all.',
    value: { type: 'boolean' },
    default: 'true',
    property: { name: '{edge}.ping.enabled' },
    source: SOURCE,
  },
  {
    id: 'health-check.ping-idletime',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'ping-idletime <value>',
    documentation: 'Silence before the first ping. Any received byte starts it anew. Not shorter than ping-interval.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 3_600_000_000 },
    default: '5s',
    property: { name: '{edge}.ping.idletime', bareUnit: 'ms' },
    source: SOURCE,
  },
  {
    id: 'health-check.ping-interval',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'ping-interval <value>',
    documentation: 'Time between two pings, and the unit of socket-connect-timeout.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 3_600_000_000 },
    default: '1s',
    property: { name: '{edge}.ping.interval', bareUnit: 'ms' },
    source: SOURCE,
  },
  {
    id: 'health-check.ping-probes',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'ping-probes <value>',
    documentation: 'Unanswered pings before the socket is tried.',
    value: { type: 'count', min: 0, max: 1_000_000 },
    default: '3',
    property: { name: '{edge}.ping.probes' },
    source: SOURCE,
  },
  {
    id: 'health-check.socket-connect',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'socket-connect <value>',
    documentation:
      'Whether a socket is opened before the verdict, so that a long pause is told from a dead machine. Without it the unanswered pings decide.',
    value: { type: 'boolean' },
    default: 'true',
    property: { name: '{edge}.socketConnect' },
    source: SOURCE,
  },
  {
    id: 'health-check.socket-connect-timeout',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'socket-connect-timeout <value>',
    documentation: 'How many ping intervals the socket may take to open. A count, not a time.',
    value: { type: 'count', min: 0, max: 1_000_000 },
    default: '5',
    property: { name: '{edge}.socketConnectTimeout' },
    source: SOURCE,
  },
  {
    id: 'health-check.socket-connect-count',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'socket-connect-count <value>',
    documentation:
      'How many times in a row an opened socket is believed without an answered ping. It sets how long a pause is tolerated.',
    value: { type: 'count', min: 0, max: 1_000_000 },
    default: { 'l1-l2': '13', other: '10' },
    property: { name: '{edge}.socketConnectCount' },
    source: SOURCE,
  },
  {
    ...CLOCKS,
    id: 'health-check.check-time-enabled',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'check-time-enabled <value>',
    documentation:
      'Whether this end tells the other what time it is. Who hears of a time that is too different warns in its log.',
    value: { type: 'boolean' },
    default: 'true',
    property: { name: '{edge}.checkTime.enabled' },
    source: SOURCE,
  },
  {
    ...CLOCKS,
    id: 'health-check.check-time-interval',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'check-time-interval <value>',
    documentation: 'How often it does, by its own clock.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 86_400_000_000 },
    default: '5min',
    property: { name: '{edge}.checkTime.interval', bareUnit: 'ms' },
    source: SOURCE,
  },
  {
    ...CLOCKS,
    id: 'health-check.check-time-threshold',
    contexts: ['health-check'],
    category: 'setting',
    phrase: 'check-time-threshold <value>',
    documentation:
      'How different the time that this end is told may be from its own. Beyond it there is a warning, and nothing else.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 86_400_000_000 },
    default: '5min',
    property: { name: '{edge}.checkTime.threshold', bareUnit: 'ms' },
    source: SOURCE,
  },
];
