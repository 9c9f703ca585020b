import type { Model } from '../model/model.ts';
import { writesAreIgnored } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { setNonstop } from './support/nonstop.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses, firstWrite } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS111',
  slug: 'localreads-with-writes',
  title: 'Writes are dropped in silence while reads go on locally',
  severity: 'warning',
  otherSeverity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`timeout-behavior localReads\` answers reads from the memory of this JVM, and does nothing with writes: a \`put\` that times
out is ignored, without an exception, and the next \`get\` answers the old value. On Integration Server the write fails with
an exception instead, as its Clustering Guide says.

## When it is reported

For caches that a scenario with faults writes to, unless the scenario itself expects calls on the cache not to succeed. As a
warning for \`role session\`, \`counter\` and \`idempotency\`, whose data has no other copy; as an information for a mere
cache, where a dropped write means that old values are served for longer.

## What to do

Use \`localReadsAndExceptionOnWrite\` (Ehcache 2.7 and later), so that the writer learns of it, or keep writes off while the
client is offline.`,
  sources: [SOURCES.nonstop, SOURCES.ehcacheNonstop, SOURCES.integrationServerNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const { faults, waiting, clients } = factsOf(scenario);
      if (faults.length + waiting.length === 0) continue;
      for (const use of cacheUses(scenario)) {
        const { client, cache } = use;
        if (!cache.nonstop.enabled || cache.nonstop.timeoutBehavior !== 'localReads') continue;
        const write = firstWrite(use);
        if (write === undefined || expectsCallsToSuffer(scenario, cache.name)) continue;
        const isOld = clients.get(client.name)?.cluster.product.line === '3.7';
        const throws = client.integrationServer !== undefined;
        yield {
          at: cache.nonstop.at?.settings['timeout-behavior'] ?? cache.at.name,
          severity: cache.role === 'cache' ? 'info' : 'warning',
          message: `${cache.name} has localReads and is written to: a write that times out ${throws ? 'fails' : 'is ignored'}.`,
          why: throws
            ? 'On Integration Server such a write throws, and the service with it.'
            : `The writer sees no exception, and ${cache.role === 'cache' ? 'old values are served' : 'the data has no other copy'}.`,
          help: isOld
            ? 'Use `timeout-behavior exception`, or keep writes off while the client is offline.'
            : 'Use `timeout-behavior localReadsAndExceptionOnWrite`, so that the writer learns of it.',
          related: [{ at: write.at, message: `${client.family} writes here` }],
          fixes: isOld
            ? fix('Use timeout-behavior exception', setNonstop(model, cache, 'timeout-behavior', 'exception'))
            : fix(
                'Use timeout-behavior localReadsAndExceptionOnWrite',
                setNonstop(model, cache, 'timeout-behavior', 'localReadsAndExceptionOnWrite'),
              ),
        };
      }
    }
  },

  demonstration: writesAreIgnored,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache baskets {
    role session
    nonstop { timeout-behavior localReads }
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS111
  }
}

scenario "cut off" {
  duration 3min
  every 1s shop put baskets
  at 30s cut shop from tsa-1, tsa-2 for 60s
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout-behavior localReads } }
  cache stock { nonstop { timeout-behavior localReads } }
}

scenario "cut off" {
  duration 3min
  every 1s shop get prices
  every 1s shop put stock
  at 30s cut shop from tsa-1, tsa-2 for 60s
  expect some put on stock is ignored
}
`,
};
