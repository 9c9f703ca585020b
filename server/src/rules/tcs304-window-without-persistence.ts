import type { Model } from '../model/model.ts';
import { onlyServerForgets } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf, isRestartableProduct } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS304',
  slug: 'window-without-persistence',
  title: 'A client reconnect window that can never open',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

\`client-reconnect-window\` begins when a server becomes active that knows the clients of before: a mirror that takes over, or
a \`restartable\` server that starts again. A single server that keeps nothing on disk knows nobody when it starts; it opens
no window, and refuses the clients that still carry their old identity.

## When it is reported

Where the window is written, every stripe has one server, and \`restartable\` is false.

## What to do

Add a mirror, or set \`restartable true\`, or remove the setting.`,
  sources: [SOURCES.clientConnection, SOURCES.reconnectWindow, SOURCES.cdv1102],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const at = cluster.at.settings['client-reconnect-window'];
      if (at === undefined || cluster.restartable || cluster.clientReconnectWindowMicros === 0) continue;
      if (cluster.stripes.length === 0 || cluster.stripes.some((stripe) => stripe.servers.length !== 1)) continue;
      const canPersist = isRestartableProduct(cluster);
      yield {
        at,
        message: `The window of ${written(cluster.clientReconnectWindowMicros)} never opens: ${cluster.name} has no mirror${canPersist ? ' and is not restartable' : ''}.`,
        why: 'A server that starts without data knows no clients to wait for; those that come back under their old identity are refused.',
        help: canPersist
          ? 'Add a mirror, set `restartable true`, or remove the setting.'
          : 'Add a mirror, or remove the setting.',
        fixes: canPersist ? fix('Set restartable true', setSetting(model, cluster.at, 'restartable', 'true')) : [],
      };
    }
  },

  demonstration: onlyServerForgets,

  failing: `cluster orders {
  server tsa-1
  client-reconnect-window 120s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS304
}
`,
  passing: `cluster orders {
  server tsa-1
  restartable true
  client-reconnect-window 120s
}
`,
};
