import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS408',
  slug: 'cas-on-eventual',
  title: 'An eventual cache cannot compare and set',
  severity: 'error',
  phase: 'scenario',
  lines: ['4.x'],
  documentation: `## What happens

\`putIfAbsent\`, \`replace\` and \`removeElement\` compare with what is there and act on it in one step. An eventual cache cannot know what is
there: Ehcache throws \`UnsupportedOperationException: CAS operations are not supported in eventual consistency mode, consider using a
StronglyConsistentCacheAccessor\`, unless the system property \`org.terracotta.clusteredStore.eventual.cas.enabled\` is set.

## When it is reported

From Ehcache 2.7 (Terracotta 4.0) on, when a scenario carries out one of these operations on an eventual cache.

## What to do

Make the cache strong, or reach it through a \`StronglyConsistentCacheAccessor\`.`,
  sources: [SOURCES.ehcacheClusteredStore, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const { client, cache, operations } of cacheUses(scenario)) {
        if (cache.consistency !== 'eventual' || cache.synchronousWrites || client.integrationServer !== undefined)
          continue;
        for (const operation of COMPARING) {
          const step = operations.get(operation);
          if (step === undefined) continue;
          yield {
            at: step.at,
            message: `${operation} is not possible on ${cache.name}, because it is eventual.`,
            why: 'Ehcache throws UnsupportedOperationException: only a strong cache can compare and change in one step.',
            help: 'Use `consistency strong`, or another operation.',
            related: [{ at: cache.at.settings.consistency ?? cache.at.name, message: `${cache.name} is eventual` }],
            fixes: fix('Use consistency strong', setSetting(model, cache.at, 'consistency', 'strong')),
          };
        }
      }
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache requests { nonstop true }
}

scenario "each request once" {
  duration 2min
  every 1s shop putIfAbsent requests
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS408
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache requests { consistency strong  nonstop true }
}

scenario "each request once" {
  duration 2min
  every 1s shop putIfAbsent requests
}
`,
};

const COMPARING = ['putIfAbsent', 'replace', 'replaceIfEquals', 'removeElement'] as const;
