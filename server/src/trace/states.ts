/** The states of servers and clients: what a scenario can name, and what a lane shows at any time. */
import type { ProductLine } from '../model/model.ts';
import { NEWER, OLDER } from '../model/productLines.ts';
import type { Tone } from './lanes.ts';

export interface StateInfo {
  /** As a scenario writes it. */
  readonly name: string;
  readonly lane: 'server' | 'client' | 'voter';
  readonly tone: Tone;
  /** What an operator sees in the product's logs, if it has a name there. */
  readonly product: string;
  /** A scenario that names that state means this one too: a server in its reconnect window is an active. */
  readonly isA?: string;
  readonly documentation: string;
  /** Product lines that have it; all where nothing is said. */
  readonly lines?: readonly ProductLine[];
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
    lines: OLDER,
    tone: 'warn',
    product: 'PAUSED',
    documentation:
      'The TCP connection was lost; the same connection is being restored within l1reconnect.timeout. The application sees a stall, no event.',
  },
  {
    name: 'offline',
    lane: 'client',
    lines: OLDER,
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
    lines: OLDER,
    tone: 'busy',
    product: 'REJOIN_IN_PROGRESS',
    documentation: 'Refused under its old identity; coming back as a new client.',
  },
  {
    name: 'ejected',
    lane: 'client',
    lines: OLDER,
    tone: 'bad',
    product: 'NODE_ERROR',
    documentation: 'Will never be a member again; the JVM must be restarted.',
  },
  {
    name: 'waiting-for-promotion',
    lane: 'server',
    lines: OLDER,
    tone: 'warn',
    product: 'WAITING-FOR-PROMOTION',
    documentation: 'A passive under failover-priority consistency that lost its active: an operator has to promote it.',
  },
  {
    name: 'stand-alone',
    lane: 'client',
    lines: OLDER,
    tone: 'warn',
    product: 'Stand-Alone',
    documentation:
      'An Integration Server node that could not reach the array when it started: it takes requests with local caches and joins only at its next start.',
  },
  {
    name: 'quiesced',
    lane: 'client',
    lines: OLDER,
    tone: 'warn',
    product: 'Quiesce Mode',
    documentation: 'An Integration Server node that could not reach the array when it started: it takes no requests.',
  },
  {
    name: 'syncing',
    lane: 'server',
    lines: NEWER,
    tone: 'busy',
    product: 'PASSIVE-SYNCING',
    documentation: 'Receives the data of the active; cannot be elected, and must begin again if the active is lost.',
  },
  {
    name: 'start-suspended',
    lane: 'server',
    lines: NEWER,
    tone: 'warn',
    product: 'START_SUSPENDED',
    documentation:
      'Under failover-priority consistency: started, and not allowed to become active before every configured server is there or an operator overrides.',
  },
  {
    name: 'active-suspended',
    lane: 'server',
    lines: NEWER,
    tone: 'bad',
    product: 'ACTIVE_SUSPENDED',
    isA: 'active',
    documentation:
      'Under failover-priority consistency: active, but without the votes to go on. Reads and puts go on; what waits for the passives (remove, conditional operations, clear) does not return; new clients are refused.',
  },
  {
    name: 'passive-suspended',
    lane: 'server',
    lines: NEWER,
    tone: 'warn',
    product: 'PASSIVE_SUSPENDED',
    isA: 'passive',
    documentation: 'Under failover-priority consistency: lost its active and does not have the votes to take over.',
  },
  {
    name: 'stopped-by-itself',
    lane: 'server',
    lines: NEWER,
    tone: 'bad',
    product: 'STOP-STATE',
    documentation: 'Ended by itself and is not started again: its configuration or its state does not allow it to run.',
  },
  {
    name: 'detached',
    lane: 'server',
    lines: NEWER,
    tone: 'off',
    product: 'DIAGNOSTIC',
    documentation: 'Runs, or could run, but is not part of the topology of its stripe.',
  },
  {
    name: 'reconnecting',
    lane: 'client',
    lines: NEWER,
    tone: 'warn',
    product: 'ASYNC_RECONNECT',
    documentation:
      'The connection was lost; the client tries every server again and again. Calls wait for their own time-out, the lease keeps ticking.',
  },
  {
    name: 'disconnected',
    lane: 'client',
    lines: NEWER,
    tone: 'bad',
    product: 'ConnectionClosedException',
    documentation:
      'The connection is closed for good: the lease ran out or the server refused the old identity. The next call on a cache begins to open a new one.',
  },
  {
    name: 'reopening',
    lane: 'client',
    lines: NEWER,
    tone: 'busy',
    product: 'ReconnectInProgressException',
    documentation: 'Ehcache opens a new connection; meanwhile every call goes to the resilience strategy at once.',
  },
  {
    name: 'stuck',
    lane: 'client',
    lines: NEWER,
    tone: 'bad',
    product: 'ReconnectInProgressException',
    documentation:
      'Connected anew, but its cluster tier manager is gone: Ehcache stays in reconnection until the cache manager is closed and opened.',
  },
  {
    name: 'down',
    lane: 'voter',
    lines: NEWER,
    tone: 'off',
    product: '',
    documentation: 'The voter process does not run.',
  },
  {
    name: 'registering',
    lane: 'voter',
    lines: NEWER,
    tone: 'busy',
    product: '',
    documentation: 'Looks for an active that has a vacancy for a voter.',
  },
  {
    name: 'registered',
    lane: 'voter',
    lines: NEWER,
    tone: 'good',
    product: '',
    documentation: 'Has a vote, and sends its heartbeat to every server.',
  },
  {
    name: 'tier-failed',
    lane: 'client',
    tone: 'bad',
    product: 'PerpetualCachePersistenceException',
    documentation:
      'Connected anew, but the cluster tier of a cache is gone: every call on it fails until the cache manager is closed and opened.',
  },
] as const satisfies readonly StateInfo[];

export type StateName = (typeof STATES)[number]['name'];

/** Words that a scenario may use for several states. */
export const STATE_GROUPS = [
  {
    name: 'suspended',
    lane: 'server',
    tone: 'warn',
    product: '',
    lines: NEWER,
    states: ['start-suspended', 'active-suspended', 'passive-suspended'],
    documentation:
      'Waits for votes, or for the other servers, in whichever state: `start-`, `active-` or `passive-suspended`.',
  },
] as const satisfies readonly (StateInfo & { readonly states: readonly StateName[] })[];

const GROUPS: readonly { readonly name: string; readonly states: readonly string[] }[] = STATE_GROUPS;

/** Whether a state is the one that a scenario names: itself, a special case of it, or one of a group. */
export function isStateNamed({ name, isA }: StateInfo, wanted: string): boolean {
  return (
    name === wanted || isA === wanted || GROUPS.some((group) => group.name === wanted && group.states.includes(name))
  );
}
