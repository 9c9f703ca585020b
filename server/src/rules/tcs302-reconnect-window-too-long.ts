import type { Cluster, Model, Scenario } from '../model/model.ts';
import { oneMissingClientStallsAll } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { LONGEST_WINDOW_MICROS } from './support/takeover.ts';

export const rule: Rule = {
  id: 'TCS302',
  slug: 'reconnect-window-too-long',
  title: 'One client that died with its server stalls all others for long',
  severity: 'warning',
  phase: 'static',
  readsScenarios: (scenario) => watchedNodes(scenario).length > 0,
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

After a failover the new active serves nobody until every client it knows of is back, or \`client-reconnect-window\` is over.
A client that died together with the active, on the same host or behind the same switch, never comes back: all others wait for
the whole window.

The window ends early when all clients are back, so a long one does not help them either; it only makes this case worse.

## When it is reported

Above 300 s, for the settings of a cluster. What a scenario tries out (\`with\`, \`for\`), and a window that some scenario
watches (\`window-opened\`, \`window-closed\`, \`in-window\`), is not reported.

## What to do

Use the default of 120 s.`,
  sources: [SOURCES.reconnectWindow, SOURCES.clientConnection],

  *check(model: Model): Iterable<Finding> {
    for (const cluster of model.clusters) {
      const windowMicros = cluster.clientReconnectWindowMicros;
      if (windowMicros <= LONGEST_WINDOW_MICROS || isWatched(model, cluster)) continue;
      yield {
        at: cluster.at.settings['client-reconnect-window'] ?? cluster.at.name,
        message: `If one client dies with the active, all others stand still for ${spoken(windowMicros)}.`,
        why: 'The new active waits for every client that it knows of until client-reconnect-window is over.',
        help: 'Use `client-reconnect-window 120s`, the default; it ends early when all clients are back.',
        fixes: fix(
          'Set client-reconnect-window to 120s',
          setSetting(model, cluster.at, 'client-reconnect-window', '120s'),
        ),
      };
    }
  },

  demonstration: oneMissingClientStallsAll,

  failing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 15min
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS302
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 300s
}
`,
};

/** True when a scenario is about the window of this cluster. */
function isWatched(model: Model, cluster: Cluster): boolean {
  const servers = new Set(cluster.stripes.flatMap((stripe) => stripe.servers.map((server) => server.name)));
  return model.scenarios.some((scenario) => watchedNodes(scenario).some((name) => servers.has(name)));
}

/** The servers whose window a scenario is about. */
function watchedNodes({ expectations }: Scenario): readonly string[] {
  return expectations.flatMap(({ condition }) => {
    const isWindow =
      (condition.kind === 'event' && condition.event.startsWith('window-')) ||
      (condition.kind === 'state' && condition.state === 'in-window');
    return isWindow ? condition.nodes : [];
  });
}
