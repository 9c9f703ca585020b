import type { Model } from '../model/model.ts';
import { waitsForAReplacedActive } from './demonstrations/goals.ts';
import type { Finding, Rule } from './rule.ts';
import { pausedMicros } from './support/detection.ts';
import { spoken } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { placeOf, setOnEdge } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { hasComparableFailover, leavesTooEarly, leavesTooLate } from './support/takeover.ts';

export const rule: Rule = {
  id: 'TCS203',
  slug: 'hc-gap-not-8-12s',
  title: 'The health checks of clients and servers are not 8 to 12 s apart',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Clients should leave an active that stands still somewhat later than its mirror takes over: 8 to 12 s later than the servers
notice, says the manual. Closer together, a client may leave an active that nobody replaces, and is refused when it comes
back. Further apart, clients go on waiting for a server that was replaced long ago. With defaults it is 57 s and 45 s, a gap
of 12 s.

## When it is reported

For the settings of a cluster with mirrors in which one of the two health checks (\`l1-l2\`, \`l2-l2\`) was changed. Not where
TCS201 or TCS202 report worse, and not for what a scenario tries out (\`with\`, \`for\`).

## What to do

Choose \`socket-connect-count\` of \`l1-l2\` two or three higher than that of \`l2-l2\`.`,
  sources: [SOURCES.healthCheckMaximum, SOURCES.reconnection],

  *check(model: Model): Iterable<Finding> {
    for (const cluster of model.clusters) {
      const { 'l1-l2': clients, 'l2-l2': servers } = cluster.healthCheck;
      if ((clients.at === undefined && servers.at === undefined) || !hasComparableFailover(cluster)) continue;
      if (!clients.socketConnect || !servers.socketConnect) continue;
      const [clientMicros, serverMicros] = [pausedMicros(clients), pausedMicros(servers)];
      const gapMicros = clientMicros - serverMicros;
      if (gapMicros >= LEAST_MICROS && gapMicros <= MOST_MICROS) continue;
      if (leavesTooEarly(cluster) !== undefined || leavesTooLate(cluster) !== undefined) continue;
      const count = countFor(
        serverMicros,
        clients.pingIdletimeMicros,
        (clients.pingProbes + 1) * clients.pingIntervalMicros,
      );
      yield {
        at:
          placeOf(cluster, 'l1-l2', 'socket-connect-count') ??
          placeOf(cluster, 'l2-l2', 'socket-connect-count') ??
          cluster.at.name,
        message: `Servers notice an active that stands still after ${spoken(serverMicros)}, clients after ${spoken(clientMicros)}: a gap of ${spoken(gapMicros)}.`,
        why:
          gapMicros > MOST_MICROS
            ? 'Clients go on waiting for a server that was replaced long ago.'
            : 'Clients may leave an active before it is sure to be replaced, and are refused when they come back.',
        help: 'The manual asks for a gap of 8 to 12 s.',
        fixes:
          count === undefined
            ? []
            : fix(
                `Set socket-connect-count of l1-l2 to ${count}`,
                setOnEdge(model, cluster, 'l1-l2', 'socket-connect-count', String(count)),
              ),
      };
    }
  },

  demonstration: waitsForAReplacedActive,

  failing: `cluster orders {
  server tsa-1, tsa-2
  health-check l1-l2 { socket-connect-count 25 }
//                     ^^^^^^^^^^^^^^^^^^^^^^^ TCS203
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l2 { socket-connect-count 5 }
  health-check l1-l2 { socket-connect-count 8 }
}
`,
};

const LEAST_MICROS = 8_000_000;
const MOST_MICROS = 12_000_000;

/** The socket-connect-count that gives the largest gap that is still right; undefined when a cycle is too long for any. */
function countFor(serverMicros: number, idletimeMicros: number, cycleMicros: number): number | undefined {
  const count = Math.floor((serverMicros + MOST_MICROS - idletimeMicros) / cycleMicros);
  const gapMicros = idletimeMicros + count * cycleMicros - serverMicros;
  return count > 0 && gapMicros >= LEAST_MICROS ? count : undefined;
}
