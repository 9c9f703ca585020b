import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS403',
  slug: 'clustered-wrong-persistence-strategy',
  title: 'A clustered cache has a persistence strategy for local caches',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Where the data of a clustered cache is kept is the business of the array. Ehcache accepts \`distributed\` or nothing, and throws
\`InvalidConfigurationException\` for the other strategies when the cache manager starts.

## When it is reported

For clustered caches, and for a clustered default cache, with another \`persistence-strategy\` than \`distributed\`.

## What to do

Use \`distributed\`, or remove the setting.`,
  sources: [SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, client, checked } of checkedCachesOf(model)) {
      const { persistenceStrategy } = checked;
      if (!cache.clustered || persistenceStrategy === undefined || persistenceStrategy === 'distributed') continue;
      yield {
        at: placeIn(cache, 'persistence-strategy'),
        message: `${client.family} does not start: its clustered cache ${cache.name} has the persistence strategy ${persistenceStrategy}.`,
        why: 'Ehcache throws InvalidConfigurationException; for a clustered cache it knows distributed only.',
        help: 'Use `persistence-strategy distributed`, or leave it out.',
        fixes: fix(
          'Use persistence-strategy distributed',
          changeValue(model, cache.at.settings['persistence-strategy'], 'distributed'),
        ),
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    persistence-strategy localTempSwap
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS403
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { persistence-strategy distributed  nonstop true }
  cache texts { clustered false  persistence-strategy localTempSwap }
}
`,
};
