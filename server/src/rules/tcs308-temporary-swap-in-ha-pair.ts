import type { Model } from '../model/model.ts';
import { strangersAfterAFullStop } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS308',
  slug: 'temporary-swap-in-ha-pair',
  title: 'Mirrored servers of 3.x keep nothing that survives a full stop',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7'],
  documentation: `## What happens

With \`temporary-swap-only\` the servers forget their clients together with the data when the last of them stops. Clients that were connected
try to come back for ever: \`Connection refused\`, \`Unable to find communications stack\`. Rejoin does not help; the clients must be restarted.

## When it is reported

For 3.7, when \`restartable false\` (\`temporary-swap-only\`) is written for a cluster with mirrors or with rejoin clients.

## What to do

Use \`permanent-store\` (\`restartable true\`), or restart the clients after every full stop.`,
  sources: [SOURCES.cdv1102, SOURCES.faq],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of clustersOf(model)) {
      const setting = cluster.at.settings.restartable;
      if (cluster.restartable || setting === undefined) continue;
      const mirrored = cluster.stripes.find(({ servers }) => servers.length > 1);
      const rejoining = clients.find((client) => client.rejoin);
      if (mirrored === undefined && rejoining === undefined) continue;
      yield {
        at: setting,
        message: `The servers of ${cluster.name} forget their clients when the last of them stops.`,
        why: 'Clients that were connected are refused from then on, with or without rejoin, until they are restarted.',
        help: 'Use `permanent-store` (`restartable true`), or restart the clients after a full stop.',
        related: rejoining === undefined ? [] : [{ at: rejoining.at.name, message: `${rejoining.family} has rejoin` }],
        fixes: fix('Make the servers restartable', setSetting(model, cluster.at, 'restartable', 'true')),
      };
    }
  },

  demonstration: strangersAfterAFullStop,

  failing: `cluster orders {
  product terracotta 3.7
  restartable false
//^^^^^^^^^^^^^^^^^ TCS308
  server dso-1, dso-2
}
`,
  passing: `cluster orders {
  product terracotta 3.7
  restartable true
  server dso-1, dso-2
}
`,
};
