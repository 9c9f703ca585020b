import type { Model, Server } from '../model/model.ts';
import { hostTakesBoth } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { hostKey } from './support/ports.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS311',
  slug: 'mirrors-on-one-host',
  title: 'A server and its mirror are on one host',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A mirror is there for the loss of a machine. On the same host it is lost with the active: with the power, the network card,
the memory, or a virtual machine that is moved and stands still for a while. What remains covered is the end of one process.

## When it is reported

For servers of one stripe whose \`host\` is written and the same. Servers without a host have one of their own. \`localhost\`
and loopback addresses are taken for a test on one machine.

## What to do

Put the servers of a stripe on different hosts, with power and network of their own.`,
  sources: [SOURCES.highAvailability, SOURCES.bestPractices],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      for (const stripe of cluster.stripes) {
        if (stripe.servers.length < 2) continue;
        for (const servers of Map.groupBy(stripe.servers.filter(hasRealHost), hostKey).values()) {
          const [first, second] = servers;
          if (first === undefined || second === undefined) continue;
          const hostOf = (server: Server) => server.at.settings.host ?? server.at.name;
          yield {
            at: hostOf(second),
            message: `${listed(servers.map((server) => server.name))} of one stripe are on one host, ${first.host}.`,
            why: 'The host takes the active and its mirror with it; there is nobody left to take over.',
            help: 'Put the servers of a stripe on different hosts, with power and network of their own.',
            related: servers
              .filter((server) => server !== second)
              .map((server) => ({ at: hostOf(server), message: `${server.name} is there` })),
          };
        }
      }
    }
  },

  demonstration: hostTakesBoth,

  failing: `cluster orders {
  server tsa-1 { host blade-7 }
  server tsa-2 { host blade-7 }
//               ^^^^^^^^^^^^ TCS311
}
`,
  passing: `cluster orders {
  stripe {
    server tsa-1 { host blade-7 }
    server tsa-2 { host blade-8 }
  }
  stripe {
    server tsa-3 { host blade-8 }
    server tsa-4 { host blade-7 }
  }
}
`,
};

const LOOPBACK = /^(localhost|127[.-]|host-127-|::1$)/i;

const hasRealHost = (server: Server): boolean => server.at.settings.host !== undefined && !LOOPBACK.test(server.host);
