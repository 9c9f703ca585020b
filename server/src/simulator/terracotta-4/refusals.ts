/** Configurations with which a process ends as soon as it starts, and what it says then. */
import type { Client, Cluster } from '../../model/model.ts';
import type { World } from '../engine/world.ts';
import { failsItsAssertion, HEALTH_CHECKER_CONFIG_ERROR } from '../transport/health-check-settings.ts';
import { refusalOfEhcache } from './ehcache-refusals.ts';
import { ASSUMPTIONS } from './timing.ts';
import type { Version } from './versions.ts';

/** `servers`: how many the stripe has. One alone watches no other. */
export function refusalOfServer({ healthCheck }: Cluster, servers: number): string | undefined {
  const isRefused = failsItsAssertion(healthCheck['l2-l1']) || (servers > 1 && failsItsAssertion(healthCheck['l2-l2']));
  return isRefused ? HEALTH_CHECKER_CONFIG_ERROR : undefined;
}

/** Source: CacheConfiguration, Ehcache 2.7; BigMemory Max, "Automatic Client Reconnect". */
export function refusalOfClient(client: Client, cluster: Cluster, version: Version, world: World): string | undefined {
  if (failsItsAssertion(cluster.healthCheck['l1-l2'])) return HEALTH_CHECKER_CONFIG_ERROR;
  if (contradictsServers(client, cluster)) {
    world.recorder.assume(ASSUMPTIONS.reconnectMismatch);
    return 'l2.l1reconnect.* of the client is not that of the servers';
  }
  const refusal = refusalOfEhcache(client, cluster);
  if (refusal !== undefined) return refusal;
  if (!version.refusesRejoinWithoutNonstop || !client.rejoin) return undefined;
  const offender = client.caches.find(({ clustered, nonstop }) => clustered && !nonstop.enabled);
  return (
    offender &&
    `InvalidConfigurationException: Cache '${offender.name}' error: Terracotta clustered caches must be nonstop when rejoin is enabled.`
  );
}

function contradictsServers({ ownL1Reconnect: own }: Client, { l1Reconnect: { enabled, timeoutMicros } }: Cluster) {
  return (
    own !== undefined &&
    ((own.enabled ?? enabled) !== enabled || (own.timeoutMicros ?? timeoutMicros) !== timeoutMicros)
  );
}
