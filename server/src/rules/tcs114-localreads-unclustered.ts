import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf } from './support/caches.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS114',
  slug: 'localreads-unclustered',
  title: 'A cache that is not clustered has a nonstop behaviour for lost servers',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`localReads\` is for clustered caches. A cache with \`clustered false\` lives in this JVM alone and never waits for a server, so
there is nothing that could time out; the manual says that \`localReads\` throws for such a cache.

Mostly one of the two settings is a mistake: the cache was meant to be clustered, or the nonstop block was copied.

## What to do

Make the cache clustered, or remove its nonstop block.`,
  sources: [SOURCES.nonstop, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const { cache } of cachesOf(model)) {
      const { nonstop } = cache;
      if (cache.clustered || !nonstop.enabled || !nonstop.timeoutBehavior.startsWith('localReads')) continue;
      yield {
        at: nonstop.at?.settings['timeout-behavior'] ?? cache.at.name,
        message: `${cache.name} has ${nonstop.timeoutBehavior}, but is not clustered.`,
        why: 'A cache of this JVM alone never waits for a server; the manual says that this behaviour throws for it. One of the two settings is a mistake.',
        help: `Make ${cache.name} clustered, or remove its nonstop block.`,
        related: [{ at: cache.at.settings.clustered ?? cache.at.name, message: `${cache.name} is not clustered` }],
        fixes: fix(`Make ${cache.name} clustered`, setSetting(model, cache.at, 'clustered', 'true')),
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices {
    clustered false
    nonstop { timeout-behavior localReads }
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS114
  }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout-behavior localReads } }
  cache templates { clustered false }
}
`,
};
