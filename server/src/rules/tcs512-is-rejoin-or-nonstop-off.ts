import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { changeSetting, fix } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS512',
  slug: 'is-rejoin-or-nonstop-off',
  title: 'Integration Server: rejoin and nonstop cannot be set',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Integration Server switches rejoin on for every cache manager with a Terracotta Server Array, and Enable High Availability (nonstop) on for
every distributed cache. The Administrator does not let you switch off either, so a scenario that does would be about a node that cannot exist.

## What to do

Leave both out.`,
  sources: [SOURCES.integrationServerNonstop, SOURCES.integrationServerRejoin],

  *check(model: Model): Iterable<Finding> {
    for (const { client } of integrationServersOf(model)) {
      const { rejoin } = client.at.settings;
      if (rejoin !== undefined) {
        yield {
          at: rejoin,
          message: 'Rejoin cannot be set on an Integration Server node.',
          why: 'It is always on for cache managers with a Terracotta Server Array.',
          help: 'Remove the setting.',
          fixes: fix('Remove rejoin', changeSetting(model, rejoin, '')),
        };
      }
      for (const cache of client.caches) {
        const { nonstop } = cache.at.settings;
        if (nonstop === undefined) continue;
        yield {
          at: nonstop,
          message: `Nonstop cannot be set on the distributed cache ${cache.name}.`,
          why: 'Integration Server has Enable High Availability on for every distributed cache.',
          help: 'Remove the setting; timeout and timeout-behavior stand in the block of the cache itself.',
          fixes: fix('Remove nonstop', changeSetting(model, nonstop, '')),
        };
      }
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  rejoin false
//^^^^^^^^^^^^ TCS512
  cache prices {
    nonstop false
//  ^^^^^^^^^^^^^ TCS512
    timeout 5s
  }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  cache prices {
    timeout 5s
  }
}
`,
};
