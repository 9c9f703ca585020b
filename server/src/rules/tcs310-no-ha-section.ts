import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS310',
  slug: 'no-ha-section',
  title: 'A 3.x configuration does not say how its servers share data',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7'],
  documentation: `## What happens

Without \`<ha>\` the release decides between \`networked-active-passive\`, where every server has its own copy, and
\`disk-based-active-passive\`, where all need one shared disk. Servers that were started for the one and run as the other may both become
active, each with data of its own.

## When it is reported

For 3.7, when several servers are declared and \`ha-mode unset\` is written; that is what the importer writes for a tc-config.xml without
\`<ha>\`.

## What to do

Write the mode, and the election time with it.`,
  sources: [SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      if (cluster.checked?.haMode !== 'unset' || cluster.stripes.every(({ servers }) => servers.length < 2)) continue;
      const setting = cluster.at.settings['ha-mode'];
      yield {
        at: setting ?? cluster.at.name,
        message: `${cluster.name} has several servers and does not say how they share data.`,
        why: 'The default depends on the release: older ones expect a shared disk, and without it two servers may become active.',
        help: 'Write `<ha><mode>networked-active-passive</mode></ha>` with an election-time.',
        fixes: fix(
          'Say networked-active-passive',
          setSetting(model, cluster.at, 'ha-mode', 'networked-active-passive'),
        ),
      };
    }
  },

  failing: `cluster orders {
  product terracotta 3.7
  ha-mode unset
//^^^^^^^^^^^^^ TCS310
  server dso-1, dso-2
}
`,
  passing: `cluster orders {
  product terracotta 3.7
  ha-mode networked-active-passive
  server dso-1, dso-2
}
`,
};
