import type { Condition, Expectation, Model, Origin } from '../model/model.ts';
import { threadsPileUp } from './demonstrations/patience.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { firstLosses } from './support/losses.ts';
import { setNonstop } from './support/nonstop.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS106',
  slug: 'nonstop-timeout-over-sla',
  title: 'Nonstop waits longer than the scenario allows a call to take',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

While the array is away every call that needs it waits for its nonstop timeout. If that is longer than the caller may wait, threads pile up
behind the cache, and the outage of the array becomes one of the application.

## When it is reported

When a scenario expects that no call on a cache takes longer than a time that is shorter than its nonstop timeout, and the scenario takes
the active away from the client for longer than that. Caches with \`immediate-timeout true\` answer as soon as the client knows that it is
disconnected, and are left out.

## What to do

Set the timeout below what the caller may wait, less the time of what it does instead; or \`immediate-timeout true\`.`,
  sources: [SOURCES.nonstopTuning, SOURCES.integrationServerNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const limits = scenario.expectations.flatMap((expectation) => limitOf(expectation) ?? []);
      if (limits.length === 0) continue;
      const losses = firstLosses(factsOf(scenario));
      for (const { client, cache } of cacheUses(scenario)) {
        const { nonstop } = cache;
        if (!nonstop.enabled || nonstop.immediateTimeout) continue;
        const stallMicros = Math.max(
          0,
          ...losses.filter(({ concerns }) => concerns(client)).map((loss) => loss.stallMicros),
        );
        const limit = limits.find(
          ({ condition, micros }) =>
            micros < nonstop.timeoutMicros &&
            micros < stallMicros &&
            condition.clients.includes(client.name) &&
            (condition.cache === undefined || condition.cache === cache.name),
        );
        if (limit === undefined) continue;
        const better = written(Math.max(1_000_000, Math.floor(limit.micros / 2_000_000) * 1_000_000));
        yield {
          at: nonstop.at?.settings.timeout ?? cache.at.name,
          message: `Calls on ${cache.name} may wait for ${spoken(nonstop.timeoutMicros)}, and the scenario allows them ${spoken(limit.micros)}.`,
          why: 'While the array is away every call that needs it waits that long; threads pile up behind the cache.',
          help: `Set the timeout below ${spoken(limit.micros)}, or \`immediate-timeout true\`.`,
          related: [{ at: limit.at, message: 'This is what the scenario allows' }],
          fixes:
            limit.micros >= 2_000_000
              ? fix(`Set the timeout to ${better}`, setNonstop(model, cache, 'timeout', better))
              : [],
        };
      }
    }
  },

  demonstration: threadsPileUp,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { consistency strong  nonstop { timeout 20s } }
//                                             ^^^^^^^^^^^ TCS106
}

scenario "the active dies" {
  duration 3min
  every 1s shop get prices
  at 30s crash tsa-1
  expect no get on prices takes longer than 4s
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { consistency strong  nonstop { timeout 3s } }
}

scenario "the active dies" {
  duration 3min
  every 1s shop get prices
  at 30s crash tsa-1
  expect no get on prices takes longer than 4s
}
`,
};

interface Limit {
  readonly condition: Extract<Condition, { kind: 'calls' }>;
  readonly micros: number;
  readonly at: Origin;
}

/** `no call … takes longer than 4s`. */
function limitOf({ condition, at }: Expectation): Limit | undefined {
  if (condition.kind !== 'calls' || condition.predicate.kind !== 'takes-longer-than') return undefined;
  const { quantifier, predicate } = condition;
  const isNone =
    quantifier.kind === 'no' || ('count' in quantifier && quantifier.kind !== 'at-least' && quantifier.count === 0);
  return isNone ? { condition, micros: predicate.durationMicros, at } : undefined;
}
