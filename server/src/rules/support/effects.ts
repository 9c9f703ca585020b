/**
 * Until when the effects of a scenario's faults last, as far as that can be told without running it: who goes down, who can be
 * the active, which clients the next reconnect window would wait for.
 */
import type { Action, Cluster, Step, Stripe } from '../../model/model.ts';
import { type Absences, absencesOf } from './absences.ts';
import { clientPauseMicros, clientSilenceMicros, leaseMicros, pausedMicros, unreachableMicros } from './detection.ts';
import type { ClientPlace, ServerPlace } from './nodes.ts';
import { initialActive, nodesCutBy, nodesEndedBy, nodesStartedBy, type ScenarioFacts, separates } from './scenario.ts';
import { type Failover, type Failovers, failoversOf, lag } from './takeover.ts';
import { isReplaced } from './votes.ts';

export interface Effect {
  readonly step: Step;
  /** The instant after which nothing more follows from the step. */
  readonly endMicros: number;
  /** What takes so long, as in `It ends in the middle of …`. */
  readonly what: string;
}

interface Roles {
  readonly running: Set<string>;
  /** Who may be the active: one name until the first loss leaves a choice. */
  actives: Set<string>;
}

/** Time that a refused client needs to come back as a new one: connect, handshake, clean-up. */
const REJOIN_MICROS = 5_000_000;

/** The effect that ends last. Steps that wait for an event, and effects without an end, do not count. */
export function lastEffect(facts: ScenarioFacts): Effect | undefined {
  const roles = new Map<Stripe, Roles>();
  const absences = absencesOf(facts);
  let last: Effect | undefined;
  for (const { step, timeMicros } of facts.faults) {
    const startMicros = step.trigger.kind === 'at' ? step.trigger.latestMicros : timeMicros;
    for (const { durationMicros, what } of effectsOf(step.action, startMicros, facts, roles, absences)) {
      const endMicros = startMicros + durationMicros;
      if (Number.isFinite(endMicros) && (last === undefined || endMicros > last.endMicros)) {
        last = { step, endMicros, what };
      }
    }
  }
  return last;
}

interface Lasting {
  readonly durationMicros: number;
  readonly what: string;
}

function* effectsOf(
  action: Action,
  startMicros: number,
  facts: ScenarioFacts,
  roles: Map<Stripe, Roles>,
  absences: Absences,
): Iterable<Lasting> {
  const lose = (place: ServerPlace, kind: keyof Failovers): Lasting | undefined => {
    const { running, actives } = rolesOf(place.stripe, facts, roles);
    if (!actives.has(place.server.name)) return undefined;
    const others = [...running].filter((name) => name !== place.server.name);
    const failover = failoversOf(place.cluster, facts.members.get(place.cluster.name) ?? [])[kind];
    rolesOf(place.stripe, facts, roles).actives = new Set(others);
    if (!isReplaced(place.cluster, place.stripe, others.length)) {
      return { durationMicros: failover.clientLeavesMicros, what: 'the loss of an active that nobody replaces' };
    }
    return takeover(failover, startMicros, place.cluster, absences);
  };
  for (const name of nodesEndedBy(action, facts)) {
    const place = facts.servers.get(name);
    if (place === undefined || !rolesOf(place.stripe, facts, roles).running.delete(name)) continue;
    const lasting = lose(place, action.kind === 'power-off' ? 'silent' : 'dies');
    if (lasting !== undefined) yield lasting;
  }
  for (const name of nodesStartedBy(action)) {
    const place = facts.servers.get(name);
    if (place === undefined) continue;
    const { running, actives } = rolesOf(place.stripe, facts, roles);
    if (running.size === 0) {
      actives.add(name);
      yield { durationMicros: place.cluster.electionTimeMicros + REJOIN_MICROS, what: 'the start of the first server' };
    }
    running.add(name);
  }
  if (action.kind === 'pause') {
    yield { durationMicros: action.durationMicros, what: 'a pause' };
    let family: string | undefined;
    for (const name of action.nodes) {
      const client = facts.clients.get(name);
      if (client !== undefined) {
        // The members of a family fare alike.
        if (client.client.family !== family) yield afterSilence(action.durationMicros, client, true);
        family = client.client.family;
        continue;
      }
      const place = facts.servers.get(name);
      const isLong = place !== undefined && action.durationMicros >= pausedMicros(place.cluster.healthCheck['l2-l2']);
      const lasting = isLong ? lose(place, 'pauses') : undefined;
      if (lasting !== undefined) yield lasting;
    }
  }
  if (action.kind === 'cut' || action.kind === 'partition') {
    const silenceMicros = action.durationMicros ?? Number.POSITIVE_INFINITY;
    for (const name of nodesCutBy(action)) {
      const client = facts.clients.get(name);
      if (client !== undefined) yield afterSilence(silenceMicros, client, false);
      const place = facts.servers.get(name);
      if (place === undefined || silenceMicros < unreachableMicros(place.cluster.healthCheck['l2-l2'])) continue;
      const others = [...rolesOf(place.stripe, facts, roles).running].filter((other) => other !== name);
      const lasting = others.some((other) => separates(action, name, other)) ? lose(place, 'silent') : undefined;
      if (lasting !== undefined) yield lasting;
    }
  }
}

/** Takeover and the return of the clients; the window is over when the last one that it knows of is back, or at its end. */
function takeover(failover: Failover, startMicros: number, cluster: Cluster, absences: Absences): Lasting {
  const readyMicros = startMicros + failover.takeoverMicros;
  const roundMicros = lag(failover);
  const backMicros = absences.lastBackMicros(cluster, startMicros, readyMicros);
  if (backMicros === undefined) {
    return { durationMicros: failover.clientArrivesMicros, what: 'takeover and the return of the clients' };
  }
  const closesMicros = failover.takeoverMicros + Math.max(cluster.clientReconnectWindowMicros, roundMicros);
  return {
    durationMicros: Math.min(backMicros - startMicros + roundMicros, closesMicros),
    what: 'the reconnect window, which waits for a missing client',
  };
}

/** What follows for a client that stood still or was cut off. */
function afterSilence(silenceMicros: number, { client, cluster }: ClientPlace, isPause: boolean): Lasting {
  const lease = leaseMicros(cluster);
  const noticedMicros = isPause
    ? Math.min(clientPauseMicros(client, cluster), lease)
    : Math.max(Math.min(clientSilenceMicros(client, cluster), lease), unreachableMicros(cluster.healthCheck['l1-l2']));
  if (silenceMicros < noticedMicros) return { durationMicros: silenceMicros, what: isPause ? 'a pause' : 'a cut' };
  if (!Number.isFinite(silenceMicros))
    return { durationMicros: noticedMicros, what: 'a cut that both sides must notice' };
  return { durationMicros: silenceMicros + REJOIN_MICROS, what: 'the return of a client' };
}

function rolesOf(stripe: Stripe, facts: ScenarioFacts, roles: Map<Stripe, Roles>): Roles {
  let known = roles.get(stripe);
  if (known === undefined) {
    const active = initialActive(stripe, facts);
    const running = stripe.servers.map((server) => server.name).filter((name) => !facts.initiallyDown.has(name));
    known = { running: new Set(running), actives: new Set(active === undefined ? [] : [active.name]) };
    roles.set(stripe, known);
  }
  return known;
}
