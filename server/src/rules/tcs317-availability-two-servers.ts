import { has } from '../language/availability.ts';
import { entryOf } from '../language/schema/index.ts';
import type { Cluster, Model } from '../model/model.ts';
import { twoActivesUnlessTheyAsk } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS317',
  slug: 'availability-two-servers',
  title: 'A mirrored stripe prefers availability: a network split makes two actives',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

With \`failover-priority availability\`, the default, a server that loses sight of its active elects itself. If the active is
only cut off, or stood still for longer than the health check tolerates, there are two actives, each with its clients.

When they see each other again they compare weights: the number of connected clients, then the most recent transaction
batch, the number of transactions, the address, a random number. The loser logs
\`Found that X is active and has more clients connected to it than this server. Exiting ... !!\`, quits, and comes back as an
empty passive. What was written to it in the meantime is gone.

Later releases of 4.3 know \`failover-priority consistency\` (it needs a licence): the passive then stops at
WAITING-FOR-PROMOTION until an operator decides. Earlier releases have no choice.

## What to do

Nothing, if a short loss of writes in a rare split is acceptable. Otherwise give the servers a redundant network, raise the
tolerance between servers (\`health-check l2-l2\`), or use \`consistency\` and accept that a failover waits for a person.`,
  sources: [SOURCES.failoverTuning, SOURCES.splitBrain, SOURCES.integrationServerSplitBrain, SOURCES.cdv1224],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      if (cluster.failoverPriority !== 'availability' || neverStarts(cluster)) continue;
      const stripe = cluster.stripes.find((each) => each.servers.length > 1);
      if (stripe === undefined) continue;
      yield {
        at: cluster.at.settings['failover-priority'] ?? cluster.at.name,
        message: `If ${listed(stripe.servers.map((server) => server.name))} lose sight of each other, ${cluster.name} has two actives.`,
        why: 'failover-priority is availability: each side goes on and accepts writes; when they meet again, one of them quits and what was written to it is lost.',
        help:
          cluster.terracotta10 === undefined
            ? 'Accept it, give the servers a redundant network, or choose `failover-priority consistency` where the release has it and let an operator promote.'
            : 'Accept it, give the servers a redundant network, or choose `failover-priority consistency` with an odd number of servers and voters.',
        related: stripe.servers.map((server) => ({
          at: server.at.name,
          message: `${server.name} can become active on its own`,
        })),
      };
    }
  },

  demonstration: twoActivesUnlessTheyAsk,

  failing: `cluster orders {
//      ^^^^^^ TCS317
  server tsa-1, tsa-2
}
`,
  passing: `cluster orders {
  server tsa-1
}
`,
};

/** Releases that insist on a priority do not come so far without one: TCS318. */
const neverStarts = ({ terracotta10, product }: Cluster): boolean =>
  terracotta10?.failoverPriority === 'missing' &&
  terracotta10.core !== '5.5' &&
  has(product, entryOf('cluster.failover-priority'));
