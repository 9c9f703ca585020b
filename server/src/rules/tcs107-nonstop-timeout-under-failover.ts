import type { Cache, Client, Model } from '../model/model.ts';
import { failoverReachesCallers } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { firstLosses } from './support/losses.ts';
import { setNonstop } from './support/nonstop.ts';
import { factsOf, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS107',
  slug: 'nonstop-timeout-under-failover',
  title: 'A nonstop timeout is shorter than the stall of a failover',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

While a passive takes over, calls wait. With defaults no call is served for 10 s when the process of the active dies (5 s for a lost
connection between servers to come back, 5 s of election), 19 s when its host goes silent, and 57 s when it stands still. A client that is
missing makes it longer, up to \`client-reconnect-window\`. A nonstop timeout below that turns a routine failover into exceptions
in the application.

That may be what you want: an answer in two seconds, even if it is an exception.

## When it is reported

For caches that the scenario works on, with \`timeout-behavior exception\` and without \`immediate-timeout\`, in a scenario that takes the
active away from a mirrored stripe, unless the scenario itself expects calls on the cache to fail, throw or take long. The other
behaviours and \`immediate-timeout\` are taken for a choice.

## What to do

Handle NonStopCacheException, choose another behaviour, or raise the timeout above the stall if waiting is better than failing.`,
  sources: [SOURCES.nonstopTuning, SOURCES.reconnection, SOURCES.election],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const losses = firstLosses(facts);
      if (losses.length === 0) continue;
      for (const { client, cache } of cachesUsed(facts)) {
        const { nonstop } = cache;
        if (!nonstop.enabled || nonstop.immediateTimeout || nonstop.timeoutBehavior !== 'exception') continue;
        const loss = losses.find(
          (each) =>
            each.cluster.name === client.cluster && nonstop.timeoutMicros < each.stallMicros && each.concerns(client),
        );
        if (loss === undefined || !Number.isFinite(loss.stallMicros)) continue;
        if (expectsCallsToSuffer(scenario, cache.name)) continue;
        const longer = written(roundedUp(loss.stallMicros + MARGIN_MICROS));
        yield {
          at: nonstop.at?.settings.timeout ?? cache.at.name,
          message: `Calls on ${cache.name} time out after ${spoken(nonstop.timeoutMicros)}, but the loss of ${loss.active.name} stalls them for at least ${spoken(loss.stallMicros)}.`,
          why: 'A routine failover reaches the application as NonStopCacheException.',
          help: `Handle the exception or choose another timeout-behavior; if waiting is better than failing, use \`timeout ${longer}\`.`,
          related: [{ at: loss.step.at, message: `${loss.active.name} is lost here` }],
          fixes: fix(`Set the timeout to ${longer}`, setNonstop(model, cache, 'timeout', longer)),
        };
      }
    }
  },

  demonstration: failoverReachesCallers,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions {
    nonstop { timeout 5s }
//            ^^^^^^^^^^ TCS107
  }
}

scenario "the active dies" {
  duration 3min
  every 1s shop get sessions
  at 30s crash tsa-1
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
  cache prices { nonstop { timeout 2s  timeout-behavior localReads } }
}

scenario "the active dies" {
  duration 3min
  every 1s shop get sessions
  every 1s shop get prices
  at 30s crash tsa-1
}
`,
};

/** What the clients need to find the new active, and a little more. */
const MARGIN_MICROS = 5_000_000;

/** Clustered caches that the scenario works on. The clients of one step are of one family: the first stands for all. */
function cachesUsed(facts: ScenarioFacts): Iterable<{ readonly client: Client; readonly cache: Cache }> {
  const used = new Map<string, { client: Client; cache: Cache }>();
  for (const { action } of facts.scenario.steps) {
    if (action.kind !== 'operate') continue;
    const client = facts.clients.get(action.clients[0] ?? '')?.client;
    const cache = client?.caches.find((each) => each.name === action.cache);
    if (client === undefined || cache === undefined || !cache.clustered) continue;
    const key = `${client.family} ${cache.name}`;
    if (!used.has(key)) used.set(key, { client, cache });
  }
  return used.values();
}
