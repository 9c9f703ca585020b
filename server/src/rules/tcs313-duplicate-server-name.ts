import type { Model, Server } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { changeName, fix } from './support/edits.ts';
import { freeNodeName } from './support/names.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS313',
  slug: 'duplicate-server-name',
  title: 'Two servers of a cluster have one name',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A server is started by name (\`start-tc-server.sh -n tsa-1\`) and finds its own part of the configuration by it. With two entries of one
name the start is ambiguous. Names must be unique in the whole cluster, not only in a stripe.

## What to do

Give every server a name of its own.`,
  sources: [SOURCES.groupConfiguration, SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const byName = new Map<string, Server>();
      for (const server of cluster.stripes.flatMap((stripe) => stripe.servers)) {
        const first = byName.get(server.name);
        if (first === undefined) {
          byName.set(server.name, server);
          continue;
        }
        const free = freeNodeName(model, server.name);
        yield {
          at: server.at.name,
          message: `${cluster.name} has two servers of the name ${server.name}.`,
          why: 'Which of the two a start by name means is not decided.',
          help: 'Give every server a name of its own.',
          related: [{ at: first.at.name, message: 'the other one' }],
          fixes: fix(`Rename it to ${free}`, changeName(model, server.at.name, free)),
        };
      }
    }
  },

  failing: `cluster orders {
  stripe { server tsa-1, tsa-2 }
  stripe { server tsa-3, tsa-1 }
//                       ^^^^^ TCS313
}
`,
  passing: `cluster orders {
  stripe { server tsa-1, tsa-2 }
  stripe { server tsa-3, tsa-4 }
}
`,
};
