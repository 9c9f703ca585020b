import type { Model } from '../model/model.ts';
import { acknowledgedAndGone } from './demonstrations/losses.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { expectsLostWrites } from './support/goals.ts';
import { factsOf, nodesEndedBy } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { cacheUses, firstWrite } from './support/workload.ts';

export const rule: Rule = {
  id: 'TCS414',
  slug: 'async-writes-lost-on-crash',
  title: 'A client that dies takes writes with it that it had acknowledged',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A write to a cache without \`synchronous-writes\` returns as soon as it is in the client's memory; the client
sends it to the array a moment later, in a batch. When the process dies in between, the caller was told success and the array
never hears of it. The same happens to what was written while the client was cut off, if it must rejoin.

A strong cache is no exception: as long as nobody else wants the key, its lock stays with the client, and the write is sent later.

## When it is reported

When a scenario kills a client (\`crash\`, \`power-off\`, \`restart\`) that writes to such a cache with \`role session\`,
\`counter\` or \`idempotency\`; unless the scenario expects acknowledged writes to be lost.

## What to do

Use \`consistency strong\` and \`synchronous-writes true\` for data that has no other copy; every write then waits for the
server. Ehcache accepts the second with the first only.`,
  sources: [SOURCES.configurationReference, SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const precious = cacheUses(scenario).filter(
        ({ client, cache }) =>
          cache.role !== 'cache' && !cache.synchronousWrites && client.integrationServer === undefined,
      );
      if (precious.length === 0 || expectsLostWrites(scenario)) continue;
      const facts = factsOf(scenario);
      const killed = new Map(
        facts.faults
          .filter(({ step }) => step.action.kind !== 'stop')
          .flatMap(({ step }) => nodesEndedBy(step.action, facts).map((name) => [name, step] as const))
          .map(([name, step]) => [facts.clients.get(name)?.client.family, step] as const)
          .reverse(),
      );
      for (const use of precious) {
        const { client, cache } = use;
        const crash = killed.get(client.family);
        const write = firstWrite(use);
        if (crash === undefined || write === undefined) continue;
        const waits = setSetting(model, cache.at, 'synchronous-writes', 'true');
        yield {
          at: cache.at.settings['synchronous-writes'] ?? cache.at.settings.consistency ?? cache.at.name,
          message: `A put on ${cache.name} returns before the array has it, and ${client.family} is killed.`,
          why: `What was not sent yet is lost, although the caller was told success; ${cache.name} is declared as ${cache.role}, so there is no other copy.`,
          help: 'Use `consistency strong` and `synchronous-writes true` if a lost write matters more than the wait.',
          related: [
            { at: crash.at, message: `${client.family} is killed here` },
            { at: write.at, message: `${client.family} writes here` },
          ],
          fixes:
            cache.consistency === 'strong'
              ? fix('Set synchronous-writes true', waits)
              : fix(
                  'Set consistency strong and synchronous-writes true',
                  setSetting(model, cache.at, 'consistency', 'strong'),
                  waits,
                ),
        };
      }
    }
  },

  demonstration: acknowledgedAndGone,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache baskets {
//      ^^^^^^^ TCS414
    role session
    nonstop true
  }
}

scenario "the shop dies" {
  duration 2min
  every 100ms shop put baskets
  at 30s crash shop
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache baskets {
    role session
    consistency strong
    synchronous-writes true
    nonstop true
  }
}

scenario "the shop dies" {
  duration 2min
  every 100ms shop put baskets
  at 30s crash shop
}
`,
};
