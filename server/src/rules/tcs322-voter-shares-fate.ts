import type { Model } from '../model/model.ts';
import { voterGoesToo } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { hostKey } from './support/ports.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { countsVotes } from './support/votes.ts';

export const rule: Rule = {
  id: 'TCS322',
  slug: 'voter-shares-fate',
  title: 'A voter runs on the machine of a server',
  severity: 'warning',
  phase: 'static',
  lines: ['10.x'],
  documentation: `## What happens

An external voter is there for the moment in which a server is lost. On the machine of a server it is lost with it: of two servers and one
voter that is two votes of three at once, and the other server cannot take over. It also takes the side of its machine when the
network splits.

## When it is reported

When the \`host\` of a voter is written and is that of a server of its cluster.

## What to do

Run the voter on a third machine, with power and network of its own.`,
  sources: [SOURCES.failoverTuning10, SOURCES.votes],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      // Elsewhere nobody needs its vote.
      const servers = cluster.stripes.flatMap((stripe) => (countsVotes(cluster, stripe) ? stripe.servers : []));
      for (const voter of model.voters ?? []) {
        if (voter.cluster !== cluster.name || voter.at.settings.host === undefined) continue;
        const server = servers.find((each) => hostKey(each) === hostKey(voter));
        if (server === undefined) continue;
        yield {
          at: voter.at.settings.host,
          message: `${voter.name} runs on ${voter.host}, as ${server.name} does.`,
          why: `What takes ${server.name} away takes the vote away that its mirror needs to become active.`,
          help: 'Run the voter on a third machine, with power and network of its own.',
          related: [{ at: server.at.settings.host ?? server.at.name, message: `${server.name} is there` }],
        };
      }
    }
  },

  demonstration: voterGoesToo,

  failing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
  server s1 { host alpha }
  server s2 { host beta }
  voter v1 { host beta }
//           ^^^^^^^^^ TCS322
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
  server s1 { host alpha }
  server s2 { host beta }
  voter v1 { host gamma }
}
`,
};
