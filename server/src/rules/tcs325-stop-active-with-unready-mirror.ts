import type { Model, Stripe } from '../model/model.ts';
import { mirrorHasNotCopied } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { changeText, fix } from './support/edits.ts';
import {
  factsOf,
  initialActive,
  nodesEndedBy,
  nodesStartedBy,
  type ScenarioFacts,
  type TimedStep,
} from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS325',
  slug: 'stop-active-with-unready-mirror',
  title: 'The active is stopped while its mirror still copies',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

A server that starts beside an active copies its data first and is \`PASSIVE-STANDBY\` when it has all. Until then it cannot be elected: if the
active stops, nobody takes over, and the mirror must begin anew when the active is back. How long the copy takes depends on the data;
minutes are usual.

## When it is reported

When a scenario stops or restarts the active of a stripe within 30 s after the start of its only other server, by the clock. A step that
waits (\`when tsa-2 becomes passive\`) is what the operators' manual asks for, and is not reported.

## What to do

Wait for \`PASSIVE-STANDBY\`.`,
  sources: [SOURCES.safeFailover, SOURCES.election],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const startedAt = new Map<string, TimedStep>();
      const gone = new Set<Stripe>();
      for (const fault of facts.faults) {
        const { step, timeMicros } = fault;
        const { action } = step;
        if (action.kind === 'stop' || action.kind === 'restart') {
          for (const name of action.nodes) {
            const finding = stopsTooEarly(model, name, fault, startedAt, gone, facts);
            if (finding !== undefined) yield finding;
          }
        }
        for (const name of nodesEndedBy(action, facts)) {
          const place = facts.servers.get(name);
          // Who is the active afterwards only a run can tell.
          if (place !== undefined && initialActive(place.stripe, facts) === place.server) gone.add(place.stripe);
        }
        for (const name of nodesStartedBy(action)) startedAt.set(name, { step, timeMicros });
      }
    }
  },

  demonstration: mirrorHasNotCopied,

  failing: `cluster orders { server tsa-1, tsa-2 }

scenario "a rolling restart in a hurry" {
  duration 5min
  at 10s crash tsa-2
  at 60s start tsa-2
  at 70s stop tsa-1
//^^^^^^^^^^^^^^^^^ TCS325
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

scenario "a rolling restart" {
  duration 5min
  at 10s crash tsa-2
  at 60s start tsa-2
  when tsa-2 becomes passive + 5s: stop tsa-1
}
`,
};

/** Shorter than this no operator can know that the copy is complete. */
const COPY_MICROS = 30_000_000;

function stopsTooEarly(
  model: Model,
  name: string,
  { step, timeMicros }: TimedStep,
  startedAt: ReadonlyMap<string, TimedStep>,
  gone: ReadonlySet<Stripe>,
  facts: ScenarioFacts,
): Finding | undefined {
  const place = facts.servers.get(name);
  if (place === undefined || gone.has(place.stripe) || initialActive(place.stripe, facts) !== place.server)
    return undefined;
  const others = place.stripe.servers.filter((server) => server !== place.server);
  const [mirror] = others;
  const started = mirror === undefined || others.length > 1 ? undefined : startedAt.get(mirror.name);
  if (mirror === undefined || started === undefined) return undefined;
  const sinceMicros = timeMicros - started.timeMicros;
  if (sinceMicros >= COPY_MICROS) return undefined;
  return {
    at: step.at,
    message: `${name} stops ${spoken(sinceMicros)} after ${mirror.name} was started.`,
    why: `If ${mirror.name} has not copied all data by then, nobody can take over; how long that takes depends on the data.`,
    help: `Wait for it: \`when ${mirror.name} becomes passive: ${step.action.kind} ${name}\`.`,
    related: [{ at: started.step.at, message: `${mirror.name} starts here` }],
    fixes: fix(
      'Wait for the mirror',
      changeText(model, step.at, /^at\s+\w+\s+(?!\.\.|every)/, `when ${mirror.name} becomes passive: `),
    ),
  };
}
