import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { integrationServersOf, isSameCluster } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS516',
  slug: 'is-node-mismatch',
  title: 'Integration Server: nodes of one cluster that are not alike',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

When a node fails, its requests and sessions go to another one. That one has to be able to run them: the same release and fix level, the same packages,
the same users.

## When it is reported

For nodes of one cluster that say different things in \`version\` or \`packages\`. A node that says nothing is not compared.

## What to do

Bring the nodes to the same release and fix level, and replicate the packages.`,
  sources: [SOURCES.integrationServerNodes],

  *check(model: Model): Iterable<Finding> {
    const nodes = integrationServersOf(model);
    for (const setting of ['version', 'packages'] as const) {
      for (const [i, node] of nodes.entries()) {
        const own = node.settings.checked?.[setting];
        const other = nodes
          .slice(0, i)
          .find((each) => isSameCluster(node, each) && each.settings.checked?.[setting] !== undefined);
        const others = other?.settings.checked?.[setting];
        if (own === undefined || other === undefined || own === others) continue;
        yield {
          at: node.client.at.settings[setting] ?? node.client.at.name,
          message: `${listed(node.names)} ${node.names.length === 1 ? 'has' : 'have'} ${setting} ${own}, and ${listed(other.names)} ${others}.`,
          why: 'After a failover a request may land on a node that cannot run it.',
          help: setting === 'version' ? 'Bring the nodes to the same fix level.' : 'Replicate the packages.',
          related: [
            { at: other.client.at.settings[setting] ?? other.client.at.name, message: 'The other node is here' },
          ],
        };
      }
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  version "10.15 Fix 3"
  packages "Orders, Billing"
}

integration-server is2 {
  version "10.15 Fix 5"
//^^^^^^^^^^^^^^^^^^^^^ TCS516
  packages "Orders"
//^^^^^^^^^^^^^^^^^ TCS516
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  version "10.15 Fix 3"
  packages "Orders, Billing"
}

integration-server is3 {
  cluster-name others
  version "10.11"
}
`,
};
