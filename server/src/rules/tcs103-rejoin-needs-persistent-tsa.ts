import type { Client, Model, Stripe } from '../model/model.ts';
import { strandsClients } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { changeText, fix, setSetting } from './support/edits.ts';
import { fullOutages, type Outage } from './support/outages.ts';
import { factsOf, nodesStartedBy, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS103',
  slug: 'rejoin-needs-persistent-tsa',
  title: 'A client with rejoin outlives an array that comes back without its data',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A client can rejoin only the cluster that it was connected to. When all servers of a stripe are down at the same time and the
array does not keep its state on disk (\`restartable false\`, or started \`losing data\`), the first server that comes back begins
a new cluster with a new stripe id. A client that is still running is refused:
\`Client can not join a new cluster before shutdown\`, NODE_ERROR. From then on its nonstop behaviour answers every call, until its process is
restarted.

A server that returns while another one of its stripe is running copies the data from that one; that is no such case.

## When it is reported

When the steps at fixed times take down every server of a stripe, bring one back, and leave a client with rejoin running.
Steps that wait for an event (\`when\`) are not guessed.

## What to do

Set \`restartable true\`, restart the clients after the servers, or keep one server of every stripe running.`,
  sources: [SOURCES.rejoin, SOURCES.highAvailability, SOURCES.clusterState, SOURCES.cdv1102],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const reported = new Set<Stripe>();
      for (const outage of fullOutages(facts)) {
        if (reported.has(outage.stripe)) continue;
        const losesData =
          outage.back.action.kind === 'start' || outage.back.action.kind === 'restart'
            ? outage.back.action.losingData
            : false;
        if (outage.cluster.restartable && !losesData) continue;
        const stranded = strandedClients(facts, outage);
        const [one] = stranded;
        if (one === undefined) continue;
        reported.add(outage.stripe);
        const names = listed([...new Set(stranded.map((client) => client.family))]);
        const servers = listed(outage.stripe.servers.map((server) => server.name));
        yield {
          at: outage.back.at,
          message: `${outage.first} comes back as a new, empty cluster; ${names} can never rejoin it.`,
          why: `All servers of the stripe (${servers}) were down at the same time and ${outage.cluster.restartable ? 'this one lost its data' : `${outage.cluster.name} is not restartable`}. A client rejoins only the cluster that it knows; nonstop answers every call until its process is restarted.`,
          help: `Set \`restartable true\`, restart ${names} after the servers, or keep one server running.`,
          related: [
            { at: outage.lost.at, message: 'after this step no server of the stripe is running' },
            { at: one.at.settings.rejoin ?? one.at.name, message: `${one.family} has rejoin switched on` },
          ],
          fixes: outage.cluster.restartable
            ? fix('Let it keep its data', changeText(model, outage.back.at, /\s+losing\s+data\b/, ''))
            : losesData
              ? []
              : fix(
                  `Set restartable true for ${outage.cluster.name}`,
                  setSetting(model, outage.cluster.at, 'restartable', 'true'),
                ),
        };
      }
    }
  },

  demonstration: strandsClients,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "the whole array restarts" {
  duration 5min
  at 30s crash tsa-1, tsa-2
  at 60s start tsa-1, tsa-2
//^^^^^^^^^^^^^^^^^^^^^^^^^ TCS103
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "one after the other" {
  duration 10min
  at 30s crash tsa-1
  at 2min start tsa-1
  at 4min crash tsa-2
  at 6min start tsa-2
}
`,
};

/** Clients with rejoin that run when the stripe is lost and are not restarted after it is back. */
function strandedClients(facts: ScenarioFacts, outage: Outage): readonly Client[] {
  const restarted = new Set<string>();
  for (const { step, timeMicros } of facts.faults) {
    if (timeMicros < outage.backMicros) continue;
    for (const name of nodesStartedBy(step.action)) restarted.add(name);
  }
  for (const step of facts.waiting) {
    for (const name of nodesStartedBy(step.action)) restarted.add(name);
  }
  return facts.scenario.clients.filter(
    (client) =>
      client.rejoin &&
      client.cluster === outage.cluster.name &&
      !restarted.has(client.name) &&
      !facts.initiallyDown.has(client.name),
  );
}
