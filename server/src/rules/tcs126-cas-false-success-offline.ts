import type { Model } from '../model/model.ts';
import { everybodyIsFirst } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { setNonstop } from './support/nonstop.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS126',
  slug: 'cas-false-success-offline',
  title: 'putIfAbsent answers "I was first" on every node while the servers are away',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`putIfAbsent\` answers null when the key was absent: the caller was first. With \`timeout-behavior noop\` or \`localReads\` a
call that times out answers null, too, and stores nothing. Who uses the cache to decide who may do something (a lock, a list
of requests that were handled, the election of a leader) is told yes on every node.

## When it is reported

For caches on which a scenario calls \`putIfAbsent\`, unless the scenario itself expects calls on the cache not to succeed.
Where TCS110 reports the cache, this rule does not.

## What to do

Use \`exception\`; for a cache that is not strong also \`localReadsAndExceptionOnWrite\` (Ehcache 2.7 and later).`,
  sources: [SOURCES.ehcacheNonstop, SOURCES.nonstop],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const { client, cache, operations } of cacheUses(scenario)) {
        const step = operations.get('putIfAbsent');
        const { enabled, timeoutBehavior, at } = cache.nonstop;
        if (step === undefined || !enabled) continue;
        if (timeoutBehavior !== 'noop' && timeoutBehavior !== 'localReads') continue;
        if (timeoutBehavior === 'noop' && cache.role !== 'cache') continue;
        if (expectsCallsToSuffer(scenario, cache.name)) continue;
        const isOld = factsOf(scenario).clients.get(client.name)?.cluster.product.line === '3.7';
        const behaviours = [
          'exception',
          ...(isOld || cache.consistency === 'strong' ? [] : ['localReadsAndExceptionOnWrite']),
        ];
        yield {
          at: at?.settings['timeout-behavior'] ?? cache.at.name,
          message: `With ${timeoutBehavior} a putIfAbsent on ${cache.name} that times out answers null, as if the key had been absent.`,
          why: 'Every node that is cut off takes itself for the first; nothing was stored.',
          help: `Use ${behaviours.map((name) => `\`timeout-behavior ${name}\``).join(' or ')}.`,
          related: [{ at: step.at, message: `${client.family} calls putIfAbsent here` }],
          fixes: behaviours.flatMap((name) =>
            fix(`Use timeout-behavior ${name}`, setNonstop(model, cache, 'timeout-behavior', name)),
          ),
        };
      }
    }
  },

  demonstration: everybodyIsFirst,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache requests {
    consistency strong
    nonstop { timeout-behavior noop }
//            ^^^^^^^^^^^^^^^^^^^^^ TCS126
  }
}

scenario "each request once" {
  duration 3min
  every 1s shop putIfAbsent requests
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache requests { consistency strong  nonstop { timeout-behavior exception } }
  cache prices { nonstop { timeout-behavior noop } }
}

scenario "each request once" {
  duration 3min
  every 1s shop putIfAbsent requests
  every 1s shop get prices
}
`,
};
