/** What a pause costs that is longer than the health check tolerates (TCS204). */
import type { Client, Cluster, Model, Step, Stripe } from '../../model/model.ts';
import type { Finding } from '../rule.ts';
import { acceptedOf, clientPauseMicros, countThatSurvives, crowdedMicros, noSocketMicros } from './detection.ts';
import { spoken } from './durations.ts';
import { fix } from './edits.ts';
import { expectsClientToLeave, expectsServerToBeReplaced } from './expectations.ts';
import { setOnEdge } from './healthCheck.ts';
import type { ServerPlace } from './nodes.ts';
import { initialActive, type ScenarioFacts } from './scenario.ts';
import { countsVotes, isReplaced } from './votes.ts';
import { listed } from './words.ts';

/**
 * The findings of one step. `disturbed`: stripes whose roles are no longer those of the beginning; undefined when that
 * cannot be known.
 */
export function* pauseFindings(
  model: Model,
  facts: ScenarioFacts,
  step: Step,
  disturbed: ReadonlySet<Stripe | undefined> | undefined,
): Iterable<Finding> {
  if (step.action.kind !== 'pause') return;
  const { nodes, durationMicros } = step.action;
  if (!facts.scenario.clusters.some((cluster) => durationMicros >= shortestToleranceMicros(cluster))) return;
  const paused = new Set(nodes);
  let family: string | undefined;
  for (const name of nodes) {
    const place = facts.clients.get(name);
    const server = place === undefined ? facts.servers.get(name) : undefined;
    if (server !== undefined) {
      const role = disturbed === undefined || disturbed.has(server.stripe) ? 'unknown' : roleOf(server, facts);
      yield* serverFinding(model, facts, step, server, paused, role);
    } else if (place !== undefined && place.client.family !== family) {
      family = place.client.family;
      yield* clientFinding(model, facts, step, place.client, place.cluster, paused);
    }
  }
}

function* clientFinding(
  model: Model,
  facts: ScenarioFacts,
  step: Step,
  client: Client,
  cluster: Cluster,
  paused: ReadonlySet<string>,
): Iterable<Finding> {
  const { durationMicros, backlog } = pauseOf(step);
  const accepted = acceptedOf(backlog, cluster.stripes.length);
  const toleratedMicros = clientPauseMicros(client, cluster, accepted);
  const watched = cluster.stripes.some((stripe) => !paused.has(initialActive(stripe, facts)?.name ?? ''));
  if (durationMicros < toleratedMicros || !watched || expectsClientToLeave(facts.scenario, paused)) return;
  const check = cluster.healthCheck['l2-l1'];
  const count = countThatSurvives(check, durationMicros);
  const isTested = check.socketConnect && client.callbackPort !== -1;
  const isCrowded = isTested && accepted < check.socketConnectCount;
  const canRaise = isTested && !isCrowded;
  yield {
    at: step.at,
    message: `${client.family} stands still for ${spoken(durationMicros)}, but its server removes it after ${spoken(toleratedMicros)}.`,
    why: `It loses its identity and its locks. When the pause ends it is refused and ${client.rejoin ? 'must rejoin as a new client with empty caches' : 'stays out until its process is restarted'}.`,
    help: canRaise
      ? `Shorten the pause, set socket-connect-count of health-check l2-l1 to ${count}, or say what you expect: \`expect ${client.family} sees clusterOffline\`.`
      : isCrowded
        ? ROOM
        : 'Shorten the pause, or give the server a way to tell a pause from death: socket-connect true and a callback-port.',
    related: [
      {
        at: client.at.settings.rejoin ?? client.at.name,
        message: `${client.family} has ${client.rejoin ? 'rejoin' : 'no rejoin'}`,
      },
    ],
    fixes: canRaise
      ? fix(
          `Set socket-connect-count of l2-l1 to ${count}`,
          setOnEdge(model, cluster, 'l2-l1', 'socket-connect-count', String(count)),
        )
      : [],
  };
}

function pauseOf({ action }: Step): { readonly durationMicros: number; readonly backlog?: number | undefined } {
  return action.kind === 'pause' ? action : { durationMicros: 0 };
}

const ROOM =
  'Shorten the pause, or give its machine a longer queue of connections (`backlog`): it is full before the pause ends.';

/** No shorter pause has a consequence, whoever pauses. */
function shortestToleranceMicros(cluster: Cluster): number {
  return Math.min(...Object.values(cluster.healthCheck).map(noSocketMicros));
}

type Role = 'active' | 'passive' | 'unknown';

function roleOf({ server, stripe }: ServerPlace, facts: ScenarioFacts): Role {
  return initialActive(stripe, facts) === server ? 'active' : 'passive';
}

function* serverFinding(
  model: Model,
  facts: ScenarioFacts,
  step: Step,
  { server, stripe, cluster }: ServerPlace,
  paused: ReadonlySet<string>,
  role: Role,
): Iterable<Finding> {
  const { durationMicros, backlog } = pauseOf(step);
  const others = stripe.servers.filter((each) => !paused.has(each.name) && !facts.initiallyDown.has(each.name));
  const edge = others.length > 0 ? 'l2-l2' : 'l1-l2';
  const check = cluster.healthCheck[edge];
  const isLeft = (client: Client): boolean => client.cluster === cluster.name && !paused.has(client.name);
  const clients = facts.scenario.clients.filter(isLeft).length;
  const accepted = acceptedOf(backlog, others.length > 0 ? others.length : clients);
  const isCrowded = check.socketConnect && accepted < check.socketConnectCount;
  const toleratedMicros = crowdedMicros(check, accepted);
  if (durationMicros < toleratedMicros) return;
  const members = new Set(stripe.servers.map((each) => each.name));
  if (expectsServerToBeReplaced(facts.scenario, server.name, members)) return;
  if (others.length === 0 && clients === 0) return;
  const count = countThatSurvives(check, durationMicros);
  const still = `${server.name} stands still for ${spoken(durationMicros)}, but`;
  const tolerated = spoken(toleratedMicros);
  yield {
    at: step.at,
    ...(others.length === 0
      ? {
          message: `${still} its clients leave it after ${tolerated}.`,
          why: 'There is no server that could take over; the clients are offline until the pause ends.',
        }
      : consequence(
          stripe,
          role,
          still,
          tolerated,
          others.map((each) => each.name),
          cluster,
          durationMicros,
          toleratedMicros + cluster.electionTimeMicros,
        )),
    help: isCrowded
      ? ROOM
      : `Shorten the pause, set socket-connect-count of health-check ${edge} to ${count}, or say what you expect of it.`,
    fixes:
      check.socketConnect && !isCrowded
        ? fix(`Set socket-connect-count to survive ${spoken(durationMicros)}`, ...raised())
        : [],
  };

  /** Clients must be more patient than servers (TCS201), so they are raised along. */
  function raised(): ReturnType<typeof setOnEdge>[] {
    const edits = [setOnEdge(model, cluster, edge, 'socket-connect-count', String(count))];
    const clientCheck = cluster.healthCheck['l1-l2'];
    const clientCount = count + Math.max(3, clientCheck.socketConnectCount - check.socketConnectCount);
    if (edge === 'l2-l2' && clientCheck.socketConnect && clientCheck.socketConnectCount < clientCount) {
      edits.push(setOnEdge(model, cluster, 'l1-l2', 'socket-connect-count', String(clientCount)));
    }
    return edits;
  }
}

function consequence(
  stripe: Stripe,
  role: Role,
  still: string,
  tolerated: string,
  others: readonly string[],
  cluster: Cluster,
  durationMicros: number,
  takeoverMicros: number,
): Pick<Finding, 'message' | 'why'> {
  const declared = `${still} ${listed(others)} ${others.length === 1 ? 'declares' : 'declare'} it dead after ${tolerated}`;
  if (role === 'passive') {
    return {
      message: `${still} the active gives it up after ${tolerated}.`,
      why: 'When the pause ends it is told to quit, starts again and copies all data anew; until then it is no mirror.',
    };
  }
  if (!isReplaced(cluster, stripe, others.length)) {
    const votes = countsVotes(cluster, stripe) ? 'they do not have the votes' : 'an operator decides';
    return {
      message: `${declared}.`,
      why: `With failover-priority consistency nobody takes over from an active ${countsVotes(cluster, stripe) ? 'while' : 'until'} ${votes}.`,
    };
  }
  if (role === 'active' && durationMicros >= takeoverMicros) {
    const successor = others.length === 1 ? 'takes over' : 'one of them takes over';
    return {
      message: `${declared} and ${successor} at ${spoken(takeoverMicros)}.`,
      why: 'When the pause ends there are two actives; when they meet, one of them quits and what was written to it is lost.',
    };
  }
  return {
    message: `${declared}.`,
    why: 'The other servers of the stripe go on without it and, if it was the active, elect a new one.',
  };
}
