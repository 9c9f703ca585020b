import type { Model } from '../model/model.ts';
import { killedClientKeepsItsLocks } from './demonstrations/locks.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { setReconnect } from './support/reconnect.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS212',
  slug: 'l1reconnect-too-long',
  title: 'A dead client keeps its locks for long',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

When the connection of a client drops, the server keeps its identity and its locks for \`l1reconnect.timeout\`, in case it
comes back. A client that was killed does not: who wants one of its locks waits for the whole time. 5 s, the default, bridge a
switch that restarts; the manual warns of long values.

Two settings are easily taken for each other. \`l1reconnect.timeout\` is for a dropped connection to a server that lives. For
a server that died and a mirror that takes over, there is \`client-reconnect-window\`, 120 s by default.

## When it is reported

Above 15 s.

## What to do

Use 5 to 10 s.`,
  sources: [SOURCES.clientReconnect, SOURCES.reconnectCode],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const { enabled, timeoutMicros } = cluster.l1Reconnect;
      if (!enabled || timeoutMicros <= LONGEST_MICROS) continue;
      const isLikeAWindow = timeoutMicros >= WINDOW_MICROS;
      yield {
        at: cluster.at.settings['l1reconnect.timeout'] ?? cluster.at.name,
        message: `A client that is killed keeps its locks for ${spoken(timeoutMicros)}, the timeout of l1reconnect.`,
        why: 'Who waits for one of these locks stands still with it.',
        help: `Use 5 to 10 s.${isLikeAWindow ? ' How long a new active waits for its clients after a failover is another setting, client-reconnect-window.' : ''}`,
        fixes: fix(
          `Set the timeout to ${written(BETTER_MICROS)}`,
          setReconnect(model, cluster, 'l1reconnect.timeout', written(BETTER_MICROS)),
        ),
      };
    }
  },

  demonstration: killedClientKeepsItsLocks,

  failing: `cluster orders {
  server tsa-1, tsa-2
  l1reconnect { timeout 120s }
//              ^^^^^^^^^^^^ TCS212
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  l1reconnect { timeout 10s }
  client-reconnect-window 120s
}
`,
};

const LONGEST_MICROS = 15_000_000;
const BETTER_MICROS = 5_000_000;
/** From here on it looks like a client-reconnect-window. */
const WINDOW_MICROS = 60_000_000;
