import type { Model } from '../model/model.ts';
import { shortPauseLooksLikeDeath } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { noSocketMicros, pausedMicros } from './support/detection.ts';
import { spoken } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { edgesOf, placeOf, setOnEdge } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS207',
  slug: 'hc-socket-check-off',
  title: 'The socket test of a health check is off: a garbage collection looks like death',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

When pings stay unanswered the health check opens a socket to the peer. A process that stands still in a garbage collection
still accepts sockets, because its operating system does; a dead host does not. Each success is trusted for another round of pings, up to
\`socket-connect-count\` times: 45 s in all between servers, 57 s for a client.

With \`socket-connect false\` the unanswered pings decide: \`ping-idletime + ping-probes × ping-interval\`, 8 s with defaults. Every pause
beyond that ejects a client or starts a failover, and a failover away from an active that wakes up again makes two actives.

## What to do

Leave \`socket-connect\` at true. To find dead hosts sooner lower \`socket-connect-timeout\` or \`ping-probes\`.`,
  sources: [SOURCES.healthCheckProperties, SOURCES.healthChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      for (const { edge, watcher, watched } of edgesOf(cluster)) {
        const check = cluster.healthCheck[edge];
        if (!check.pingEnabled || check.socketConnect) continue;
        const tolerated = spoken(pausedMicros({ ...check, socketConnect: true }));
        yield {
          at: placeOf(cluster, edge, 'socket-connect') ?? cluster.at.name,
          message: `Without the socket test ${watcher} takes ${watched} for dead after a pause of ${spoken(noSocketMicros(check))} (${edge} of ${cluster.name}).`,
          why: `A long garbage collection ${CONSEQUENCE[edge]}. With the socket test a pause of up to ${tolerated} is survived.`,
          help: 'Leave socket-connect at true; to find dead hosts sooner lower socket-connect-timeout or ping-probes.',
          fixes: fix(`Switch the socket test of ${edge} on`, setOnEdge(model, cluster, edge, 'socket-connect', 'true')),
        };
      }
    }
  },

  demonstration: shortPauseLooksLikeDeath,

  failing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l2 { socket-connect false }
//                     ^^^^^^^^^^^^^^^^^^^^ TCS207
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l2 { socket-connect-timeout 2 }
}
`,
};

const CONSEQUENCE = {
  'l2-l1': 'costs the client its membership',
  'l2-l2': 'of the active starts a failover and leaves two actives when it ends',
  'l1-l2': 'of the active drives all clients away',
} as const;
