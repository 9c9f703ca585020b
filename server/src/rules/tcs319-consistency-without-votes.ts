import type { Model } from '../model/model.ts';
import { mirrorNeverTakesOver } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { addToBlock, fix, setSetting } from './support/edits.ts';
import { freeNodeName } from './support/names.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { countsVotes, votesIn } from './support/votes.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS319',
  slug: 'consistency-without-votes',
  title: 'Two servers prefer consistency and have no voter: the mirror never takes over',
  severity: 'warning',
  phase: 'static',
  lines: ['10.x'],
  documentation: `## What happens

Under \`failover-priority consistency\` a passive becomes active only with more than half of all votes. Of two servers without
external voters that is both: when the active is gone, the mirror has one vote of two and is suspended
(\`Not enough registered voters.  Require override intervention or 1 members of the stripe to be connected for action MOVE_TO_ACTIVE\`). It stays so until the
active comes back or an operator overrides. The mirror saves the data, and nothing of the availability.

| Servers | Voters | The active stays with | A passive takes over with |
|---|---|---|---|
| 2 | 0 | nobody else | the other server, which is the lost one |
| 2 | 1 | 1 other vote | 1 other vote |
| 3 | 0 | 1 other vote | 1 other vote |

## What to do

Allow one external voter, \`failover-priority consistency:1\`, and run it on a third machine; or add a third server. If standing still is
what you want, say so in the scenario: the rule is an advice about the configuration.`,
  sources: [SOURCES.votes, SOURCES.failoverTuning10],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const stripe = cluster.stripes.find((each) => countsVotes(cluster, each) && votesIn(cluster, each) === 2);
      if (stripe === undefined) continue;
      const servers = listed(stripe.servers.map(({ name }) => name));
      yield {
        at: cluster.at.settings['failover-priority'] ?? cluster.at.name,
        message: `If one of ${servers} is the active and dies, the other one never takes over.`,
        why: 'A passive needs more than half of the votes, and of these two it has one. It waits until the lost server is back or an operator overrides.',
        help: 'Allow an external voter, `failover-priority consistency:1`, and run it on a third machine; or add a third server.',
        fixes: fix(
          'Add an external voter',
          setSetting(model, cluster.at, 'failover-priority', 'consistency:1'),
          addToBlock(model, cluster.at, `voter ${freeNodeName(model, 'voter-0')}`),
        ),
      };
    }
  },

  demonstration: mirrorNeverTakesOver,

  failing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS319
  server s1, s2
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
  server s1, s2
  voter v1
}

cluster three {
  product terracotta 10.7
  failover-priority consistency
  server s3, s4, s5
}
`,
};
