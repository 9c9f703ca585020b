import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS418',
  slug: 'hibernate-mode-mismatch',
  title: 'A second-level cache of Hibernate does not fit its strategy',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`read-write\` and \`transactional\` of Hibernate rely on what they find in the cache: soft locks, or a transaction. A cache that is eventual
may hide a soft lock, and a nonstop cache that times out answers as if there were none; then Hibernate serves stale entities. The vendor's
table of cache modes calls both combinations not recommended. \`transactional\` besides needs a cache that takes part in transactions.

## When it is reported

For caches with \`hibernate-strategy read-write\` or \`transactional\` that are eventual or nonstop, and with \`transactional\` when
\`transactional-mode\` is off.

## What to do

Use \`read-only\` or \`nonstrict-read-write\` with nonstop and eventual caches; \`consistency strong\` for \`read-write\`.`,
  sources: [SOURCES.releaseNotes35, SOURCES.ehc1088],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, checked } of checkedCachesOf(model)) {
      const { hibernateStrategy: strategy, transactionalMode = 'off' } = checked;
      if (!cache.clustered || (strategy !== 'read-write' && strategy !== 'transactional')) continue;
      const faults = [
        ...(cache.consistency === 'eventual' ? ['eventual'] : []),
        ...(cache.nonstop.enabled ? ['nonstop'] : []),
        ...(strategy === 'transactional' && transactionalMode === 'off' ? ['not transactional'] : []),
      ];
      if (faults.length === 0) continue;
      yield {
        at: placeIn(cache, 'hibernate-strategy'),
        message: `${cache.name} is ${listed(faults)}, which does not fit the strategy ${strategy} of Hibernate.`,
        why: 'Hibernate relies on locks or transactions of the cache; where it cannot, it serves stale entities.',
        help:
          strategy === 'transactional' && transactionalMode === 'off'
            ? 'Set transactional-mode, or use another strategy.'
            : 'Use `nonstrict-read-write` or `read-only` for this cache, or make it strong and not nonstop.',
        fixes: fix(
          'Use hibernate-strategy nonstrict-read-write',
          changeValue(model, cache.at.settings['hibernate-strategy'], 'nonstrict-read-write'),
        ),
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache entities {
    hibernate-strategy read-write
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS418
    nonstop true
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache entities { hibernate-strategy nonstrict-read-write  nonstop true }
}
`,
};
