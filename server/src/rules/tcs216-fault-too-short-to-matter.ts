import type { Action, Cluster, Model } from '../model/model.ts';
import { nobodyLooksYet } from './demonstrations/goals.ts';
import type { Finding, Rule } from './rule.ts';
import { pausedMicros, unreachableMicros } from './support/detection.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { changeText, fix } from './support/edits.ts';
import { watchesForNothing } from './support/expectations.ts';
import { EDGES } from './support/healthCheck.ts';
import { factsOf, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS216',
  slug: 'fault-too-short-to-matter',
  title: 'A fault is over before any health check looks',
  severity: 'hint',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A health check does nothing during the first \`ping-idletime\` of silence, 5 s by default. A pause or a silent cut that ends
before that leaves no trace but a short stall: no ping, no event, no timeout.

## When it is reported

For a \`pause\`, a silent \`cut\` or a \`partition\` that is shorter than the shortest ping-idletime of the cluster, stands alone (no other
fault shortly before or during it), and is shorter than every nonstop timeout; and only when the scenario watches neither calls nor writes and expects
nothing to stay as it is.

## What to do

Make the fault longer, or write down that nothing happens: \`expect shop never sees clusterOffline\`.`,
  sources: [SOURCES.healthCheckProperties, SOURCES.healthChecker],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      if (watchesForNothing(scenario)) continue;
      const facts = factsOf(scenario);
      const harmless = new Map(scenario.clusters.map((cluster) => [cluster, harmlessMicros(cluster, facts)]));
      for (const [index, { step, timeMicros }] of facts.faults.entries()) {
        const silence = silenceOf(step.action);
        if (silence === undefined) continue;
        const cluster = clusterOf(silence.nodes, facts);
        if (cluster === undefined || silence.durationMicros >= (harmless.get(cluster) ?? 0)) continue;
        const before = facts.faults[index - 1];
        const after = facts.faults[index + 1];
        if (before !== undefined && timeMicros - before.timeMicros < ALONE_MICROS) continue;
        if (after !== undefined && after.timeMicros <= timeMicros + silence.durationMicros) continue;
        const detection = silence.kind === 'pause' ? pausedMicros : unreachableMicros;
        const noticed = Math.max(
          ...EDGES.map(({ edge }) => detection(cluster.healthCheck[edge])).filter(Number.isFinite),
        );
        const longer = written(roundedUp(noticed + MARGIN_MICROS));
        yield {
          at: step.at,
          message: `A ${silence.kind} of ${spoken(silence.durationMicros)} is over before any health check looks.`,
          why: `Silence of less than ping-idletime (${spoken(idletimeMicros(cluster))}) has no effect but a short stall, and the scenario does not watch for that.`,
          help: `Make it longer (${longer} is noticed on every edge), or write down that nothing happens, as in \`expect ${cluster.terracotta10 === undefined ? 'shop never sees clusterOffline' : 'shop is never disconnected'}\`.`,
          fixes: fix(
            `Let the ${silence.kind} last ${longer}`,
            changeText(model, step.at, LAST_DURATION, `for ${longer}`),
          ),
        };
      }
    }
  },

  demonstration: nobodyLooksYet,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "a hiccup" {
  duration 3min
  at 30s pause shop for 3s
//^^^^^^^^^^^^^^^^^^^^^^^^ TCS216
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "a hiccup goes unnoticed" {
  duration 3min
  at 30s pause shop for 3s
  expect shop never sees clusterOffline
}
`,
};

const LAST_DURATION = /\bfor\s+\S+$/;
const MARGIN_MICROS = 5_000_000;
/** Faults that follow each other more closely may matter together. */
const ALONE_MICROS = 180_000_000;

interface Silence {
  readonly kind: 'pause' | 'cut' | 'partition';
  readonly nodes: readonly string[];
  readonly durationMicros: number;
}

function silenceOf(action: Action): Silence | undefined {
  if (action.kind === 'pause') return { kind: 'pause', nodes: action.nodes, durationMicros: action.durationMicros };
  if (action.kind === 'cut' && action.manner === 'silent' && action.durationMicros !== undefined) {
    return { kind: 'cut', nodes: [...action.from, ...action.to], durationMicros: action.durationMicros };
  }
  if (action.kind === 'partition' && action.durationMicros !== undefined) {
    return { kind: 'partition', nodes: action.groups.flat(), durationMicros: action.durationMicros };
  }
  return undefined;
}

function clusterOf(nodes: readonly string[], facts: ScenarioFacts): Cluster | undefined {
  for (const name of nodes) {
    const cluster = facts.servers.get(name)?.cluster ?? facts.clients.get(name)?.cluster;
    if (cluster !== undefined) return cluster;
  }
  return undefined;
}

function idletimeMicros(cluster: Cluster): number {
  return Math.min(
    ...EDGES.map(({ edge }) => cluster.healthCheck[edge])
      .filter((check) => check.pingEnabled)
      .map((check) => check.pingIdletimeMicros),
  );
}

/** Faults shorter than this have no effect: neither a health check nor the timer of a call runs out. */
function harmlessMicros(cluster: Cluster, facts: ScenarioFacts): number {
  let micros = idletimeMicros(cluster);
  for (const { caches, ehcache3 } of facts.scenario.clients) {
    for (const { clustered, nonstop } of caches) {
      if (clustered && nonstop.enabled) micros = Math.min(micros, nonstop.timeoutMicros);
    }
    if (ehcache3 !== undefined) micros = Math.min(micros, ehcache3.readTimeoutMicros, ehcache3.writeTimeoutMicros);
  }
  return Number.isFinite(micros) ? micros : 0;
}
