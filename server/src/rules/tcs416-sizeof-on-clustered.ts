import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS416',
  slug: 'sizeof-on-clustered',
  title: 'The size of entries of a clustered cache is not measured',
  severity: 'hint',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A \`<sizeOfPolicy>\` says how deep Ehcache looks when it measures entries on the heap. For a clustered cache it is ignored, with a
line in the log.

## When it is reported

For clustered caches with a policy of their own.

## What to do

Remove the element.`,
  sources: [SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || checked.sizeOfPolicy !== true) continue;
      yield {
        at: placeIn(cache, 'size-of-policy'),
        message: `The size-of-policy of ${cache.name} has no effect: the cache is clustered.`,
        why: 'Ehcache ignores it, with a warning in its log.',
        help: 'Remove it.',
        fixes: fix('Remove size-of-policy', removeSetting(model, cache.at.settings['size-of-policy'])),
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    size-of-policy true
//  ^^^^^^^^^^^^^^^^^^^ TCS416
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { nonstop true }
  cache texts { clustered false  size-of-policy true }
}
`,
};
