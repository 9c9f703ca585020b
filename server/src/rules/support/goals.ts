/** Expectations that are recovery goals, and that the settings cannot keep. */
import type { Expectation, Scenario } from '../../model/model.ts';
import { firstLosses, type Loss } from './losses.ts';
import { failoverAfter } from './lossKinds.ts';
import type { ScenarioFacts } from './scenario.ts';

export interface MissedGoal {
  readonly expectation: Expectation;
  readonly loss: Loss;
  /** From the loss to the end of what is expected. */
  readonly goalMicros: number;
  /** What it takes, counted from the loss, even if everything works. */
  readonly neededMicros: number;
  /** True when the goal would be kept without the wait of `l2reconnect`. */
  readonly isReconnect: boolean;
}

/**
 * How much earlier a loss may be noticed than it is computed: a health check counts from the last byte, which on a quiet
 * connection was one ping-idletime and one tick before the fault. A closed connection is noticed at once.
 */
function earlyMicros({ cluster, step }: Loss): number {
  const { kind } = step.action;
  if (kind === 'crash' || kind === 'stop' || kind === 'restart') return 0;
  const checks = [cluster.healthCheck['l2-l2'], cluster.healthCheck['l1-l2']];
  return Math.max(...checks.map((check) => check.pingIdletimeMicros + check.pingIntervalMicros));
}

/** Of every first loss of an active, the goals that end too early. */
export function* missedGoals(facts: ScenarioFacts): Iterable<MissedGoal> {
  if (!facts.scenario.expectations.some(({ condition }) => condition.kind === 'state' || condition.kind === 'event'))
    return;
  for (const loss of firstLosses(facts)) {
    const { trigger, action } = loss.step;
    if (trigger.kind !== 'at' || trigger.latestMicros > trigger.timeMicros) continue;
    if (!Number.isFinite(loss.stallMicros)) continue;
    for (const expectation of facts.scenario.expectations) {
      const goalMicros = expectation.window.toMicros - trigger.timeMicros;
      if (goalMicros <= 0 || goalMicros >= loss.stallMicros) continue;
      const neededMicros = neededOf(expectation, loss, facts);
      if (neededMicros === undefined || goalMicros >= neededMicros - earlyMicros(loss)) continue;
      const { l2Reconnect, electionTimeMicros } = loss.cluster;
      const isEnded = action.kind === 'crash' || action.kind === 'stop' || action.kind === 'restart';
      const isReconnect = isEnded && l2Reconnect.enabled && goalMicros >= electionTimeMicros;
      yield { expectation, loss, goalMicros, neededMicros, isReconnect };
    }
  }
}

/** When the expected can come true; undefined when it does not wait for this loss. */
function neededOf({ condition }: Expectation, loss: Loss, facts: ScenarioFacts): number | undefined {
  if (condition.kind === 'state') {
    if (condition.mode !== 'becomes' || condition.state !== 'active') return undefined;
    const others = loss.stripe.servers.filter((server) => server !== loss.active).map(({ name }) => name);
    if (condition.nodes.length === 0 || !condition.nodes.every((name) => others.includes(name))) return undefined;
    return failoverAfter(loss, facts).takeoverMicros;
  }
  if (condition.kind !== 'event' || condition.event !== 'resumed' || condition.quantifier.kind !== 'some')
    return undefined;
  const concerned = condition.nodes.every((name) => {
    const place = facts.clients.get(name);
    return place?.cluster === loss.cluster && loss.concerns(place.client);
  });
  return concerned && condition.nodes.length > 0 ? loss.stallMicros : undefined;
}

/** True when the scenario expects acknowledged writes to be lost. */
export function expectsLostWrites(scenario: Scenario): boolean {
  return scenario.expectations.some(({ condition }) => {
    if (condition.kind !== 'writes' || condition.fate !== 'acknowledged-lost') return false;
    const { quantifier } = condition;
    return quantifier.kind !== 'no' && !('count' in quantifier && quantifier.count === 0);
  });
}
