import type { Model } from '../model/model.ts';
import { bulkHoldsItsThread } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { setNonstop } from './support/nonstop.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses, firstBulk } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS115',
  slug: 'bulk-timeout-multiplier',
  title: 'A bulk operation waits ten times as long as the nonstop timeout says',
  severity: 'info',
  phase: 'scenario',
  lines: ['4.x'],
  documentation: `## What happens

\`getAll\`, \`putAll\`, \`removeAll\`, \`getSize\`, \`quickSize\` and \`quickClear\` get the nonstop timeout times
\`bulk-ops-timeout-multiply-factor\`, 10 by default: 300 s with the default timeout. A thread pool that is sized for single
calls is full of such waits long before the first of them ends. \`getKeys\` is none of them.

The factor is no attribute of ehcache.xml: it is the system property \`net.sf.ehcache.nonstop.bulkOpsTimeoutMultiplyFactor\`,
or set in code.

## When it is reported

For a cache with a timeout of its own and the default factor, on which a scenario with faults carries out a bulk operation,
unless the scenario itself expects calls on the cache not to succeed.

## What to do

Lower the factor, or write it down if ten times is what you want.`,
  sources: [SOURCES.nonstopTuning, SOURCES.ehcache210],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const { faults, waiting } = factsOf(scenario);
      if (faults.length + waiting.length === 0) continue;
      for (const use of cacheUses(scenario)) {
        const { client, cache } = use;
        const { nonstop } = cache;
        const factor = nonstop.bulkOpsTimeoutMultiplyFactor;
        if (!nonstop.enabled || nonstop.immediateTimeout || nonstop.at?.settings.timeout === undefined || factor <= 1)
          continue;
        if (nonstop.at.settings['bulk-ops-timeout-multiply-factor'] !== undefined) continue;
        const bulk = firstBulk(use);
        if (bulk === undefined || expectsCallsToSuffer(scenario, cache.name)) continue;
        const [operation, step] = bulk;
        yield {
          at: nonstop.at.settings.timeout,
          message: `${operation} on ${cache.name} may hold its thread for ${spoken(nonstop.timeoutMicros * factor)}, ${factor} times the timeout.`,
          why: `Bulk operations get the timeout of ${spoken(nonstop.timeoutMicros)} times bulk-ops-timeout-multiply-factor; threads pile up behind them while no server answers.`,
          help: 'Lower `bulk-ops-timeout-multiply-factor`, or write it down if that is what you want.',
          related: [{ at: step.at, message: `${client.family} calls ${operation} here` }],
          fixes: fix(
            'Give bulk operations the timeout of single calls',
            setNonstop(model, cache, 'bulk-ops-timeout-multiply-factor', '1'),
          ),
        };
      }
    }
  },

  demonstration: bulkHoldsItsThread,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices {
    nonstop { timeout 20s }
//            ^^^^^^^^^^^ TCS115
  }
}

scenario "the active dies" {
  duration 3min
  every 1s shop getAll prices keys 10
  at 30s crash tsa-1
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout 20s  bulk-ops-timeout-multiply-factor 2 } }
}

scenario "the active dies" {
  duration 3min
  every 1s shop getAll prices keys 10
  at 30s crash tsa-1
}
`,
};
