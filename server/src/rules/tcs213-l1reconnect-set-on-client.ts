import type { Model } from '../model/model.ts';
import { clientEndsAtOnce } from './demonstrations/refusals.ts';
import type { Finding, Rule } from './rule.ts';
import { written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { removeSetting } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS213',
  slug: 'l1reconnect-set-on-client',
  title: 'A client contradicts its servers about l1reconnect',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The servers tell their clients at the handshake how a dropped connection is restored. A client that has \`l2.l1reconnect.*\` in its own
tc.properties with other values logs a mismatch and exits.

## When it is reported

When a client has an \`l1reconnect\` block whose values are not those of its cluster.

## What to do

Set it in the tc-properties of the servers only.`,
  sources: [SOURCES.clientReconnect],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cluster } of clientsOf(model)) {
      const own = client.ownL1Reconnect;
      if (own === undefined) continue;
      const { enabled, timeoutMicros } = cluster.l1Reconnect;
      const isOther =
        (own.enabled ?? enabled) !== enabled ||
        (own.timeoutMicros !== undefined && own.timeoutMicros !== timeoutMicros);
      if (!isOther) continue;
      yield {
        at: own.at.name,
        message: `${client.family} has an l1reconnect of its own, and it is not that of ${cluster.name}.`,
        why: 'The servers say how a connection is restored. A client with other values logs a mismatch and exits.',
        help: 'Remove it here; the tc-properties of the servers are enough.',
        related: [
          {
            at: cluster.at.settings['l1reconnect.timeout'] ?? cluster.at.settings.l1reconnect ?? cluster.at.name,
            message: `${cluster.name} has ${enabled ? written(timeoutMicros) : 'l1reconnect switched off'}`,
          },
        ],
        fixes: fix('Remove l1reconnect of the client', removeSetting(model, own.at.self)),
      };
    }
  },

  demonstration: clientEndsAtOnce,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  l1reconnect { timeout 15s }
//^^^^^^^^^^^ TCS213
  cache prices { nonstop true }
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  l1reconnect { enabled true  timeout 5s }
  cache prices { nonstop true }
}
`,
};
