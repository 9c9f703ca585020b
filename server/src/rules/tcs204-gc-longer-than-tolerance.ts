import type { Model, Stripe } from '../model/model.ts';
import { pauseIsTakenForDeath } from './demonstrations/operations.ts';
import type { Finding, Rule } from './rule.ts';
import { pauseFindings } from './support/pauses.ts';
import { factsOf, nodesEndedBy } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS204',
  slug: 'gc-longer-than-tolerance',
  title: 'A pause is longer than the health check tolerates',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A process that stands still answers no pings, but its operating system accepts sockets. The health check trusts that
\`socket-connect-count\` times, then declares the node dead after
\`ping-idletime + socket-connect-count × (ping-probes + 1) × ping-interval\`.

| Who pauses | With defaults | Then |
|---|---|---|
| a client | 45 s | Its server removes it and releases its locks. When the pause ends the client is refused, and rejoins or stays out. |
| the active | 45 s, takeover at 50 s | A mirror becomes active. When the pause ends there are two actives until they meet; the writes of one of them are lost. |
| a passive | 45 s | The active goes on without it; when it is back it is told to quit and copies all data anew. |
| the only server | 57 s | The clients leave it. |

## When it is reported

When a \`pause\` lasts at least that long and the scenario does not itself expect what follows: that the client goes offline,
is removed or rejoins, or that another server becomes active.

With a \`backlog\` the operating system accepts so many connections on each port. The health check that finds it full declares
the node dead after \`ping-idletime + (accepted + 1) × (ping-probes + 1) × ping-interval + socket-connect-timeout × ping-interval\`,
however high its count is; those who knock at one port share it.

A pause of a client that stands still together with its server is not counted: nobody is there to notice.

## What to do

Make the pauses shorter (heap size, off-heap storage), or raise \`socket-connect-count\` of the edge that watches the node.`,
  sources: [SOURCES.rejoin, SOURCES.healthCheckTuning, SOURCES.healthChecker, SOURCES.bestPractices, SOURCES.cdv1627],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const disturbed = new Set<Stripe | undefined>();
      for (const { step } of facts.faults) {
        yield* pauseFindings(model, facts, step, disturbed);
        for (const name of nodesEndedBy(step.action, facts)) disturbed.add(facts.servers.get(name)?.stripe);
        if (step.action.kind === 'pause') {
          for (const name of step.action.nodes) disturbed.add(facts.servers.get(name)?.stripe);
        }
      }
      for (const step of facts.waiting) {
        yield* pauseFindings(model, facts, step, undefined);
      }
    }
  },

  demonstration: pauseIsTakenForDeath,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "a long garbage collection" {
  duration 5min
  at 30s pause shop for 50s
//^^^^^^^^^^^^^^^^^^^^^^^^^ TCS204
  at 2min pause tsa-1 for 70s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS204
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "pauses that are survived, and one that is expected to cost a client its place" {
  duration 6min
  at 30s pause shop for 40s
  at 2min pause tsa-1 for 30s
  at 4min pause shop for 70s
  expect shop rejoins
}
`,
};
