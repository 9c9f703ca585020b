import type { Model } from '../model/model.ts';
import { searchWaitsLonger } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { setNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS116',
  slug: 'search-timeout-separate',
  title: 'A search waits longer than the nonstop timeout says',
  severity: 'info',
  phase: 'scenario',
  lines: ['4.x'],
  documentation: `## What happens

A search has a limit of its own, \`search-timeout\` (\`searchTimeoutMillis\`, Ehcache 2.7 and later), 30 s by default. Who
lowers \`timeout\` alone still waits half a minute for a search.

## When it is reported

For caches that a scenario searches, with a \`timeout\` that is written and shorter than a \`search-timeout\` that is not.

## What to do

Set \`search-timeout\`, too.`,
  sources: [SOURCES.nonstop, SOURCES.ehcacheNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const { client, cache, operations } of cacheUses(scenario)) {
        const search = operations.get('search');
        const { nonstop } = cache;
        const timeout = nonstop.at?.settings.timeout;
        if (search === undefined || timeout === undefined || !nonstop.enabled) continue;
        if (nonstop.at?.settings['search-timeout'] !== undefined) continue;
        if (nonstop.searchTimeoutMicros <= nonstop.timeoutMicros) continue;
        const wanted = written(nonstop.timeoutMicros);
        yield {
          at: timeout,
          message: `A search on ${cache.name} waits ${spoken(nonstop.searchTimeoutMicros)}, not ${spoken(nonstop.timeoutMicros)}.`,
          why: 'Searches have a limit of their own, search-timeout, which is not written and has its default.',
          help: `Set it, too, as in \`search-timeout ${wanted}\`.`,
          related: [{ at: search.at, message: `${client.family} searches here` }],
          fixes: fix(`Set search-timeout to ${wanted}`, setNonstop(model, cache, 'search-timeout', wanted)),
        };
      }
    }
  },

  demonstration: searchWaitsLonger,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache articles {
    nonstop { timeout 5s }
//            ^^^^^^^^^^ TCS116
  }
}

scenario "searches" {
  duration 3min
  every 1s shop search articles
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache articles { nonstop { timeout 5s  search-timeout 10s } }
}

scenario "searches" {
  duration 3min
  every 1s shop search articles
}
`,
};
