import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';

/** A longer name becomes its first 20 characters and a hash. */
const MOST_CHARACTERS = 32;

export const rule: Rule = {
  id: 'TCS506',
  slug: 'is-cluster-name',
  title: 'Integration Server: the cluster name is changed by the product',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The cluster name becomes part of the names of the system cache managers. Periods turn into underscores, and a name of more than 32 characters
into its first 20 and a hash. What is seen in monitoring tools and logs is then not what was written, and two long names that differ only in
their first characters, or two names that differ only in periods and underscores, are easily taken for each other.

## What to do

Use a short name without periods.`,
  sources: [SOURCES.integrationServerClustering],

  *check(model: Model): Iterable<Finding> {
    for (const { client, settings } of integrationServersOf(model)) {
      const { clusterName } = settings;
      const hasPeriod = clusterName.includes('.');
      if (!hasPeriod && clusterName.length <= MOST_CHARACTERS) continue;
      const wanted = clusterName.replaceAll('.', '_').slice(0, MOST_CHARACTERS);
      yield {
        at: client.at.settings['cluster-name'] ?? client.at.name,
        message: hasPeriod
          ? `The periods of the cluster name ${clusterName} become underscores.`
          : `The cluster name ${clusterName} has ${clusterName.length} characters and becomes its first 20 and a hash.`,
        why: 'Cache managers, logs and monitoring show another name than the one that you wrote.',
        help: `Use at most ${MOST_CHARACTERS} characters and no periods.`,
        fixes: fix(`Use ${wanted}`, setSetting(model, client.at, 'cluster-name', wanted)),
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cluster-name orders.production
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS506
  action-on-startup-error shut-down
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cluster-name orders_production
  action-on-startup-error shut-down
}
`,
};
