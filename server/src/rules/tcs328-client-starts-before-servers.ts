import type { Client, Model } from '../model/model.ts';
import { startHangs } from './demonstrations/topology.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { firstStart, startOf } from './support/starts.ts';

export const rule: Rule = {
  id: 'TCS328',
  slug: 'client-starts-before-servers',
  title: 'A client starts while no server can answer it',
  severity: 'info',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A client that starts asks its servers for the configuration of the array and connects. While no server answers it tries again, with the
default without any limit: the start of the application hangs. Nonstop does not help, because there is no cache yet; with
\`nonstop-init\` (4.x) there is one after 20 s, and calls end as nonstop says.

## When it is reported

When a client runs from the beginning, or starts, while every server of a stripe of its cluster is down and the first one starts later, and
none of \`max-connect-retries\`, \`config-total-timeout\` and \`nonstop-init\` limits it. Integration Server nodes have an action for this case and are left
out.

## What to do

Start the servers first, or limit the attempts and let the application deal with the failure.`,
  sources: [SOURCES.highAvailability, SOURCES.integrationServerNoServers],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      if (facts.initiallyDown.size === 0) continue;
      for (const cluster of scenario.clusters) {
        const first = firstStart(cluster, facts);
        if (first === undefined) continue;
        const families = new Set<string>();
        for (const client of facts.members.get(cluster.name) ?? []) {
          if (families.has(client.family) || client.integrationServer !== undefined || isLimited(client)) continue;
          const start = startOf(client, facts);
          if (start === undefined || start.timeMicros >= first.timeMicros) continue;
          families.add(client.family);
          yield {
            at: start.step?.at ?? client.at.name,
            message: `${client.family} starts ${start.step === undefined ? 'with the scenario' : `at ${spoken(start.timeMicros)}`}, before the first server of ${cluster.name} at ${spoken(first.timeMicros)}.`,
            why: 'It tries for minutes, or without any limit, and the start of the application hangs that long.',
            help: 'Start the servers first, or limit it with max-connect-retries and config-total-timeout.',
            related: [{ at: first.step.at, message: 'The first server starts here' }],
            fixes: fix(
              'Limit its start',
              setSetting(model, client.at, 'config-total-timeout', '30s'),
              setSetting(model, client.at, 'max-connect-retries', '5'),
            ),
          };
        }
      }
    }
  },

  demonstration: startHangs,

  failing: `cluster orders { server tsa-1, tsa-2 }

client shop {
//     ^^^^ TCS328
  rejoin true
  cache prices { nonstop true }
}

scenario "the servers come last" {
  duration 5min
  initially tsa-1, tsa-2 down
  at 60s start tsa-1
  at 70s start tsa-2
}
`,
  passing: `cluster orders { server tsa-1, tsa-2 }

client shop {
  rejoin true
  config-total-timeout 30s
  cache prices { nonstop true }
}

scenario "the servers come last" {
  duration 5min
  initially tsa-1, tsa-2 down
  at 60s start tsa-1
  at 70s start tsa-2
}
`,
};

/** No retries are no limit, as -1 is: ConfigInfoFromL2Impl. */
const isLimited = ({ at, startUp }: Client): boolean =>
  startUp?.nonstopInit === true ||
  (startUp?.maxConnectRetries ?? -1) > 0 ||
  at.settings['config-total-timeout'] !== undefined;
