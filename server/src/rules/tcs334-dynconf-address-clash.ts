import type { Model, Server } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

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

For servers whose \`host\` is written and the same, when they have the same \`tsa-port\` or \`group-port\` and at least one of them writes
it. Ports that nobody writes are left alone: in a scenario a host is often all that matters.

## What to do

Give servers on one machine ports of their own: 9410 and 9430 are the defaults.`,
  sources: [SOURCES.dynamicConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const servers = cluster.stripes.flatMap((stripe) => stripe.servers);
      for (const port of PORTS) {
        const first = new Map<string, Server>();
        for (const server of servers.filter(({ at }) => at.settings.host !== undefined)) {
          const address = `${server.host}:${server.checked?.[port.field] ?? port.usual}`;
          const other = first.get(address);
          if (other === undefined) {
            first.set(address, server);
            continue;
          }
          const at = server.at.settings[port.setting] ?? other.at.settings[port.setting];
          if (at === undefined) continue;
          yield {
            at,
            message: `${other.name} and ${server.name} both have the address ${address}.`,
            why: 'The configuration tool refuses the cluster, and the second process cannot open its port.',
            help: `Give one of them another ${port.setting}.`,
            related: [{ at: other.at.name, message: 'the other one' }],
          };
        }
      }
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

/** Source: Setting.NODE_PORT and NODE_GROUP_PORT of the dynamic configuration. */
const PORTS = [
  { setting: 'tsa-port', field: 'tsaPort', usual: 9410 },
  { setting: 'group-port', field: 'groupPort', usual: 9430 },
] as const;
