import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, hasEhcache, placeIn } from './support/caches.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS407',
  slug: 'eternal-uncapped-on-server',
  title: 'Entries never expire and the cache has no limit in the array',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Entries that never expire leave the array only when it evicts them: when its off-heap memory is full, or when the cache has
reached \`max-entries-in-cache\`. Without that limit one growing cache takes the memory of all, and the array evicts live entries of
every cache.

## When it is reported

From Ehcache 2.7 on, for clustered caches with \`eternal true\` and without \`max-entries-in-cache\`.

## What to do

Set a limit or a lifetime.`,
  sources: [SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, cluster, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || checked.eternal !== true || !hasEhcache(cluster, 7)) continue;
      if ((checked.maxEntriesInCache ?? 0) > 0) continue;
      yield {
        at: placeIn(cache, 'eternal'),
        message: `Entries of ${cache.name} never expire, and nothing limits it in the array.`,
        why: 'When the off-heap memory of the servers is full they evict entries that are still needed, of every cache.',
        help: 'Set max-entries-in-cache, or a time-to-live instead of eternal.',
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    eternal true
//  ^^^^^^^^^^^^ TCS407
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { eternal true  max-entries-in-cache 100000  nonstop true }
  cache texts { time-to-live 1h  nonstop true }
}
`,
};
