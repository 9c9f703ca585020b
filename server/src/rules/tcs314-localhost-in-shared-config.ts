import { isLoopback } from '../language/ports.ts';
import type { Client, Model } from '../model/model.ts';
import { lookedForAtHome } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { addressesOf } from './support/urls.ts';

export const rule: Rule = {
  id: 'TCS314',
  slug: 'localhost-in-shared-config',
  title: 'Clients elsewhere take localhost for the host of a server',
  severity: 'warning',
  otherSeverity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A client asks one server for the configuration of the array and then connects to the hosts that it names. \`localhost\` means the
client's own machine there; so it does for the other servers of the array.

## When it is reported

As a warning when a server has a loopback address as its \`host\` while another server, or a client of the array, has another host, or a
client knows the array by another address. As an information when nothing is said about any other machine: then all is
well as long as everything runs on one.

## What to do

Write the names by which the other machines reach the servers.`,
  sources: [SOURCES.integrationServerTcConfig, SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of clustersOf(model)) {
      const servers = cluster.stripes.flatMap((stripe) => stripe.servers);
      const local = servers.find((server) => server.at.settings.host !== undefined && isLoopback(server.host));
      if (local === undefined) continue;
      const server = servers.find((each) => each.at.settings.host !== undefined && !isLoopback(each.host));
      const client = clients.find(isElsewhere);
      if (server === undefined && client === undefined && clients.length > 0) continue;
      const elsewhere = server ?? client;
      yield {
        at: local.at.settings.host ?? local.at.name,
        ...(elsewhere === undefined ? { severity: 'info' as const } : {}),
        message:
          elsewhere === undefined
            ? `${local.name} is known as ${local.host}, which is right on its own machine only.`
            : `${local.name} is known as ${local.host}, and ${elsewhere.name} is on another machine.`,
        why: 'Who reads this configuration on another machine connects to that machine itself, and finds no server there.',
        help: 'Write the name by which the other machines reach the server.',
        related:
          elsewhere === undefined
            ? []
            : [
                {
                  at: elsewhere.at.settings.host ?? elsewhere.at.settings.url ?? elsewhere.at.name,
                  message: `${elsewhere.name} is elsewhere`,
                },
              ],
      };
    }
  },

  demonstration: lookedForAtHome,

  failing: `cluster orders {
  server tsa-1 { host localhost }
//               ^^^^^^^^^^^^^^ TCS314
  server tsa-2 { host blade-8 }
}
`,
  passing: `cluster orders {
  server tsa-1 { host localhost  tsa-port 9510 }
  server tsa-2 { host localhost  tsa-port 9610 }
}

client shop {
  host localhost
  rejoin true
  cache prices { nonstop true }
}
`,
};

/** On a machine that is named, or with an address of the array that is no loopback. */
function isElsewhere(client: Client): boolean {
  if (client.at.settings.host !== undefined) return !isLoopback(client.host);
  return addressesOf(client).some(({ host }) => !isLoopback(host));
}
