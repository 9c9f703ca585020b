import { has } from '../language/availability.ts';
import { entryOf } from '../language/schema/index.ts';
import type { Model } from '../model/model.ts';
import { serversStopThemselves } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

/** There a file says all, and each stripe is asked by itself. Source: ClusterValidator.validateFailoverSetting. */
const BEFORE_THE_TOOL: ReadonlySet<string> = new Set(['5.3', '5.5', '5.6']);

export const rule: Rule = {
  id: 'TCS318',
  slug: 'failover-priority-missing',
  title: 'A cluster of several servers does not say what it prefers',
  severity: 'error',
  otherSeverity: 'warning',
  phase: 'static',
  lines: ['10.x'],
  documentation: `## What happens

From 10.5 on a stripe of two or more servers has to say whether it prefers availability or consistency. Without
\`failover-priority\` the cluster cannot be activated (\`failover-priority setting is not configured\`), and a server that starts with such a
configuration stops at once. Core 5.5 still started, with availability and a warning that this will end.

The configuration tool, from 10.7 on, counts the servers of the whole cluster: two stripes of one server each are not activated either,
although nobody could take over in them. A cluster of one server needs no answer.

## What to do

\`failover-priority availability\` goes on at the price of two actives after a network split; \`failover-priority consistency:1\`
with one external voter, or \`consistency\` with three servers, stays correct at the price of standing still without a majority.`,
  sources: [SOURCES.failoverTuning10, SOURCES.dynamicConfiguration, SOURCES.votes],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const { terracotta10, stripes, product } = cluster;
      if (terracotta10?.failoverPriority !== 'missing' || !has(product, entryOf('cluster.failover-priority'))) continue;
      const isWritten = cluster.at.settings['failover-priority'] !== undefined;
      const isMirrored = stripes.some(({ servers }) => servers.length > 1);
      const isAsked = isMirrored || (stripes.length > 1 && !BEFORE_THE_TOOL.has(terracotta10.core));
      if (isWritten || !isAsked) continue;
      const isTaken = terracotta10.core === '5.5';
      yield {
        at: cluster.at.name,
        severity: isTaken ? 'warning' : 'error',
        message: `${cluster.name} has several servers and no failover-priority.`,
        why: isTaken
          ? 'This release takes it for availability: when the servers lose sight of each other there are two actives. Later ones stop.'
          : isMirrored
            ? 'The cluster cannot be activated, and a server that is started with this configuration stops.'
            : 'The cluster cannot be activated: the configuration tool asks for it wherever there is more than one server.',
        help: 'Write `failover-priority availability` or `failover-priority consistency:N` with N voters.',
        fixes: fix('Prefer availability', setSetting(model, cluster.at, 'failover-priority', 'availability')),
      };
    }
  },

  demonstration: serversStopThemselves,

  failing: `cluster orders {
//      ^^^^^^ TCS318
  product terracotta 10.7
  server s1, s2
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1, s2
}

cluster small {
  product terracotta 10.7
  server s3
}
`,
};
