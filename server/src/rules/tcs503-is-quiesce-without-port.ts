import type { Model } from '../model/model.ts';
import type { Finding, Rule } from './rule.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS503',
  slug: 'is-quiesce-without-port',
  title: 'Integration Server: quiesce mode without a quiesce port',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

In quiesce mode only one port stays open, through which an administrator leads the node back. It has to be defined before; without it a node
cannot enter the mode, so \`action-on-startup-error quiesce\` cannot be carried out.

## What to do

Define the port.`,
  sources: [SOURCES.integrationServerQuiesce, SOURCES.integrationServerStartUp],

  *check(model: Model): Iterable<Finding> {
    for (const { client, settings, names } of integrationServersOf(model)) {
      if (settings.actionOnStartupError !== 'quiesce' || settings.quiescePort !== undefined) continue;
      yield {
        at: client.at.settings['action-on-startup-error'] ?? client.at.name,
        message: `${listed(names)} cannot enter quiesce mode: there is no quiesce port.`,
        why: 'A node that starts without the array would be in neither of the states that you can choose.',
        help: 'Add quiesce-port with the port that an administrator uses.',
        fixes: fix('Add quiesce-port 9999', setSetting(model, client.at, 'quiesce-port', '9999')),
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  action-on-startup-error quiesce
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS503
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  action-on-startup-error quiesce
  quiesce-port 9999
}
`,
};
