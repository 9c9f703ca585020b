/** Faults that take the active away from a mirrored stripe, and how long they stall the clients at least. */
import type { Action, Client, Cluster, Server, Step, Stripe } from '../../model/model.ts';
import { acceptedOf, crowdedMicros, unreachableMicros } from './detection.ts';
import { initialActive, nodesEndedBy, type ScenarioFacts, separates } from './scenario.ts';
import { takeoverAfterDeathMicros, takeoverAfterSilenceMicros } from './takeover.ts';
import { isReplaced } from './votes.ts';

export interface Loss {
  readonly step: Step;
  readonly active: Server;
  readonly stripe: Stripe;
  readonly cluster: Cluster;
  /** No call of a client that this loss concerns is served before. */
  readonly stallMicros: number;
  /** True for a client that cannot use the active any more. */
  concerns(client: Client): boolean;
}

/**
 * The first loss of the first active of every mirrored stripe. Later ones depend on who was elected, which only a run can
 * tell, and so does a loss that waits for an event.
 */
export function firstLosses(facts: ScenarioFacts): readonly Loss[] {
  const losses: Loss[] = [];
  const open = new Map<Stripe, { active: Server; others: readonly string[]; cluster: Cluster }>();
  for (const cluster of facts.scenario.clusters) {
    for (const stripe of cluster.stripes) {
      const active = initialActive(stripe, facts);
      const others = stripe.servers.filter((each) => each !== active && !facts.initiallyDown.has(each.name));
      // Where nobody takes over by itself the stall has no end that settings tell.
      if (active === undefined || !isReplaced(cluster, stripe, others.length)) continue;
      open.set(stripe, { active, others: others.map((each) => each.name), cluster });
    }
  }
  for (const { step } of facts.faults) {
    if (open.size === 0) break;
    const { action } = step;
    if (!CAN_LOSE_AN_ACTIVE.has(action.kind)) continue;
    const ended = nodesEndedBy(action, facts);
    for (const [stripe, { active, others, cluster }] of open) {
      if (
        ended.some((name) => others.includes(name)) ||
        (action.kind === 'pause' && action.nodes.some((name) => others.includes(name)))
      ) {
        open.delete(stripe);
        continue;
      }
      const clients = facts.members.get(cluster.name)?.length ?? 0;
      const stallMicros = stallOf(action, active.name, others, cluster, ended, clients);
      if (stallMicros === undefined) continue;
      open.delete(stripe);
      const concerns = (client: Client): boolean =>
        (action.kind !== 'cut' && action.kind !== 'partition') || separates(action, client.name, active.name);
      losses.push({ step, active, stripe, cluster, stallMicros, concerns });
    }
  }
  return losses;
}

const CAN_LOSE_AN_ACTIVE: ReadonlySet<Action['kind']> = new Set([
  'crash',
  'stop',
  'restart',
  'power-off',
  'pause',
  'cut',
  'partition',
]);

/** Undefined when the active survives the action. */
function stallOf(
  action: Action,
  active: string,
  others: readonly string[],
  cluster: Cluster,
  ended: readonly string[],
  clients: number,
): number | undefined {
  if (ended.includes(active)) {
    return action.kind === 'power-off' ? takeoverAfterSilenceMicros(cluster) : takeoverAfterDeathMicros(cluster);
  }
  if (action.kind === 'pause') {
    const { durationMicros, backlog } = action;
    const noticed = (edge: 'l1-l2' | 'l2-l2', knocking: number) =>
      crowdedMicros(cluster.healthCheck[edge], acceptedOf(backlog, knocking));
    const takeoverMicros = noticed('l2-l2', others.length) + cluster.electionTimeMicros;
    if (!action.nodes.includes(active) || durationMicros < takeoverMicros) return undefined;
    return Math.min(durationMicros, Math.max(noticed('l1-l2', clients), takeoverMicros));
  }
  if (action.kind !== 'cut' && action.kind !== 'partition') return undefined;
  if (!others.every((other) => separates(action, active, other))) return undefined;
  const lastsMicros = action.durationMicros ?? Number.POSITIVE_INFINITY;
  if (lastsMicros < unreachableMicros(cluster.healthCheck['l2-l2'])) return undefined;
  return Math.min(lastsMicros, takeoverAfterSilenceMicros(cluster));
}
