import type { Finding, FinishedRun, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { firstRejoins } from './support/rejoins.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS121',
  slug: 'rejoin-wipes-local-tier',
  title: 'A client that rejoins comes back with empty local tiers',
  severity: 'info',
  phase: 'runtime',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A rejoin makes the client a new member of the cluster. Everything that its JVM held of the clustered caches belongs to the old
one and is removed. The first reads afterwards miss, go to the array, and for what is not there to the system of record; when
many clients rejoin together, so do their misses.

## When it is reported

After a run, at the line that led to a rejoin, once for each client and line.

## What to do

Nothing, if array and system of record bear the load. Otherwise warm the caches up, or let the clients come back one after the
other.`,
  sources: [SOURCES.rejoin, SOURCES.integrationServerRejoin],

  *check(run: FinishedRun): Iterable<Finding> {
    for (const { client, line, timeMicros } of firstRejoins(run)) {
      const caches = client.caches.filter((cache) => cache.clustered && cache.localCacheEnabled);
      if (caches.length === 0) continue;
      yield {
        at: line ?? client.at.name,
        message: `${client.family} rejoins at ${spoken(timeMicros)} and comes back with an empty local tier: ${listed(caches.map(({ name }) => name))}.`,
        why: 'The first reads miss and go to the array, and to the system of record for what is not there.',
        help: 'Reckon with the load, warm the caches up, or let the clients come back one after the other.',
        related: [{ at: client.at.settings.rejoin ?? client.at.name, message: `${client.family} is declared here` }],
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop true }
}

scenario "the shop is cut off" {
  duration 3min
  every 1s shop get prices
  at 10s cut shop from tsa-1, tsa-2 for 60s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS121
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop true }
}

scenario "the shop is cut off for a moment" {
  duration 3min
  every 1s shop get prices
  at 10s cut shop from tsa-1, tsa-2 for 3s
}
`,
};
