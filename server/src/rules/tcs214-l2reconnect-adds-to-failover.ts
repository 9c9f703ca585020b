import type { Model } from '../model/model.ts';
import { goalIsMissed } from './demonstrations/goals.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { missedGoals } from './support/goals.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS214',
  slug: 'l2reconnect-adds-to-failover',
  title: 'The wait for a lost connection between servers uses up a recovery goal',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

When the process of the active ends, its mirror sees a closed connection and waits for \`l2reconnect.timeout\`, 5 s by
default, whether it comes back. The election begins after that. So a failover takes that much longer: 10 s instead of 5 s with
defaults. A health check that finds the other server dead skips the wait.

## When it is reported

For a recovery goal (as in TCS205) that the election alone would keep, and the wait and the election together do not.

## What to do

Allow for it in the goal. Without the wait every short drop of the connection between the servers is a failover, so 5 s are
mostly well spent.`,
  sources: [SOURCES.serverReconnect, SOURCES.election],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      for (const { expectation, loss, goalMicros, neededMicros, isReconnect } of missedGoals(factsOf(scenario))) {
        if (!isReconnect) continue;
        const { cluster } = loss;
        yield {
          at: expectation.at,
          message: `The goal of ${spoken(goalMicros)} cannot be kept: takeover is ready at ${spoken(neededMicros)}, ${spoken(cluster.l2Reconnect.timeoutMicros)} of which are l2reconnect.`,
          why: 'A mirror waits whether the connection to its active comes back before it stands for election.',
          help: `Allow at least ${spoken(neededMicros)}. A shorter l2reconnect makes a failover of every short drop between the servers.`,
          related: [
            { at: loss.step.at, message: `${loss.active.name} is lost here` },
            {
              at: cluster.at.settings['l2reconnect.timeout'] ?? cluster.at.name,
              message: `l2reconnect waits for ${spoken(cluster.l2Reconnect.timeoutMicros)}`,
            },
          ],
        };
      }
    }
  },

  demonstration: goalIsMissed,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "the active dies" {
  duration 3min
  at 30s crash tsa-1
  expect tsa-2 becomes active within 7s after 30s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS214
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

scenario "the active dies" {
  duration 3min
  at 30s crash tsa-1
  expect tsa-2 becomes active within 12s after 30s
}
`,
};
