import type { Model, NetworkSettings } from '../model/model.ts';
import { timesOutWhileAllIsWell } from './demonstrations/nonstop.ts';
import type { Finding, Rule } from './rule.ts';
import { cachesOf } from './support/caches.ts';
import { spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { setNonstop } from './support/nonstop.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS109',
  slug: 'nonstop-timeout-tiny-or-zero',
  title: 'A nonstop timeout is so short that it fires while everything works',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The nonstop timer runs for every call on the cache, also while the client is connected. A value in the range of a minor
garbage collection, a lock wait or two round trips makes ordinary calls time out. With \`timeout-behavior noop\` or
\`localReads\` nobody notices: the write is dropped, the read answers null.

In 4.x a timeout of zero or less means that there is no timer at all (\`NonStopManagerImpl\`); the language does not accept it.

## When it is reported

For a clustered cache, and for a clustered default cache, when the timeout is not longer than 500 ms, or than two round trips of the declared network (latency and jitter, four times
in all), whichever is more.

## What to do

Leave at least a second above what the slowest healthy call takes. To answer at once while disconnected, use
\`immediate-timeout true\`, which costs nothing while connected.`,
  sources: [SOURCES.nonstopTuning, SOURCES.configurationReference, SOURCES.toolkitNonstop],

  *check(model: Model): Iterable<Finding> {
    const shortest = shortestSensibleMicros(model);
    for (const { cache } of cachesOf(model)) {
      const { nonstop } = cache;
      if (!cache.clustered || !nonstop.enabled || nonstop.timeoutMicros > shortest) continue;
      const better = Math.ceil((shortest + 1_000_000) / 1_000_000) * 1_000_000;
      const silent = nonstop.timeoutBehavior !== 'exception';
      yield {
        at: nonstop.at?.settings.timeout ?? cache.at.name,
        message: `The nonstop timeout of ${cache.name}, ${spoken(nonstop.timeoutMicros)}, fires while everything works.`,
        why: `A minor garbage collection, a lock wait or two round trips take as long${silent ? `, and with ${nonstop.timeoutBehavior} nobody sees that a call was not carried out` : ''}.`,
        help: `Use at least ${written(better)}. To answer at once while disconnected, add \`immediate-timeout true\`.`,
        fixes: fix(`Set the timeout to ${written(better)}`, setNonstop(model, cache, 'timeout', written(better))),
      };
    }
  },

  demonstration: timesOutWhileAllIsWell,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions {
    nonstop {
      timeout 200ms
//    ^^^^^^^^^^^^^ TCS109
      timeout-behavior noop
    }
  }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop { timeout 5s  immediate-timeout true } }
}
`,
};

const MINOR_PAUSE_MICROS = 500_000;

/** Two round trips of the declared network, at least the length of a minor garbage collection. */
function shortestSensibleMicros(model: Model): number {
  const twoRoundTrips = ({ latencyMicros, jitterMicros }: NetworkSettings): number =>
    4 * (latencyMicros + jitterMicros);
  return Math.max(MINOR_PAUSE_MICROS, twoRoundTrips(model.network));
}
