import type { Action, Client, Model, Scenario, Step } from '../model/model.ts';
import { cacheChangedWhileDown } from './demonstrations/integrationServer.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { changeText, fix } from './support/edits.ts';
import { factsOf, nodesEndedBy, nodesStartedBy, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS517',
  slug: 'is-cache-wide-change-live',
  title: 'Integration Server: Consistency or Copy on Read is changed while the cache manager is shut down',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Most parameters of a distributed cache may be changed while its cache manager is shut down. Consistency and Copy on Read may not, and
neither may Time to Live and Time to Idle: at the next start Integration Server issues an exception, and the cache manager does not start.
The node itself runs, and its services find none of the caches of that manager.

## When it is reported

When a scenario changes one of the two on a node that is down at that time, with \`set consistency of … to … on …\` or
\`set copy-on-read of … to … on …\`, and does not take it back before the node starts. Not when the scenario expects
\`cache-manager-failed\` of the node.

## What to do

Change it while the cache manager runs, as the manual describes under Modifying Settings for a Distributed Cache, and restart the node afterwards.
If it has happened: put the old value back and start the cache manager again.`,
  sources: [SOURCES.integrationServerParameters, SOURCES.integrationServerCacheWide],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      if (!scenario.steps.some(({ action }) => action.kind === 'set-cache')) continue;
      const facts = factsOf(scenario);
      const found = new Map<Step, Change[]>();
      for (const client of scenario.clients) {
        if (client.integrationServer === undefined || expectsFailure(scenario, client)) continue;
        for (const change of changesWhileDown(client, facts)) {
          found.set(change.step, [...(found.get(change.step) ?? []), change]);
        }
      }
      for (const [{ action, at, trigger }, changes] of found) {
        if (action.kind !== 'set-cache') continue;
        const nodes = changes.map(({ node }) => node);
        const before = Math.min(...changes.map(({ sinceMicros }) => sinceMicros));
        const earlier = written(Math.max(0, before - SECOND));
        const isFixable = before > 0 && trigger.kind === 'at' && trigger.latestMicros === trigger.timeMicros;
        yield {
          at,
          message: `${action.parameter} of ${action.cache} is changed while ${listed(nodes)} ${nodes.length === 1 ? 'is' : 'are'} down: the cache manager does not start again.`,
          why: `Integration Server issues an exception, and services on ${listed(nodes)} have no distributed caches.`,
          help: 'Change it while the cache manager runs, and restart the node afterwards; or say what you expect: `expect NODE sees cache-manager-failed`.',
          related: changes.flatMap(({ cause, node }) =>
            cause === undefined ? [] : [{ at: cause.at, message: `${node} goes down here` }],
          ),
          fixes: isFixable
            ? fix(
                `Change it before, at ${spoken(Math.max(0, before - SECOND))}`,
                changeText(model, at, /^at\s+\S+/, `at ${earlier}`),
              )
            : [],
        };
      }
    }
  },

  demonstration: cacheChangedWhileDown,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache prices
}

scenario "a change during maintenance" {
  duration 4min
  every 1s is1, is2 invoke stateless "shop:look" reads prices
  at 30s stop is1
  at 60s set consistency of prices to strong on is1
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS517
  at 90s start is1
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache prices
}

scenario "a change, and then maintenance" {
  duration 4min
  at 20s set consistency of prices to strong on is1, is2
  at 30s restart is1
  at 60s restart is2
}

scenario "taken back in time" {
  duration 4min
  at 30s stop is1
  at 60s set copy-on-read of prices to true on is1
  at 70s set copy-on-read of prices to false on is1
  at 90s start is1
}

scenario "what it looks like" {
  duration 4min
  at 30s stop is1
  at 60s set consistency of prices to strong on is1
  at 90s start is1
  expect is1 sees cache-manager-failed
}
`,
};

const SECOND = 1_000_000;

type CacheChange = Extract<Action, { readonly kind: 'set-cache' }>;

interface Change {
  readonly step: Step;
  readonly node: string;
  /** By what the node is down; undefined when it was from the beginning. */
  readonly cause: Step | undefined;
  readonly sinceMicros: number;
}

/** Changes on a node that is down, as far as they differ from what the array knows when the node starts. */
function changesWhileDown({ name, caches }: Client, facts: ScenarioFacts): readonly Change[] {
  const known = new Map(caches.map((cache) => [`consistency of ${cache.name}`, cache.consistency as string]));
  const open = new Map<string, Change>();
  const found: Change[] = [];
  let down: Omit<Change, 'step'> | undefined = facts.initiallyDown.has(name)
    ? { node: name, cause: undefined, sinceMicros: 0 }
    : undefined;
  for (const { step, timeMicros } of facts.faults) {
    const { action } = step;
    if (nodesEndedBy(action, facts).includes(name)) down ??= { node: name, cause: step, sinceMicros: timeMicros };
    if (nodesStartedBy(action).includes(name)) {
      found.push(...open.values());
      open.clear();
      down = undefined;
    }
    if (action.kind !== 'set-cache' || !action.nodes.includes(name)) continue;
    const key = `${action.parameter} of ${action.cache}`;
    const before = known.get(key) ?? otherThan(action);
    known.set(key, down === undefined ? action.value : before);
    if (down === undefined || action.value === before) open.delete(key);
    else open.set(key, { step, ...down });
  }
  return [...found, ...open.values()];
}

/** Whoever changes what nobody wrote changes the other of two values. */
const otherThan = ({ value }: CacheChange): string => (value === 'true' ? 'false' : 'true');

const expectsFailure = ({ expectations }: Scenario, { name }: Client): boolean =>
  expectations.some(
    ({ condition }) =>
      condition.kind === 'event' &&
      condition.event === 'cache-manager-failed' &&
      condition.quantifier.kind !== 'no' &&
      condition.nodes.includes(name),
  );
