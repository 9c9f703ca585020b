import type { Cluster, Model } from '../model/model.ts';
import { SHOULD_BE_MORE, settingsWarnings } from '../model/settingsCheck.ts';
import { leavesAnActiveThatSurvives } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { worstMicros } from './support/detection.ts';
import { spoken } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { placeOf, setOnEdge } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { hasComparableFailover, leavesTooEarly, takeoverAfterPauseMicros } from './support/takeover.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS201',
  slug: 'client-gives-up-before-failover',
  title: 'Clients leave a slow active before a mirror can have taken over',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

If a client's health check (\`l1-l2\`) gives up before the servers have agreed on a new active (\`l2-l2\` plus the election), it
leaves an active that may yet survive: a pause that ends in between costs every client its membership, although no
failover was needed.

The rule is \`L2-L2 + election < L1-L2\`. It is tested twice: with the times for an active that stands still, and with the
documented maximum, which the servers test at start: \`High Availability Not Configured Properly: L1L2HealthCheck should be more than L2-L2HealthCheck +
ElectionTime\`.
With defaults a client leaves at 57 s and takeover is ready at 50 s. The manual advises a distance of 8 to 12 s between the
two checks.

## What to do

Raise \`socket-connect-count\` of \`l1-l2\` (default 13, against 10 between servers), or lower that of \`l2-l2\`.`,
  sources: [SOURCES.reconnection, SOURCES.healthCheckMaximum, SOURCES.settingsChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      if (!hasComparableFailover(cluster)) continue;
      const early = leavesTooEarly(cluster);
      if (early === undefined) continue;
      const closes = early.takeoverMicros + cluster.clientReconnectWindowMicros;
      const count = neededCount(cluster);
      const isLogged = settingsWarnings(cluster).includes(SHOULD_BE_MORE);
      const warning = isLogged ? ` Every server says so when it starts: ${SHOULD_BE_MORE}.` : '';
      yield {
        at:
          placeOf(cluster, 'l1-l2', 'socket-connect-count', 'ping-idletime') ??
          placeOf(cluster, 'l2-l2', 'socket-connect-count', 'ping-idletime') ??
          cluster.at.settings['election-time'] ??
          cluster.at.name,
        message: `If ${early.fault}, a client leaves at ${spoken(early.clientLeavesMicros)}, before takeover is ready at ${spoken(early.takeoverMicros)} (the window closes at ${spoken(closes)}).`,
        why: `The client leaves an active that may survive. If it does, the client was removed for nothing and must rejoin or be restarted.${warning}`,
        help: `Raise socket-connect-count of health-check l1-l2 to ${count}, or lower that of l2-l2.`,
        fixes: cluster.healthCheck['l1-l2'].socketConnect
          ? fix(
              `Set socket-connect-count of l1-l2 to ${count}`,
              setOnEdge(model, cluster, 'l1-l2', 'socket-connect-count', String(count)),
            )
          : [],
      };
    }
  },

  demonstration: leavesAnActiveThatSurvives,

  failing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l2 { socket-connect-count 15 }
//                     ^^^^^^^^^^^^^^^^^^^^^^^ TCS201
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l2 { socket-connect-count 15 }
  health-check l1-l2 { socket-connect-count 18 }
}
`,
};

/** The smallest count with which a client waits for the takeover, by both ways of reckoning. */
function neededCount(cluster: Cluster): number {
  const check = cluster.healthCheck['l1-l2'];
  const waitFor = (takeoverMicros: number, intervals: number): number =>
    Math.ceil((takeoverMicros - check.pingIdletimeMicros) / (intervals * check.pingIntervalMicros));
  return Math.max(
    waitFor(takeoverAfterPauseMicros(cluster), check.pingProbes + 1),
    waitFor(
      worstMicros(cluster.healthCheck['l2-l2']) + cluster.electionTimeMicros,
      check.pingProbes + check.socketConnectTimeout,
    ),
  );
}
