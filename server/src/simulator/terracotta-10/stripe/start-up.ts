/**
 * What a server decides when it starts, before it talks to others.
 * Source: terracotta-core 5.x, GroupConfiguration, ConsistencyManager; texts are the product's.
 */
import { failsItsAssertion, HEALTH_CHECKER_CONFIG_ERROR } from '../../transport/health-check-settings.ts';
import type { ServerNode } from '../server-node.ts';
import type { StripeArray } from './array.ts';
import type { Mode } from './messages.ts';
import { ELECTION_MICROS } from './timing.ts';

/** `servers`: how many the topology of the stripe has. One alone has nobody to wait for. */
export function electionTimeMicros({ version, cluster }: StripeArray, servers: number): number {
  if (servers === 1) return 0;
  return version.electionTimeConfigurable ? cluster.electionTimeMicros : ELECTION_MICROS;
}

/** failover-priority consistency counts in stripes of several servers only. */
export function isConsistent({ version, settings }: StripeArray, servers: number): boolean {
  return (
    servers > 1 && version.missingFailoverPriority !== 'no-such-setting' && settings.failoverPriority === 'consistency'
  );
}

/** Why the server does not run, as it logs it; nothing when it does. */
export function refusals({ version, settings, cluster }: StripeArray, servers: number): readonly string[] {
  const { 'l2-l1': clients, 'l2-l2': mirrors } = cluster.healthCheck;
  if (failsItsAssertion(clients) || (servers > 1 && failsItsAssertion(mirrors))) return [HEALTH_CHECKER_CONFIG_ERROR];
  if (version.missingFailoverPriority !== 'stops' || settings.failoverPriority !== 'missing' || servers === 1)
    return [];
  const missing = '* Failover priority is not specified and it is a mandatory configuration. *';
  return version.dynamicConfiguration ? ['failover-priority setting is not configured', missing] : [missing];
}

/** What the server says about its failover-priority. */
export function announcement(array: StripeArray, servers: number): string | undefined {
  if (servers === 1 || array.version.missingFailoverPriority === 'no-such-setting') return undefined;
  return isConsistent(array, servers)
    ? 'Running the server in CONSISTENCY mode with compromised availability of the cluster.'
    : 'Running the server in AVAILABILITY mode with the risk of split brain scenarios.';
}

/** What a server with clean persistent data was when it went down; start for all others. */
export function startMode({ disk, isDirty }: ServerNode): Mode {
  const containsData = disk?.mode === 'active' || disk?.mode === 'passive' || disk?.mode === 'syncing';
  return disk !== undefined && containsData && !isDirty ? disk.mode : 'start';
}
