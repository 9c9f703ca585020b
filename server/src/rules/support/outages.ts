/** Stripes that lose all their servers at once. */
import type { Cluster, Step, Stripe } from '../../model/model.ts';
import { nodesEndedBy, nodesStartedBy, type ScenarioFacts } from './scenario.ts';

export interface Outage {
  readonly stripe: Stripe;
  readonly cluster: Cluster;
  /** The step after which no server of the stripe runs. */
  readonly lost: Step;
  /** The step with which the first server comes back, and when. */
  readonly back: Step;
  readonly backMicros: number;
  /** The first server to come back. */
  readonly first: string;
}

/**
 * Stripes that lose all their servers at once and get one back later. Where a server of the stripe is started by a step
 * that waits for an event, nothing is claimed.
 */
export function fullOutages(facts: ScenarioFacts): readonly Outage[] {
  const unknown = new Set<Stripe | undefined>();
  for (const step of facts.waiting) {
    for (const name of nodesStartedBy(step.action)) unknown.add(facts.servers.get(name)?.stripe);
  }
  const running = new Map<Stripe, Set<string>>();
  const lastLost = new Map<Stripe, Step>();
  const outages: Outage[] = [];
  for (const { step, timeMicros } of facts.faults) {
    for (const name of nodesEndedBy(step.action, facts)) {
      const place = facts.servers.get(name);
      if (place === undefined) continue;
      const up = runningOf(place.stripe);
      if (up.delete(name) && up.size === 0) lastLost.set(place.stripe, step);
    }
    for (const name of nodesStartedBy(step.action)) {
      const place = facts.servers.get(name);
      if (place === undefined) continue;
      const { stripe, cluster } = place;
      const lost = lastLost.get(stripe);
      if (runningOf(stripe).size === 0 && lost !== undefined && !unknown.has(stripe)) {
        outages.push({ stripe, cluster, lost, back: step, backMicros: timeMicros, first: name });
      }
      runningOf(stripe).add(name);
    }
  }
  return outages;

  function runningOf(stripe: Stripe): Set<string> {
    let up = running.get(stripe);
    if (up === undefined) {
      up = new Set(stripe.servers.map((server) => server.name).filter((name) => !facts.initiallyDown.has(name)));
      running.set(stripe, up);
    }
    return up;
  }
}
