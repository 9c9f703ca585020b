import type { Model } from '../model/model.ts';
import { refusedAtStart } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS410',
  slug: 'url-and-embedded',
  title: 'A client has the address of its array and an array of its own',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

\`<terracottaConfig>\` takes the address of an array or a tc-config inside it. With both Ehcache does not know which counts and throws
\`InvalidConfigurationException\` when the cache manager starts.

## What to do

Keep one of them; the address, if the array is run by others.`,
  sources: [SOURCES.ehcacheClient],

  *check(model: Model): Iterable<Finding> {
    for (const { client } of clientsOf(model)) {
      if (client.checked?.terracottaConfig !== 'url-and-embedded') continue;
      yield {
        at: client.at.settings['terracotta-config'] ?? client.at.name,
        message: `${client.family} does not start: its terracotta-config has an address and a tc-config of its own.`,
        why: 'Ehcache throws InvalidConfigurationException: only one of the two can count.',
        help: 'Keep the address, or the embedded tc-config.',
        fixes: fix('Keep the address', changeValue(model, client.at.settings['terracotta-config'], 'url')),
      };
    }
  },

  demonstration: refusedAtStart,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  terracotta-config url-and-embedded
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS410
  cache prices { nonstop true }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  terracotta-config url
  cache prices { nonstop true }
}
`,
};
