/** When clients of a scenario are down, paused or cut off, so that a reconnect window waits for them. */
import type { Action, Cluster } from '../../model/model.ts';
import { clientPauseMicros, clientSilenceMicros } from './detection.ts';
import type { ClientPlace } from './nodes.ts';
import { nodesCutBy, nodesEndedBy, type ScenarioFacts, separates } from './scenario.ts';

export interface Absences {
  /**
   * When the last client comes back that an active lost at `lostMicros` still knew and that is away when the new active is
   * ready. Infinite when its process is gone: what starts again is another client. Undefined when all are there.
   */
  lastBackMicros(cluster: Cluster, lostMicros: number, readyMicros: number): number | undefined;
}

interface Absence {
  readonly sinceMicros: number;
  /** Its server removes the client then; a failover after that knows nothing of it. */
  readonly forgottenMicros: number;
  readonly backMicros: number;
}

interface Known {
  /** In time order, one for each step that takes clients of the cluster away. */
  readonly absences: Absence[];
  /** No absence is remembered for longer. */
  longestMicros: number;
}

export function absencesOf(facts: ScenarioFacts): Absences {
  const byCluster = new Map<Cluster, Known>();
  for (const { step, timeMicros: sinceMicros } of facts.faults) {
    const place = firstClientAwayBy(step.action, facts);
    if (place === undefined) continue;
    let known = byCluster.get(place.cluster);
    if (known === undefined) {
      known = { absences: [], longestMicros: 0 };
      byCluster.set(place.cluster, known);
    }
    const lastsMicros = durationOf(step.action);
    const rememberedMicros = Math.min(lastsMicros, toleratedMicros(step.action, place));
    known.longestMicros = Math.max(known.longestMicros, rememberedMicros);
    known.absences.push({
      sinceMicros,
      forgottenMicros: sinceMicros + rememberedMicros,
      backMicros: sinceMicros + lastsMicros,
    });
  }
  return {
    lastBackMicros(cluster, lostMicros, readyMicros) {
      const { absences, longestMicros } = byCluster.get(cluster) ?? { absences: [], longestMicros: 0 };
      let back: number | undefined;
      for (let i = countUntil(absences, readyMicros) - 1; i >= 0; i--) {
        const absence = absences[i];
        if (absence === undefined || absence.sinceMicros + longestMicros <= lostMicros) break;
        if (absence.forgottenMicros <= lostMicros || absence.backMicros <= readyMicros) continue;
        back = Math.max(back ?? 0, absence.backMicros);
      }
      return back;
    },
  };
}

/** How many begin until this instant. */
function countUntil(absences: readonly Absence[], timeMicros: number): number {
  let low = 0;
  let high = absences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((absences[middle]?.sinceMicros ?? 0) <= timeMicros) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The clients of one step are away together: the first stands for all. */
function firstClientAwayBy(action: Action, facts: ScenarioFacts): ClientPlace | undefined {
  const isCut = action.kind === 'cut' || action.kind === 'partition';
  const names = isCut ? nodesCutBy(action) : action.kind === 'pause' ? action.nodes : nodesEndedBy(action, facts);
  for (const name of names) {
    const place = facts.clients.get(name);
    if (place !== undefined && (!isCut || isCutFromAStripe(place, action))) return place;
  }
  return undefined;
}

/** A client that still reaches one server of every stripe can find its new active there. */
function isCutFromAStripe({ client, cluster }: ClientPlace, action: Action): boolean {
  return cluster.stripes.some((stripe) =>
    stripe.servers.every((server) => separates(action, client.name, server.name)),
  );
}

function durationOf(action: Action): number {
  const written = 'durationMicros' in action ? action.durationMicros : undefined;
  return written ?? Number.POSITIVE_INFINITY;
}

function toleratedMicros(action: Action, { client, cluster }: ClientPlace): number {
  if (action.kind === 'pause') return clientPauseMicros(client, cluster);
  if (action.kind === 'crash' || action.kind === 'stop' || action.kind === 'restart') {
    return cluster.l1Reconnect.enabled ? cluster.l1Reconnect.timeoutMicros : 0;
  }
  return clientSilenceMicros(client, cluster);
}
