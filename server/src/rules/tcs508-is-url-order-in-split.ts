import type { Cluster, Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { factsOf, nodesStartedBy, type ScenarioFacts, separates, type TimedStep } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { takeoverAfterSilenceMicros } from './support/takeover.ts';

export const rule: Rule = {
  id: 'TCS508',
  slug: 'is-url-order-in-split',
  title: 'Integration Server: a node that starts during a split joins whichever active its list names first',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

When the servers of a stripe lose each other, the mirror takes over and there are two actives. Nodes that run stay with the active they had. A node that starts
meanwhile goes through its list of URLs and joins the first active that answers, perhaps the other one: two halves of one cluster, with different data. When the
servers meet again one of them quits, and what its half has written is gone.

## When it is reported

When a scenario starts a node while a cut or a partition separates the servers of a stripe for longer than a takeover needs. Not with
\`failover-priority consistency\`, where the mirror waits.

## What to do

Stop the new active until the link is back, and start nodes afterwards.`,
  sources: [SOURCES.integrationServerSplitBrain],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const starts = facts.faults.filter(({ step: { action } }) =>
        nodesStartedBy(action).some((name) => facts.clients.get(name)?.client.integrationServer !== undefined),
      );
      if (starts.length === 0) continue;
      for (const cluster of scenario.clusters) {
        for (const split of splitsOf(cluster, facts)) {
          for (const { step, timeMicros } of starts) {
            if (timeMicros < split.fromMicros || timeMicros >= split.toMicros) continue;
            const names = nodesStartedBy(step.action).filter(
              (name) => facts.clients.get(name)?.client.cluster === cluster.name,
            );
            if (names.length === 0) continue;
            yield {
              at: step.at,
              message: `${names.join(', ')} starts at ${spoken(timeMicros)}, while ${split.servers.join(' and ')} are both active: it joins the first of its list.`,
              why: 'The nodes that run stay with the active they had; what one half writes is lost when the servers meet.',
              help: 'Stop the new active until the link is back, and start nodes afterwards.',
              related: [{ at: split.cause.step.at, message: 'The servers lose each other here' }],
            };
          }
        }
      }
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2

scenario "a start during a split" {
  duration 5min
  initially is2 down
  at 30s cut tsa-1 from tsa-2 for 2min
  at 90s start is2
//^^^^^^^^^^^^^^^^ TCS508
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2

scenario "a start after a split" {
  duration 5min
  initially is2 down
  at 30s cut tsa-1 from tsa-2 for 2min
  at 4min start is2
}

scenario "too short for a takeover" {
  duration 5min
  initially is2 down
  at 30s cut tsa-1 from tsa-2 for 10s
  at 35s start is2
}
`,
};

interface Split {
  readonly cause: TimedStep;
  readonly servers: readonly string[];
  /** There are two actives from here on, as far as is known. */
  readonly fromMicros: number;
  readonly toMicros: number;
}

function splitsOf(cluster: Cluster, facts: ScenarioFacts): Split[] {
  if (cluster.failoverPriority === 'consistency') return [];
  const takeover = takeoverAfterSilenceMicros(cluster);
  return facts.faults.flatMap((cause): Split[] => {
    const { action } = cause.step;
    if (action.kind !== 'cut' && action.kind !== 'partition') return [];
    const length = action.durationMicros ?? Number.POSITIVE_INFINITY;
    if (length <= takeover) return [];
    return cluster.stripes.flatMap(({ servers }) => {
      const apart = servers.flatMap((a, i) =>
        servers.slice(i + 1).flatMap((b) => (separates(action, a.name, b.name) ? [[a.name, b.name]] : [])),
      );
      const fromMicros = cause.timeMicros + takeover;
      return apart.map((pair) => ({ cause, servers: pair, fromMicros, toMicros: cause.timeMicros + length }));
    });
  });
}
