import type { Finding, FinishedRun, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { rejoinsOf } from './support/rejoins.ts';
import { SOURCES } from './support/sources.ts';

/** What the manual of Integration Server calls frequent is not a number; five in an hour is ours. */
const MOST = 5;
const HOUR_MICROS = 3_600_000_000;

export const rule: Rule = {
  id: 'TCS122',
  slug: 'rejoin-storm-memory',
  title: 'A client rejoins so often that its class memory may run out',
  severity: 'warning',
  phase: 'runtime',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

With every rejoin the client loads the classes of its Terracotta connection anew. The old ones go when the garbage collector can
take them, which it often cannot: after a number of rejoins the JVM ends with \`OutOfMemoryError: PermGen space\` or
\`Metaspace\`. The manual of Integration Server warns of it.

## When it is reported

After a run in which one client rejoined more than ${MOST} times within an hour, at the line that led to the first rejoin too many. The number
is an estimate: how much memory a rejoin costs depends on the application.

## What to do

Find out why the client is disconnected, raise the tolerance of the health check, and give the JVM more memory for classes.`,
  sources: [SOURCES.integrationServerRejoin],

  *check(run: FinishedRun): Iterable<Finding> {
    const families = new Set<string>();
    for (const rejoins of rejoinsOf(run).values()) {
      const tooMany = rejoins.findIndex(
        ({ timeMicros }, i) => i >= MOST && timeMicros - (rejoins[i - MOST]?.timeMicros ?? 0) <= HOUR_MICROS,
      );
      const rejoin = rejoins[tooMany];
      const first = rejoins[tooMany - MOST];
      if (rejoin === undefined || first === undefined || families.has(rejoin.client.family)) continue;
      const { client, line, timeMicros } = rejoin;
      families.add(client.family);
      yield {
        at: line ?? client.at.name,
        message: `${client.family} rejoins for the ${MOST + 1}th time within an hour, ${spoken(timeMicros - first.timeMicros)} after the first.`,
        why: 'Every rejoin loads the classes of the connection anew; the JVM may run out of PermGen or Metaspace.',
        help: 'Remove the cause of the disconnections or raise the tolerance of the health check; give the JVM more memory for classes.',
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

scenario "cut off again and again" {
  duration 1h
  every 9min cut shop from tsa-1, tsa-2 for 1min
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS122
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop true }
}

scenario "cut off now and then" {
  duration 1h
  every 15min cut shop from tsa-1, tsa-2 for 1min
}
`,
};
