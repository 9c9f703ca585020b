import type { Model } from '../model/model.ts';
import { staysOut } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { canBeNonstop, enableNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS105',
  slug: 'no-nonstop-no-rejoin',
  title: 'A client has neither rejoin nor nonstop caches',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Without nonstop a call on a clustered cache has no time limit. While no active server can be reached it waits; the threads
of the application pile up behind it.

Without rejoin the first refusal is final. A client that the servers have removed (a pause or a network cut longer than
the health check tolerates, or a return after the client reconnect window) is told so when it comes back, logs
\`Reconnection was rejected from server, but rejoin is not enabled. This client will never be able to join the cluster again\`,
and its process must be restarted.

Both are defaults of the product, in every version.

## What to do

Make the caches nonstop, choose what a timed-out call shall do, and switch rejoin on.`,
  sources: [SOURCES.clientReconnect, SOURCES.clientConnection, SOURCES.clusterState, SOURCES.ehc1088],

  *check(model: Model): Iterable<Finding> {
    for (const { client } of clientsOf(model)) {
      // Without an array to connect to it does not start, which TCS411 says, and rejoin would have nothing to come back to.
      if (client.rejoin || client.checked?.terracottaConfig === 'none') continue;
      const template = client.checked?.defaultCache;
      const caches = template === undefined ? client.caches : [...client.caches, template];
      const blocking = caches.filter((cache) => cache.clustered && !cache.nonstop.enabled);
      if (blocking.length === 0) continue;
      const names = listed(blocking.map((cache) => cache.name));
      yield {
        at: client.at.name,
        message: `${client.family} has no rejoin, and its clustered ${blocking.length === 1 ? 'cache' : 'caches'} ${names} ${blocking.length === 1 ? 'is' : 'are'} not nonstop.`,
        why: 'Calls block without a limit while no active server can be reached, and once the servers have removed the client only a restart of its process brings it back.',
        help: `Make ${names} nonstop and switch rejoin on.`,
        related: blocking.map((cache) => ({ at: cache.at.name, message: `${cache.name} is not nonstop` })),
        fixes: !blocking.every(canBeNonstop)
          ? []
          : fix(
              `Switch rejoin on and make ${names} nonstop`,
              setSetting(model, client.at, 'rejoin', 'true'),
              ...blocking.map((cache) => enableNonstop(model, cache)),
            ),
      };
    }
  },

  demonstration: staysOut,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
//     ^^^^ TCS105
  cache sessions
  cache prices
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

client report {
  cache figures { nonstop { timeout-behavior noop } }
}

client draft {
  terracotta-config none
  cache notes
}
`,
};
