import type { Cluster, Model, Step } from '../model/model.ts';
import { leaseEnds } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { pausedMicros } from './support/detection.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { expectsClientToLeave } from './support/expectations.ts';
import { factsOf, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS329',
  slug: 'lease-shorter-than-pause',
  title: 'A client stands still for longer than its lease',
  severity: 'warning',
  phase: 'scenario',
  lines: ['10.x'],
  documentation: `## What happens

A client renews its lease when a third of \`client-lease-duration\` is over, so two thirds to the whole of it are left at any time. A
client that stands still, or a renewal that takes longer than the rest, loses the lease: the client closes the connection and clears its
local tiers, and the server closes it on its side (\`Closing connection to client: … due to lease expiry\`). The next call on each cache begins to open a
new connection; until it is there, calls go to the resilience strategy.

## When it is reported

When a \`pause\` of a client is at least as long as the lease, or the lease is not longer than one and a half round trips of the declared
network; unless the scenario expects the client to be disconnected.

## What to do

A lease longer than the longest pause and the slowest round trip, plus half. It is also what a strong write may wait for a dead client
(TCS330).`,
  sources: [SOURCES.leasing],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const roundTripMicros = 2 * (scenario.network.latencyMicros + scenario.network.jitterMicros);
      for (const cluster of scenario.clusters) {
        const leaseMicros = cluster.terracotta10?.clientLeaseMicros ?? Number.POSITIVE_INFINITY;
        if (leaseMicros > 1.5 * roundTripMicros) continue;
        yield finding(model, cluster, leaseMicros, roundTripMicros, {
          at: cluster.at.settings['client-lease-duration'] ?? cluster.at.name,
          message: `A lease of ${spoken(leaseMicros)} is hardly longer than the way to the server and back, which takes ${spoken(roundTripMicros)}.`,
        });
      }
      for (const step of [...facts.faults.map((fault) => fault.step), ...facts.waiting]) {
        yield* ofPause(model, facts, step);
      }
    }
  },

  demonstration: leaseEnds,

  failing: `cluster orders {
  product terracotta 10.7
  client-lease-duration 20s
  server s1
}

client shop {
  cache sessions
}

scenario "a long garbage collection" {
  duration 5min
  at 30s pause shop for 25s
//^^^^^^^^^^^^^^^^^^^^^^^^^ TCS329
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  client-lease-duration 20s
  server s1
}

client shop {
  cache sessions
}

scenario "one that is survived, and one that is expected to cost the connection" {
  duration 5min
  at 30s pause shop for 10s
  at 2min pause shop for 40s
  expect shop sees lease-expired
}
`,
};

function* ofPause(model: Model, facts: ScenarioFacts, { action, at }: Step): Iterable<Finding> {
  if (action.kind !== 'pause') return;
  const paused = new Set(action.nodes);
  const families = new Set<string>();
  for (const name of action.nodes) {
    const place = facts.clients.get(name);
    const leaseMicros = place?.cluster.terracotta10?.clientLeaseMicros;
    if (place === undefined || leaseMicros === undefined || families.has(place.client.family)) continue;
    families.add(place.client.family);
    // Where servers watch their clients with pings, too, a shorter pause is the matter of TCS204.
    const isSooner = pausedMicros(place.cluster.healthCheck['l2-l1']) < leaseMicros;
    if (action.durationMicros < leaseMicros || isSooner || expectsClientToLeave(facts.scenario, paused)) continue;
    yield finding(model, place.cluster, leaseMicros, action.durationMicros, {
      at,
      message: `${place.client.family} stands still for ${spoken(action.durationMicros)}, but its lease ends after ${spoken(leaseMicros)}.`,
    });
  }
}

function finding(
  model: Model,
  cluster: Cluster,
  leaseMicros: number,
  neededMicros: number,
  what: Pick<Finding, 'at' | 'message'>,
): Finding {
  const better = written(roundedUp(Math.max(neededMicros * 1.5, leaseMicros) + 1));
  return {
    ...what,
    why: 'Client and server close the connection. The client begins anew with empty local tiers, and its calls go to the resilience strategy until it is connected.',
    help: `Use a lease of at least ${better}, shorten the pause, or say what you expect: \`expect CLIENT sees lease-expired\`.`,
    fixes: fix(
      `Set client-lease-duration to ${better}`,
      setSetting(model, cluster.at, 'client-lease-duration', better),
    ),
  };
}
