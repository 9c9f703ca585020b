import type { Finding, FinishedRun, Rule } from './rule.ts';
import { type Rejoin, rejoinsOf } from './support/rejoins.ts';
import { SOURCES } from './support/sources.ts';
import { counted } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS123',
  slug: 'op-in-flight-at-rejoin',
  title: 'Calls are under way while the client rejoins',
  severity: 'info',
  phase: 'runtime',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A call that began before a rejoin and has not ended when the rejoin is complete may throw \`NonStopCacheException\`, whatever
\`timeout-behavior\` says: the cache that it was talking to is gone. Whether it had an effect is not known to the caller.

## When it is reported

After a run, at the line that led to the rejoin, with the number of calls, once for each client and line.

## What to do

Catch \`NonStopCacheException\` around every call, also with \`noop\` and \`localReads\`, and make calls that can be repeated. A shorter
\`timeout\` leaves fewer calls under way.`,
  sources: [SOURCES.rejoin],

  *check(run: FinishedRun): Iterable<Finding> {
    const byLine = new Map<string, { readonly rejoin: Rejoin; calls: number }>();
    for (const rejoin of callsUnderWay(run)) {
      const key = `${rejoin.client.family} ${rejoin.line?.file}:${rejoin.line?.start}`;
      const known = byLine.get(key);
      if (known === undefined) byLine.set(key, { rejoin, calls: 1 });
      else known.calls++;
    }
    for (const { rejoin, calls } of byLine.values()) {
      const { client, line } = rejoin;
      yield {
        at: line ?? client.at.name,
        message: `${counted(calls, 'call')} of ${client.family} ${calls === 1 ? 'is' : 'are'} under way when it has rejoined.`,
        why: 'Such a call may throw NonStopCacheException whatever timeout-behavior says, and may or may not have had an effect.',
        help: 'Catch the exception around every call and make calls that can be repeated.',
        related: [{ at: client.at.settings.rejoin ?? client.at.name, message: `${client.family} is declared here` }],
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout 5s } }
}

scenario "the shop is cut off" {
  duration 3min
  every 1s shop get prices
  at 10s cut shop from tsa-1, tsa-2 for 60s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS123
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache prices { nonstop { timeout 2s  immediate-timeout true } }
}

scenario "the shop is cut off" {
  duration 3min
  every 1s shop get prices
  at 10s cut shop from tsa-1, tsa-2 for 60s
}
`,
};

/** The rejoin that each call saw, for every call that began before it and ended after it. */
function* callsUnderWay(run: FinishedRun): Iterable<Rejoin> {
  const rejoins = rejoinsOf(run);
  if (rejoins.size === 0) return;
  const { calls, lanes } = run.trace;
  for (let row = 0; row < calls.count; row++) {
    const start = calls.startMicros[row] ?? 0;
    const end = calls.endMicros[row] ?? 0;
    const parent = lanes[calls.lane[row] ?? -1]?.parent ?? -1;
    const seen = rejoins.get(parent)?.find(({ timeMicros }) => start < timeMicros && timeMicros < end);
    if (seen !== undefined) yield seen;
  }
}
