import type { Model, Step, Stripe } from '../model/model.ts';
import { allStandStill } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { pausedMicros } from './support/detection.ts';
import { spoken } from './support/durations.ts';
import { expectsServerToBeReplaced } from './support/expectations.ts';
import { factsOf, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS327',
  slug: 'gc-on-both-servers-together',
  title: 'All servers of a stripe stand still at once, for longer than clients wait',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A mirror helps against a server that stands still only while it runs itself. When all servers of a stripe are in a long
garbage collection together, nobody takes over; their clients leave the active when their health check says so, 57 s with
defaults, and find no other server that answers. After the pause the servers may take each other for dead, and two of them
become active.

## When it is reported

For pauses of all servers of a mirrored stripe that overlap for longer than the health check of the clients (\`l1-l2\`)
tolerates, unless the scenario expects a takeover or that clients leave.

## What to do

Keep the heaps of the servers small and the data off-heap, on all servers alike. What loads both (a large sync, a shared host)
should not come at once.`,
  sources: [SOURCES.cdv1627, SOURCES.healthCheckTuning, SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      if (!facts.faults.some(({ step }) => step.action.kind === 'pause')) continue;
      for (const [stripe, pauses] of pausesByStripe(facts)) {
        const together = overlapOf(stripe, pauses, facts);
        if (together === undefined) continue;
        const cluster = facts.servers.get(stripe.servers[0]?.name ?? '')?.cluster;
        if (cluster === undefined) continue;
        const toleratedMicros = pausedMicros(cluster.healthCheck['l1-l2']);
        if (together.durationMicros < toleratedMicros) continue;
        const members = new Set(stripe.servers.map(({ name }) => name));
        if (expectsServerToBeReplaced(scenario, '', members)) continue;
        yield {
          at: together.last.at,
          message: `All servers of a stripe stand still together for ${spoken(together.durationMicros)}; their clients leave after ${spoken(toleratedMicros)} and find nobody.`,
          why: 'No mirror can take over while it stands still itself, and afterwards the servers may take each other for dead.',
          help: 'Let the pauses come one after the other or be shorter, or say what you expect of it.',
          related: [...together.steps]
            .filter((step) => step !== together.last)
            .map((step) => ({ at: step.at, message: 'this pause overlaps' })),
        };
      }
    }
  },

  demonstration: allStandStill,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "long collections" {
  duration 5min
  at 30s pause tsa-1 for 2min
  at 40s pause tsa-2 for 2min
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS327
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "short collections" {
  duration 5min
  at 30s pause tsa-1 for 20s
  at 40s pause tsa-2 for 20s
}
`,
};

interface Pause {
  readonly step: Step;
  readonly name: string;
  readonly fromMicros: number;
  readonly toMicros: number;
}

function pausesByStripe(facts: ScenarioFacts): ReadonlyMap<Stripe, readonly Pause[]> {
  const byStripe = new Map<Stripe, Pause[]>();
  for (const { step, timeMicros } of facts.faults) {
    if (step.action.kind !== 'pause' || step.trigger.kind !== 'at') continue;
    for (const name of step.action.nodes) {
      const stripe = facts.servers.get(name)?.stripe;
      if (stripe === undefined || stripe.servers.length < 2) continue;
      const pause = { step, name, fromMicros: timeMicros, toMicros: timeMicros + step.action.durationMicros };
      const known = byStripe.get(stripe);
      if (known === undefined) byStripe.set(stripe, [pause]);
      else known.push(pause);
    }
  }
  return byStripe;
}

interface Overlap {
  readonly steps: ReadonlySet<Step>;
  readonly last: Step;
  readonly durationMicros: number;
}

/** The time in which every server of the stripe stands still; only where each is paused once. */
function overlapOf(stripe: Stripe, pauses: readonly Pause[], facts: ScenarioFacts): Overlap | undefined {
  const running = stripe.servers.filter(({ name }) => !facts.initiallyDown.has(name));
  if (running.length < 2 || pauses.length !== running.length) return undefined;
  if (!running.every(({ name }) => pauses.some((pause) => pause.name === name))) return undefined;
  const fromMicros = Math.max(...pauses.map((pause) => pause.fromMicros));
  const toMicros = Math.min(...pauses.map((pause) => pause.toMicros));
  const last = pauses.at(-1)?.step;
  if (last === undefined || toMicros <= fromMicros) return undefined;
  return { steps: new Set(pauses.map(({ step }) => step)), last, durationMicros: toMicros - fromMicros };
}
