import type { Model, Server, Stripe } from '../model/model.ts';
import { nobodyPromotes } from './demonstrations/operations.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, written } from './support/durations.ts';
import { addToBlock, fix } from './support/edits.ts';
import { factsOf, initialActive, nodesEndedBy, nodesStartedBy, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { takeoverAfterSilenceMicros } from './support/takeover.ts';

export const rule: Rule = {
  id: 'TCS323',
  slug: 'manual-promotion-unattended',
  title: 'A mirror waits for an operator who never comes',
  severity: 'warning',
  phase: 'scenario',
  lines: ['4.x'],
  documentation: `## What happens

With \`failover-priority consistency\` a mirror that has lost its active does not take over by itself, because the active may
live on the other side of a split. It stops at WAITING-FOR-PROMOTION until an operator says that the active is gone. Until
then the cluster serves nobody.

## When it is reported

When a scenario ends the process of the first active of a mirrored stripe while a mirror runs, and after that no step promotes
or starts a server of that stripe, and no expectation names the state \`waiting-for-promotion\`.

## What to do

Add the operator to the scenario, as in \`at 2min promote tsa-2\`, and to your procedures; or use \`availability\`, and accept
two actives in a split.`,
  sources: [SOURCES.failoverTuning],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      for (const cluster of scenario.clusters) {
        if (cluster.failoverPriority !== 'consistency') continue;
        for (const stripe of cluster.stripes) {
          const loss = unattendedLoss(stripe, facts);
          if (loss === undefined) continue;
          const { active, mirror, fault } = loss;
          const promoted = written(roundedUp(fault.timeMicros + takeoverAfterSilenceMicros(cluster) + MARGIN_MICROS));
          yield {
            at: fault.step.at,
            message: `After the loss of ${active.name} nobody promotes ${mirror.name}, and ${cluster.name} serves nobody.`,
            why: 'failover-priority is consistency: a mirror stops at WAITING-FOR-PROMOTION until an operator decides.',
            help: `Add the operator to the scenario, as in \`at ${promoted} promote ${mirror.name}\`, or use \`failover-priority availability\`.`,
            related: [
              {
                at: cluster.at.settings['failover-priority'] ?? cluster.at.name,
                message: `${cluster.name} prefers consistency`,
              },
            ],
            fixes: fix(
              `Promote ${mirror.name} at ${promoted}`,
              addToBlock(model, scenario.at, `at ${promoted} promote ${mirror.name}`),
            ),
          };
        }
      }
    }
  },

  demonstration: nobodyPromotes,

  failing: `cluster orders {
  server tsa-1, tsa-2
  failover-priority consistency
}

scenario "the active dies" {
  duration 5min
  at 30s crash tsa-1
//^^^^^^^^^^^^^^^^^^ TCS323
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  failover-priority consistency
}

scenario "the active dies, and an operator is there" {
  duration 5min
  at 30s crash tsa-1
  at 90s promote tsa-2
}

scenario "the active dies and comes back" {
  duration 5min
  at 30s crash tsa-1
  at 90s start tsa-1
}
`,
};

/** What an operator needs at the very least. */
const MARGIN_MICROS = 30_000_000;

interface UnattendedLoss {
  readonly active: Server;
  readonly mirror: Server;
  readonly fault: ScenarioFacts['faults'][number];
}

/** The end of the first active, when a mirror is left and nobody does anything about it. */
function unattendedLoss(stripe: Stripe, facts: ScenarioFacts): UnattendedLoss | undefined {
  const active = initialActive(stripe, facts);
  if (active === undefined || stripe.servers.length < 2 || isWatched(facts)) return undefined;
  const members = new Set(stripe.servers.map((server) => server.name));
  const running = new Set([...members].filter((name) => !facts.initiallyDown.has(name)));
  let loss: UnattendedLoss | undefined;
  for (const fault of facts.faults) {
    const { action } = fault.step;
    if (loss !== undefined && attends(action, members)) return undefined;
    if (nodesStartedBy(action).some((name) => members.has(name))) return undefined;
    for (const name of nodesEndedBy(action, facts)) running.delete(name);
    const mirror = stripe.servers.find((server) => running.has(server.name));
    if (loss === undefined && !running.has(active.name)) {
      if (mirror === undefined) return undefined;
      loss = { active, mirror, fault };
    }
  }
  if (loss === undefined || !running.has(loss.mirror.name)) return undefined;
  return facts.waiting.some(({ action }) => attends(action, members)) ? undefined : loss;
}

function attends(action: ScenarioFacts['waiting'][number]['action'], members: ReadonlySet<string>): boolean {
  if (action.kind === 'promote') return action.nodes.some((name) => members.has(name));
  return nodesStartedBy(action).some((name) => members.has(name));
}

function isWatched({ scenario }: ScenarioFacts): boolean {
  return scenario.expectations.some(
    ({ condition }) => condition.kind === 'state' && condition.state === 'waiting-for-promotion',
  );
}
