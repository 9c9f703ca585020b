import type { Locations, Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { checkedCachesOf, placeIn } from './support/caches.ts';
import { formatAt } from './support/configurationEdits.ts';
import { fix } from './support/edits.ts';
import { removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS413',
  slug: 'two-replication-schemes',
  title: 'Clustered caches are replicated between peers as well',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A clustered cache has its data in the array, and every client sees it. RMI, JMS or JGroups replication besides sends the same changes a
second time on ways of its own, in another order, and loses some: after a partition the peers do not learn what was removed.
Ehcache up to 2.4 refused the combination; later ones log that it is not supported.

## When it is reported

For clustered caches with a \`peer-replication\` of their own, and for clients with \`peer-replication\` and clustered caches only.

## What to do

Keep Terracotta, and remove peer providers, listeners and bootstrap loaders.`,
  sources: [SOURCES.ehcacheConfiguration, SOURCES.ehc697],

  *check(model: Model): Iterable<Finding> {
    for (const { cache, checked } of checkedCachesOf(model)) {
      if (!cache.clustered || checked.peerReplication === undefined) continue;
      yield {
        ...finding(cache.name, checked.peerReplication),
        at: placeIn(cache, 'peer-replication'),
        fixes: fix('Remove peer-replication', inScenario(model, cache.at)),
      };
    }
    for (const { client } of clientsOf(model)) {
      const kind = client.checked?.peerReplication;
      if (kind === undefined || client.caches.length === 0 || client.caches.some((cache) => !cache.clustered)) continue;
      yield {
        ...finding(client.family, kind),
        at: client.at.settings['peer-replication'] ?? client.at.name,
        fixes: fix('Remove peer-replication', inScenario(model, client.at)),
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices {
    nonstop true
    peer-replication rmi
//  ^^^^^^^^^^^^^^^^^^^^ TCS413
  }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  peer-replication rmi
  cache prices { nonstop true }
  cache texts { clustered false  peer-replication rmi }
}
`,
};

function finding(name: string, kind: string): Pick<Finding, 'message' | 'why' | 'help'> {
  const scheme = kind === 'other' ? 'peers' : kind === 'jgroups' ? 'JGroups' : kind.toUpperCase();
  return {
    message: `${name} is clustered, and replicated by ${scheme} as well.`,
    why: 'The combination is not supported: changes travel twice, in different order, and what is removed during a partition comes back.',
    help: 'Keep Terracotta and remove the other scheme.',
  };
}

/** In ehcache.xml the scheme is several elements, which nobody takes out for the user. */
function inScenario(model: Model, { settings }: Locations): ReturnType<typeof removeSetting> {
  const setting = settings['peer-replication'];
  const isXml = setting !== undefined && formatAt(model, setting) === 'xml';
  return isXml ? undefined : removeSetting(model, setting);
}
