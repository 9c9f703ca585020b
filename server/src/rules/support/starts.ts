/** Who starts before whom. */
import type { Client, Cluster, Server, Step } from '../../model/model.ts';
import { nodesStartedBy, type ScenarioFacts, type TimedStep } from './scenario.ts';

/** The start of the first server, where a stripe has none at the beginning; undefined too where a start waits for an event. */
export function firstStart(cluster: Cluster, facts: ScenarioFacts): TimedStep | undefined {
  const empty = cluster.stripes.find(({ servers }) => servers.every(({ name }) => facts.initiallyDown.has(name)));
  return firstOf(empty?.servers ?? [], facts);
}

/** The same where none of its servers runs at the beginning: any of them can give the configuration of the array. */
export function firstServerStart({ stripes }: Cluster, facts: ScenarioFacts): TimedStep | undefined {
  const servers = stripes.flatMap((stripe) => stripe.servers);
  return servers.every(({ name }) => facts.initiallyDown.has(name)) ? firstOf(servers, facts) : undefined;
}

function firstOf(servers: readonly Server[], facts: ScenarioFacts): TimedStep | undefined {
  const names = new Set(servers.map(({ name }) => name));
  const starts = (step: Step): boolean => nodesStartedBy(step.action).some((name) => names.has(name));
  return facts.waiting.some(starts) ? undefined : facts.faults.find(({ step }) => starts(step));
}

/** When the process of a client begins: with the scenario, or at the first step that starts it. */
export function startOf(
  { name }: Client,
  facts: ScenarioFacts,
): { readonly step: Step | undefined; readonly timeMicros: number } | undefined {
  if (!facts.initiallyDown.has(name)) return { step: undefined, timeMicros: 0 };
  return facts.faults.find(({ step }) => nodesStartedBy(step.action).includes(name));
}
