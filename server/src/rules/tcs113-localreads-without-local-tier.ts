import type { Model } from '../model/model.ts';
import { nothingToRead } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { setNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS113',
  slug: 'localreads-without-local-tier',
  title: 'A cache shall read locally and keeps nothing locally',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`timeout-behavior localReads\` and \`localReadsAndExceptionOnWrite\` answer a read that timed out from the memory of this JVM. With
\`local-cache-enabled false\` there is nothing in it: every such read answers null, as with \`noop\`. The application takes that
for "not in the cache", and nothing tells it otherwise.

## What to do

Keep the local cache (the default), or choose \`noop\` or \`exception\`, so that the configuration says what happens.`,
  sources: [SOURCES.nonstop, SOURCES.ehcacheNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const { client } of clientsOf(model)) {
      for (const cache of client.caches) {
        const { nonstop } = cache;
        if (!cache.clustered || cache.localCacheEnabled || !nonstop.enabled) continue;
        if (!nonstop.timeoutBehavior.startsWith('localReads')) continue;
        const off = cache.at.settings['local-cache-enabled'] ?? cache.at.name;
        yield {
          at: nonstop.at?.settings['timeout-behavior'] ?? cache.at.name,
          message: `${cache.name} has ${nonstop.timeoutBehavior}, but no local cache to read from.`,
          why: 'Every read that times out answers null, as if the entry did not exist.',
          help: 'Switch the local cache on, or choose noop or exception and say so.',
          related: [{ at: off, message: `${cache.name} keeps nothing in this JVM` }],
          fixes: [
            ...fix('Switch the local cache on', setSetting(model, cache.at, 'local-cache-enabled', 'true')),
            ...fix('Use timeout-behavior exception', setNonstop(model, cache, 'timeout-behavior', 'exception')),
          ],
        };
      }
    }
  },

  demonstration: nothingToRead,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices {
    local-cache-enabled false
    nonstop {
      timeout-behavior localReads
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS113
    }
  }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout-behavior localReads } }
  cache stock {
    local-cache-enabled false
    nonstop true
  }
}
`,
};
