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
  'lease-expired',
  'client-lease-expired',
  'tier-disconnected',
  'declared-dead',
  'resumed',
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

const CLIENT_OUT: ReadonlySet<string> = new Set([
  'offline',
  'handshaking',
  'rejoining',
  'ejected',
  'disconnected',
  'reopening',
  'stuck',
]);
const SERVER_OVER: ReadonlySet<string> = new Set(['active', 'in-window', 'electing']);

interface Foreseen {
  /** A server is expected to give up some client, whichever. */
  readonly anyClient: boolean;
  readonly clientsOut: ReadonlySet<string>;
  /** A client is expected to be served again, so that something kept it from being served. */
  readonly anyServer: boolean;
  /** Servers that are expected to see how one of their stripe is given up. */
  readonly serversSeeing: ReadonlySet<string>;
  readonly serversTakingOver: ReadonlySet<string>;
}

const known = new WeakMap<Scenario, Foreseen>();

/** True when the scenario expects a client of these to leave or to come back. */
export function expectsClientToLeave(scenario: Scenario, names: ReadonlySet<string>): boolean {
  const { anyClient, clientsOut } = foreseenBy(scenario);
  if (anyClient) return true;
  for (const name of names) if (clientsOut.has(name)) return true;
  return false;
}

/** True when the scenario expects another server to take over, or the stripe to see that one was given up. */
export function expectsServerToBeReplaced(scenario: Scenario, paused: string, stripe: ReadonlySet<string>): boolean {
  const { anyServer, serversSeeing, serversTakingOver } = foreseenBy(scenario);
  if (anyServer) return true;
  for (const name of stripe) {
    if (serversSeeing.has(name) || (name !== paused && serversTakingOver.has(name))) return true;
  }
  return false;
}

function foreseenBy(scenario: Scenario): Foreseen {
  let foreseen = known.get(scenario);
  if (foreseen === undefined) {
    foreseen = foresee(scenario);
    known.set(scenario, foreseen);
  }
  return foreseen;
}

function foresee(scenario: Scenario): Foreseen {
  let anyClient = false;
  let anyServer = false;
  const clientsOut = new Set<string>();
  const serversSeeing = new Set<string>();
  const serversTakingOver = new Set<string>();
  const addAll = (set: Set<string>, names: readonly string[]): void => {
    for (const name of names) set.add(name);
  };
  for (const { condition } of scenario.expectations) {
    if (condition.kind === 'event' && !isNegative(condition.quantifier)) {
      anyClient ||= condition.event === 'client-removed' || condition.event === 'declared-dead';
      anyServer ||= condition.event === 'resumed' || condition.event === 'clusterRejoined';
      if (CLIENT_LEAVES.has(condition.event)) addAll(clientsOut, condition.nodes);
      if (SERVER_LEAVES.has(condition.event)) addAll(serversSeeing, condition.nodes);
    } else if (condition.kind === 'order') {
      clientsOut.add(condition.node);
      serversSeeing.add(condition.node);
    } else if (condition.kind === 'state' && condition.mode !== 'never') {
      if (CLIENT_OUT.has(condition.state)) addAll(clientsOut, condition.nodes);
      if (SERVER_OVER.has(condition.state)) addAll(serversTakingOver, condition.nodes);
    }
  }
  return { anyClient, anyServer, clientsOut, serversSeeing, serversTakingOver };
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
