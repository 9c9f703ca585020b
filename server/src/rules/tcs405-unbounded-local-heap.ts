import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS405',
  slug: 'unbounded-local-heap',
  title: 'A clustered cache may fill the heap of its JVM',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`maxEntriesLocalHeap 0\` is without a limit. The local tier of a clustered cache grows with everything that is read; the garbage
collector takes longer and longer, until a pause exceeds what the health check tolerates and the client is removed from the
cluster, or the JVM ends with OutOfMemoryError.

## When it is reported

For clustered caches with a local tier and \`max-entries-local-heap 0\`, where neither the cache nor its cache manager has a
\`max-bytes-local-heap\`.

## What to do

Limit it: the entries that are read often, not all there are. What is not on the heap is read from the array.`,
  sources: [SOURCES.ehcacheConfiguration, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, client, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || !cache.localCacheEnabled || checked.maxEntriesLocalHeap !== 0) continue;
      if (checked.maxBytesLocalHeap !== undefined || client.checked?.maxBytesLocalHeap !== undefined) continue;
      yield {
        at: placeIn(cache, 'max-entries-local-heap'),
        message: `The local tier of ${cache.name} has no limit.`,
        why: `It grows with everything that is read; long garbage collections of ${client.family} end in its removal from the cluster, or in OutOfMemoryError.`,
        help: 'Limit it to the entries that are read often, as in `max-entries-local-heap 10000`.',
        fixes: fix(
          'Limit it to 10000 entries',
          changeValue(model, cache.at.settings['max-entries-local-heap'], '10000'),
        ),
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    max-entries-local-heap 0
//  ^^^^^^^^^^^^^^^^^^^^^^^^ TCS405
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { max-entries-local-heap 10000  nonstop true }
  cache texts { max-entries-local-heap 0  max-bytes-local-heap 100m  nonstop true }
}
`,
};
