import type { Model } from '../model/model.ts';
import { takenForTheOther } from './demonstrations/detection.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS215',
  slug: 'two-windows-confused',
  title: 'One of two windows has the length of the other',
  severity: 'hint',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Two settings are easily taken for each other. \`l1reconnect\` (milliseconds in tc.properties, 5 s) restores one dropped connection to a
server that lives. \`client-reconnect-window\` (seconds, 120 s) is how long a new active waits for the clients of the old one.

## When it is reported

When \`l1reconnect { timeout … }\` is a minute or more, or a written \`client-reconnect-window\` is shorter than 15 s and longer than none.

## What to do

Look whether the number was meant for the other setting, and whether its unit is right.`,
  sources: [SOURCES.cdv661, SOURCES.clientReconnect, SOURCES.reconnectWindow],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const { settings } = cluster.at;
      const { enabled, timeoutMicros } = cluster.l1Reconnect;
      const windowMicros = cluster.clientReconnectWindowMicros;
      if (enabled && timeoutMicros >= LONG_MICROS && settings['l1reconnect.timeout'] !== undefined) {
        yield {
          at: settings['l1reconnect.timeout'],
          message: `l1reconnect of ${spoken(timeoutMicros)} looks like a reconnect window.`,
          why: 'It restores one dropped connection. How long a new active waits for its clients is client-reconnect-window.',
          help: 'Look whether the number was meant for client-reconnect-window; in tc.properties it is in milliseconds.',
        };
      }
      const written = settings['client-reconnect-window'];
      if (written !== undefined && windowMicros > 0 && windowMicros < SHORT_MICROS) {
        yield {
          at: written,
          message: `client-reconnect-window of ${spoken(windowMicros)} looks like the time of l1reconnect.`,
          why: 'It is how long a new active waits for the clients of the old one, which need longer to notice a failure.',
          help: 'Look whether the number was meant for l1reconnect, or for another unit.',
        };
      }
    }
  },

  demonstration: takenForTheOther,

  failing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 10s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS215
  l1reconnect { timeout 120s }
//              ^^^^^^^^^^^^ TCS215
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  client-reconnect-window 120s
  l1reconnect { timeout 10s }
}
`,
};

const LONG_MICROS = 60_000_000;
const SHORT_MICROS = 15_000_000;
