import type { Model } from '../model/model.ts';
import { madeAfterTheDefaultCache } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { canBeNonstop, enableNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS102',
  slug: 'rejoin-template-without-nonstop',
  title: 'Caches that a rejoin client makes at run time block',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A cache that the application creates by name takes its settings from the default cache. With rejoin every clustered cache must be
nonstop; one made after a default cache that is not, is refused when it is created (Ehcache up to 2.7), or blocks while the
client is offline and throws during a rejoin (later ones).

## When it is reported

For clients with rejoin whose default cache is clustered and not nonstop. TCS101 looks at the caches themselves.

## What to do

Make the default cache nonstop.`,
  sources: [SOURCES.rejoin, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cache, isTemplate } of cachesOf(model)) {
      if (!isTemplate || !client.rejoin || !cache.clustered || cache.nonstop.enabled) continue;
      yield {
        at: cache.at.name,
        message: `${client.family} has rejoin, but its default-cache is not nonstop.`,
        why: 'A cache that is created at run time takes its settings: it is refused, or it blocks while the client is offline.',
        help: 'Add nonstop to the default-cache.',
        related: [{ at: client.at.settings.rejoin ?? client.at.name, message: `${client.family} has rejoin` }],
        fixes: canBeNonstop(cache) ? fix('Make the default-cache nonstop', enableNonstop(model, cache)) : [],
      };
    }
  },

  demonstration: madeAfterTheDefaultCache,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { nonstop true }
  default-cache { consistency strong }
//^^^^^^^^^^^^^ TCS102
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { nonstop true }
  default-cache { nonstop true }
}

client reports {
  rejoin true
  cache prices { nonstop true }
  default-cache { clustered false }
}
`,
};
