import type { Model } from '../model/model.ts';
import { failsThoughItCouldWait } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { firstLosses } from './support/losses.ts';
import { failoverAfter } from './support/lossKinds.ts';
import { setNonstop } from './support/nonstop.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS108',
  slug: 'immediate-timeout-on-flaky-link',
  title: 'immediate-timeout fails calls that a failover would have served',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

With \`immediate-timeout true\` a call that finds the client offline times out at once, whatever \`timeout\` says. A blip that
\`l1reconnect\` repairs never gets that far: the client stays online. An ordinary failover does. When the process of the active
dies, a client is offline after 5 s and a mirror takes over after 10 s; every call in between fails, although a little patience
would have served it.

The manual of 4.1 says that the first call may still wait for its whole timeout; since 4.3 none does.

## When it is reported

For caches that the scenario works on, with \`timeout-behavior exception\` and a \`timeout\` that is longer than the failover, in a
scenario that takes the active away from a mirrored stripe, unless the scenario itself expects calls on the cache to fail.

## What to do

Use \`immediate-timeout false\` where waiting is better than failing. Where an answer at once matters more, leave it.`,
  sources: [SOURCES.nonstopTuning, SOURCES.nonstop, SOURCES.toolkitNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const hasty = cacheUses(scenario).filter(
        ({ cache: { nonstop } }) =>
          nonstop.enabled && nonstop.immediateTimeout && nonstop.timeoutBehavior === 'exception',
      );
      if (hasty.length === 0) continue;
      const facts = factsOf(scenario);
      const losses = firstLosses(facts);
      for (const { client, cache } of hasty) {
        const loss = losses.find((each) => each.cluster.name === client.cluster && each.concerns(client));
        if (loss === undefined || expectsCallsToSuffer(scenario, cache.name)) continue;
        const { clientLeavesMicros: fromMicros, clientArrivesMicros: backMicros } = failoverAfter(loss, facts);
        if (fromMicros + SHORT_MICROS > loss.stallMicros || cache.nonstop.timeoutMicros <= backMicros) continue;
        yield {
          at: cache.nonstop.at?.settings['immediate-timeout'] ?? cache.at.name,
          message: `After the loss of ${loss.active.name} every call on ${cache.name} fails at once, from ${spoken(fromMicros)} until takeover at ${spoken(loss.stallMicros)}.`,
          why: `immediate-timeout does not wait while the client is offline; the timeout of ${spoken(cache.nonstop.timeoutMicros)} would have outlasted the failover.`,
          help: 'Use `immediate-timeout false` if waiting is better than failing.',
          related: [{ at: loss.step.at, message: `${loss.active.name} is lost here` }],
          fixes: fix('Use immediate-timeout false', setNonstop(model, cache, 'immediate-timeout', 'false')),
        };
      }
    }
  },

  demonstration: failsThoughItCouldWait,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices {
    nonstop { timeout 20s  immediate-timeout true }
//                         ^^^^^^^^^^^^^^^^^^^^^^ TCS108
  }
}

scenario "the active dies" {
  duration 3min
  every 1s shop get prices
  at 30s crash tsa-1
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout 20s  immediate-timeout true } }
}

scenario "a blip that l1reconnect repairs" {
  duration 3min
  every 1s shop get prices
  at 30s drop connection of shop to tsa-1 for 3s
}

scenario "an answer at once is wanted" {
  duration 3min
  every 1s shop get prices
  at 30s crash tsa-1
  expect some get on prices throws NonStopCacheException
}
`,
};

/** Shorter than this is not worth a word. */
const SHORT_MICROS = 1_000_000;
