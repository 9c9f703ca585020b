import type { Model } from '../model/model.ts';
import { nonstopHasNoEffect } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS120',
  slug: 'nonstop-on-transactional',
  title: 'Nonstop does not work for a cache with these transactions',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A nonstop call leaves its thread when time is up; only \`xa_strict\` can take a transaction away from a thread. With \`local\` and \`xa\`
Ehcache starts, logs \`configured both NonStop and transactional non xa_strict. NonStop features won't work for this cache!\`, and the
cache blocks like one without nonstop. The manual calls the combination unsupported. A simulated run would follow the nonstop settings,
which the product does not.

## When it is reported

For clustered caches with \`transactional-mode local\` or \`xa\` and nonstop.

## What to do

Use \`xa_strict\`, or remove nonstop and with it rejoin.`,
  sources: [SOURCES.ehcacheCache, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, checked } of checkedCachesOf(model)) {
      const { transactionalMode } = checked;
      if (!cache.clustered || !cache.nonstop.enabled) continue;
      if (transactionalMode !== 'local' && transactionalMode !== 'xa') continue;
      yield {
        at: placeIn(cache, 'transactional-mode'),
        message: `Nonstop does not work for ${cache.name}: its transactional-mode is ${transactionalMode}.`,
        why: 'Only xa_strict may be nonstop. Calls on this cache block while the array is away, whatever the nonstop settings say.',
        help: 'Use `transactional-mode xa_strict`, or remove nonstop, and rejoin with it.',
        related: [{ at: cache.nonstop.at?.name ?? cache.at.name, message: 'It is nonstop here' }],
        fixes: fix(
          'Use transactional-mode xa_strict',
          changeValue(model, cache.at.settings['transactional-mode'], 'xa_strict'),
        ),
      };
    }
  },

  demonstration: nonstopHasNoEffect,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  cache prices {
    consistency strong
    transactional-mode local
//  ^^^^^^^^^^^^^^^^^^^^^^^^ TCS120
    nonstop true
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  cache prices { consistency strong  transactional-mode xa_strict  nonstop true }
  cache stock { consistency strong  transactional-mode local }
}
`,
};
