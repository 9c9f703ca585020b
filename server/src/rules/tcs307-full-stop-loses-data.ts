import type { Cache, Client, Model, Stripe } from '../model/model.ts';
import { losesEverything } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { expectsLostWrites } from './support/goals.ts';
import { fullOutages, type Outage } from './support/outages.ts';
import { factsOf, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { isRestartableProduct } from './support/topology.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS307',
  slug: 'full-stop-loses-data',
  title: 'All servers of a stripe stop, and the data that has no other copy is gone',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

Without \`restartable true\` the array keeps its data in memory only, and a mirror is its second copy. When all servers of a
stripe are down at the same time, nothing is left: the first one to come back is empty. A cache in front of a database fills
again. Sessions, counters and the keys of handled requests do not.

## When it is reported

When the steps at fixed times take down every server of a stripe and bring one back, the cluster is not restartable, and a
client has a clustered cache with \`role session\`, \`counter\` or \`idempotency\`; unless the scenario expects acknowledged
writes to be lost.

## What to do

Set \`restartable true\`, or stop the servers of a stripe one after the other and wait until the first is a mirror again.`,
  sources: [SOURCES.highAvailability, SOURCES.safeShutdown],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const reported = new Set<Stripe>();
      for (const outage of fullOutages(facts)) {
        if (outage.cluster.restartable || reported.has(outage.stripe) || expectsLostWrites(scenario)) continue;
        reported.add(outage.stripe);
        const precious = preciousCaches(facts, outage);
        if (precious.length === 0) continue;
        const names = listed([...new Set(precious.map(({ cache }) => cache.name))]);
        const canPersist = isRestartableProduct(outage.cluster);
        yield {
          at: outage.lost.at,
          message: `After this step no server of ${outage.cluster.name} has the data of ${names} any more.`,
          why: `All servers of the stripe are down at the same time, and ${canPersist ? `${outage.cluster.name} is not restartable` : 'their data is in memory'}: ${outage.first} comes back empty, and the data has no other copy.`,
          help: canPersist
            ? 'Set `restartable true`, or keep one server of the stripe running.'
            : 'Keep one server of the stripe running.',
          related: [
            { at: outage.back.at, message: `${outage.first} comes back empty here` },
            ...precious.map(({ cache }) => ({
              at: cache.at.settings.role ?? cache.at.name,
              message: `${cache.name} is declared as ${cache.role}`,
            })),
          ],
          fixes: canPersist
            ? fix(
                `Set restartable true for ${outage.cluster.name}`,
                setSetting(model, outage.cluster.at, 'restartable', 'true'),
              )
            : [],
        };
      }
    }
  },

  demonstration: losesEverything,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache baskets {
    role session
    nonstop true
  }
}

scenario "both go down" {
  duration 5min
  every 1s shop put baskets
  at 30s stop shop
  at 1min crash tsa-1, tsa-2
//^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS307
  at 2min start tsa-1, tsa-2
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop true }
}

scenario "both go down" {
  duration 5min
  at 30s stop shop
  at 1min crash tsa-1, tsa-2
  at 2min start tsa-1, tsa-2
}
`,
};

/** Caches without another copy of their data, each once per declaration. */
function preciousCaches(
  facts: ScenarioFacts,
  { cluster }: Outage,
): readonly { readonly client: Client; readonly cache: Cache }[] {
  const found = new Map<number, { client: Client; cache: Cache }>();
  for (const client of facts.members.get(cluster.name) ?? []) {
    for (const cache of client.caches) {
      if (cache.clustered && cache.role !== 'cache') found.set(cache.at.name.start, { client, cache });
    }
  }
  return [...found.values()];
}
