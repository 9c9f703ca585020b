import type { Model } from '../model/model.ts';
import { arrivesAfterTheWindow } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { blamesHealthCheck } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { arrivesTooLate, hasComparableFailover, neededWindowMicros } from './support/takeover.ts';
import { clustersOf } from './support/topology.ts';
import { lostIdentity } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS301',
  slug: 'reconnect-window-too-short',
  title: 'The client reconnect window closes before healthy clients can be back',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

After a failover the new active waits for the clients it knows of, at most \`client-reconnect-window\`. Clients that are not
back by then are treated as dead: \`Reconnect window closing. Killing any previously connected clients that failed to connect in time\`.
They lose their identity and their locks; they come back by rejoin, or not at all.

How late a healthy client can be follows from the settings:

- A client notices the loss at its own pace: with defaults after 57 s if the active stands still, 14 s if its host is gone.
- The new active is ready after the detection between servers plus the election: 50 s and 19 s.
- A client that leaves before that tries its servers in turn. A host that answers nothing costs it \`socket-connect-timeout\`
  (10 s), and a wait of 1 s follows every attempt.
- If every connection test takes as long as it may, the numbers are 109 s and 90 s; the servers use these to judge the
  settings at start.

With defaults this asks for 19 s. The rule leaves the matter to TCS202 where a health check was changed, since it is then
the health check that does not fit.

## What to do

Keep the default of 120 s unless you measured how long your clients need. A long window costs nothing when all clients come back:
it ends with the last of them.`,
  sources: [SOURCES.reconnectWindow, SOURCES.reconnection, SOURCES.reconnectCode, SOURCES.settingsChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of clustersOf(model)) {
      const windowMicros = cluster.clientReconnectWindowMicros;
      if (windowMicros === 0 || !hasComparableFailover(cluster) || blamesHealthCheck(cluster)) continue;
      const late = arrivesTooLate(cluster, clients);
      if (late === undefined) continue;
      const leaves = spoken(late.clientLeavesMicros);
      const back =
        late.clientArrivesMicros > late.clientLeavesMicros ? ` and is back by ${spoken(late.clientArrivesMicros)}` : '';
      const ready = spoken(late.takeoverMicros);
      const closes = spoken(late.takeoverMicros + windowMicros);
      const least = roundedUp(neededWindowMicros(cluster, clients));
      const better = written(Math.max(DEFAULT_WINDOW_MICROS, least));
      yield {
        at: cluster.at.settings['client-reconnect-window'] ?? cluster.at.name,
        message: `client-reconnect-window ${written(windowMicros)} is too short: if ${late.fault}, a client leaves at ${leaves}${back}; takeover is ready at ${ready}; the window closes at ${closes}.`,
        why: `Healthy clients are counted as dead after a failover. ${lostIdentity(cluster)}`,
        help: `Keep the default of ${written(DEFAULT_WINDOW_MICROS)} unless you measured less; here the window must be at least ${written(least)}.`,
        fixes: fix(
          `Set client-reconnect-window to ${better}`,
          setSetting(model, cluster.at, 'client-reconnect-window', better),
        ),
      };
    }
  },

  demonstration: arrivesAfterTheWindow,

  failing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 5s
//^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS301
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 30s
}
`,
};

const DEFAULT_WINDOW_MICROS = 120_000_000;
