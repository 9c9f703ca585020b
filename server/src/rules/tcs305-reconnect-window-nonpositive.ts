import type { Model } from '../model/model.ts';
import { noWindow } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { lostIdentity } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS305',
  slug: 'reconnect-window-nonpositive',
  title: 'The client reconnect window is zero',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

\`client-reconnect-window\` is the time that a new active gives its known clients to come back. With zero it gives none: every client is
counted as dead at every failover, loses its identity and its locks, and comes back by rejoin or not at all. Mirrors are then of no use to the
clients, so a value of zero is a mistake, mostly a missing unit or a mistaken wish for "no waiting".

## What to do

Remove the setting: the default of 120 s costs nothing when all clients come back, since the window ends with the last of them.`,
  sources: [SOURCES.reconnectWindow, SOURCES.reconnectCode],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      if (cluster.clientReconnectWindowMicros > 0) continue;
      yield {
        at: cluster.at.settings['client-reconnect-window'] ?? cluster.at.name,
        message: `With a client-reconnect-window of zero no client of ${cluster.name} survives a failover.`,
        why: `The new active counts every client as dead before it can come back. ${lostIdentity(cluster)}`,
        help: 'Use a positive time; the default is 120s.',
        fixes: fix(
          'Set client-reconnect-window to 120s',
          setSetting(model, cluster.at, 'client-reconnect-window', '120s'),
        ),
      };
    }
  },

  demonstration: noWindow,

  failing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 0s
//^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS305
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 120s
}
`,
};
