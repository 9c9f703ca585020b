import type { Client, Model } from '../model/model.ts';
import { blocksUnlessItIsWritten } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf } from './support/caches.ts';
import { fix } from './support/edits.ts';
import { canBeNonstop, disableNonstop, enableNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS124',
  slug: 'nonstop-unset-default-confusion',
  title: 'A cache says nothing about nonstop while its neighbours do',
  severity: 'hint',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Some pages of the manuals say that nonstop is on unless it is switched off. The code says: without the element \`<nonstop>\` a clustered
cache is not nonstop and blocks; with the element, even an empty one, it is.

## When it is reported

For a client without rejoin in which some clustered caches have nonstop and others do not mention it: there the difference may be
an oversight. Whether blocking is right is the question of TCS105, and with rejoin of TCS101.

## What to do

Say what is meant: \`nonstop true\` or \`nonstop false\`.`,
  sources: [SOURCES.ehcacheNonstop, SOURCES.defaultSettings],

  *check(model: Model): Iterable<Finding> {
    const families = new Map<Client['caches'], Client>();
    for (const { client, cache } of cachesOf(model)) {
      if (!client.rejoin && cache.nonstop.at !== undefined) families.set(client.caches, client);
    }
    for (const { caches, family } of families.values()) {
      const [first, ...others] = caches.filter((cache) => cache.clustered && cache.nonstop.at === undefined);
      if (first === undefined) continue;
      const names = [first, ...others].map(({ name }) => name);
      yield {
        at: first.at.name,
        message: `${listed(names)} of ${family} ${names.length === 1 ? 'says' : 'say'} nothing about nonstop, so it is off.`,
        why: 'Other caches of the client have it. Some pages of the manuals take it for the default, which it is not.',
        help: 'Say what is meant: `nonstop true` or `nonstop false`.',
        fixes: [
          ...fix('Write nonstop false', ...[first, ...others].map((cache) => disableNonstop(model, cache))),
          ...([first, ...others].every(canBeNonstop)
            ? fix('Write nonstop true', ...[first, ...others].map((cache) => enableNonstop(model, cache)))
            : []),
        ],
      };
    }
  },

  demonstration: blocksUnlessItIsWritten,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  cache prices { nonstop true }
  cache texts { consistency strong }
//      ^^^^^ TCS124
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  cache prices { nonstop true }
  cache texts { consistency strong  nonstop false }
  cache local { clustered false }
}
`,
};
