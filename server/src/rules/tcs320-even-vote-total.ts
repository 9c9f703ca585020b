import type { Cluster, Model } from '../model/model.ts';
import { halfIsTooLittle } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { addToBlock, fix, setSetting } from './support/edits.ts';
import { freeNodeName } from './support/names.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { countsVotes, othersToPromote, votesIn } from './support/votes.ts';
import { counted } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS320',
  slug: 'even-vote-total',
  title: 'An even number of votes: the last one buys nothing',
  severity: 'info',
  phase: 'static',
  lines: ['10.x'],
  documentation: `## What happens

Under \`failover-priority consistency\` an active stays with half of the votes, and a passive takes over with more than half. With an
even total the two differ: if exactly half is left, an active goes on, but if the active was in the other half, nobody takes over.
Four votes tolerate the loss of one for a take-over, as three do; six tolerate two, as five do.

## What to do

Make the total of servers and voters odd.`,
  sources: [SOURCES.votes, SOURCES.failoverTuning10],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const stripe = cluster.stripes.find((each) => countsVotes(cluster, each) && votesIn(cluster, each) % 2 === 0);
      const voterCount = cluster.terracotta10?.voterCount ?? 0;
      const votes = stripe === undefined ? 0 : votesIn(cluster, stripe);
      // Two votes are the matter of TCS319.
      if (votes < 4) continue;
      const lost = votes - othersToPromote(votes) - 1;
      yield {
        at: cluster.at.settings['failover-priority'] ?? cluster.at.name,
        message: `${cluster.name} has ${votes} votes: one more than it needs to get over the loss of ${lost}.`,
        why: `A take-over needs ${othersToPromote(votes) + 1} of them. When exactly half is left, an old active goes on, and no new one is elected.`,
        help: `Make the total odd: ${votes - 1} tolerate as much, ${votes + 1} tolerate the loss of ${counted(lost + 1, 'vote')}.`,
        fixes: isEvenEverywhere(cluster)
          ? fix(
              'Add an external voter',
              setSetting(model, cluster.at, 'failover-priority', `consistency:${voterCount + 1}`),
              addToBlock(model, cluster.at, `voter ${freeNodeName(model, 'voter-0')}`),
            )
          : [],
      };
    }
  },

  demonstration: halfIsTooLittle,

  failing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS320
  server s1, s2, s3
  voter v1
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency:2
  server s1, s2, s3
  voter v1, v2
}
`,
};

/** One voter more is one vote more in every stripe. */
const isEvenEverywhere = (cluster: Cluster): boolean =>
  cluster.stripes.every((stripe) => !countsVotes(cluster, stripe) || votesIn(cluster, stripe) % 2 === 0);
