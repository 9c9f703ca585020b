/**
 * How the three clocks of a failover interlock: a server notices that the active is gone and elects; a client notices and
 * looks for another server; the reconnect window of the new active closes.
 *
 * Source: "Effective Client-Server Reconnection Settings" (L2-L2 + election < L1-L2 < L2-L2 + election + window), and
 * Terracotta 4.3.1 HASettingsChecker, which warns about the same two inequalities with the documented maxima.
 */
import type { Client, Cluster } from '../../model/model.ts';
import { comesToAVerdict, pausedMicros, unreachableMicros, worstMicros } from './detection.ts';

/** With a longer window one client that died with its server stalls all others for longer than anybody waits (TCS302). */
export const LONGEST_WINDOW_MICROS = 300_000_000;

/** What a client does and when the new active can answer, all counted from the fault of the active. */
export interface Failover {
  /** How to say it: `the active is paused`. */
  readonly fault: string;
  readonly clientLeavesMicros: number;
  readonly takeoverMicros: number;
  /** When the slowest healthy client reaches the new active. */
  readonly clientArrivesMicros: number;
}

/** The active's process died: its peers wait for the connection to come back (`l2reconnect`), then elect. 10 s with defaults. */
export function takeoverAfterDeathMicros(cluster: Cluster): number {
  return (cluster.l2Reconnect.enabled ? cluster.l2Reconnect.timeoutMicros : 0) + cluster.electionTimeMicros;
}

/** The active's host went silent: the health check fires and skips the wait for a reconnect. 19 s with defaults. */
export function takeoverAfterSilenceMicros(cluster: Cluster): number {
  return unreachableMicros(cluster.healthCheck['l2-l2']) + cluster.electionTimeMicros;
}

/** The active stands still: 50 s with defaults. */
export function takeoverAfterPauseMicros(cluster: Cluster): number {
  return pausedMicros(cluster.healthCheck['l2-l2']) + cluster.electionTimeMicros;
}

const DEFAULT_CONNECT_TIMEOUT_MICROS = 10_000_000;
const DEFAULT_WAIT_MICROS = 1_000_000;

/**
 * One round of a client over its server list: a wait follows every refused attempt, and the connect to a server that
 * answers nothing costs the whole socket-connect-timeout (ClientConnectionEstablisher).
 */
function roundMicros(cluster: Cluster, clients: readonly Client[], oneIsSilent: boolean): number {
  let connectMicros = clients.length === 0 ? DEFAULT_CONNECT_TIMEOUT_MICROS : 0;
  let waitMicros = clients.length === 0 ? DEFAULT_WAIT_MICROS : 0;
  for (const client of clients) {
    connectMicros = Math.max(connectMicros, client.socketConnectTimeoutMicros);
    waitMicros = Math.max(waitMicros, client.reconnectWaitIntervalMicros);
  }
  const servers = Math.max(1, ...cluster.stripes.map((stripe) => stripe.servers.length));
  return (oneIsSilent ? connectMicros : 0) + servers * waitMicros;
}

function failover(
  fault: string,
  leavesMicros: number,
  takeoverMicros: number,
  roundMicros: number,
  cluster: Cluster,
): Failover {
  // A client that leaves later than the takeover finds the new active at its first try; an earlier one meets it in the
  // middle of a round over its server list.
  const arrivesMicros =
    leavesMicros > takeoverMicros
      ? leavesMicros + cluster.healthCheck['l1-l2'].pingIntervalMicros
      : takeoverMicros + roundMicros;
  return { fault, clientLeavesMicros: leavesMicros, takeoverMicros, clientArrivesMicros: arrivesMicros };
}

/** The process of the active ends; its host refuses connections. */
export function whenActiveDies(cluster: Cluster, clients: readonly Client[]): Failover {
  const leaves = cluster.l1Reconnect.enabled ? cluster.l1Reconnect.timeoutMicros : 0;
  return failover(
    'the active dies',
    leaves,
    takeoverAfterDeathMicros(cluster),
    roundMicros(cluster, clients, false),
    cluster,
  );
}

/** The host of the active loses its power or its network. */
export function whenHostGoesSilent(cluster: Cluster, clients: readonly Client[]): Failover {
  const leaves = unreachableMicros(cluster.healthCheck['l1-l2']);
  const takeover = takeoverAfterSilenceMicros(cluster);
  return failover('the host of the active goes silent', leaves, takeover, roundMicros(cluster, clients, true), cluster);
}

/** The active stands still, and its host goes on accepting connections that nobody answers. */
export function whenActivePauses(cluster: Cluster, clients: readonly Client[]): Failover {
  const leaves = pausedMicros(cluster.healthCheck['l1-l2']);
  const takeover = takeoverAfterPauseMicros(cluster);
  return failover('the active is paused', leaves, takeover, roundMicros(cluster, clients, true), cluster);
}

/** Both sides need the documented maximum. */
export function atWorst(cluster: Cluster): Failover {
  const leaves = worstMicros(cluster.healthCheck['l1-l2']);
  return {
    fault: 'every connection test takes as long as it may',
    clientLeavesMicros: leaves,
    takeoverMicros: worstMicros(cluster.healthCheck['l2-l2']) + cluster.electionTimeMicros,
    clientArrivesMicros: leaves,
  };
}

/** The ordinary ways of losing an active. */
export interface Failovers {
  readonly dies: Failover;
  readonly silent: Failover;
  readonly pauses: Failover;
}

const known = new WeakMap<Cluster, Failovers & { readonly clients: readonly Client[] }>();

/** Computed once for a cluster and its clients, because every fault asks for it. */
export function failoversOf(cluster: Cluster, clients: readonly Client[]): Failovers {
  let failovers = known.get(cluster);
  if (failovers?.clients !== clients) {
    failovers = {
      clients,
      dies: whenActiveDies(cluster, clients),
      silent: whenHostGoesSilent(cluster, clients),
      pauses: whenActivePauses(cluster, clients),
    };
    known.set(cluster, failovers);
  }
  return failovers;
}

/** True when both health checks that the arithmetic rests on come to a verdict and a mirror can take over. */
export function hasComparableFailover(cluster: Cluster): boolean {
  return (
    comesToAVerdict(cluster.healthCheck['l1-l2']) &&
    comesToAVerdict(cluster.healthCheck['l2-l2']) &&
    cluster.stripes.some((stripe) => stripe.servers.length > 1)
  );
}

/** The failover in which a client leaves before anybody can have taken over, if there is one. */
export function leavesTooEarly(cluster: Cluster): Failover | undefined {
  return [whenActivePauses(cluster, []), atWorst(cluster)].find(
    (each) => each.clientLeavesMicros < each.takeoverMicros,
  );
}

/** The failover in which a client notices so late that the window is already closed, if there is one. */
export function leavesTooLate(cluster: Cluster): Failover | undefined {
  const windowMicros = cluster.clientReconnectWindowMicros;
  return [whenActivePauses(cluster, []), atWorst(cluster)].find(
    (each) => each.clientLeavesMicros > each.takeoverMicros + windowMicros,
  );
}

/** The most ordinary failover in which a healthy client comes after the window has closed, if there is one. */
export function arrivesTooLate(cluster: Cluster, clients: readonly Client[]): Failover | undefined {
  return ordinaryFirst(cluster, clients).find((each) => lag(each) > cluster.clientReconnectWindowMicros);
}

/** The shortest window in which every healthy client is back, whatever happened to the active. */
export function neededWindowMicros(cluster: Cluster, clients: readonly Client[]): number {
  return Math.max(...ordinaryFirst(cluster, clients).map(lag));
}

function ordinaryFirst(cluster: Cluster, clients: readonly Client[]): readonly Failover[] {
  return [whenActivePauses(cluster, clients), whenHostGoesSilent(cluster, clients), atWorst(cluster)];
}

/** How long the window must stay open for a healthy client. */
export function lag(each: Failover): number {
  return each.clientArrivesMicros - each.takeoverMicros;
}
