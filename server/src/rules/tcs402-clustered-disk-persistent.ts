import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS402',
  slug: 'clustered-disk-persistent',
  title: 'A clustered cache is to be kept on the local disk',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`diskPersistent\` keeps the disk store of one JVM for its next start. A clustered cache has none, and Ehcache refuses it:
\`diskPersistent isn't supported for a clustered Terracotta cache\`. What makes clustered data survive a stop are servers that are
\`restartable\`.

## When it is reported

For clustered caches, and for a clustered default cache, with \`disk-persistent true\`.

## What to do

Remove it. From Ehcache 2.7 on, \`persistence-strategy distributed\` says what is meant.`,
  sources: [SOURCES.ehcacheConfiguration, SOURCES.integrationServerDistributed],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, client, cluster, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || checked.diskPersistent !== true) continue;
      yield {
        at: placeIn(cache, 'disk-persistent'),
        message: `${client.family} does not start: its clustered cache ${cache.name} has disk-persistent.`,
        why: 'Ehcache throws InvalidConfigurationException: a clustered cache has no disk store in the JVM that could persist.',
        help: `Remove disk-persistent; ${cluster.restartable ? 'the servers keep the data, since they are restartable.' : 'make the array restartable if the data must survive a full stop.'}`,
        fixes: fix('Remove disk-persistent', removeSetting(model, cache.at.settings['disk-persistent'])),
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    disk-persistent true
//  ^^^^^^^^^^^^^^^^^^^^ TCS402
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { persistence-strategy distributed  nonstop true }
}
`,
};
