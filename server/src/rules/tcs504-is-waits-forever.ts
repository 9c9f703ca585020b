import type { Model } from '../model/model.ts';
import { startHangs } from './demonstrations/integrationServer.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

const RETRIES = 60;

export const rule: Rule = {
  id: 'TCS504',
  slug: 'is-waits-forever',
  title: 'Integration Server: a start without an active hangs, and Action on Startup Error is never asked',
  severity: 'warning',
  otherSeverity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A node that starts does two things: it gets the configuration of the array, for which connect-timeout
(\`watt.server.cachemanager.connectTimeout\`) is the limit and Action on Startup Error the consequence; and it connects to the active. For the
second step there is no limit unless \`com.tc.l1.max.connect.retries\` is set in custom_wrapper.conf. While there is a server that can be asked
for the configuration but no active, the start of the node hangs: it takes no requests, and the action never follows.

The finding is a warning where -1 is written, and information where it is the default.

## What to do

Set \`max-connect-retries\`, and \`reconnect-wait-interval\` if one second is not the right pause: 60 retries are about a minute.`,
  sources: [SOURCES.integrationServerNoServers, SOURCES.configFromServer],

  *check(model: Model): Iterable<Finding> {
    for (const { client, settings, names } of integrationServersOf(model)) {
      if ((client.startUp?.maxConnectRetries ?? -1) > 0) continue;
      const written = client.at.settings['max-connect-retries'];
      const one = names.length === 1;
      yield {
        at: written ?? client.at.name,
        severity: written === undefined ? 'info' : 'warning',
        message: `Without an active ${listed(names)} ${one ? 'waits' : 'wait'} without end when ${one ? 'it starts' : 'they start'}.`,
        why: `Action on Startup Error (${settings.actionOnStartupError}) follows only when no server gives the configuration.`,
        help: `Set \`max-connect-retries ${RETRIES}\` (com.tc.l1.max.connect.retries in custom_wrapper.conf).`,
        fixes: fix(
          `Set max-connect-retries ${RETRIES}`,
          setSetting(model, client.at, 'max-connect-retries', String(RETRIES)),
        ),
      };
    }
  },

  demonstration: startHangs,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
//                 ^^^ TCS504
  action-on-startup-error shut-down
}

integration-server is3 {
  max-connect-retries -1
//^^^^^^^^^^^^^^^^^^^^^^ TCS504
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  action-on-startup-error shut-down
  max-connect-retries 60
}
`,
};
