import type { Model } from '../model/model.ts';
import { OPERATIONS } from '../trace/trace.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { changeText, fix } from './support/edits.ts';
import { factsOf, nodesStartedBy } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS125',
  slug: 'put-right-after-start',
  title: 'A write right after the start may be lost',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A clustered store is initialised when its cache is used first. While a nonstop cache waits for it, a put may time out or be given to the
timeout behaviour: with \`noop\` and \`localReads\` it is dropped, and the caller is told nothing. EHC-1028 reports this for loads that run
right after the start.

## When it is reported

When a scenario writes once (\`at …\`) to a nonstop cache within 5 s after it starts or restarts the client, and \`timeout-behavior\` is
\`noop\` or \`localReads\`.

## What to do

Wait until the client is online before you load data.`,
  sources: [SOURCES.ehc1028],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const starts = facts.faults.filter(({ step }) =>
        nodesStartedBy(step.action).some((name) => facts.clients.has(name)),
      );
      if (starts.length === 0) continue;
      for (const step of scenario.steps) {
        const { action, trigger } = step;
        if (action.kind !== 'operate' || trigger.kind !== 'at' || !WRITES.has(action.operation)) continue;
        const started = starts.find(
          ({ step: start, timeMicros }) =>
            timeMicros <= trigger.timeMicros &&
            trigger.timeMicros - timeMicros < INITIALISED_MICROS &&
            nodesStartedBy(start.action).some((name) => action.clients.includes(name)),
        );
        const client = facts.clients.get(action.clients[0] ?? '')?.client;
        const cache = client?.caches.find(({ name }) => name === action.cache);
        if (started === undefined || client === undefined || cache === undefined || !cache.clustered) continue;
        const { enabled, timeoutBehavior } = cache.nonstop;
        if (!enabled || (timeoutBehavior !== 'noop' && timeoutBehavior !== 'localReads')) continue;
        yield {
          at: step.at,
          message: `${client.family} writes to ${cache.name} ${spoken(trigger.timeMicros - started.timeMicros)} after its start.`,
          why: `While the clustered store is initialised, ${timeoutBehavior} may drop the write without a word.`,
          help: `Wait until it is online: \`when ${client.family} becomes online: …\`.`,
          related: [{ at: started.step.at, message: `${client.family} starts here` }],
          // Of several members, or several starts, the first to be online would not be the one that is meant.
          fixes:
            action.clients.length > 1 || starts.length > 1 || trigger.latestMicros > trigger.timeMicros
              ? []
              : fix(
                  'Wait until it is online',
                  changeText(model, step.at, /^at\s+\S+/, `when ${client.name} becomes online:`),
                ),
        };
      }
    }
  },

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { nonstop { timeout-behavior noop } }
}

scenario "a load right after the start" {
  duration 3min
  at 30s restart shop
  at 31s shop putAll prices
//^^^^^^^^^^^^^^^^^^^^^^^^^ TCS125
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  cache prices { nonstop { timeout-behavior noop } }
}

scenario "a load after the start" {
  duration 3min
  at 30s restart shop
  at 60s shop putAll prices
}
`,
};

const WRITES: ReadonlySet<string> = new Set(OPERATIONS.filter(({ write }) => write).map(({ name }) => name));

/** No source tells how long the store takes; a client that starts needs seconds. */
const INITIALISED_MICROS = 5_000_000;
