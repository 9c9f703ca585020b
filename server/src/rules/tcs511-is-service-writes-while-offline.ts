import type { Model } from '../model/model.ts';
import { requestsFailWithTheWrite } from './demonstrations/integrationServer.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { expectsCallsToSuffer } from './support/expectations.ts';
import { factsOf, nodesCutBy, nodesEndedBy } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS511',
  slug: 'is-service-writes-while-offline',
  title: 'Integration Server: requests fail while the array is away, because their service writes to a cache',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

While a node has lost the array, requests go on exactly as long as every cache that their service uses has \`localReads\` or \`noop\`, and no service writes to a
cache with \`localReads\` or \`exception\`: such a write throws, and the request with it.

## When it is reported

For services that write to a cache with \`localReads\` or \`exception\` in a scenario that takes the array away from the node, with a cut or by ending
servers; unless the scenario expects requests or calls to fail.

## What to do

Use \`noop\` for caches whose writes may be dropped, or catch the exception in the service.`,
  sources: [SOURCES.integrationServerNonstop],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const lost = new Set([
        ...facts.faults.flatMap(({ step: { action } }) => [...nodesCutBy(action), ...nodesEndedBy(action, facts)]),
        ...facts.waiting.flatMap(({ action }) => [...nodesCutBy(action), ...nodesEndedBy(action, facts)]),
      ]);
      if (lost.size === 0) continue;
      const told = new Set<string>();
      for (const { action, at } of scenario.steps) {
        if (action.kind !== 'invoke') continue;
        for (const name of action.nodes) {
          const place = facts.clients.get(name);
          const servers = place?.cluster.stripes.flatMap((stripe) => stripe.servers.map((server) => server.name)) ?? [];
          if (place === undefined || (!lost.has(name) && !servers.some((server) => lost.has(server)))) continue;
          for (const cache of place.client.caches) {
            const { timeoutBehavior } = cache.nonstop;
            const setting = cache.nonstop.at?.settings['timeout-behavior'] ?? cache.at.name;
            if (!action.writes.includes(cache.name) || timeoutBehavior === 'noop') continue;
            if (expectsCallsToSuffer(scenario, cache.name) || expectsCallsToSuffer(scenario, 'requests')) continue;
            const id = `${setting.file}:${setting.start}`;
            if (told.has(id)) continue;
            told.add(id);
            yield {
              at: setting,
              message: `${action.service} writes to ${cache.name}, which has ${timeoutBehavior}: requests to it fail while the array is away.`,
              why: 'A write to such a cache throws NonStopCacheException, and the service with it.',
              help: 'Use `timeout-behavior noop` if the write may be dropped, or catch the exception in the service.',
              related: [{ at, message: 'The service writes here' }],
              fixes: fix('Use timeout-behavior noop', setSetting(model, cache.at, 'timeout-behavior', 'noop')),
            };
          }
        }
      }
    }
  },

  demonstration: requestsFailWithTheWrite,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  cache prices {
    timeout-behavior localReads
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS511
  }
}

scenario "cut off" {
  duration 3min
  every 1s is1 invoke stateless "shop:refresh" writes prices
  at 30s cut is1 from orders for 1min
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  cache prices { timeout-behavior localReads }
  cache hints { timeout-behavior noop }
}

scenario "cut off" {
  duration 3min
  every 1s is1 invoke stateless "shop:look" reads prices writes hints
  at 30s cut is1 from orders for 1min
}
`,
};
