import type { Model } from '../model/model.ts';
import { blipCostsIdentity } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { setReconnect } from './support/reconnect.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS211',
  slug: 'l1reconnect-disabled',
  title: 'A client is lost with its first dropped connection',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

With \`l1reconnect\` a client whose connection was dropped (a switch that restarts, a firewall that forgets) may open it again
under the same identity, for \`timeout\`, 5 s by default; its locks stay held and lost messages are sent again. Nobody
notices.

With \`enabled false\` the server removes the client at once. It must rejoin, or its process must be restarted, for a blip of
a fraction of a second. The servers' own check of the settings says nothing about it.

\`l2.l1reconnect.enabled\` is true by default in the product's \`tc.properties\` of 3.7 and 4.x; the high-availability guide
still says false.

## What to do

Leave it on.`,
  sources: [SOURCES.clientReconnect, SOURCES.reconnectCode],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of clustersOf(model)) {
      if (cluster.l1Reconnect.enabled) continue;
      const staysOut = clients.length === 0 || clients.some((client) => !client.rejoin);
      yield {
        at: cluster.at.settings['l1reconnect.enabled'] ?? cluster.at.name,
        message: `Without l1reconnect the servers of ${cluster.name} remove a client as soon as its connection drops.`,
        why: `The shortest interruption of the network costs identity and locks, and ${staysOut ? 'a client without rejoin stays out until its process is restarted' : 'every client must rejoin with empty caches'}.`,
        help: 'Leave it on, as it is by default: `l1reconnect { enabled true }`.',
        fixes: fix('Switch l1reconnect on', setReconnect(model, cluster, 'l1reconnect.enabled', 'true')),
      };
    }
  },

  demonstration: blipCostsIdentity,

  failing: `cluster orders {
  server tsa-1, tsa-2
  l1reconnect { enabled false }
//              ^^^^^^^^^^^^^ TCS211
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  l1reconnect { timeout 8s }
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}
`,
};
