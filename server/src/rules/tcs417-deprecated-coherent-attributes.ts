import type { TextEdit } from '../model/diagnostic.ts';
import type { Model, Origin } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, doesNotStart, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { removeSetting, replaceSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS417',
  slug: 'deprecated-coherent-attributes',
  title: 'Older settings of a clustered cache that have successors',
  severity: 'hint',
  otherSeverity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`coherent\`, \`coherentReads\`, \`copyOnRead\`, \`storageStrategy\` and \`cacheXA\` of the element \`<terracotta>\` are older forms. Some have no
effect any more. \`coherent\` that contradicts \`consistency\` keeps the cache from starting: \`Coherent and consistency attribute values
are conflicting\`. The storage strategy \`classic\` is gone since Ehcache 2.7.

## When it is reported

For every clustered cache, once, at the first of them; as an error where \`coherent\` contradicts \`consistency\`.

## What to do

Use \`consistency\`, \`copy-on-read\` and \`transactional-mode\`.`,
  sources: [SOURCES.ehcacheCache, SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const each of checkedCachesOf(model)) {
      const { cache, checked } = each;
      if (!cache.clustered) continue;
      const names = OLDER.filter((name) => cache.at.settings[name] !== undefined);
      const [first] = names;
      if (first === undefined) continue;
      const { coherent, consistency } = cache.at.settings;
      // In a configuration file the older name alone is both.
      const isAlone = coherent !== undefined && (consistency === undefined || consistency.start === coherent.start);
      const isOpposite =
        checked.coherent !== undefined && !isAlone && checked.coherent !== (cache.consistency === 'strong');
      const name = isOpposite ? 'coherent' : first;
      const setting = cache.at.settings[name];
      yield {
        at: placeIn(cache, name),
        ...(isOpposite
          ? {
              severity: 'error',
              message: `${doesNotStart(each)}: coherent and consistency of ${cache.name} contradict each other.`,
              why: 'Ehcache throws InvalidConfigurationException: coherent is the older name of consistency.',
            }
          : {
              message: `${listed(names)} of ${cache.name} ${names.length === 1 ? 'is' : 'are'} deprecated.`,
              why: 'Older forms have no effect or will have none; where they contradict the newer ones the cache does not start.',
            }),
        help: `Use ${SUCCESSORS[name]} instead.`,
        fixes: isOpposite
          ? fix('Remove coherent', removeSetting(model, setting))
          : isAlone
            ? fix(
                `Write consistency ${checked.coherent ? 'strong' : 'eventual'}`,
                ...names.map((each) =>
                  each === 'coherent'
                    ? asConsistency(model, coherent, checked.coherent)
                    : removeSetting(model, cache.at.settings[each]),
                ),
              )
            : fix(`Remove ${listed(names)}`, ...names.map((each) => removeSetting(model, cache.at.settings[each]))),
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    consistency strong
    coherent true
//  ^^^^^^^^^^^^^ TCS417
    nonstop true
  }
  cache texts {
    consistency eventual
    coherent true
//  ^^^^^^^^^^^^^ TCS417
    nonstop true
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { consistency strong  nonstop true }
}
`,
};

/** True is strong, false is eventual. */
const asConsistency = (
  model: Model,
  setting: Origin | undefined,
  isCoherent: boolean | undefined,
): TextEdit | undefined =>
  replaceSetting(model, setting, {
    name: 'consistency',
    attribute: 'consistency',
    value: isCoherent ? 'strong' : 'eventual',
  });

const OLDER = ['coherent', 'coherent-reads', 'terracotta-copy-on-read', 'cache-xa', 'storage-strategy'] as const;

const SUCCESSORS: Readonly<Record<(typeof OLDER)[number], string>> = {
  coherent: 'consistency',
  'coherent-reads': 'consistency',
  'terracotta-copy-on-read': 'copy-on-read',
  'cache-xa': 'transactional-mode',
  'storage-strategy': 'the default',
};
