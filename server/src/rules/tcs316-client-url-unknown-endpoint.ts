import type { Model } from '../model/model.ts';
import { findsNobody } from './demonstrations/addresses.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { hasOpenPort, isAt, nameOfPort, portsOf } from './support/ports.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';
import { addressesOf, addressOf, areAllOtherHosts, changeUrl } from './support/urls.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS316',
  slug: 'client-url-unknown-endpoint',
  title: 'A client looks for its array at a place where no server listens',
  severity: 'error',
  otherSeverity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A client connects to the tsa-port of a server (9510; 9410 from Terracotta 10 on). At the group port, the JMX port or the management port of
the same server nobody understands it, and at another port nobody answers: the client tries again without end.

## When it is reported

As an error when \`url\` names the host of a server and a port that is not its tsa-port; as a warning when that port is the usual one,
because none is written. As a warning, too, when it names a host that is none
of the servers': names may have other names, so this is said only where all are host names, or all are addresses.

## What to do

Write host and tsa-port of the servers.`,
  sources: [SOURCES.clientConnection, SOURCES.ports],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cluster } of clientsOf(model)) {
      const servers = cluster.stripes.flatMap((stripe) => stripe.servers);
      for (const address of addressesOf(client)) {
        const { host, port, text } = address;
        const onHost = servers.filter((server) => isAt(server, host));
        const setting = client.at.settings.url;
        const at = setting ?? client.at.name;
        const [server] = onHost;
        if (server === undefined) {
          if (!areAllOtherHosts(host, servers)) continue;
          yield {
            at,
            severity: 'warning',
            message: `${host}, where ${client.family} looks for ${cluster.name}, is none of its servers.`,
            why: 'Unless it is another name of one of them, the client tries to connect without end.',
            help: `The servers are ${listed(servers.map((each) => addressOf(each, cluster)))}.`,
          };
        } else if (
          port !== undefined &&
          !onHost.some((each) => portsOf(each, cluster).tsa === port || hasOpenPort(each, model))
        ) {
          const other = onHost.map((each) => nameOfPort(each, cluster, port)).find((name) => name !== undefined);
          const isUsual = other === undefined && onHost.every((each) => each.checked?.tsaPort === undefined);
          yield {
            at,
            ...(isUsual ? { severity: 'warning' as const } : {}),
            message: `${client.family} looks for ${server.name} at port ${port}${other === undefined ? '' : `, its ${other}`}; its tsa-port is ${portsOf(server, cluster).tsa}.`,
            why: 'Nobody there understands a client: it tries to connect without end.',
            help: `Write \`${addressOf(server, cluster)}\`.`,
            related: [
              { at: server.at.settings['tsa-port'] ?? server.at.name, message: `${server.name} is declared here` },
            ],
            fixes: fix(
              `Use port ${portsOf(server, cluster).tsa}`,
              changeUrl(
                model,
                setting,
                addressesOf(client).map((each) => (each.text === text ? addressOf(server, cluster) : each.text)),
              ),
            ),
          };
        }
      }
    }
  },

  demonstration: findsNobody,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  url "tsa-1:9530,tsa-2:9510"
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS316
  rejoin true
  cache prices { nonstop true }
}
`,
  passing: `cluster orders {
  server tsa-1 { host blade-7  tsa-port 9610 }
  server tsa-2 { host blade-8 }
}

client shop {
  url "blade-7:9610,blade-8:9510"
  rejoin true
  cache prices { nonstop true }
}
`,
};
