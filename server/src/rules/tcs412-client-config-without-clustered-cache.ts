import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS412',
  slug: 'client-config-without-clustered-cache',
  title: 'A client of an array has no clustered cache',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The client connects to the array and keeps nothing there: all its caches are local. A failure of the array changes nothing for it, and a
test that shows so proves nothing. Often the caches are created by code, where no tool sees whether they are nonstop.

## When it is reported

For clients all of whose caches, and whose default cache, are local, unless they have \`terracotta-config none\`.

## What to do

Add \`<terracotta/>\` to the caches that are meant to be clustered. If code creates them, declare them here.`,
  sources: [SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { client } of clientsOf(model)) {
      if (client.integrationServer !== undefined || client.ehcache3 !== undefined) continue;
      if (client.checked?.terracottaConfig === 'none') continue;
      const caches = [
        ...client.caches,
        ...(client.checked?.defaultCache === undefined ? [] : [client.checked.defaultCache]),
      ];
      if (caches.some((cache) => cache.clustered)) continue;
      const isEmpty = client.caches.length === 0;
      yield {
        at: client.at.name,
        message: isEmpty
          ? `${client.family} connects to an array and declares no cache.`
          : `${client.family} connects to an array, and all its caches are local.`,
        why: 'No failure of the array reaches its calls; a test of one proves nothing.',
        help: isEmpty
          ? 'Declare the caches that its code creates, with their nonstop settings.'
          : 'Make the caches clustered that are meant to be; declare those that code creates.',
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
//     ^^^^ TCS412
  cache prices { clustered false }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { clustered false }
  cache texts { nonstop true }
}

client reports {
  terracotta-config none
  cache prices { clustered false }
}
`,
};
