import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS401',
  slug: 'clustered-overflow-to-disk',
  title: 'A clustered cache overflows to the local disk',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The data of a clustered cache is in the array; the JVM keeps a part of it on its heap and nothing on its disk. Ehcache refuses
the combination when the cache manager starts: \`overflowToDisk isn't supported for a clustered Terracotta cache\`.

## When it is reported

For clustered caches, and for a clustered default cache, with \`overflow-to-disk true\`.

## What to do

Remove the setting. What does not fit on the heap of the JVM is read from the array.`,
  sources: [SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, client, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || checked.overflowToDisk !== true) continue;
      const setting = cache.at.settings['overflow-to-disk'];
      yield {
        at: placeIn(cache, 'overflow-to-disk'),
        message: `${client.family} does not start: its clustered cache ${cache.name} has overflow-to-disk.`,
        why: 'Ehcache throws InvalidConfigurationException: the data of a clustered cache is in the array, and never on the local disk.',
        help: 'Remove overflow-to-disk.',
        fixes: fix('Remove overflow-to-disk', removeSetting(model, setting)),
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    overflow-to-disk true
//  ^^^^^^^^^^^^^^^^^^^^^ TCS401
    nonstop true
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    overflow-to-disk false
    nonstop true
  }
  cache texts { clustered false  overflow-to-disk true }
}
`,
};
