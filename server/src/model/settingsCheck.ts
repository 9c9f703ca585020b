/**
 * What a server says at its start about settings that do not fit together, to the millisecond and in its words.
 *
 * Source: Terracotta 4.3.1, HASettingsChecker. It compares the documented worst case of the health checks, which is longer
 * than what they really need, and says nothing when one of them or l1reconnect is off. An early version (commit 784d306)
 * added seconds to milliseconds, and so warned of the defaults; no source tells whether a release of 3.x has that, and none is taken to.
 */
import type { Cluster, HealthCheck } from './model.ts';

const TITLE = 'High Availability Not Configured Properly: L1L2HealthCheck should be';

/** When a client comes after the reconnect window has closed. */
export const SHOULD_BE_LESS = `${TITLE} less than L2-L2HealthCheck + ElectionTime + ClientReconnectWindow`;
/** When a client leaves before a take-over is ready. */
export const SHOULD_BE_MORE = `${TITLE} more than L2-L2HealthCheck + ElectionTime`;

/** The documented maximum of a health check. */
export function documentedMaximumMicros(check: HealthCheck): number {
  const cycle = check.pingIntervalMicros * (check.pingProbes + check.socketConnectTimeout);
  return check.pingIdletimeMicros + check.socketConnectCount * cycle;
}

/** The warnings in the log of every server that starts, in their order. */
export function settingsWarnings(cluster: Cluster): readonly string[] {
  const { healthCheck, l1Reconnect, electionTimeMicros, clientReconnectWindowMicros } = cluster;
  if (!healthCheck['l1-l2'].pingEnabled || !healthCheck['l2-l2'].pingEnabled || !l1Reconnect.enabled) return [];
  const client = documentedMaximumMicros(healthCheck['l1-l2']);
  const takeOver = documentedMaximumMicros(healthCheck['l2-l2']) + electionTimeMicros;
  return [
    ...(client > takeOver + clientReconnectWindowMicros ? [SHOULD_BE_LESS] : []),
    ...(client < takeOver ? [SHOULD_BE_MORE] : []),
  ];
}
