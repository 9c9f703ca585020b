import type { Cache, Cluster, Model } from '../model/model.ts';
import { blocksWithoutNonstop } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { canBeNonstop, enableNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS101',
  slug: 'rejoin-without-nonstop',
  title: 'A client with rejoin has a clustered cache that is not nonstop',
  severity: 'error',
  otherSeverity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

| Product | Ehcache | Behaviour |
|---|---|---|
| Terracotta 3.7, 4.0 | 2.6, 2.7 | The cache manager does not start: \`InvalidConfigurationException\`, \`Cache 'sessions' error: Terracotta clustered caches must be nonstop when rejoin is enabled.\` Adding such a cache later fails in the same way. |
| 4.1 and later | 2.8 and later | The check is gone. The client starts; calls on the cache block while the client is offline, without a limit; during a rejoin they throw \`RejoinCacheException\`, as in \`Client started rejoin during get(...)\`. |

Nonstop is off unless the configuration has a \`<nonstop>\` element. Caches that are not clustered are not concerned.

The finding is an error up to Ehcache 2.7, because nothing comes up that could be simulated. From 2.8 on it is a warning:
the configuration starts, and a run shows how it fails.

## What to do

Make every clustered cache of the client nonstop and choose what a timed-out call shall do, or switch rejoin off.`,
  sources: [SOURCES.rejoin, SOURCES.configurationReference, SOURCES.ehcache26, SOURCES.ehcache210],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cluster } of clientsOf(model)) {
      if (!client.rejoin) continue;
      const blocking = client.caches.filter((cache) => cache.clustered && !cache.nonstop.enabled);
      const all =
        blocking.length > 1 && blocking.every(canBeNonstop)
          ? fix(
              `Make all clustered caches of ${client.family} nonstop`,
              ...blocking.map((cache) => enableNonstop(model, cache)),
            )
          : [];
      for (const cache of blocking) {
        yield {
          at: cache.at.name,
          ...behaviour(cluster, client.family, cache),
          related: [
            { at: client.at.settings.rejoin ?? client.at.name, message: `${client.family} has rejoin switched on` },
          ],
          fixes: canBeNonstop(cache) ? [...fix(`Make ${cache.name} nonstop`, enableNonstop(model, cache)), ...all] : [],
        };
      }
    }
  },

  demonstration: blocksWithoutNonstop,

  failing: `cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions
//      ^^^^^^^^ TCS101
  cache prices { nonstop true }
}
`,
  passing: `cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop { timeout 5s  timeout-behavior localReads } }
  cache templates { clustered false }
}
`,
};

/** The check was in CacheConfiguration until Ehcache 2.7. */
const CHECKED_AT_START: readonly string[] = ['2.6', '2.7'];

function behaviour(
  cluster: Cluster,
  client: string,
  cache: Cache,
): Pick<Finding, 'message' | 'why' | 'help' | 'severity'> {
  const { version, ehcache } = cluster.product;
  const help = `Add \`nonstop\` to the cache ${cache.name} and say what a call shall do when it times out, or switch rejoin off.`;
  if (CHECKED_AT_START.includes(ehcache)) {
    return {
      message: `${client} does not start: it has rejoin, and its clustered cache ${cache.name} is not nonstop.`,
      why: `Terracotta ${version} (Ehcache ${ehcache}): start-up fails with "Terracotta clustered caches must be nonstop when rejoin is enabled."`,
      help,
      severity: 'error',
    };
  }
  return {
    message: `${client} has rejoin, but its clustered cache ${cache.name} is not nonstop.`,
    why: `Terracotta ${version} (Ehcache ${ehcache}) starts all the same; calls on ${cache.name} block without a limit while ${client} is offline, and during a rejoin they throw RejoinCacheException.`,
    help,
    severity: 'warning',
  };
}
