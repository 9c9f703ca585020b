/** What a scenario already says about its own outcome: a rule need not warn of what the author expects. */
import type { Condition, Expectation, Quantifier, Scenario } from '../../model/model.ts';

/** Events by which a client shows that it lost its place in the cluster. */
const CLIENT_LEAVES: ReadonlySet<string> = new Set([
  'clusterOffline',
  'nodeLeft',
  'clusterRejoined',
  'rejoin-started',
  'reconnection-rejected',
  'client-removed',
  'declared-dead',
]);

/** Events by which servers show that one of them was given up. */
const SERVER_LEAVES: ReadonlySet<string> = new Set([
  'declared-dead',
  'node-lost',
  'election-started',
  'election-won',
  'split-brain',
  'zapped',
  'window-opened',
]);

const CLIENT_OUT: ReadonlySet<string> = new Set(['offline', 'handshaking', 'rejoining', 'ejected']);
const SERVER_OVER: ReadonlySet<string> = new Set(['active', 'in-window', 'electing']);

/** True when the scenario expects a client of these to leave or to come back. */
export function expectsClientToLeave(scenario: Scenario, names: ReadonlySet<string>): boolean {
  return scenario.expectations.some(({ condition }) => {
    if (condition.kind === 'event' && !isNegative(condition.quantifier)) {
      if (condition.event === 'client-removed' || condition.event === 'declared-dead') return true;
      return CLIENT_LEAVES.has(condition.event) && condition.nodes.some((name) => names.has(name));
    }
    if (condition.kind === 'order') return names.has(condition.node);
    return (
      condition.kind === 'state' &&
      condition.mode !== 'never' &&
      CLIENT_OUT.has(condition.state) &&
      condition.nodes.some((name) => names.has(name))
    );
  });
}

/** True when the scenario expects another server to take over, or the paused one to be told to quit. */
export function expectsServerToBeReplaced(scenario: Scenario, paused: string, stripe: ReadonlySet<string>): boolean {
  return scenario.expectations.some(({ condition }) => {
    if (condition.kind === 'event' && !isNegative(condition.quantifier)) {
      return SERVER_LEAVES.has(condition.event) && condition.nodes.some((name) => stripe.has(name));
    }
    if (condition.kind === 'order') return stripe.has(condition.node);
    return (
      condition.kind === 'state' &&
      condition.mode !== 'never' &&
      SERVER_OVER.has(condition.state) &&
      condition.nodes.some((name) => name !== paused && stripe.has(name))
    );
  });
}

/** True when the scenario says of calls on this cache that they do not simply succeed. */
export function expectsCallsToSuffer(scenario: Scenario, cache: string): boolean {
  return scenario.expectations.some(({ condition }) => {
    if (condition.kind !== 'calls' || (condition.cache !== undefined && condition.cache !== cache)) return false;
    return condition.predicate.kind !== 'succeeds' && !isNegative(condition.quantifier);
  });
}

/** True when the scenario watches for the absence of an effect, or for what calls and writes go through. */
export function watchesForNothing(scenario: Scenario): boolean {
  return scenario.expectations.some(isAboutAbsence);
}

function isAboutAbsence({ condition }: Expectation): boolean {
  return condition.kind === 'calls' || condition.kind === 'writes' || isNegativeCondition(condition);
}

function isNegativeCondition(condition: Condition): boolean {
  if (condition.kind === 'state') return condition.mode !== 'becomes';
  if (condition.kind === 'event' || condition.kind === 'log') return isNegative(condition.quantifier);
  return false;
}

function isNegative(quantifier: Quantifier): boolean {
  if (quantifier.kind === 'no') return true;
  return (quantifier.kind === 'exactly' || quantifier.kind === 'at-most') && quantifier.count === 0;
}
