import type { Model } from '../model/model.ts';
import { comparisonIsRefused } from './demonstrations/losses.ts';
import type { Finding, Rule } from './rule.ts';
import { hasEhcache } from './support/caches.ts';
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

\`putIfAbsent\`, \`replace\` and \`removeElement\` compare with what is there and act on it in one step. Up to Terracotta 4.2 an eventual
cache cannot: Ehcache throws \`UnsupportedOperationException: CAS operations are not supported in eventual consistency mode, consider using a
StronglyConsistentCacheAccessor\`, unless the system property \`org.terracotta.clusteredStore.eventual.cas.enabled\` is set. From Ehcache 2.10
(Terracotta 4.3) on the server compares and sets, and the operation works.

## When it is reported

For Ehcache 2.7 to 2.9 (Terracotta 4.0 to 4.2), when a scenario carries out one of these operations on an eventual cache.

## What to do

Make the cache strong, or reach it through a \`StronglyConsistentCacheAccessor\`.`,
  sources: [SOURCES.ehcacheClusteredStore, SOURCES.configurationReference],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const { client, cache, operations } of cacheUses(scenario)) {
        const cluster = scenario.clusters.find(({ name }) => name === client.cluster);
        if (cluster === undefined || !hasEhcache(cluster, 7) || hasEhcache(cluster, 10)) continue;
        if (cache.consistency !== 'eventual' || cache.synchronousWrites || client.integrationServer !== undefined)
          continue;
        for (const operation of COMPARING) {
          const step = operations.get(operation);
          if (step === undefined) continue;
          yield {
            at: step.at,
            message: `${operation} is not possible on ${cache.name}, because it is eventual.`,
            why: 'Ehcache throws UnsupportedOperationException: up to Terracotta 4.2 only a strong cache can compare and change in one step.',
            help: 'Use `consistency strong`, or another operation.',
            related: [{ at: cache.at.settings.consistency ?? cache.at.name, message: `${cache.name} is eventual` }],
            fixes: fix('Use consistency strong', setSetting(model, cache.at, 'consistency', 'strong')),
          };
        }
      }
    }
  },

  demonstration: comparisonIsRefused,

  failing: `cluster orders {
  product terracotta 4.1
  server tsa-1, tsa-2
}

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
  passing: `cluster orders {
  product terracotta 4.1
  server tsa-1, tsa-2
}

cluster newer {
  product terracotta 4.3
  server tsb-1, tsb-2
}

client shop {
  cluster orders
  rejoin true
  cache requests { consistency strong  nonstop true }
}

client web {
  cluster newer
  rejoin true
  cache visits { nonstop true }
}

scenario "each request once" {
  duration 2min
  every 1s shop putIfAbsent requests
  every 1s web putIfAbsent visits
}
`,
};

const COMPARING = ['putIfAbsent', 'replace', 'replaceIfEquals', 'removeElement'] as const;
