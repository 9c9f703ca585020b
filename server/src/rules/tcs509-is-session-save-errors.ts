import type { Finding, FinishedRun, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { clientOf, lineBehind, rowsOf, timeOf } from './support/runs.ts';
import { SOURCES } from './support/sources.ts';
import { counted } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS509',
  slug: 'is-session-save-errors',
  title: 'Integration Server: sessions that could not be saved',
  severity: 'info',
  phase: 'runtime',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

After a top-level stateful service the node tries to save the session. While it has lost the array, and SessionStore has \`localReads\` or \`exception\`, that fails: the server
log gets [ISS.0033.0154E] Could not save session, usually with a NonStopCacheException. The request succeeds all the same, and the session exists on this node only.

## When it is reported

After a run, at the line that took the array away from a node, once for each node and line.

## What to do

Let the load balancer keep every session on its node during outages.`,
  sources: [SOURCES.integrationServerDisconnected],

  *check(run: FinishedRun): Iterable<Finding> {
    const { trace } = run;
    const groups = new Map<string, number[]>();
    for (const row of rowsOf(trace, 'session-save-failed')) {
      const line = lineBehind(trace, row);
      const key = `${trace.events.lane[row]} ${line?.file}:${line?.start}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
    for (const rows of groups.values()) {
      const [first = -1] = rows;
      const client = clientOf(run, first);
      if (client === undefined) continue;
      yield {
        at: lineBehind(trace, first) ?? client.at.name,
        message: `${client.name} could not save a session ${counted(rows.length, 'time')}, first at ${spoken(timeOf(trace, first))} ([ISS.0033.0154E]).`,
        why: 'What these requests changed exists on this node only.',
        help: 'Let the load balancer keep every session on its node during outages.',
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache SessionStore { timeout 1s immediate-timeout-when-disconnected true }
}

scenario "cut off" {
  duration 3min
  session alice on is1, is2
  every 2s is1 invoke stateful "shop:addToCart" session alice
  at 30s cut is1 from orders for 1min
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS509
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache SessionStore { timeout 1s immediate-timeout-when-disconnected true }
}

scenario "cut off for a moment" {
  duration 3min
  session alice on is1, is2
  every 10s is1 invoke stateful "shop:addToCart" session alice
  every 2s is1 invoke stateless "shop:look"
  at 32s cut is1 from orders for 2s
}
`,
};
