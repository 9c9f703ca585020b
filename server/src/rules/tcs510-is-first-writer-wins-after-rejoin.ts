import type { Finding, FinishedRun, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { clientOf, lineBehind, rowsOf, timeOf } from './support/runs.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS510',
  slug: 'is-first-writer-wins-after-rejoin',
  title: 'Integration Server: changes of a session are overwritten by the node that came first',
  severity: 'warning',
  phase: 'runtime',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Nodes that have lost the array go on with their own copies of a session. When the array is back, the first node that processes a request writes its state, and that becomes
the truth for everyone: the others read it with their next request and lose what they changed meanwhile.

## When it is reported

After a run, at the line that kept the nodes apart, once for each session and node that loses changes.

## What to do

Sticky sessions, so that one node alone changes a session; and services that can be repeated.`,
  sources: [SOURCES.integrationServerDisconnected],

  *check(run: FinishedRun): Iterable<Finding> {
    const { trace } = run;
    const told = new Set<string>();
    for (const row of rowsOf(trace, 'session-overwritten')) {
      const client = clientOf(run, row);
      const session = trace.strings[trace.events.text[row] ?? 0] ?? '';
      const line = lineBehind(trace, row);
      const key = `${client?.name} ${session} ${line?.file}:${line?.start}`;
      if (client === undefined || told.has(key)) continue;
      told.add(key);
      const winner = trace.lanes[trace.events.a[row] ?? -1]?.name ?? 'another node';
      yield {
        at: line ?? client.at.name,
        message: `${client.name} loses what it changed in session ${session}: ${winner} has written its own state at ${spoken(timeOf(trace, row))}.`,
        why: 'The first node that serves a request after the separation decides for all of them.',
        help: 'Keep every session on one node, with a load balancer that is sticky, and let services be repeatable.',
      };
    }
  },

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache SessionStore { timeout 1s immediate-timeout-when-disconnected true }
}

scenario "both are cut off" {
  duration 4min
  session alice on is1, is2
  every 2s from 10s is1 invoke stateful "shop:addToCart" session alice
  every 2s from 11s is2 invoke stateful "shop:addToCart" session alice
  at 30s cut is1, is2 from orders for 1min
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS510
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache SessionStore { timeout 1s immediate-timeout-when-disconnected true }
}

scenario "only one of them has the session" {
  duration 4min
  session alice on is1, is2
  every 2s from 10s is1 invoke stateful "shop:addToCart" session alice
  at 30s cut is1, is2 from orders for 1min
}
`,
};
