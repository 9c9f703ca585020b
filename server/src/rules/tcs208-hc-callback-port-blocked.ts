import type { Model } from '../model/model.ts';
import { withoutCallbackPort } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { noSocketMicros, pausedMicros } from './support/detection.ts';
import { spoken } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clientsOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS208',
  slug: 'hc-callback-port-blocked',
  title: 'A client has no callback port, so its server takes a pause for death',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

When a client leaves pings unanswered, its server opens a connection to the client's callback port: a JVM in a garbage
collection still accepts it, a dead host does not. With \`callback-port -1\` (\`l1.healthcheck.l2.bindPort\`) there is nothing
to connect to, and the client is dead as soon as the pings are unanswered: after 8 s with defaults, instead of 45 s.

A port that is announced but blocked by a firewall has another effect: the test at the start of the connection fails
(\`HealthCheckCallbackPort verification FAILED\`), and the server multiplies its times by three.

## What to do

Leave \`callback-port\` at 0 (any free port), or give it a fixed port that the firewall lets the servers reach.`,
  sources: [SOURCES.healthCheckProperties, SOURCES.healthChecker],

  *check(model: Model): Iterable<Finding> {
    for (const { client, cluster } of clientsOf(model)) {
      const check = cluster.healthCheck['l2-l1'];
      const withoutMicros = noSocketMicros(check);
      if (client.callbackPort !== -1 || !check.socketConnect || !Number.isFinite(withoutMicros)) continue;
      yield {
        at: client.at.settings['callback-port'] ?? client.at.name,
        message: `Without a callback port ${client.family} is removed after ${spoken(withoutMicros)} of silence, instead of ${spoken(pausedMicros(check))}.`,
        why: `Its server cannot tell a garbage collection from a dead host; a pause of ${spoken(withoutMicros)} costs identity and locks.`,
        help: 'Use `callback-port 0`, or a fixed port that the firewall lets the servers reach.',
        fixes: fix('Use callback-port 0', setSetting(model, client.at, 'callback-port', '0')),
      };
    }
  },

  demonstration: withoutCallbackPort,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  callback-port -1
//^^^^^^^^^^^^^^^^ TCS208
  cache sessions { nonstop true }
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  callback-port 9550
  cache sessions { nonstop true }
}
`,
};
