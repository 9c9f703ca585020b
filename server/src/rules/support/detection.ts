/**
 * When a health check declares the other end dead, counted from its last byte. The ticks of the checker add up to one
 * ping-interval to each of these times. Infinite where `ping-enabled` is false and for values that TCS209 refuses.
 *
 * Source: Terracotta 4.3.1 ConnectionHealthCheckerImpl and ConnectionHealthCheckerContextImpl; the documented maximum is
 * that of the manual page "Calculating HealthChecker Maximum" and of HASettingsChecker.
 */

import type { Client, Cluster, HealthCheck } from '../../model/model.ts';
import { documentedMaximumMicros } from '../../model/settingsCheck.ts';

/**
 * The peer's process stands still, its operating system still accepts connections: 45 s between servers, 57 s for a client. The
 * first success is judged before the count is looked at, so that none is as good as one.
 */
export function pausedMicros(check: HealthCheck): number {
  if (!check.socketConnect) return noSocketMicros(check);
  return ifEnabled(
    check,
    check.pingIdletimeMicros +
      Math.max(1, check.socketConnectCount) * (check.pingProbes + 1) * check.pingIntervalMicros,
  );
}

/**
 * The same where the operating system accepts so many connects of this checker and answers none after that, because the queue of
 * the port is full. The one that hangs takes longer than one that succeeds: nine of ten are survived for longer than ten.
 */
export function crowdedMicros(check: HealthCheck, accepted: number): number {
  if (!check.socketConnect || accepted >= Math.max(1, check.socketConnectCount)) return pausedMicros(check);
  return unreachableMicros(check) + accepted * (check.pingProbes + 1) * check.pingIntervalMicros;
}

/** How many connects of each of those who knock at one port are accepted, where its queue has so much room. */
export const acceptedOf = (backlog: number | undefined, knocking: number): number =>
  backlog === undefined ? Number.POSITIVE_INFINITY : Math.floor(backlog / Math.max(1, knocking));

/** Packets vanish, as after a pulled cable: 14 s. */
export function unreachableMicros(check: HealthCheck): number {
  if (!check.socketConnect) return noSocketMicros(check);
  return ifEnabled(
    check,
    check.pingIdletimeMicros + (check.pingProbes + 1 + check.socketConnectTimeout) * check.pingIntervalMicros,
  );
}

/** Without the socket test, or without a port to test: 8 s, whatever the reason of the silence. */
export function noSocketMicros(check: HealthCheck): number {
  return ifEnabled(check, check.pingIdletimeMicros + check.pingProbes * check.pingIntervalMicros);
}

/** The documented maximum, which the servers themselves use to judge the settings: 85 s between servers, 109 s for a client. */
export function worstMicros(check: HealthCheck): number {
  return ifEnabled(check, documentedMaximumMicros(check));
}

/**
 * How long a client may stand still before a server removes it. A client without a callback port has no socket test. `accepted`:
 * how many connects of each server its machine accepts.
 */
export function clientPauseMicros(client: Client, cluster: Cluster, accepted = Number.POSITIVE_INFINITY): number {
  const check = cluster.healthCheck['l2-l1'];
  return client.callbackPort === -1 ? noSocketMicros(check) : crowdedMicros(check, accepted);
}

/** How long a client may be unreachable before its server removes it. */
export function clientSilenceMicros(client: Client, cluster: Cluster): number {
  const check = cluster.healthCheck['l2-l1'];
  return client.callbackPort === -1 ? noSocketMicros(check) : unreachableMicros(check);
}

/** How long a server keeps a client that it hears nothing of, where clients have leases; infinite where they have none. */
export const leaseMicros = ({ terracotta10 }: Cluster): number =>
  terracotta10?.clientLeaseMicros ?? Number.POSITIVE_INFINITY;

/**
 * The smallest socket-connect-count with which a pause of this length is survived, whenever it begins: the other end may have
 * been silent for the whole idletime and a tick before.
 */
export function countThatSurvives(check: HealthCheck, pauseMicros: number): number {
  const cycleMicros = (check.pingProbes + 1) * check.pingIntervalMicros;
  return Math.floor((pauseMicros + check.pingIntervalMicros) / cycleMicros) + 1;
}

/** Whether this check ever comes to a verdict: it is switched on, and the process that has it starts. */
export function comesToAVerdict(check: HealthCheck): boolean {
  const { pingEnabled, pingIdletimeMicros, pingIntervalMicros, pingProbes } = check;
  return pingEnabled && pingIdletimeMicros >= pingIntervalMicros && pingIntervalMicros > 0 && pingProbes > 0;
}

function ifEnabled(check: HealthCheck, micros: number): number {
  return comesToAVerdict(check) ? micros : Number.POSITIVE_INFINITY;
}
