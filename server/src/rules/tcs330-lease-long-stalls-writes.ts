import type { Client, Cluster, Expectation, Model, Step } from '../model/model.ts';
import { writesWaitForTheSilent } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { factsOf, nodesEndedBy, type ScenarioFacts } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';

export const rule: Rule = {
  id: 'TCS330',
  slug: 'lease-long-stalls-writes',
  title: 'A silent client delays strong writes until its lease ends',
  severity: 'info',
  phase: 'scenario',
  lines: ['10.x'],
  documentation: `## What happens

A write to a strong cache is complete when every other connected client has confirmed that its local copy is gone. A client that died with
its machine, was cut off, or stands still confirms nothing. The server waits for it until its lease ends: up to \`client-lease-duration\`, 150 s
unless written. Each strong write of the others waits for \`write-timeout\`, and then the resilience strategy removes its key.

A process that merely ends closes its connection, which the server sees at once.

## When it is reported

When a client with a strong cache loses its power, is cut off from its servers, or pauses, and the scenario expects writes of another
client on that cache to be quicker than the lease of the first one, and than twice the write-timeout.

## What to do

A shorter lease, if pauses and round trips of the clients allow it (TCS329); or eventual consistency, where stale reads do no harm.`,
  sources: [SOURCES.leasing, SOURCES.dynamicConfiguration],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      for (const { step } of facts.faults) {
        for (const name of silentClients(step, facts)) {
          const place = facts.clients.get(name);
          const goal = place === undefined ? undefined : goalBeside(place.client, place.cluster, facts);
          if (place === undefined || goal === undefined) continue;
          const leaseMicros = place.cluster.terracotta10?.clientLeaseMicros ?? 0;
          yield {
            at: place.cluster.at.settings['client-lease-duration'] ?? goal.at,
            message: `When ${name} falls silent, strong writes of the other clients wait for it up to ${spoken(leaseMicros)}.`,
            why: 'The server needs the confirmation of every connected client, and a silent one counts as connected until its lease ends. Each caller waits for write-timeout, and then its key is removed.',
            help: 'Use a shorter client-lease-duration, as far as the pauses of the clients allow it, or eventual consistency.',
            related: [
              { at: step.at, message: `${name} falls silent here` },
              { at: goal.at, message: 'what is expected of the others' },
            ],
          };
          break;
        }
      }
    }
  },

  demonstration: writesWaitForTheSilent,

  failing: `cluster orders {
  product terracotta 10.7
  client-lease-duration 150s
//^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS330
  server s1
}

client shop, web {
  cache sessions { consistency strong }
}

scenario "a machine is gone" {
  duration 5min
  every 1s shop put sessions
  at 30s power-off web
  expect no put on shop.sessions takes longer than 3s
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  server s1
}

client shop, web {
  cache sessions { consistency strong }
}

scenario "a process ends" {
  duration 5min
  every 1s shop put sessions
  at 30s crash web
  expect no put on shop.sessions takes longer than 3s
}
`,
};

/** Clients that the servers hear nothing of any more, and whose connection is not closed. */
function silentClients({ action }: Step, facts: ScenarioFacts): readonly string[] {
  switch (action.kind) {
    case 'power-off':
      return nodesEndedBy(action, facts).filter((name) => facts.clients.has(name));
    case 'pause':
      return action.nodes.filter((name) => facts.clients.has(name));
    case 'cut':
      return action.manner === 'silent' ? [...action.from, ...action.to].filter((name) => facts.clients.has(name)) : [];
    default:
      return [];
  }
}

/** What the scenario expects of the strong writes of others, if the lease of this client is longer. */
function goalBeside(client: Client, cluster: Cluster, { scenario }: ScenarioFacts): Expectation | undefined {
  const leaseMicros = cluster.terracotta10?.clientLeaseMicros ?? 0;
  const strong = client.caches.filter(({ clustered, consistency }) => clustered && consistency === 'strong');
  return scenario.expectations.find(({ condition }) => {
    if (condition.kind !== 'calls' || condition.predicate.kind !== 'takes-longer-than') return false;
    const isWrite = !READS.has(condition.operation);
    const isOther = condition.clients.some((name) => name !== client.name);
    const isShared = strong.some(({ name }) => condition.cache === undefined || condition.cache === name);
    const { clients } = condition;
    const callers = scenario.clients.filter(({ name }) => name !== client.name && clients.includes(name));
    const waitMicros = Math.min(leaseMicros, Math.max(0, ...callers.map(callerWaitMicros)));
    return isWrite && isOther && isShared && condition.predicate.durationMicros < waitMicros;
  });
}

const READS: ReadonlySet<string> = new Set(['read', 'get', 'getAll', 'containsKey', 'iterate']);

/** The longest that a caller waits for a write: its time-out, and then that of the removal of the key. */
const callerWaitMicros = ({ ehcache3 }: Client): number =>
  2 * (ehcache3?.writeTimeoutMicros ?? Number.POSITIVE_INFINITY);
