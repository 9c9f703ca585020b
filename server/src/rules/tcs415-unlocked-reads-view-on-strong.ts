import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS415',
  slug: 'unlocked-reads-view-on-strong',
  title: 'A strong cache is read without its lock',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`UnlockedReadsView\` reads a strong cache without the lock of the cluster. It is fast, and it gives up what strong is for: a reader may
see an old value, and null right after a put of its own JVM.

## When it is reported

For clustered strong caches with \`decorator UnlockedReadsView\`.

## What to do

Use it where a stale value does no harm. Where code reads what it has just written, read the cache itself.`,
  sources: [SOURCES.configurationReference, SOURCES.ehc1046],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || cache.consistency !== 'strong' || checked.decorator !== 'UnlockedReadsView') continue;
      yield {
        at: placeIn(cache, 'decorator'),
        message: `${cache.name} is strong, but UnlockedReadsView reads it without its lock.`,
        why: 'Such a read may give an old value, or null right after a put.',
        help: 'Keep it where a stale value does no harm; where code reads what it has written, read the cache itself.',
        related: [{ at: placeIn(cache, 'consistency'), message: `${cache.name} is strong here` }],
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    consistency strong
    nonstop true
    decorator UnlockedReadsView
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS415
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { consistency strong  nonstop true  decorator BlockingCache }
  cache texts { nonstop true  decorator UnlockedReadsView }
}
`,
};
