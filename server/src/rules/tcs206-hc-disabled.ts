import type { Model } from '../model/model.ts';
import { nobodyNotices } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { edgesOf, placeOf, setOnEdge } from './support/healthCheck.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS206',
  slug: 'hc-disabled',
  title: 'A health check is switched off',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

Without its health check an end of a connection learns of a fault only when the operating system reports a closed socket. A host that
lost its power, a cut cable or a hung process closes no socket:

- \`l2-l1\` off: a dead client keeps its locks, and stays a client that the next failover waits for.
- \`l2-l2\` off: the passive never takes over from an active that hangs.
- \`l1-l2\` off: the client waits for a hung active for ever, although another server has taken over.

The servers' own check of the settings at start is silent as well when a health check is off.

## What to do

Leave \`ping-enabled\` at true. To survive longer interruptions raise \`socket-connect-count\`.`,
  sources: [SOURCES.healthCheckProperties, SOURCES.settingsChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      for (const { edge, watcher, watched } of edgesOf(cluster)) {
        if (cluster.healthCheck[edge].pingEnabled) continue;
        yield {
          at: placeOf(cluster, edge, 'ping-enabled') ?? cluster.at.name,
          message: `The health check ${edge} of ${cluster.name} is off: ${watcher} never finds out that ${watched} hangs or is cut off.`,
          why: CONSEQUENCE[edge],
          help: 'Switch it on; to survive longer interruptions raise socket-connect-count.',
          fixes: fix(`Switch the health check ${edge} on`, setOnEdge(model, cluster, edge, 'ping-enabled', 'true')),
        };
      }
    }
  },

  demonstration: nobodyNotices,

  failing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l1 { ping-enabled false }
//                     ^^^^^^^^^^^^^^^^^^ TCS206
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  health-check l2-l1 { socket-connect-count 20 }
}
`,
};

const CONSEQUENCE = {
  'l2-l1': 'A dead client keeps its locks, and the next failover waits for it during the whole reconnect window.',
  'l2-l2': 'The passive never takes over from an active that hangs, and the cluster stands still with it.',
  'l1-l2': 'Calls wait for a hung active for ever, although another server may have taken over.',
} as const;
