import type { Model, Scenario, Step } from '../model/model.ts';
import { nobodyTakesOver } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { changeSetting, fix } from './support/edits.ts';
import { freeNodeName } from './support/names.ts';
import { factsOf, nodesEndedBy } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf, scenarioTitle } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS306',
  slug: 'single-server-stripe',
  title: 'A stripe has no mirror',
  severity: 'warning',
  otherSeverity: 'info',
  phase: 'static',
  readsScenarios: (scenario) => killsOf(scenario).length > 0,
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A stripe with one server is gone when that server is gone. Its clients are offline until it is back. Without
\`restartable true\` it comes back empty and as a new cluster, and the clients of before are refused. In an array of several
stripes every cache loses the part of its keys that the stripe holds, and one lost stripe already takes every client offline.

## When it is reported

As an information, because one server is right for development and common in real files. As a warning when a scenario ends the process of that server.

## What to do

Add a second server to the stripe. It becomes the mirror: \`server tsa-1, tsa-2\`.`,
  sources: [SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    const clusters = clustersOf(model);
    if (clusters.every(({ cluster }) => cluster.stripes.every((stripe) => stripe.servers.length > 1))) return;
    const killed = killedServers(model);
    for (const { cluster } of clusters) {
      for (const stripe of cluster.stripes) {
        const [server] = stripe.servers;
        if (server === undefined || stripe.servers.length > 1) continue;
        const kill = killed.get(server.name);
        const mirror = freeNodeName(model, server.name);
        const part = cluster.stripes.length > 1 ? `the part of every cache that its stripe holds` : 'the whole cluster';
        yield {
          at: server.at.name,
          severity: kill === undefined ? 'info' : 'warning',
          message:
            kill === undefined
              ? `${server.name} has no mirror.`
              : `${server.name} has no mirror, and scenario ${kill.title} ends its process.`,
          why: `Without it ${part} is gone${cluster.restartable ? ' until it is back' : ', and it comes back empty'}.`,
          help: `Add a second server to the stripe, as in \`server ${server.name}, ${mirror}\`.`,
          related: kill === undefined ? [] : [{ at: kill.step.at, message: `${server.name} goes down here` }],
          // Settings in a block, such as a host, would hold for both.
          fixes:
            server.at.block === undefined
              ? fix(`Add the mirror ${mirror}`, changeSetting(model, server.at.name, `${server.name}, ${mirror}`))
              : [],
        };
      }
    }
  },

  demonstration: nobodyTakesOver,

  failing: `cluster orders {
  server tsa-1
//       ^^^^^ TCS306
}

scenario "the only server dies" {
  duration 2min
  at 30s crash tsa-1
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "one of two servers dies" {
  duration 2min
  at 30s crash tsa-1
}
`,
};

interface Kill {
  readonly step: Step;
  readonly title: string;
}

/** Servers without a mirror that some scenario ends, each with the first step that does. */
function killedServers(model: Model): ReadonlyMap<string, Kill> {
  const killed = new Map<string, Kill>();
  for (const scenario of model.scenarios) {
    for (const [name, step] of killsOf(scenario)) {
      if (!killed.has(name)) killed.set(name, { step, title: scenarioTitle(scenario) });
    }
  }
  return killed;
}

function killsOf(scenario: Scenario): readonly (readonly [server: string, step: Step])[] {
  const facts = factsOf(scenario);
  const isAlone = (name: string): boolean => facts.servers.get(name)?.stripe.servers.length === 1;
  return [...facts.faults.map((fault) => fault.step), ...facts.waiting].flatMap((step) =>
    nodesEndedBy(step.action, facts)
      .filter(isAlone)
      .map((name) => [name, step] as const),
  );
}
