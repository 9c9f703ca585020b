/** Until when the effects of a scenario's faults last, as far as that can be told without running it. */
import type { Action, Client, Cluster, Step } from '../../model/model.ts';
import { clientPauseMicros, clientSilenceMicros, pausedMicros, unreachableMicros } from './detection.ts';
import type { ServerPlace } from './nodes.ts';
import { initialActive, nodesEndedBy, type ScenarioFacts } from './scenario.ts';
import { type Failover, lag, whenActiveDies, whenActivePauses, whenHostGoesSilent } from './takeover.ts';

export interface Effect {
  readonly step: Step;
  /** The instant after which nothing more follows from the step. */
  readonly endMicros: number;
  /** What takes so long: `takeover and return of the clients`. */
  readonly what: string;
}

/** Time that a refused client needs to come back as a new one: connect, handshake, clean-up. */
const REJOIN_MICROS = 5_000_000;

/** What the effects of one scenario depend on, computed once. */
interface Setting {
  readonly facts: ScenarioFacts;
  readonly failovers: ReadonlyMap<Cluster, Failovers>;
  /** Per cluster, since when a client is down, paused or cut off: the next window waits for it. */
  readonly missing: ReadonlyMap<string, number>;
}

interface Failovers {
  readonly dies: Failover;
  readonly silent: Failover;
  readonly pauses: Failover;
}

/** The effect that ends last. Steps that wait for an event, and effects without an end, do not count. */
export function lastEffect(facts: ScenarioFacts): Effect | undefined {
  if (facts.faults.length === 0) return undefined;
  const failovers = new Map(facts.scenario.clusters.map((cluster) => [cluster, failoversOf(cluster, facts)]));
  const setting: Setting = { facts, failovers, missing: firstMissingClients(facts) };
  let last: Effect | undefined;
  for (const { step } of facts.faults) {
    const startMicros = step.trigger.kind === 'at' ? step.trigger.latestMicros : startOf(step);
    for (const { durationMicros, what } of effectsOf(step.action, setting, startMicros)) {
      const endMicros = startMicros + durationMicros;
      if (Number.isFinite(endMicros) && (last === undefined || endMicros > last.endMicros))
        last = { step, endMicros, what };
    }
  }
  return last;
}

const knownFailovers = new WeakMap<Cluster, Failovers & { readonly clients: readonly Client[] }>();

function failoversOf(cluster: Cluster, facts: ScenarioFacts): Failovers {
  const clients = facts.members.get(cluster.name) ?? [];
  let failovers = knownFailovers.get(cluster);
  if (failovers?.clients !== clients) {
    failovers = {
      clients,
      dies: whenActiveDies(cluster, clients),
      silent: whenHostGoesSilent(cluster, clients),
      pauses: whenActivePauses(cluster, clients),
    };
    knownFailovers.set(cluster, failovers);
  }
  return failovers;
}

function startOf(step: Step): number {
  return step.trigger.kind === 'every' ? step.trigger.fromMicros : 0;
}

interface Lasting {
  readonly durationMicros: number;
  readonly what: string;
}

function* effectsOf(action: Action, setting: Setting, startMicros: number): Iterable<Lasting> {
  const { facts, failovers } = setting;
  for (const name of nodesEndedBy(action, facts)) {
    const place = facts.servers.get(name);
    if (place === undefined) continue;
    const failover = failovers.get(place.cluster)?.[action.kind === 'power-off' ? 'silent' : 'dies'];
    if (failover !== undefined) yield withWindow(failover, place, setting, startMicros);
  }
  if (action.kind === 'pause') {
    for (const name of action.nodes) {
      const server = facts.servers.get(name);
      const client = facts.clients.get(name);
      if (server !== undefined) yield* pausedServer(action.durationMicros, server, setting, startMicros);
      else if (client !== undefined) yield pausedClient(action.durationMicros, client.client, client.cluster);
    }
  }
  if (action.kind === 'cut' || action.kind === 'partition') {
    const nodes = action.kind === 'cut' ? [...action.from, ...action.to] : action.groups.flat();
    for (const name of nodes) {
      const client = facts.clients.get(name);
      if (client !== undefined) yield cutClient(action.durationMicros, client.client, client.cluster);
    }
    const servers = nodes.map((name) => facts.servers.get(name)).filter((place) => place !== undefined);
    const [first] = servers;
    if (first === undefined || !servers.some((place) => place !== first && place.stripe === first.stripe)) return;
    const lastsMicros = action.durationMicros ?? Number.POSITIVE_INFINITY;
    const failover = failovers.get(first.cluster)?.silent;
    if (failover === undefined || lastsMicros < unreachableMicros(first.cluster.healthCheck['l2-l2'])) return;
    yield withWindow(failover, first, setting, startMicros);
  }
}

/** Takeover, the return of the clients, and the whole window if one of them cannot come. */
function withWindow(failover: Failover, place: ServerPlace, setting: Setting, startMicros: number): Lasting {
  const { stripe, cluster } = place;
  const { facts, missing } = setting;
  const mirrored = stripe.servers.filter((server) => !facts.initiallyDown.has(server.name)).length > 1;
  if (!mirrored)
    return { durationMicros: failover.clientLeavesMicros, what: 'the time that the clients need to notice' };
  const missingSince = missing.get(cluster.name);
  if (missingSince !== undefined && missingSince <= startMicros + failover.takeoverMicros) {
    return {
      durationMicros: failover.takeoverMicros + Math.max(cluster.clientReconnectWindowMicros, lag(failover)),
      what: 'takeover and the whole reconnect window, since a client is missing',
    };
  }
  return { durationMicros: failover.clientArrivesMicros, what: 'takeover and the return of the clients' };
}

function* pausedServer(
  durationMicros: number,
  place: ServerPlace,
  setting: Setting,
  startMicros: number,
): Iterable<Lasting> {
  yield { durationMicros, what: 'the pause' };
  const isActive = initialActive(place.stripe, setting.facts) === place.server;
  if (!isActive || durationMicros < pausedMicros(place.cluster.healthCheck['l2-l2'])) return;
  const failover = setting.failovers.get(place.cluster)?.pauses;
  if (failover !== undefined) yield withWindow(failover, place, setting, startMicros);
}

function pausedClient(durationMicros: number, client: Client, cluster: Cluster): Lasting {
  if (durationMicros < clientPauseMicros(client, cluster)) return { durationMicros, what: 'the pause' };
  return { durationMicros: durationMicros + REJOIN_MICROS, what: 'the pause and the rejoin after it' };
}

function cutClient(durationMicros: number | undefined, client: Client, cluster: Cluster): Lasting {
  const noticed = Math.max(clientSilenceMicros(client, cluster), unreachableMicros(cluster.healthCheck['l1-l2']));
  if (durationMicros === undefined)
    return { durationMicros: noticed, what: 'the time that both sides need to notice the cut' };
  if (durationMicros < noticed) return { durationMicros, what: 'the cut' };
  return { durationMicros: durationMicros + REJOIN_MICROS, what: 'the cut and the rejoin after it' };
}

function firstMissingClients(facts: ScenarioFacts): ReadonlyMap<string, number> {
  const missing = new Map<string, number>();
  for (const { step, timeMicros } of facts.faults) {
    const { action } = step;
    const nodes =
      action.kind === 'pause'
        ? action.nodes
        : action.kind === 'cut'
          ? [...action.from, ...action.to]
          : action.kind === 'partition'
            ? action.groups.flat()
            : nodesEndedBy(action, facts);
    for (const name of nodes) {
      const cluster = facts.clients.get(name)?.cluster.name;
      if (cluster !== undefined && !missing.has(cluster)) missing.set(cluster, timeMicros);
    }
  }
  return missing;
}
