import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS411',
  slug: 'clustered-without-client-config',
  title: 'Clustered caches, and no array to connect to',
  severity: 'error',
  otherSeverity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A cache with \`<terracotta/>\` needs the array that \`<terracottaConfig>\` of the cache manager names. Without the element the cache manager
cannot create its clustered caches and does not start. Up to 3.7 there is an exception: an application that runs inside the JVM of DSO
(\`dso-java.sh\`) finds its array without it; there this is a warning.

## When it is reported

For clients with clustered caches and \`terracotta-config none\`; that is what the importer writes for an ehcache.xml without the element.

## What to do

Add \`<terracottaConfig url="HOST:9510"/>\`, or make the caches local.`,
  sources: [SOURCES.ehcacheClient, SOURCES.ehcacheConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cluster } of clientsOf(model)) {
      if (client.checked?.terracottaConfig !== 'none') continue;
      const cache = client.caches.find((each) => each.clustered);
      if (cache === undefined) continue;
      const mayBeDso = cluster.product.line === '3.7';
      yield {
        ...(mayBeDso ? { severity: 'warning' as const } : {}),
        at: client.at.settings['terracotta-config'] ?? client.at.name,
        message: `${client.family} ${mayBeDso ? 'starts in DSO mode only' : 'does not start'}: ${cache.name} is clustered, and there is no terracotta-config.`,
        why: 'Without it the cache manager does not know the array that holds the data.',
        help: 'Add `<terracottaConfig url="HOST:9510"/>` to ehcache.xml, or make its caches local.',
        related: [{ at: cache.at.name, message: `${cache.name} is clustered` }],
      };
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  terracotta-config none
//^^^^^^^^^^^^^^^^^^^^^^ TCS411
  cache prices { nonstop true }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  terracotta-config none
  cache prices { clustered false }
}
`,
};
