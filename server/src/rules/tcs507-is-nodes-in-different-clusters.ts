import type { Client, Model } from '../model/model.ts';
import { sessionDoesNotFollow } from './demonstrations/operations.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS507',
  slug: 'is-nodes-in-different-clusters',
  title: 'Integration Server: nodes that serve one session are not in one cluster',
  severity: 'error',
  phase: 'static',
  readsScenarios: ({ sessions }) => sessions !== undefined,
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Nodes form a cluster when they have the same cluster name **and** the same Terracotta Server Array. If either differs, every node starts without
complaint, in a cluster of its own: a session that one of them saves is never found by the other, and a fail-over loses it.

## What to do

Give all nodes that a load balancer puts behind one address the same \`cluster-name\` and the same \`cluster\`.`,
  sources: [SOURCES.integrationServerClustering],

  *check(model: Model): Iterable<Finding> {
    for (const { sessions = [], clients } of model.scenarios) {
      for (const session of sessions) {
        const nodes = session.nodes.flatMap((name) => clients.find((client) => client.name === name) ?? []);
        const [first] = nodes;
        const other = nodes.find((node) => first !== undefined && idOf(node) !== idOf(first));
        if (first === undefined || other === undefined) continue;
        yield {
          at: session.at.name,
          message: `The session ${session.name} is served by ${first.name} and ${other.name}, which are not in one cluster.`,
          why: 'They never see the sessions of each other, so every fail-over between them loses the session.',
          help: 'Give both the same cluster-name and the same cluster.',
          fixes: togetherWith(model, first, other),
          related: [first, other].map((node) => ({
            at: node.at.settings['cluster-name'] ?? node.at.settings.cluster ?? node.at.name,
            message: `${node.name} is in ${node.integrationServer?.clusterName ?? ''} on ${node.cluster}`,
          })),
        };
      }
    }
  },

  demonstration: sessionDoesNotFollow,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  cluster-name west
  action-on-startup-error shut-down
}

integration-server is2 {
  cluster-name east
  action-on-startup-error shut-down
}

scenario "s" {
  duration 1min
  session alice on is1, is2
//        ^^^^^ TCS507
  every 2s is1 invoke stateful "shop:addToCart" session alice
  expect every request on is1 succeeds
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cluster-name west
  action-on-startup-error shut-down
}

scenario "s" {
  duration 1min
  session alice on is1, is2
  every 2s is1 invoke stateful "shop:addToCart" session alice
  expect every request on is1 succeeds
}
`,
};

/** One name for both, where they are on one array. */
const togetherWith = (model: Model, { cluster, name, integrationServer: settings }: Client, other: Client) =>
  cluster !== other.cluster || settings === undefined
    ? []
    : fix(
        `Put ${other.name} into the cluster of ${name}`,
        setSetting(model, other.at, 'cluster-name', settings.clusterName),
      );

const idOf = ({ cluster, integrationServer }: Client): string =>
  JSON.stringify([cluster, integrationServer?.clusterName]);
