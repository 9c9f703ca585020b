import type { Model } from '../model/model.ts';
import { startsOnItsOwn } from './demonstrations/operations.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS502',
  slug: 'is-standalone-on-startup-error',
  title: 'Integration Server: a node that starts without the array takes requests on its own',
  severity: 'warning',
  otherSeverity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A node that starts and cannot get the configuration of the array follows Action on Startup Error. The default is to start stand-alone: the node
takes requests, with local caches in the place of the distributed ones and with sessions that nobody else sees. It does not join when the array
is back, only at its next start. Behind a load balancer its sessions and caches drift away from those of the other nodes meanwhile.

The finding is a warning where the setting is written, and information where it is the default.

## What to do

Choose \`shut-down\`, or \`quiesce\` with a quiesce port: the load balancer then leaves the node out.`,
  sources: [SOURCES.integrationServerStartUp, SOURCES.integrationServerClustering],

  *check(model: Model): Iterable<Finding> {
    const nodes = integrationServersOf(model);
    for (const { client, settings, names } of nodes) {
      if (settings.actionOnStartupError !== 'stand-alone' || settings.sessionStorage === 'stateless') continue;
      const others = nodes.filter(
        (node) => node.client.cluster === client.cluster && node.settings.clusterName === settings.clusterName,
      );
      if (new Set(others.flatMap((node) => node.names)).size < 2) continue;
      const written = client.at.settings['action-on-startup-error'];
      yield {
        at: written ?? client.at.name,
        severity: written === undefined ? 'info' : 'warning',
        message: `When ${listed(names)} ${names.length === 1 ? 'starts' : 'start'} without the array, ${names.length === 1 ? 'it takes' : 'they take'} requests outside the cluster.`,
        why: 'Sessions and caches are local then and differ from those of the other nodes until the next start, however long the array has been back.',
        help: 'Use action-on-startup-error shut-down, or quiesce with a quiesce-port.',
        fixes: fix(
          'Set action-on-startup-error to shut-down',
          setSetting(model, client.at, 'action-on-startup-error', 'shut-down'),
        ),
      };
    }
  },

  demonstration: startsOnItsOwn,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  action-on-startup-error stand-alone
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS502
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  action-on-startup-error shut-down
}
`,
};
