import type { Model } from '../model/model.ts';
import { SHOULD_BE_LESS, settingsWarnings } from '../model/settingsCheck.ts';
import { arrivesAfterTheWindow } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { blamesHealthCheck, placeOf } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import {
  hasComparableFailover,
  LONGEST_WINDOW_MICROS,
  lag,
  leavesTooLate,
  neededWindowMicros,
} from './support/takeover.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS202',
  slug: 'client-gives-up-after-window',
  title: 'Clients notice a lost active only after the reconnect window has closed',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A client leaves an active that does not answer when its own health check (\`l1-l2\`) says so. The passive takes over when the
check between servers (\`l2-l2\`) and the election are done, and then waits for \`client-reconnect-window\`. If the client is
slower than all three together, it comes to a closed door: \`RECONNECTION_REJECTED\`, then rejoin or a restart.

The rule is \`L1-L2 < L2-L2 + election + window\`. It is tested twice: with the times for an active that stands still, and with
the documented maximum, which the servers test at start: \`High Availability Not Configured Properly: L1L2HealthCheck should be less than L2-L2HealthCheck +
ElectionTime + ClientReconnectWindow\`.

## What to do

Shorten the client's health check (\`socket-connect-count\`) or lengthen the window.`,
  sources: [SOURCES.reconnection, SOURCES.settingsChecker, SOURCES.healthCheckMaximum],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster, clients } of clustersOf(model)) {
      const late = leavesTooLate(cluster);
      if (late === undefined || !hasComparableFailover(cluster) || !blamesHealthCheck(cluster)) continue;
      const windowMicros = cluster.clientReconnectWindowMicros;
      const needed = roundedUp(Math.max(lag(late), neededWindowMicros(cluster, clients)));
      const isBearable = needed <= LONGEST_WINDOW_MICROS;
      const isLogged = settingsWarnings(cluster).includes(SHOULD_BE_LESS);
      const warning = isLogged ? ` Every server says so when it starts: ${SHOULD_BE_LESS}.` : '';
      yield {
        at:
          placeOf(cluster, 'l1-l2', 'socket-connect-count') ??
          cluster.at.settings['client-reconnect-window'] ??
          placeOf(cluster, 'l2-l2', 'socket-connect-count') ??
          cluster.at.name,
        message: `If ${late.fault}, a client leaves at ${spoken(late.clientLeavesMicros)}; takeover is ready at ${spoken(late.takeoverMicros)}; the window closes at ${spoken(late.takeoverMicros + windowMicros)}, before the client comes.`,
        why: `The client is refused under its old identity. It must rejoin, or its process must be restarted.${warning}`,
        help: isBearable
          ? `Shorten the health check l1-l2, or make client-reconnect-window at least ${written(needed)}.`
          : `Shorten the health check l1-l2: a window of ${written(needed)} would let one dead client stall all others for as long.`,
        related: [
          {
            at: cluster.at.settings['client-reconnect-window'] ?? cluster.at.name,
            message: `client-reconnect-window is ${written(windowMicros)}`,
          },
        ],
        fixes: isBearable
          ? fix(
              `Set client-reconnect-window to ${written(needed)}`,
              setSetting(model, cluster.at, 'client-reconnect-window', written(needed)),
            )
          : [],
      };
    }
  },

  demonstration: arrivesAfterTheWindow,

  failing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 30s
  health-check l1-l2 { socket-connect-count 30 }
//                     ^^^^^^^^^^^^^^^^^^^^^^^ TCS202
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 30s
  health-check l1-l2 { socket-connect-count 14 }
}
`,
};
