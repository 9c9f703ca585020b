import type { Model } from '../model/model.ts';
import { staleReads } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf, placeIn } from './support/caches.ts';
import { fix, setSetting } from './support/edits.ts';
import { setNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS112',
  slug: 'localreads-with-strong',
  title: 'A strong cache serves stale values while disconnected',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`consistency strong\` promises that a read sees the last acknowledged write. \`timeout-behavior localReads\` and
\`localReadsAndExceptionOnWrite\` answer from the memory of this JVM when a call times out, however old the value is, and without
saying so. While the client is away the two contradict each other, and the local reads win.

## What to do

If the data must never be stale, use \`exception\` or \`noop\`. If a stale value is acceptable, say so with \`consistency eventual\`, which is also
faster.`,
  sources: [SOURCES.nonstop, SOURCES.nonstopTuning, SOURCES.ehcacheNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cache } of cachesOf(model)) {
      const { nonstop } = cache;
      if (!cache.clustered || cache.consistency !== 'strong' || !nonstop.enabled) continue;
      if (!nonstop.timeoutBehavior.startsWith('localReads')) continue;
      yield {
        at: nonstop.at?.settings['timeout-behavior'] ?? cache.at.name,
        message: `${cache.name} is strong, but ${nonstop.timeoutBehavior} serves stale values while ${client.family} is disconnected.`,
        why: 'The reader cannot tell a stale value from a current one; what was written elsewhere in the meantime is not seen.',
        help: 'Use `timeout-behavior exception` where the data must be current, or `consistency eventual` where stale values are acceptable.',
        related: [{ at: placeIn(cache, 'consistency'), message: `${cache.name} is strong because of this` }],
        fixes: [
          ...fix('Use timeout-behavior exception', setNonstop(model, cache, 'timeout-behavior', 'exception')),
          ...(cache.synchronousWrites
            ? []
            : fix('Use consistency eventual', setSetting(model, cache.at, 'consistency', 'eventual'))),
        ],
      };
    }
  },

  demonstration: staleReads,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache stock {
    consistency strong
    nonstop {
      timeout-behavior localReads
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS112
    }
  }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache stock {
    consistency strong
    nonstop { timeout-behavior exception }
  }
  cache prices { nonstop { timeout-behavior localReads } }
}
`,
};
