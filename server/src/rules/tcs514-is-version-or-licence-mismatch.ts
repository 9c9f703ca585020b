import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { listed } from './support/words.ts';

/** `4.3.1` → `4.3`: fix levels of one release fit each other. */
const releaseOf = (version: string): string => version.split('.').slice(0, 2).join('.');

export const rule: Rule = {
  id: 'TCS514',
  slug: 'is-version-or-licence-mismatch',
  title: 'Integration Server: the Terracotta client does not fit the array, or has no license',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A node whose Terracotta client is of another release than the servers logs the mismatch and shuts down. Without the license key of Terracotta
clustering can be enabled, but connecting fails, and Action on Startup Error follows at every start.

## When it is reported

When \`terracotta-version\` of a node names another release than \`product\` of its array, and when \`terracotta-license\` is false.

## What to do

Install the client that belongs to the servers, and the license key.`,
  sources: [SOURCES.integrationServerStartUp, SOURCES.integrationServerNoServers],

  *check(model: Model): Iterable<Finding> {
    const clusters = clustersOf(model);
    for (const { client, settings, names } of integrationServersOf(model)) {
      const { terracottaVersion, terracottaLicense } = settings.checked ?? {};
      const place = (setting: string) => client.at.settings[setting] ?? client.at.name;
      const product = clusters.find(({ cluster }) => cluster.name === client.cluster)?.cluster.product;
      if (terracottaVersion !== undefined && product !== undefined) {
        if (releaseOf(terracottaVersion) !== releaseOf(product.version)) {
          yield {
            at: place('terracotta-version'),
            message: `${listed(names)} with Terracotta ${terracottaVersion} cannot join ${client.cluster}, which is ${product.version}.`,
            why: 'A node whose client is of another release than the servers logs that and shuts down.',
            help: `Install the client of ${product.version}.`,
            fixes: fix(
              `Set terracotta-version ${product.version}`,
              setSetting(model, client.at, 'terracotta-version', product.version),
            ),
          };
        }
      }
      if (terracottaLicense !== false) continue;
      yield {
        at: place('terracotta-license'),
        message: `Without a license ${listed(names)} cannot connect to ${client.cluster}.`,
        why: `Every start ends with Action on Startup Error: ${settings.actionOnStartupError}.`,
        help: 'Install the license key of Terracotta.',
        fixes: fix('Set terracotta-license true', setSetting(model, client.at, 'terracotta-license', 'true')),
      };
    }
  },

  failing: `cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}

integration-server is1 {
  terracotta-version 4.1
//^^^^^^^^^^^^^^^^^^^^^^ TCS514
}

integration-server is2 {
  terracotta-license false
//^^^^^^^^^^^^^^^^^^^^^^^^ TCS514
}
`,
  passing: `cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  terracotta-version 4.3
  terracotta-license true
}
`,
};
