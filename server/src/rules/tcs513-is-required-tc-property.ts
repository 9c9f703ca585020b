import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { groupsOf } from './support/topology.ts';

const PROPERTY = 'ehcache.storageStrategy.dcv2.perElementTTITTL.enabled';

export const rule: Rule = {
  id: 'TCS513',
  slug: 'is-required-tc-property',
  title: 'Integration Server: the array lacks a property that webMethods products require',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Integration Server gives the entries of its caches lifetimes of their own, sessions among them. The array honours those only with the property
\`${PROPERTY}\` set to true in the tc-properties of its tc-config.xml.

## When it is reported

For an array with Integration Server nodes that comes from a tc-config.xml or has tc-properties, when the property is not true there. An array that is
only sketched in a scenario file says nothing of its properties, and nothing is said of it.

## What to do

Set \`${PROPERTY}\` to true.`,
  sources: [SOURCES.integrationServerTcConfig],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of groupsOf(model)) {
      if (cluster.checked?.perElementTtiTtl === true) continue;
      if (!clients.some(({ integrationServer }) => integrationServer !== undefined)) continue;
      const written = cluster.at.settings['per-element-tti-ttl'] ?? cluster.at.settings[PROPERTY];
      const isFile = model.files[cluster.at.self.file]?.format !== undefined;
      const hasProperties = Object.keys(cluster.at.settings).some((name) => /^l[12]\.|^ehcache\./.test(name));
      if (written === undefined && !isFile && !hasProperties) continue;
      yield {
        at: written ?? cluster.at.name,
        message: `${cluster.name} serves Integration Server nodes without ${PROPERTY}.`,
        why: 'Entries have lifetimes of their own there, sessions among them, and the array does not honour them.',
        help: 'Set it to true in the tc-properties of the array.',
        fixes: fix('Set per-element-tti-ttl true', setSetting(model, cluster.at, 'per-element-tti-ttl', 'true')),
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
  per-element-tti-ttl false
//^^^^^^^^^^^^^^^^^^^^^^^^^ TCS513
}

integration-server is1, is2
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  tc-properties { ${PROPERTY} true }
}

cluster prices {
  server tsp-1
  tc-properties { l2.l1reconnect.enabled true }
}

integration-server is1, is2 { cluster orders }

client shop { cluster prices }
`,
};
