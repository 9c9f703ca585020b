/**
 * Who may become the active under `failover-priority consistency` of the 10.x line.
 * Source: ConsistencyManagerImpl.voteThreshold, terracotta-core 5.5 to 5.12, the same in all of them.
 */
import type { Cluster, Stripe } from '../../model/model.ts';

/** Servers and voters that have a vote in a stripe. */
export const votesIn = (cluster: Cluster, { servers }: Stripe): number =>
  servers.length + (cluster.terracotta10?.voterCount ?? 0);

/** How many others a passive needs to become active: with its own vote that is more than half. */
export const othersToPromote = (votes: number): number => Math.floor(votes / 2);

/** Whether votes are counted in this stripe at all: the setting means nothing to a single server. */
export const countsVotes = (cluster: Cluster, { servers }: Stripe): boolean =>
  cluster.terracotta10?.failoverPriority === 'consistency' && servers.length > 1;

/**
 * Whether one of the servers that are left of a stripe becomes active by itself, with all declared voters at its side. Always
 * so under availability; never under consistency of the 4.x line, where an operator has to promote it.
 */
export function isReplaced(cluster: Cluster, stripe: Stripe, left: number): boolean {
  if (left === 0) return false;
  if (cluster.failoverPriority === 'availability') return true;
  if (!countsVotes(cluster, stripe)) return stripe.servers.length < 2;
  const voters = cluster.terracotta10?.voterCount ?? 0;
  return left - 1 + voters >= othersToPromote(votesIn(cluster, stripe));
}
