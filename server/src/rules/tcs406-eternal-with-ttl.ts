import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { changeValue, removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS406',
  slug: 'eternal-with-ttl',
  title: 'A cache is eternal and has a lifetime',
  severity: 'hint',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

With \`eternal true\` Ehcache does not look at \`timeToLiveSeconds\` and \`timeToIdleSeconds\`: entries never expire. Whoever wrote the
lifetime expects something else.

## When it is reported

For every cache with \`eternal true\` and a \`time-to-live\` or \`time-to-idle\` above 0.

## What to do

Drop one of the two.`,
  sources: [SOURCES.ehcacheConfiguration, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, checked } of checkedCachesOf(model)) {
      const name = (checked.timeToLiveMicros ?? 0) > 0 ? 'time-to-live' : 'time-to-idle';
      const lifetimeMicros = (checked.timeToLiveMicros ?? 0) + (checked.timeToIdleMicros ?? 0);
      if (checked.eternal !== true || lifetimeMicros === 0) continue;
      yield {
        at: placeIn(cache, name),
        message: `The ${name} of ${cache.name} has no effect: the cache is eternal.`,
        why: 'Its entries never expire, whatever else is written.',
        help: `Remove \`eternal true\`, or ${name}.`,
        related: [{ at: placeIn(cache, 'eternal'), message: 'It is eternal here' }],
        fixes: [
          ...fix('Set eternal false', changeValue(model, cache.at.settings.eternal, 'false')),
          ...fix(
            'Remove the lifetime',
            ...['time-to-live', 'time-to-idle']
              .filter((each) => cache.at.settings[each] !== undefined)
              .map((each) => removeSetting(model, cache.at.settings[each])),
          ),
        ],
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    max-entries-in-cache 100000
    eternal true
    time-to-live 10min
//  ^^^^^^^^^^^^^^^^^^ TCS406
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { time-to-live 10min  nonstop true }
  cache texts { eternal true  time-to-live 0s  max-entries-in-cache 1000  nonstop true }
}
`,
};
