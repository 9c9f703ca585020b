import type { Cache, Client, Model, Origin } from '../model/model.ts';
import { lockThrowsAllTheSame } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf } from './support/caches.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { lockUses } from './support/locks.ts';
import { SOURCES } from './support/sources.ts';

const BLOCKING: ReadonlySet<string> = new Set(['BlockingCache', 'SelfPopulatingCache', 'UpdatingSelfPopulatingCache']);

export const rule: Rule = {
  id: 'TCS119',
  slug: 'exception-thrown-despite-noop',
  title: 'Locks throw although timeout-behavior hides every failure',
  severity: 'info',
  phase: 'static',
  readsScenarios: (scenario) => lockUses(scenario).length > 0,
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`noop\` and \`localReads\` answer reads and writes that time out. For a lock there is nothing to answer: \`lock\` and \`tryLock\` throw
LockOperationTimedOutNonstopException, a NonStopCacheException, under every behavior. BlockingCache and SelfPopulatingCache take a lock of
the key behind every get that finds nothing, so they throw as well.

## When it is reported

For caches with \`noop\` or \`localReads\` that have such a decorator, or whose keys a scenario locks; unless that scenario expects calls on the cache to
fail.

## What to do

Catch NonStopCacheException around locks and around these decorators.`,
  sources: [SOURCES.configurationReference, SOURCES.lockWrapper, SOURCES.ehc816],

  *check(model: Model): Iterable<Finding> {
    const told = new Set<Origin>();
    const finding = (client: Client, cache: Cache, who: string, at: Origin): Finding[] => {
      const { enabled, timeoutBehavior } = cache.nonstop;
      if (!enabled || (timeoutBehavior !== 'noop' && timeoutBehavior !== 'localReads')) return [];
      const place = cache.nonstop.at?.settings['timeout-behavior'] ?? cache.at.name;
      if (told.has(place)) return [];
      told.add(place);
      return [
        {
          at: place,
          message: `${who} throws NonStopCacheException although ${cache.name} of ${client.family} has ${timeoutBehavior}.`,
          why: 'There is no lock to pretend: lock operations throw under every behavior.',
          help: 'Catch NonStopCacheException there.',
          related: [{ at, message: 'The lock is taken because of this' }],
        },
      ];
    };
    for (const { client, cache, checked } of checkedCachesOf(model)) {
      const { decorator } = checked;
      if (decorator === undefined || !BLOCKING.has(decorator)) continue;
      yield* finding(client, cache, `A ${decorator}`, cache.at.settings.decorator ?? cache.at.name);
    }
    for (const scenario of model.scenarios) {
      for (const { client, cache, step, action } of lockUses(scenario)) {
        if (expectsCallsToSuffer(scenario, cache.name)) continue;
        yield* finding(client, cache, `A ${action.tryMicros === undefined ? 'lock' : 'tryLock'}`, step.at);
      }
    }
  },

  demonstration: lockThrowsAllTheSame,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache accounts { nonstop { timeout-behavior noop } }
//                           ^^^^^^^^^^^^^^^^^^^^^ TCS119
  cache prices {
    decorator BlockingCache
    nonstop { timeout-behavior localReads }
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS119
  }
}

scenario "locks" {
  duration 3min
  every 20s shop lock accounts key alice for 2s
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache accounts { nonstop { timeout-behavior exception } }
  cache prices {
    decorator UnlockedReadsView
    nonstop { timeout-behavior localReads }
  }
}

scenario "locks" {
  duration 3min
  every 20s shop lock accounts key alice for 2s
}
`,
};
