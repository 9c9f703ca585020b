import type { Cluster, Model } from '../model/model.ts';
import { bothWin } from './demonstrations/failover.ts';
import type { Finding, Rule } from './rule.ts';
import { roundedUp, spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';

export const rule: Rule = {
  id: 'TCS309',
  slug: 'election-time-too-short',
  title: 'An election is over before all servers have voted',
  severity: 'warning',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

A server that finds no active announces an election, collects the votes of the others for \`election-time\`, and takes the
place if it won. Votes that come later do not count. When the time is shorter than the network or a garbage collection makes a
vote late, two servers may both win.

## When it is reported

For mirrored stripes, below the default of 5 s, and below four round trips of the declared network.

## What to do

Keep 5 s. To shorten a failover, look at the health check between servers first: it is the larger part.`,
  sources: [SOURCES.election, SOURCES.highAvailability, SOURCES.reconnection],

  *check(model: Model): Iterable<Finding> {
    const fourRoundTripsMicros = 8 * (model.network.latencyMicros + model.network.jitterMicros);
    for (const { cluster } of clustersOf(model)) {
      const micros = cluster.electionTimeMicros;
      const least = Math.max(DEFAULT_MICROS, fourRoundTripsMicros);
      if (micros >= least || !isMirrored(cluster)) continue;
      const better = written(roundedUp(least));
      yield {
        at: cluster.at.settings['election-time'] ?? cluster.at.name,
        message: `An election of ${spoken(micros)} can be over before the other servers have voted.`,
        why: 'A vote that a slow network or a garbage collection delays does not count, and more than one server of a stripe becomes active.',
        help: `Use at least ${better}.`,
        fixes: fix(`Set election-time to ${better}`, setSetting(model, cluster.at, 'election-time', better)),
      };
    }
  },

  demonstration: bothWin,

  failing: `cluster orders {
  server tsa-1, tsa-2
  election-time 1s
//^^^^^^^^^^^^^^^^ TCS309
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
  election-time 8s
}

cluster local {
  server dev
  election-time 1s
}
`,
};

const DEFAULT_MICROS = 5_000_000;

const isMirrored = ({ stripes }: Cluster): boolean => stripes.some((stripe) => stripe.servers.length > 1);
