import type { Model } from '../model/model.ts';
import { goalIsMissed } from './demonstrations/goals.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { missedGoals } from './support/goals.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS205',
  slug: 'detection-over-recovery-goal',
  title: 'A recovery goal is shorter than detection and takeover',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A mirror takes over when the servers have noticed the loss and held an election. With defaults that is 10 s after the process
of the active died, 19 s after its host went silent, and 50 s after it began to stand still; its clients leave it after 57 s.
No expectation below that can hold, even if everything works.

## When it is reported

For \`expect tsa-2 becomes active\` and \`expect shop resumes\` with a bound that ends earlier after the first loss of the
active than the settings allow. Where a health check has to find it out, by more than a ping-idletime: on a quiet connection
it began to count that much before the loss. TCS214 reports the case where only \`l2reconnect\` is in the way.

## What to do

Choose a goal that the settings can keep, or make detection faster: \`socket-connect-count\` for an active that stands still,
\`socket-connect-timeout\` and \`ping-probes\` for a host that went silent. What is detected faster forgives shorter garbage
collections.`,
  sources: [SOURCES.healthCheckMaximum, SOURCES.reconnection, SOURCES.healthCheckTuning],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const { expectation, loss, goalMicros, neededMicros, isReconnect } of missedGoals(factsOf(scenario))) {
        if (isReconnect) continue;
        yield {
          at: expectation.at,
          message: `The goal of ${spoken(goalMicros)} cannot be kept: the loss of ${loss.active.name} takes about ${spoken(neededMicros)} to get over.`,
          why: 'So long the settings need to notice the loss and to elect a new active, even if everything works.',
          help: `Allow at least ${spoken(neededMicros)}, or make the health checks faster, which makes them less tolerant of garbage collections.`,
          related: [{ at: loss.step.at, message: `${loss.active.name} is lost here` }],
        };
      }
    }
  },

  demonstration: goalIsMissed,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "the active stands still" {
  duration 5min
  at 30s pause tsa-1 for 2min
  expect tsa-2 becomes active within 30s after 30s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS205
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "the active stands still" {
  duration 5min
  at 30s pause tsa-1 for 2min
  expect tsa-2 becomes active within 55s after 30s
}
`,
};
