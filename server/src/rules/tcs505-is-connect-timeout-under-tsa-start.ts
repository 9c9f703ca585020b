import type { Model } from '../model/model.ts';
import { givesUpTooSoon } from './demonstrations/integrationServer.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { factsOf } from './support/scenario.ts';
import { SOURCES } from './support/sources.ts';
import { firstServerStart, startOf } from './support/starts.ts';

/** From the start of a server until it answers; the products give no figure. */
const BOOT_MICROS = 5_000_000;

export const rule: Rule = {
  id: 'TCS505',
  slug: 'is-connect-timeout-under-tsa-start',
  title: 'Integration Server: a node gives up before the array is there',
  severity: 'warning',
  phase: 'scenario',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A node that starts asks the servers of its list for the configuration of the array. When none has answered within connect-timeout
(\`watt.server.cachemanager.connectTimeout\`), it follows Action on Startup Error, although the array may be there a moment later: it is stand-alone
until its next start, or it is gone.

## When it is reported

When a scenario starts a node while every server of the array is down, and the first one starts so much later that connect-timeout is over.
Not when the scenario expects the node to be stand-alone, quiesced or down.

## What to do

Start the array first, or raise connect-timeout.`,
  sources: [SOURCES.integrationServerStartUp, SOURCES.integrationServerNoServers],

  *check(model: Model): Iterable<Finding> {
    for (const scenario of model.scenarios) {
      const facts = factsOf(scenario);
      if (facts.initiallyDown.size === 0) continue;
      const foreseen = new Set(
        scenario.expectations.flatMap(({ condition }) =>
          condition.kind === 'state' && ['stand-alone', 'quiesced', 'down'].includes(condition.state)
            ? condition.nodes
            : [],
        ),
      );
      for (const client of scenario.clients) {
        const settings = client.integrationServer;
        const cluster = scenario.clusters.find(({ name }) => name === client.cluster);
        if (settings === undefined || cluster === undefined || foreseen.has(client.name)) continue;
        const start = startOf(client, facts);
        const first = firstServerStart(cluster, facts);
        if (start?.step === undefined || first === undefined) continue;
        const gap = first.timeMicros + BOOT_MICROS - start.timeMicros;
        if (gap <= settings.connectTimeoutMicros || first.timeMicros < start.timeMicros) continue;
        const needed = written(roundedUp(gap));
        yield {
          at: start.step.at,
          message: `${client.name} starts ${spoken(first.timeMicros - start.timeMicros)} before the first server of ${cluster.name}, and gives up after ${spoken(settings.connectTimeoutMicros)}.`,
          why: `Then it follows Action on Startup Error: ${settings.actionOnStartupError}.`,
          help: `Start the array first, or set \`connect-timeout ${needed}\`.`,
          related: [{ at: first.step.at, message: 'The first server starts here' }],
          fixes: fix(`Set connect-timeout ${needed}`, setSetting(model, client.at, 'connect-timeout', needed)),
        };
      }
    }
  },

  demonstration: givesUpTooSoon,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  action-on-startup-error shut-down
}

scenario "the array comes last" {
  duration 5min
  initially tsa-1, tsa-2, is1 down
  at 10s start is1
//^^^^^^^^^^^^^^^^ TCS505
  at 60s start tsa-1, tsa-2
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  connect-timeout 2min
}

scenario "the array comes last" {
  duration 5min
  initially tsa-1, tsa-2, is1 down
  at 10s start is1
  at 60s start tsa-1, tsa-2
}

scenario "one server has the configuration" {
  duration 5min
  initially tsa-1, is1 down
  at 10s start is1
  at 60s start tsa-1
}

scenario "the array comes first" {
  duration 5min
  initially tsa-1, tsa-2, is1 down
  at 10s start tsa-1, tsa-2
  at 60s start is1
}
`,
};
