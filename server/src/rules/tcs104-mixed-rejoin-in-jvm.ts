import type { Model } from '../model/model.ts';
import { staysOutOfItsJvm } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { groupsOf } from './support/topology.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS104',
  slug: 'mixed-rejoin-in-jvm',
  title: 'Clients with and without rejoin share one JVM',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Every cache manager has a connection and a membership of its own, also when several live in one JVM. After the JVM was away for
too long all of them are refused. Those with rejoin come back, the others stay out for good. Half of the application works on
live data and the other half answers with timeouts; the process looks healthy.

The product starts with such a mix, so the finding is a warning and a scenario can show what happens.

## What to do

Give every cache manager of a JVM the same \`rejoin\`.`,
  sources: [SOURCES.rejoin, SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const { clients } of groupsOf(model)) {
      if (clients.every((client) => client.rejoin === clients[0]?.rejoin)) continue;
      for (const [jvm, members] of Map.groupBy(clients, (client) => client.jvm)) {
        const returning = members.filter((client) => client.rejoin);
        if (returning.length === 0 || returning.length === members.length) continue;
        const families = [...new Set(returning.map((client) => client.family))];
        const names = listed(families);
        for (const client of members) {
          if (client.rejoin) continue;
          yield {
            at: client.at.settings.rejoin ?? client.at.name,
            message: `${client.family} has no rejoin, but ${names} in the same JVM ${jvm} ${families.length === 1 ? 'has' : 'have'}.`,
            why: `After a long pause or cut only ${names} ${families.length === 1 ? 'comes' : 'come'} back. ${client.family} stays out until the process is restarted, and the application works on half of its caches.`,
            help: 'Give every client of a JVM the same rejoin.',
            related: returning.map((each) => ({
              at: each.at.settings.rejoin ?? each.at.name,
              message: `${each.family} has rejoin switched on`,
            })),
            fixes: fix(`Switch rejoin on for ${client.family}`, setSetting(model, client.at, 'rejoin', 'true')),
          };
        }
      }
    }
  },

  demonstration: staysOutOfItsJvm,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  jvm web
  rejoin true
  cache sessions { nonstop true }
}

client report {
//     ^^^^^^ TCS104
  jvm web
  cache figures { nonstop true }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  jvm web
  rejoin true
  cache sessions { nonstop true }
}

client report {
  cache figures { nonstop true }
}
`,
};
