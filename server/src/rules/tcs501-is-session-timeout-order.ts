import type { Model } from '../model/model.ts';

import { sessionIsGoneForTheOthers } from './demonstrations/operations.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS501',
  slug: 'is-session-timeout-order',
  title: 'Integration Server: the clustered store drops sessions that a node still holds',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

An Integration Server session has two timeouts. The one of the node (Settings > Resources) says how long the node holds an idle session; the
one of the cluster (Settings > Clustering, 60 minutes) how long the clustered store does. When the store is not the more patient of the two,
it drops a session that a node still holds, and the next request that another node serves finds nothing.

## What to do

Make \`session-timeout\` longer than \`local-session-timeout\`.`,
  sources: [SOURCES.integrationServerClustering, SOURCES.integrationServerSessions],

  *check(model: Model): Iterable<Finding> {
    for (const { client, settings, names } of integrationServersOf(model)) {
      const { sessionTimeoutMicros, localSessionTimeoutMicros, sessionStorage } = settings;
      if (sessionStorage === 'stateless' || sessionTimeoutMicros > localSessionTimeoutMicros) continue;
      const wanted = written(localSessionTimeoutMicros + 60_000_000);
      yield {
        at: client.at.settings['session-timeout'] ?? client.at.settings['local-session-timeout'] ?? client.at.name,
        message: `The clustered store drops idle sessions of ${listed(names)} after ${spoken(sessionTimeoutMicros)}, and a node holds them for ${spoken(localSessionTimeoutMicros)}.`,
        why: 'A session that a node still holds is gone for the others, so a fail-over to them loses it.',
        help: 'Make session-timeout longer than local-session-timeout.',
        fixes: fix(`Set session-timeout to ${wanted}`, setSetting(model, client.at, 'session-timeout', wanted)),
      };
    }
  },

  demonstration: sessionIsGoneForTheOthers,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  session-timeout 10min
//^^^^^^^^^^^^^^^^^^^^^ TCS501
  local-session-timeout 15min
  action-on-startup-error shut-down
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  session-timeout 60min
  local-session-timeout 15min
  action-on-startup-error shut-down
}
`,
};
