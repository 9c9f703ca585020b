import type { Model } from '../model/model.ts';
import { nothingToRead } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf } from './support/caches.ts';
import { fix, setSetting } from './support/edits.ts';
import { setNonstop } from './support/nonstop.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';

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
for "not in the cache", and nothing tells it otherwise. One entry, \`max-entries-local-heap 1\`, is as little: Ehcache advises it to those
who want nothing on the heap, because 0 is no limit at all.

## What to do

Keep the local cache (the default), or choose \`noop\` or \`exception\`, so that the configuration says what happens.`,
  sources: [SOURCES.nonstop, SOURCES.ehcacheNonstop, SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { cache } of cachesOf(model)) {
      const { nonstop, checked } = cache;
      const isTiny = checked?.maxEntriesLocalHeap === 1;
      if (!cache.clustered || (cache.localCacheEnabled && !isTiny) || !nonstop.enabled) continue;
      if (!nonstop.timeoutBehavior.startsWith('localReads')) continue;
      const off = cache.localCacheEnabled ? 'max-entries-local-heap' : 'local-cache-enabled';
      yield {
        at: nonstop.at?.settings['timeout-behavior'] ?? cache.at.name,
        message: `${cache.name} has ${nonstop.timeoutBehavior}, but ${cache.localCacheEnabled ? 'a local cache of one entry' : 'no local cache'} to read from.`,
        why: 'Every read that times out answers null, as if the entry did not exist.',
        help: `${cache.localCacheEnabled ? 'Give the local cache room' : 'Switch the local cache on'}, or choose noop or exception and say so.`,
        related: [
          {
            at: cache.at.settings[off] ?? cache.at.name,
            message: `${cache.name} keeps ${cache.localCacheEnabled ? 'no more than one entry' : 'nothing'} in this JVM`,
          },
        ],
        fixes: [
          ...(cache.localCacheEnabled
            ? fix('Keep 10000 entries', changeValue(model, cache.at.settings['max-entries-local-heap'], '10000'))
            : fix('Switch the local cache on', setSetting(model, cache.at, 'local-cache-enabled', 'true'))),
          ...fix('Use timeout-behavior exception', setNonstop(model, cache, 'timeout-behavior', 'exception')),
        ],
      };
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
