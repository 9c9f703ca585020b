import type { Fix } from '../model/diagnostic.ts';
import type { Expectation, Model, Server } from '../model/model.ts';
import { olderDataWins } from './demonstrations/operations.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { changeText, fix } from './support/edits.ts';
import { expectsLostWrites } from './support/goals.ts';
import { fullOutages, type Outage } from './support/outages.ts';
import { factsOf, initialActive, nodesEndedBy, nodesStartedBy, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { takeoverAfterSilenceMicros } from './support/takeover.ts';

export const rule: Rule = {
  id: 'TCS324',
  slug: 'wrong-restart-order',
  title: 'After a full stop an older copy of the data is started first',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x', '10.x'],
  documentation: `## What happens

The servers of a restartable stripe each have a copy on disk. The server that was active last has the newest. When all of them
were down,

- an active that died first, and was replaced, believes that it still is the active: started first it becomes active with its
  old data, and the newer copy is wiped when the other server joins;
- a server that went down as a mirror does not become active in 4.x: it waits for the other one, and nobody is served
  meanwhile. In 3.7 it ends at once and asks for its data directory to be cleaned. In 10.x from 10.5 on nothing stops it under
  \`failover-priority availability\`: it becomes active with its older data. Under \`consistency\` all servers have to be there first.

## When it is reported

For a restartable stripe whose two servers go down one after the other, with enough time between for a takeover, when the one
that went down first is started first; unless the scenario expects lost writes, or names the state of that server.

## What to do

Start the last active first, wait for ACTIVE-COORDINATOR, then start the other.`,
  sources: [SOURCES.safeShutdown, SOURCES.clusterState, SOURCES.election],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      const [outage] = fullOutages(facts);
      if (outage === undefined || !outage.cluster.restartable || expectsLostWrites(scenario)) continue;
      const order = downOrder(outage, facts);
      if (order === undefined || order.first.name !== outage.first) continue;
      const { first, last, gapMicros } = order;
      const { terracotta10 } = outage.cluster;
      if (terracotta10?.failoverPriority === 'consistency') continue;
      const becomesActive = order.wasActive || (terracotta10 !== undefined && terracotta10.core !== '5.3');
      if (scenario.expectations.some((each) => namesStateOf(each, first.name))) continue;
      const isOld = outage.cluster.product.line === '3.7';
      yield {
        at: outage.back.at,
        ...(becomesActive
          ? {
              message: `${first.name} is started first, but ${last.name} was active for ${spoken(gapMicros)} after it.`,
              why: `${first.name} becomes active with its older data; what was written in these ${spoken(gapMicros)} is lost when ${last.name} joins.`,
            }
          : {
              message: `${first.name} is started first, but it went down as a mirror.`,
              why: isOld
                ? `It ends at once and asks for its data directory to be cleaned; nobody is served before ${last.name} starts.`
                : `It waits for the last active; nobody is served before ${last.name} starts.`,
            }),
        help: `Start ${last.name} first, wait until it is active, then start ${first.name}.`,
        related: [{ at: outage.lost.at, message: `${last.name} goes down last, here` }],
        fixes: startFirst(model, last.name, first.name, outage, facts),
      };
    }
  },

  demonstration: olderDataWins,

  failing: `cluster orders {
  restartable true
  server tsa-1, tsa-2
}

scenario "a full stop" {
  duration 6min
  at 30s crash tsa-1
  at 90s stop tsa-2
  at 2min start tsa-1
//^^^^^^^^^^^^^^^^^^^ TCS324
  at 3min start tsa-2
}
`,
  passing: `cluster orders {
  restartable true
  server tsa-1, tsa-2
}

scenario "a full stop" {
  duration 6min
  at 30s crash tsa-1
  at 90s stop tsa-2
  at 2min start tsa-2
  at 3min start tsa-1
}
`,
};

interface DownOrder {
  readonly first: Server;
  readonly last: Server;
  readonly gapMicros: number;
  /** True when the first to go was the active, and the other took over. */
  readonly wasActive: boolean;
}

/** How a stripe of two went down; undefined when something else happened to it before, or the times are too close. */
function downOrder({ stripe, cluster, lost }: Outage, facts: ScenarioFacts): DownOrder | undefined {
  const [one, other] = stripe.servers;
  if (one === undefined || other === undefined || stripe.servers.length > 2) return undefined;
  const active = initialActive(stripe, facts);
  const names = [one.name, other.name];
  if (names.some((name) => facts.initiallyDown.has(name)) || cluster.failoverPriority === 'consistency')
    return undefined;
  let first: { readonly server: Server; readonly timeMicros: number } | undefined;
  for (const { step, timeMicros } of facts.faults) {
    const { action } = step;
    const ended = nodesEndedBy(action, facts).filter((name) => names.includes(name));
    if (step === lost) {
      if (first === undefined || ended.length !== 1) return undefined;
      const gapMicros = timeMicros - first.timeMicros;
      const wasActive = first.server === active;
      if (wasActive && gapMicros <= takeoverAfterSilenceMicros(cluster)) return undefined;
      return { first: first.server, last: first.server === one ? other : one, gapMicros, wasActive };
    }
    if (nodesStartedBy(action).some((name) => names.includes(name))) return undefined;
    if (ended.length === 0) {
      // A pause or a cut may have changed the roles.
      if ('nodes' in action && action.nodes.some((name) => names.includes(name))) return undefined;
      if (action.kind === 'cut' || action.kind === 'partition') return undefined;
      continue;
    }
    if (first !== undefined || ended.length > 1) return undefined;
    first = { server: ended[0] === one.name ? one : other, timeMicros };
  }
  return undefined;
}

/** The two change places, where each is started by a step of its own. */
function startFirst(
  model: Model,
  last: string,
  first: string,
  { back }: Outage,
  { faults }: ScenarioFacts,
): readonly Fix[] {
  const later = faults.find(({ step }) => nodesStartedBy(step.action).includes(last))?.step;
  if (later === undefined || later === back || nodesStartedBy(back.action).length > 1) return [];
  if (nodesStartedBy(later.action).length > 1) return [];
  return fix(
    `Start ${last} first`,
    changeText(model, back.at, nameIn(first), last),
    changeText(model, later.at, nameIn(last), first),
  );
}

const nameIn = (name: string): RegExp => new RegExp(`(?<![\\w.-])${name.replaceAll('.', '\\.')}(?![\\w.-])`);

function namesStateOf({ condition }: Expectation, name: string): boolean {
  return condition.kind === 'state' && condition.nodes.includes(name);
}
