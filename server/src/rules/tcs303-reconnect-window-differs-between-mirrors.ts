import type { Model, Origin } from '../model/model.ts';
import { otherWindowCounts } from './demonstrations/detection.ts';
import type { Finding, Rule } from './rule.ts';
import { formatAt } from './support/configurationEdits.ts';
import { spoken, written } from './support/durations.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS303',
  slug: 'reconnect-window-differs-between-mirrors',
  title: 'Servers of one stripe have different reconnect windows',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7'],
  documentation: `## What happens

Up to 3.7 the reconnect window stands in each server. The one that takes over applies its own: after a failover clients have one time to
come back, after the fail-back another. A test of one direction says nothing about the other.

## When it is reported

When servers of a stripe have a \`client-reconnect-window\` of their own and the values differ.

## What to do

Give all servers the same.`,
  sources: [SOURCES.cdv1627, SOURCES.reconnectWindow],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      for (const { servers } of cluster.stripes) {
        const [first, ...others] = servers.filter(
          ({ clientReconnectWindowMicros }) => clientReconnectWindowMicros !== undefined,
        );
        const windowMicros = first?.clientReconnectWindowMicros;
        const other = others.find((server) => server.clientReconnectWindowMicros !== windowMicros);
        const otherMicros = other?.clientReconnectWindowMicros;
        if (first === undefined || other === undefined || windowMicros === undefined || otherMicros === undefined)
          continue;
        const setting = other.at.settings['client-reconnect-window'];
        yield {
          at: setting ?? other.at.name,
          message: `${first.name} and ${other.name} are mirrors, and their reconnect windows are ${spoken(windowMicros)} and ${spoken(otherMicros)}.`,
          why: 'Which one counts depends on who takes over: failover and fail-back behave differently.',
          help: 'Give all servers of the stripe the same window.',
          related: [
            {
              at: first.at.settings['client-reconnect-window'] ?? first.at.name,
              message: `${first.name} has its own here`,
            },
          ],
          fixes: fix(`Make it ${written(windowMicros)}`, changeWindow(model, setting, windowMicros)),
        };
      }
    }
  },

  demonstration: otherWindowCounts,

  failing: `cluster orders {
  product terracotta 3.7
  server dso-1 { client-reconnect-window 60s }
  server dso-2 { client-reconnect-window 300s }
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS303
}
`,
  passing: `cluster orders {
  product terracotta 3.7
  client-reconnect-window 60s
  server dso-1, dso-2 { client-reconnect-window 60s }
}
`,
};

/** A configuration file has plain seconds. */
function changeWindow(model: Model, setting: Origin | undefined, micros: number): ReturnType<typeof changeValue> {
  const isXml = setting !== undefined && formatAt(model, setting) === 'xml';
  return changeValue(model, setting, isXml ? String(micros / 1_000_000) : written(micros));
}
