import type { Fix } from '../model/diagnostic.ts';
import type { Cluster, Model } from '../model/model.ts';
import type { Voter } from '../model/terracotta10.ts';
import { votesThatAreMissing } from './demonstrations/terracotta10.ts';
import type { Finding, Rule } from './rule.ts';
import { isInConfiguration } from './support/configurationEdits.ts';
import { addToBlock, fix, setSetting } from './support/edits.ts';
import { freeNodeNames } from './support/names.ts';
import { SOURCES } from './support/sources.ts';
import { clustersOf } from './support/topology.ts';
import { counted, listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS321',
  slug: 'voters-ignored',
  title: 'Voters that have no say',
  severity: 'hint',
  otherSeverity: 'warning',
  phase: 'static',
  readsScenarios: () => false,
  lines: ['10.x'],
  documentation: `## What happens

External voters are asked under \`failover-priority consistency:N\` only, and at most N of them can register. Under availability,
under \`consistency\` alone, and in a stripe of one server nobody asks them. A voter beyond N is refused
(\`could not be registered as there is no voter vacancy available\`) and tries again every 5 s, until a place is free.

The other way round, a place for a voter that does not run counts: the total of votes is servers plus N, whether or not somebody uses them.

## When it is reported

As a hint when voters are declared that are never asked, or more of them than N. As a warning when N is greater than the number of declared
voters: each place that nobody takes is a vote that is always missing. A configuration file that no scenario imports cannot declare them, and is
left alone.

## What to do

Make N the number of voters that really run.`,
  sources: [SOURCES.failoverTuning10, SOURCES.votes],

  *check(model: Model): Iterable<Finding> {
    for (const { cluster } of clustersOf(model)) {
      const voters = (model.voters ?? []).filter((voter) => voter.cluster === cluster.name);
      const finding = judged(model, cluster, voters);
      if (finding !== undefined) yield finding;
    }
  },

  demonstration: votesThatAreMissing,

  failing: `cluster orders {
  product terracotta 10.7
  failover-priority availability
  server s1, s2
  voter v1
//      ^^ TCS321
}

cluster stock {
  product terracotta 10.7
  failover-priority consistency:2
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ TCS321
  server s3, s4, s5
  voter v2
}
`,
  passing: `cluster orders {
  product terracotta 10.7
  failover-priority consistency:1
  server s1, s2
  voter v1
}
`,
};

function judged(model: Model, cluster: Cluster, voters: readonly Voter[]): Finding | undefined {
  const { terracotta10, at, name } = cluster;
  if (terracotta10 === undefined) return undefined;
  const isAsked = terracotta10.failoverPriority === 'consistency' && hasMirrors(cluster);
  const places = isAsked ? terracotta10.voterCount : 0;
  const surplus = voters.slice(places);
  const [first] = surplus;
  if (first !== undefined) {
    return {
      at: first.at.name,
      message: `${listed(surplus.map((voter) => voter.name))} ${surplus.length === 1 ? 'has' : 'have'} no say in ${name}.`,
      why: isAsked
        ? `${name} has room for ${counted(places, 'voter')}; others are refused and try again every 5 s.`
        : 'Voters are asked under `failover-priority consistency:N` only, in a stripe with mirrors.',
      help: isAsked
        ? `Write \`failover-priority consistency:${voters.length}\`, or remove what is too much.`
        : 'Remove them, or choose `failover-priority consistency:N`.',
      related:
        at.settings['failover-priority'] === undefined
          ? []
          : [{ at: at.settings['failover-priority'], message: 'the priority' }],
      fixes: hasMirrors(cluster) ? letThemVote(model, cluster, voters.length, surplus.length) : [],
    };
  }
  const missing = places - voters.length;
  // A configuration by itself has no place for voters: they are processes of their own.
  if (
    missing <= 0 ||
    (model.scenarios.length === 0 && isInConfiguration(model, at.self)) ||
    at.settings['failover-priority'] === undefined
  )
    return undefined;
  return {
    at: at.settings['failover-priority'],
    severity: 'warning',
    message: `${name} counts ${counted(places, 'voter')}, and ${voters.length === 0 ? 'none is' : `only ${voters.length} of them ${voters.length === 1 ? 'is' : 'are'}`} there.`,
    why: 'A voter that does not run is a vote that is always missing: take-overs need more of the servers.',
    help: `Declare the voters, as in \`voter v${voters.length + 1}\`, or write \`failover-priority consistency${voters.length === 0 ? '' : `:${voters.length}`}\`.`,
    fixes: fix(
      missing === 1 ? 'Declare the voter' : 'Declare the voters',
      addToBlock(model, at, `voter ${freeNodeNames(model, voters.at(-1)?.name ?? 'voter-0', missing).join(', ')}`),
    ),
  };
}

const hasMirrors = ({ stripes }: Cluster): boolean => stripes.some(({ servers }) => servers.length > 1);

const letThemVote = (model: Model, { at }: Cluster, count: number, surplus: number): readonly Fix[] =>
  fix(
    `Let ${surplus === 1 ? 'it' : 'them'} vote: failover-priority consistency:${count}`,
    setSetting(model, at, 'failover-priority', `consistency:${count}`),
  );
