import type { Model } from '../model/model.ts';
import { findsNobody } from './demonstrations/addresses.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';
import { addressesOf, addressOf, changeUrl, serversAt } from './support/urls.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS315',
  slug: 'client-url-lists-one-server',
  title: 'A client does not know all servers of its array',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A client asks one of the servers that its address lists for the configuration of the array; afterwards it knows all. While the listed
one is down a client that starts learns nothing: it waits, or gives up, although the other servers work. Clients that already run do
not notice, so the mistake shows on the worst day.

## When it is reported

When \`url\` of a client lists some servers of the cluster, recognised by host and port, and leaves others out.

## What to do

List every server: \`"tsa-1:9510,tsa-2:9510"\`.`,
  sources: [SOURCES.integrationServerNoConfig, SOURCES.integrationServerClustering],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cluster } of clientsOf(model)) {
      const addresses = addressesOf(client);
      const servers = cluster.stripes.flatMap((stripe) => stripe.servers);
      const listedServers = new Set(addresses.flatMap((address) => serversAt(address, servers, cluster)));
      const missing = servers.filter((server) => !listedServers.has(server));
      // An address that is none of theirs may be another name of one that seems to be missing.
      const others = addresses.filter((address) => serversAt(address, servers, cluster).length === 0);
      if (listedServers.size === 0 || missing.length <= others.length) continue;
      const setting = client.at.settings.url;
      const names = listed(missing.map(({ name }) => name));
      yield {
        at: setting ?? client.at.name,
        message: `The url of ${client.family} leaves out ${names}.`,
        why: `A client that starts while ${listed([...listedServers].map(({ name }) => name))} is down cannot get the configuration of the array, although ${names} would serve it.`,
        help: 'List every server of the array.',
        related: missing.slice(0, 1).map((server) => ({ at: server.at.name, message: `${server.name} is not listed` })),
        fixes: fix(
          'List every server',
          changeUrl(model, setting, [
            ...addresses.map(({ text }) => text),
            ...missing.map((server) => addressOf(server, cluster)),
          ]),
        ),
      };
    }
  },

  demonstration: findsNobody,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  url "tsa-1:9510"
//^^^^^^^^^^^^^^^^ TCS315
  rejoin true
  cache prices { nonstop true }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  url "tsa-1:9510,tsa-2:9510"
  rejoin true
  cache prices { nonstop true }
}
`,
};
