import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, doesNotStart, hasEhcache, placeIn } from './support/caches.ts';
import { changeSetting, fix } from './support/edits.ts';
import { removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS404',
  slug: 'clustered-max-elements-on-disk',
  title: 'A clustered cache has a limit for the local disk',
  severity: 'error',
  otherSeverity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Up to Ehcache 2.6 \`maxElementsOnDisk\` of a clustered cache was the limit of the whole cache in the array. Since 2.7 that is
\`maxEntriesInCache\`, and a limit for the local disk is refused when the cache manager starts: \`maxElementsOnDisk is not used with
clustered caches\`, \`You can't set maxEntriesLocalDisk when clustering your cache with Terracotta\`. A configuration that was right for
years stops working with an upgrade.

## When it is reported

For clustered caches and a clustered default cache with \`max-bytes-local-disk\`, and from Ehcache 2.7 (Terracotta 4.0) on with
\`max-entries-local-disk\`, even of 0. Only \`maxElementsOnDisk="0"\` is accepted: it cannot be told from what is not written. An
ehcache.xml that is checked by itself does not say which release it is for: there a limit of entries is a warning.

## What to do

Say \`max-entries-in-cache\` if the limit is meant for the array. Otherwise remove it.`,
  sources: [SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const each of checkedCachesOf(model)) {
      const { cache, cluster, checked } = each;
      const { maxEntriesLocalDisk: entries, maxBytesLocalDisk: bytes } = checked;
      const isEntries = entries !== undefined && hasEhcache(cluster, 7);
      if (!cache.clustered || (!isEntries && bytes === undefined)) continue;
      const name = isEntries ? 'max-entries-local-disk' : 'max-bytes-local-disk';
      const setting = cache.at.settings[name];
      // An ehcache.xml by itself does not say for which release it is.
      const mayBeOlder = isEntries && model.files[0]?.format !== undefined;
      const since = mayBeOlder ? ' from Ehcache 2.7 on' : '';
      yield {
        ...(mayBeOlder ? { severity: 'warning' as const } : {}),
        at: placeIn(cache, name),
        message: `${doesNotStart(each)}${since}: its clustered cache ${cache.name} has a limit for the local disk.`,
        why: isEntries
          ? 'Since Ehcache 2.7 such a limit is an error of the configuration; before, maxElementsOnDisk limited the whole clustered cache.'
          : 'Ehcache throws InvalidConfigurationException: a clustered cache has no disk in the JVM.',
        help:
          !isEntries || entries === 0
            ? `Remove ${name}.`
            : `Write \`max-entries-in-cache ${entries}\` if the limit is meant for the array, or remove it.`,
        fixes: [
          ...(!isEntries || entries === 0 || checked.maxEntriesInCache !== undefined
            ? []
            : fix(
                'Make it max-entries-in-cache',
                changeSetting(model, setting ?? cache.at.name, `max-entries-in-cache ${entries}`),
              )),
          ...fix(`Remove ${name}`, removeSetting(model, setting)),
        ],
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    max-entries-local-disk 100000
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS404
  }
}
`,
  passing: `cluster orders {
  product terracotta 3.7
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { max-entries-local-disk 100000  nonstop true }
}
`,
};
