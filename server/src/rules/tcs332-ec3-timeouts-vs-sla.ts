import type { Client, Condition, Model, Origin } from '../model/model.ts';
import { callsWaitTheirTimeout } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS332',
  slug: 'ec3-timeouts-vs-sla',
  title: 'Calls may wait longer than the scenario allows',
  severity: 'warning',
  phase: 'scenario',
  lines: ['10.x'],
  documentation: `## What happens

A call of Ehcache 3 that the cluster does not answer ends after \`read-timeout\` or \`write-timeout\`, 5 s each unless written. A read then
gives a miss. A write goes to the resilience strategy, which removes the key, and the removal may wait for another \`write-timeout\`: a put takes
up to twice as long. Every failover takes at least the 5 s of an election, so with defaults every call in it waits until its time-out.

## When it is reported

When a scenario with a fault expects that no call takes longer than a time that is shorter than the time-out of the call, or, for a write to a cache with the
built-in resilience strategy, shorter than twice the time-out.

## What to do

Set \`read-timeout\` and \`write-timeout\` to what the callers can wait for.`,
  sources: [SOURCES.resilience, SOURCES.ehcache3Timeouts, SOURCES.ehcache1451],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const { faults, waiting, clients } = factsOf(scenario);
      if (faults.length + waiting.length === 0) continue;
      for (const { condition, at } of scenario.expectations) {
        const goalMicros = goalOf(condition);
        if (goalMicros === undefined || condition.kind !== 'calls') continue;
        const families = new Set<string>();
        for (const name of condition.clients) {
          const client = clients.get(name)?.client;
          if (client === undefined || families.has(client.family)) continue;
          families.add(client.family);
          const longest = longestWait(client, condition);
          if (longest === undefined || longest.micros <= goalMicros) continue;
          yield finding(model, client, longest, goalMicros, at);
        }
      }
    }
  },

  demonstration: callsWaitTheirTimeout,

  failing: `cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1, s2
}

client shop {
  cache sessions
}

scenario "a failover" {
  duration 3min
  every 1s shop get sessions
  at 30s crash s1
  expect no get on shop.sessions takes longer than 2s
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS332
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1, s2
}

client shop {
  read-timeout 2s
  cache sessions
}

scenario "a failover" {
  duration 3min
  every 1s shop get sessions
  at 30s crash s1
  expect no get on shop.sessions takes longer than 2s
}
`,
};

interface Wait {
  readonly setting: 'read-timeout' | 'write-timeout';
  readonly micros: number;
  /** How many times the setting it is. */
  readonly times: number;
}

type CallsCondition = Extract<Condition, { readonly kind: 'calls' }>;

/** The longest time that a call may take; undefined when the condition sets no such goal. */
function goalOf(condition: Condition): number | undefined {
  if (condition.kind !== 'calls' || condition.predicate.kind !== 'takes-longer-than') return undefined;
  const { quantifier, predicate } = condition;
  const isGoal = quantifier.kind === 'no' || ('count' in quantifier && quantifier.kind !== 'at-least');
  return isGoal && !('count' in quantifier && quantifier.count > 0) ? predicate.durationMicros : undefined;
}

function longestWait({ ehcache3, caches }: Client, { operation, cache }: CallsCondition): Wait | undefined {
  if (ehcache3 === undefined) return undefined;
  const read: Wait = { setting: 'read-timeout', micros: ehcache3.readTimeoutMicros, times: 1 };
  if (READS.has(operation)) return read;
  const isRobust = caches.some(
    ({ name, ehcache3: own }) => (cache === undefined || cache === name) && own?.resilienceStrategy === 'robust',
  );
  const times = isRobust ? 2 : 1;
  const write: Wait = { setting: 'write-timeout', micros: times * ehcache3.writeTimeoutMicros, times };
  return operation === 'call' && read.micros > write.micros ? read : write;
}

const READS: ReadonlySet<string> = new Set(['read', 'get', 'getAll', 'containsKey', 'iterate']);

function finding(
  model: Model,
  client: Client,
  { setting, micros, times }: Wait,
  goalMicros: number,
  at: Origin,
): Finding {
  const place = client.at.settings[setting];
  const better = written(Math.floor(goalMicros / times / 1000) * 1000);
  const removal = times > 1 ? ', and then as long again for the removal of the key' : '';
  return {
    at,
    message: `A call of ${client.family} may take ${spoken(micros)}, and ${spoken(goalMicros)} are allowed.`,
    why: `While no server answers, a call waits for ${setting}${removal}. Every failover lasts longer than its election.`,
    help: `Set \`${setting} ${better}\` in ${client.family}, or allow ${spoken(micros)}.`,
    related: place === undefined ? [] : [{ at: place, message: `${setting} is set here` }],
    fixes: fix(`Set ${setting} to ${better}`, setSetting(model, client.at, setting, better)),
  };
}
