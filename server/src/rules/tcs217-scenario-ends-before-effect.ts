import type { Model } from '../model/model.ts';
import { endsTooEarly } from './demonstrations/goals.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { lastEffect } from './support/effects.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { scenarioTitle } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS217',
  slug: 'scenario-ends-before-effect',
  title: 'A scenario ends before the effect of its last fault',
  severity: 'hint',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

Nothing happens at once: a lost active is replaced 10 s later when its process died, 19 s when its host went silent, 50 s when it stands
still. Then the clients return, and if one of them is missing everybody waits for the whole \`client-reconnect-window\`. A
scenario that ends earlier shows the calm before the effect, and an expectation that something never happens holds for the wrong reason.

## When it is reported

When \`duration\` is shorter than the end that follows from the settings: detection, election, return of the clients, the window if a
client is down, paused or cut off when it opens, and the length of pauses and cuts. Steps that wait for an event are not counted.

## What to do

Let the scenario last at least until the computed end.`,
  sources: [SOURCES.reconnection, SOURCES.healthChecker, SOURCES.election],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const effect = lastEffect(factsOf(scenario));
      if (effect === undefined || effect.endMicros <= scenario.durationMicros) continue;
      const needed = written(roundedUp(effect.endMicros));
      yield {
        at: scenario.at.settings.duration ?? scenario.at.name,
        message: `Scenario ${scenarioTitle(scenario)} ends at ${spoken(scenario.durationMicros)}, but the effect of a fault lasts until ${spoken(effect.endMicros)}.`,
        why: `It ends in the middle of ${effect.what}; an expectation that something never happens would hold for the wrong reason.`,
        help: `Let it last at least ${needed}.`,
        related: [{ at: effect.step.at, message: 'the fault whose effect lasts longest' }],
        fixes: fix(`Set duration to ${needed}`, setSetting(model, scenario.at, 'duration', needed)),
      };
    }
  },

  demonstration: endsTooEarly,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "too short" {
  duration 35s
//^^^^^^^^^^^^ TCS217
  at 30s crash tsa-1
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

client shop {
  rejoin true
  cache sessions { nonstop true }
}

scenario "long enough" {
  duration 60s
  at 30s crash tsa-1
}
`,
};
