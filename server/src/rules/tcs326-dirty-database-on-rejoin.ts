import type { Model } from '../model/model.ts';
import { oldDataIsInTheWay } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { fix } from './support/edits.ts';
import { changeValue } from './support/settings.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS326',
  slug: 'dirty-database-on-rejoin',
  title: 'A server that comes back as a mirror stumbles over its old data',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

After a failover the old active has data that the new one has changed since. When it starts again it must begin without; with
\`l2.nha.dirtydb.autoDelete\` it moves its old data away by itself. Switched off, the server refuses to start until somebody empties its data
directory, and until then the active has no mirror.

## When it is reported

For restartable clusters with \`dirty-database-auto-delete false\`.

## What to do

Leave it on, and watch how much disk the copies take (\`l2.nha.dirtydb.rolling\`; 0 keeps all).`,
  sources: [SOURCES.tcProperties, SOURCES.highAvailability],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      if (!cluster.restartable || cluster.dirtyDatabaseAutoDelete !== false) continue;
      const setting = cluster.at.settings['dirty-database-auto-delete'];
      yield {
        at: setting ?? cluster.at.name,
        message: `A server of ${cluster.name} that comes back after a failover does not start.`,
        why: 'Its old data is in the way, and dirty-database-auto-delete is off; the active has no mirror until somebody empties the directory.',
        help: 'Set it true, which is the default, and watch how much disk the old copies take.',
        fixes: fix('Set dirty-database-auto-delete true', changeValue(model, setting, 'true')),
      };
    }
  },

  demonstration: oldDataIsInTheWay,

  failing: `cluster orders {
  server tsa-1, tsa-2
  restartable true
  dirty-database-auto-delete false
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS326
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  restartable true
  dirty-database-auto-delete true
}
`,
};
