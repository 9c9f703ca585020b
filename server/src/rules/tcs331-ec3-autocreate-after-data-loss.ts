import type { Client, Model, Stripe } from '../model/model.ts';
import { stuckForGood } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { fullOutages } from './support/outages.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS331',
  slug: 'ec3-autocreate-after-data-loss',
  title: 'All servers stop, and the clients do not create their cluster tier again',
  severity: 'warning',
  phase: 'scenario',
  lines: ['10.x'],
  documentation: `## What happens

When all servers of a stripe were down, the first one that starts knows no cluster tier manager. A client with
\`client-mode expecting\` or \`auto-create\` does not create one when it reconnects: its caches stay in reconnection for ever. Every call is
answered by the resilience strategy, as if the caches were empty, until the application closes its cache manager and opens it again. Another
client that starts and creates the manager helps only if it comes first.

| client-mode | at the start | at a reconnection |
|---|---|---|
| expecting | must exist | must exist |
| auto-create | created | must exist |
| auto-create-on-reconnect | created | created, empty |

## When it is reported

When the steps at fixed times take down every server of a stripe and bring one back, and a client of it has another mode; unless the
scenario expects the client to be stuck.

## What to do

\`client-mode auto-create-on-reconnect\` (Ehcache 3.8 and later), or watch for caches that never answer and open the cache manager anew.`,
  sources: [SOURCES.ehcache3Connection, SOURCES.ehcache2694, SOURCES.ehcache2314],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const reported = new Set<Stripe>();
      for (const { cluster, stripe, lost, back, first } of fullOutages(facts)) {
        if (cluster.terracotta10 === undefined || cluster.restartable || reported.has(stripe)) continue;
        reported.add(stripe);
        const families = new Map(
          scenario.clients.filter((client) => client.cluster === cluster.name).map((client) => [client.family, client]),
        );
        for (const client of families.values()) {
          const mode = client.ehcache3?.clientMode;
          if (mode === undefined || mode === 'auto-create-on-reconnect' || expectsStuck(client)) continue;
          yield {
            at: client.at.settings['client-mode'] ?? client.at.name,
            message: `After ${first} has come back empty, the caches of ${client.family} never work again by themselves.`,
            why: `With client-mode ${mode} the cluster tier is not created at a reconnection. Every call is answered as if the cache were empty, until the cache manager is opened anew.`,
            help: 'Use `client-mode auto-create-on-reconnect`, or say what you expect: `expect CLIENT becomes stuck`.',
            related: [
              { at: lost.at, message: 'the last server stops here' },
              { at: back.at, message: `${first} comes back empty here` },
            ],
            fixes: fix(
              'Set client-mode to auto-create-on-reconnect',
              setSetting(model, client.at, 'client-mode', 'auto-create-on-reconnect'),
            ),
          };
        }
      }

      function expectsStuck({ name, family }: Client): boolean {
        return scenario.expectations.some(
          ({ condition }) =>
            condition.kind === 'state' &&
            condition.state === 'stuck' &&
            condition.nodes.some((node) => node === name || node === family),
        );
      }
    }
  },

  demonstration: stuckForGood,

  failing: `cluster orders {
  product terracotta 10.11
  failover-priority availability
  server s1, s2
}

client shop {
  client-mode auto-create
//^^^^^^^^^^^^^^^^^^^^^^^ TCS331
  cache prices
}

scenario "a full stop" {
  duration 10min
  at 1min stop s2
  at 2min stop s1
  at 3min start s1
  expect s1 becomes active
}
`,
  passing: `cluster orders {
  product terracotta 10.11
  failover-priority availability
  server s1, s2
}

client shop {
  client-mode auto-create-on-reconnect
  cache prices
}

scenario "a full stop" {
  duration 10min
  at 1min stop s2
  at 2min stop s1
  at 3min start s1
  expect s1 becomes active
}
`,
};
