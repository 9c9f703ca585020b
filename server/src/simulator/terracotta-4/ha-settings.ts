/**
 * What a server says at its start about settings that do not fit together.
 * Source: Terracotta 4.3.1, HASettingsChecker; its texts are the product's.
 */
import type { Cluster, HealthCheck } from '../../model/model.ts';

const TITLE = 'High Availability Not Configured Properly: L1L2HealthCheck should be';

/** The documented worst case, which is longer than what the checker really needs. */
function toleranceMicros(check: HealthCheck): number {
  const cycle = check.pingIntervalMicros * (check.pingProbes + check.socketConnectTimeout);
  return check.pingIdletimeMicros + check.socketConnectCount * cycle;
}

/** Warns when clients would leave before a take-over is ready, or come back after the reconnect window. */
export function checkSettings(cluster: Cluster, warn: (text: string) => void): void {
  const { healthCheck, l1Reconnect, electionTimeMicros, clientReconnectWindowMicros } = cluster;
  if (!healthCheck['l1-l2'].pingEnabled || !healthCheck['l2-l2'].pingEnabled || !l1Reconnect.enabled) return;
  const client = toleranceMicros(healthCheck['l1-l2']);
  const takeOver = toleranceMicros(healthCheck['l2-l2']) + electionTimeMicros;
  if (client > takeOver + clientReconnectWindowMicros) {
    warn(`${TITLE} less than L2-L2HealthCheck + ElectionTime + ClientReconnectWindow`);
  }
  if (client < takeOver) warn(`${TITLE} more than L2-L2HealthCheck + ElectionTime`);
}
