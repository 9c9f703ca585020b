import type { Model } from '../model/model.ts';
import { secondDoesNotStart } from './demonstrations/addresses.ts';
import type { Finding, Rule } from './rule.ts';
import { clashesOn } from './support/ports.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS312',
  slug: 'port-or-dir-clash',
  title: 'Two servers of one host want the same port or directory',
  severity: 'error',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

The second server to start finds its port in use, or its data directory locked, and exits. With one group port for both, the group says
\`Duplicate nodes specified in config\`. A port that is not written follows from the tsa-port: 9510, and the group
port is 20 above it. Terracotta 10 and later: TCS334.

## When it is reported

For servers with the same written \`host\`, of one cluster or of several in one file, when the tsa-port or group-port of one is any port of the other, or two ports that
are written are equal, or absolute \`data\` directories are. In a scenario only when one of the two has a port written: a scenario that
merely lets two servers share the power of a host need not say more.

## What to do

Give each server ports and directories of its own.`,
  sources: [SOURCES.ports, SOURCES.cdv1084, SOURCES.groupConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const clash of clashesOn(model)) {
      yield {
        ...clash,
        why: 'The second of them does not start.',
        help: 'Give each server of a host ports and a directory of its own.',
      };
    }
  },

  demonstration: secondDoesNotStart,

  failing: `cluster orders {
  server tsa-1 { host blade-7  tsa-port 9510 }
  server tsa-2 { host blade-7 }
//       ^^^^^ TCS312
}
`,
  passing: `cluster orders {
  server tsa-1 { host blade-7  tsa-port 9510 }
  server tsa-2 { host blade-7  tsa-port 9610 }
  server tsa-3 { host blade-8  tsa-port 9510 }
}
`,
};
