import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf, doesNotStart, placeIn } from './support/caches.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS420',
  slug: 'eventual-with-synchronous-writes',
  title: 'An eventual cache is to wait for every write',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`synchronous-writes true\` lets a write return only when the server has received it. Ehcache offers that for strong caches alone, and
refuses the others when the cache manager starts: \`Terracotta clustered caches with eventual consistency and synchronous writes are not
supported yet\`. Since \`eventual\` is the default of \`consistency\`, \`synchronous-writes true\` by itself is enough.

## When it is reported

For clustered caches, and for a clustered default cache, with \`synchronous-writes true\` and without \`consistency strong\`. What is wrong
with the default cache keeps only those from being that the application makes after it.

## What to do

Say \`consistency strong\` where no acknowledged write may be lost. Otherwise leave \`synchronous-writes\` out.`,
  sources: [SOURCES.ehcacheCache],

  *check(model: Model): Iterable<Finding> {
    for (const each of cachesOf(model)) {
      const { cache, client } = each;
      if (!cache.clustered || !cache.synchronousWrites || cache.consistency === 'strong') continue;
      // Where nothing is written the older name says it.
      if (client.integrationServer !== undefined || cache.checked?.coherent === true) continue;
      yield {
        at: placeIn(cache, 'synchronous-writes'),
        message: `${doesNotStart(each)}: its cache ${cache.name} has synchronous-writes and is eventual.`,
        why: 'Ehcache throws InvalidConfigurationException: it waits for the writes of a strong cache only.',
        help: 'Use `consistency strong`, or leave synchronous-writes out.',
        related: [{ at: placeIn(cache, 'consistency'), message: `${cache.name} is eventual` }],
        fixes: [
          ...fix('Use consistency strong', setSetting(model, cache.at, 'consistency', 'strong')),
          ...fix('Set synchronous-writes false', setSetting(model, cache.at, 'synchronous-writes', 'false')),
        ],
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache baskets {
    synchronous-writes true
//  ^^^^^^^^^^^^^^^^^^^^^^^ TCS420
    nonstop true
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache baskets { consistency strong  synchronous-writes true  nonstop true }
  cache texts { clustered false  synchronous-writes true }
}
`,
};
