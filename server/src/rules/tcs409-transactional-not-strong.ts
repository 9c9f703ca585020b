import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, doesNotStart, placeIn } from './support/caches.ts';
import { fix, setSetting } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS409',
  slug: 'transactional-not-strong',
  title: 'A transactional cache is not strong, or does not copy',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A transaction must see its own writes and nobody's half-done ones. Ehcache refuses a clustered transactional cache that is eventual:
\`Consistency should be STRONG when cache is configured with transactions enabled\`; and every one that hands out its own objects: \`A
transactional cache has to be copyOnRead and copyOnWrite!\`. Where copying is not written, it is on.

## When it is reported

For caches with a \`transactional-mode\`, when they are clustered and eventual, or when \`copy-on-read false\` or \`copy-on-write false\` is
written.

## What to do

Use \`consistency strong\`, and leave copying as it is.`,
  sources: [SOURCES.ehcacheCache, SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const each of checkedCachesOf(model)) {
      const { cache, checked } = each;
      const { transactionalMode = 'off', copyOnRead, terracottaCopyOnRead, copyOnWrite } = checked;
      if (transactionalMode === 'off') continue;
      const related = [{ at: placeIn(cache, 'transactional-mode'), message: 'It is transactional here' }];
      if (cache.clustered && cache.consistency === 'eventual') {
        yield {
          at: placeIn(cache, 'consistency', 'transactional-mode'),
          message: `${doesNotStart(each)}: its transactional cache ${cache.name} is eventual.`,
          why: 'Ehcache throws InvalidConfigurationException: a transaction could not rely on what it reads.',
          help: 'Use `consistency strong`, or no transactions.',
          related,
          fixes: fix('Use consistency strong', setSetting(model, cache.at, 'consistency', 'strong')),
        };
      }
      // The older place counts where the newer says nothing.
      const readSetting = copyOnRead === undefined ? 'terracotta-copy-on-read' : 'copy-on-read';
      const off = [
        ...((copyOnRead ?? terracottaCopyOnRead) === false ? [readSetting] : []),
        ...(copyOnWrite === false ? ['copy-on-write'] : []),
      ];
      if (off.length === 0) continue;
      const names = off.join(' and ');
      yield {
        at: placeIn(cache, ...off),
        message: `${doesNotStart(each)}: its transactional cache ${cache.name} has ${names} false.`,
        why: 'Ehcache throws InvalidConfigurationException: changes of an object would be seen before the transaction ends.',
        help: `Remove ${names}; a transactional cache copies by itself.`,
        related,
        fixes: fix(`Set ${names} true`, ...off.map((name) => changeValue(model, cache.at.settings[name], 'true'))),
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  cache prices {
    transactional-mode xa_strict
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS409
  }
}

client store {
  cache stock {
    consistency strong
    transactional-mode local
    copy-on-read false
//  ^^^^^^^^^^^^^^^^^^ TCS409
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  cache prices { consistency strong  transactional-mode xa_strict }
  cache texts { clustered false  transactional-mode local }
}
`,
};
