import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { clashesOn } from './support/ports.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS334',
  slug: 'dynconf-address-clash',
  title: 'Two servers of a cluster have one address',
  severity: 'error',
  phase: 'static',
  lines: ['10.x'],
  documentation: `## What happens

Each node of a cluster is found by its host and port. The configuration tool refuses a cluster in which two nodes share them
(\`Nodes with names: … have the same address\`), and on one machine the second process cannot open the port.

## When it is reported

For servers whose \`host\` is written and the same, when they have the same \`tsa-port\` or \`group-port\` and one of them writes a
port, or they come from a configuration file. In a scenario a host is often all that matters: ports that nobody writes are left alone.

## What to do

Give servers on one machine ports of their own. 9410 and 9430 are the defaults; up to 10.6 a group port that is not written is the other one plus 20.`,
  sources: [SOURCES.dynamicConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const clash of clashesOn(model)) {
      yield {
        ...clash,
        why: 'The configuration tool refuses the cluster, and the second process cannot start.',
        help: 'Give each server of a host ports of its own; 9410 and 9430 are the defaults.',
      };
    }
  },

  failing: `cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1 { host alpha }
  server s2 { host alpha  tsa-port 9410  group-port 9440 }
//                        ^^^^^^^^^^^^^ TCS334
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1 { host localhost }
  server s2 { host localhost  tsa-port 9510  group-port 9530 }
}
`,
};
