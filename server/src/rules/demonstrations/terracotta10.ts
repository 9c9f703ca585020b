/** Demonstrations for the rules on Terracotta 10.x and 11.x: votes, leases, and the caches of Ehcache 3. */
import type { Client, Cluster, Model, Scenario, Stripe } from '../../model/model.ts';
import type { Voter } from '../../model/terracotta10.ts';
import type { Demonstrate, Demonstration, GoodSide } from '../demonstration.ts';
import { spoken, written } from '../support/durations.ts';
import { fix, setSetting } from '../support/edits.ts';
import { countsVotes, othersToPromote, votesIn } from '../support/votes.ts';
import { listed } from '../support/words.ts';
import { applicationOf, clusterOf, lasting, MINUTE, pairOf, SECOND, scenarioAt, serversOf, work } from './stage.ts';

const votersOf = (model: Model, { name }: Cluster): readonly Voter[] =>
  (model.voters ?? []).filter(({ cluster }) => cluster === name);

export const serversStopThemselves: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const stripe = cluster?.stripes.find(({ servers }) => servers.length > 1);
  // Releases that only warn have nothing to show but that.
  if (cluster === undefined || stripe === undefined || finding.severity !== 'error') return undefined;
  const servers = stripe.servers.map(({ name }) => name);
  return {
    title: `${cluster.name} is started`,
    story: `${listed(servers)} read a configuration that does not say what they are to prefer. Each of them logs it and stops.`,
    statements: [
      'duration 2min',
      `initially ${serversOf(cluster)} down`,
      `at 5s start ${serversOf(cluster)}`,
      `expect ${servers.join(', ')} never become stopped-by-itself`,
    ],
  };
};

/** A stripe loses its active and some more votes at one moment, and one of those that are left has to take over. */
function lossOfVotes(
  model: Model,
  cluster: Cluster,
  stripe: Stripe,
  lost: number,
  story: (lost: string, heir: string) => string,
): Demonstration | undefined {
  const servers = stripe.servers.map(({ name }) => name);
  const gone = servers.slice(0, Math.min(lost, servers.length - 1));
  const voters = votersOf(model, cluster).slice(0, lost - gone.length);
  const all = [...gone, ...voters.map(({ name }) => name)];
  const heirs = servers.slice(gone.length);
  // In a run no voter registers with several stripes.
  if (lost < 1 || all.length < lost || cluster.stripes.length > 1) return undefined;
  const app = applicationOf(model, cluster);
  return {
    title: all.length === 1 ? `${listed(all)} dies` : `${listed(all)} die`,
    story: story(listed(all), listed(heirs)),
    declarations: app.declarations,
    statements: [
      `duration ${lasting(cluster.clientReconnectWindowMicros + 2 * MINUTE)}`,
      work(app),
      `at 30s crash ${all.join(', ')}`,
      `expect ${app.client} is online`,
    ],
  };
}

export const mirrorNeverTakesOver: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const stripe = cluster?.stripes.find((each) => countsVotes(cluster, each) && votesIn(cluster, each) === 2);
  return (
    cluster &&
    stripe &&
    lossOfVotes(
      model,
      cluster,
      stripe,
      1,
      (lost, heir) =>
        `${lost} is gone, and ${heir} has one vote of two. It has all the data and waits for a second vote, which nobody can give.`,
    )
  );
};

export const halfIsTooLittle: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const stripe = cluster?.stripes.find((each) => countsVotes(cluster, each) && votesIn(cluster, each) % 2 === 0);
  if (cluster === undefined || stripe === undefined) return undefined;
  // Votes that are missing from the beginning are another matter.
  if (votersOf(model, cluster).length < (cluster.terracotta10?.voterCount ?? 0)) return undefined;
  const votes = votesIn(cluster, stripe);
  return lossOfVotes(
    model,
    cluster,
    stripe,
    votes / 2,
    (lost, heir) =>
      `Half of the ${votes} votes goes with ${lost}. The other half is left to ${heir}, and a take-over needs more than that.`,
  );
};

export const votesThatAreMissing: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  if (cluster === undefined) return undefined;
  const voters = votersOf(model, cluster);
  const places = cluster.terracotta10?.voterCount ?? 0;
  const stripe = cluster.stripes.find((each) => countsVotes(cluster, each));
  if (stripe !== undefined && voters.length < places) {
    const votes = votesIn(cluster, stripe);
    const tolerated = Math.min(votes - othersToPromote(votes) - 1, stripe.servers.length - 1 + voters.length);
    return lossOfVotes(
      model,
      cluster,
      stripe,
      tolerated,
      (lost) =>
        `With all ${votes} votes the cluster would get over the loss of ${lost}. It counts voters that do not run, and theirs are missing.`,
    );
  }
  return stripe === undefined ? askedByNobody(model, cluster, voters) : waitsForAPlace(cluster, voters.slice(places));
};

/** Two actives, and a voter that could have prevented it. */
function askedByNobody(model: Model, cluster: Cluster, [voter]: readonly Voter[]): Demonstration | undefined {
  const pair = pairOf(cluster);
  if (pair === undefined || voter === undefined) return undefined;
  const app = applicationOf(model, cluster);
  const { active, mirrors } = pair;
  return {
    title: `${active} and ${listed(mirrors)} lose sight of each other`,
    story: `Only the network between the servers fails. ${voter.name} sees both sides and could decide, and nobody asks it: there are two actives, and both accept writes.`,
    declarations: app.declarations,
    statements: [
      `duration ${lasting(cluster.clientReconnectWindowMicros + 5 * MINUTE)}`,
      work(app),
      `at 30s cut ${active} from ${mirrors.join(', ')} for 2min`,
      `expect ${[active, ...mirrors].join(', ')} never see split-brain`,
    ],
  };
}

function waitsForAPlace({ name }: Cluster, surplus: readonly Voter[]): Demonstration | undefined {
  const voters = surplus.map((voter) => voter.name);
  if (voters.length === 0) return undefined;
  return {
    title: `${listed(voters)} ${voters.length === 1 ? 'wants' : 'want'} to vote`,
    story: `All places for voters in ${name} are taken. Who comes late asks again every 5 s, and gets none as long as the others run.`,
    statements: ['duration 2min', `expect ${voters.join(', ')} ${voters.length === 1 ? 'is' : 'are'} registered`],
  };
}

/** The cluster as it is declared, unless `with` changes its lease for the scenario: a scenario of our own has no such thing. */
function declaredCluster({ clusters }: Model, scenario: Scenario, client: Client | undefined): Cluster | undefined {
  const named = ({ name }: Cluster): boolean => name === client?.cluster;
  const declared = clusters.find(named);
  const leaseOf = (cluster: Cluster | undefined): number | undefined => cluster?.terracotta10?.clientLeaseMicros;
  return leaseOf(declared) === leaseOf(scenario.clusters.find(named)) ? declared : undefined;
}

export const leaseEnds: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const step = scenario?.steps.find(({ at }) => at.start === finding.at.start && at.file === finding.at.file);
  if (step?.action.kind !== 'pause') return renewalsAreSlow(model, finding);
  const { durationMicros, nodes } = step.action;
  const client = scenario?.clients.find(({ name }) => nodes.includes(name));
  const cache = client?.caches.find(({ clustered }) => clustered);
  if (scenario === undefined || client === undefined || declaredCluster(model, scenario, client) === undefined)
    return undefined;
  return {
    title: `${client.name} stands still for ${spoken(durationMicros)}`,
    story: `${client.name} renews nothing while it stands still. When it wakes up its lease is over: it closes the connection, drops what it has read, and begins anew.`,
    statements: [
      `duration ${lasting(durationMicros + 3 * MINUTE)}`,
      ...(cache === undefined ? [] : [`every 1s ${client.name} get ${cache.name}`]),
      `at 30s pause ${client.name} for ${written(durationMicros)}`,
      `expect ${client.name} never sees lease-expired`,
    ],
  };
};

const renewalsAreSlow: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  if (cluster?.terracotta10 === undefined) return undefined;
  const app = applicationOf(model, cluster);
  return {
    title: 'nothing happens at all',
    story: `A renewal of the lease takes as long as the way to the server and back. On this network that is too long for a lease of ${spoken(cluster.terracotta10.clientLeaseMicros)}, although everything works.`,
    declarations: app.declarations,
    statements: ['duration 5min', work(app), `expect ${app.client} never sees lease-expired`],
  };
};

export const writesWaitForTheSilent: Demonstrate = (model, finding) => {
  const goal = finding.related[1]?.at ?? finding.at;
  const scenario = scenarioAt(model, { ...finding, at: goal });
  const condition = scenario?.expectations.find(({ at }) => at.start === goal.start)?.condition;
  if (scenario === undefined || condition?.kind !== 'calls' || condition.predicate.kind !== 'takes-longer-than')
    return undefined;
  const silent = scenario.clients.find(({ name }) => finding.message.startsWith(`When ${name} falls silent`));
  const other = scenario.clients.find(({ name }) => name !== silent?.name && condition.clients.includes(name));
  const cluster = declaredCluster(model, scenario, silent);
  const cache = silent?.caches.find(
    ({ name, clustered, consistency }) =>
      clustered &&
      consistency === 'strong' &&
      name === (condition.cache ?? name) &&
      other?.caches.some((each) => each.name === name),
  );
  if (cluster?.terracotta10 === undefined || silent === undefined || other === undefined || cache === undefined)
    return undefined;
  const goalMicros = condition.predicate.durationMicros;
  return {
    title: `${silent.name} falls silent`,
    story: `${silent.name} has read from ${cache.name}, and then nothing is heard of it any more. Each write of ${other.name} waits until ${silent.name} has confirmed that its copy is dropped, or until its lease is over.`,
    statements: [
      `duration ${lasting(cluster.terracotta10.clientLeaseMicros + 2 * MINUTE)}`,
      `every 1s until 29s ${silent.name} get ${cache.name} key some-key`,
      `every 1s ${other.name} put ${cache.name} key some-key`,
      `at 30s cut ${silent.name} from ${serversOf(cluster)}`,
      `expect no put on ${other.name}.${cache.name} takes longer than ${written(goalMicros)}`,
    ],
    ...(goalMicros < 2 * SECOND ? {} : { good: shorterLease(model, cluster, goalMicros) }),
  };
};

/** No fix: only somebody who knows the pauses of the clients can choose a lease. */
function shorterLease(model: Model, cluster: Cluster, goalMicros: number): GoodSide {
  const lease = written(Math.floor(goalMicros / 2 / SECOND) * SECOND);
  const [good] = fix('', setSetting(model, cluster.at, 'client-lease-duration', lease));
  return {
    title: `With client-lease-duration ${lease}, if the clients never pause for so long`,
    edits: good?.edits ?? [],
  };
}

export const stuckForGood: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, { ...finding, at: finding.related[0]?.at ?? finding.at });
  const client = scenario?.clients.find(({ family }) => finding.message.includes(`the caches of ${family} never`));
  const cache = client?.caches.find(({ clustered }) => clustered);
  if (scenario === undefined || client === undefined || cache === undefined) return undefined;
  return {
    scenario,
    title: scenario.name,
    story: `The servers are back and know nothing of the caches of ${client.family}. It connects, and does not create them: every call is answered as if the cache were empty, for ever.`,
    statements: [`every 1s ${client.family} get ${cache.name} keys 10`, `expect ${client.family} never becomes stuck`],
  };
};

export const callsWaitTheirTimeout: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const condition = scenario?.expectations.find(({ at }) => at.start === finding.at.start)?.condition;
  if (scenario === undefined || condition?.kind !== 'calls' || condition.predicate.kind !== 'takes-longer-than')
    return undefined;
  const client = scenario.clients.find(({ family }) => finding.message.startsWith(`A call of ${family} may`));
  const cache = client?.caches.find(({ name, clustered }) => clustered && (condition.cache ?? name) === name);
  const cluster = scenario.clusters.find(({ name }) => name === client?.cluster);
  if (client === undefined || cache === undefined || cluster === undefined) return undefined;
  const declared = model.clients.find(({ name }) => name === client.name)?.ehcache3;
  // What `with` changes for the scenario is not there in one of our own.
  if (declared?.readTimeoutMicros !== client.ehcache3?.readTimeoutMicros) return undefined;
  if (declared?.writeTimeoutMicros !== client.ehcache3?.writeTimeoutMicros) return undefined;
  const isWrite = finding.fixes.some(({ title }) => title.includes('write-timeout'));
  const operation = isWrite ? 'put' : 'get';
  return {
    title: `the servers of ${cluster.name} stand still for a minute`,
    story: `No server answers ${client.family}. Each call waits for its time-out before it is answered as if the cache were empty${isWrite ? ', and a write then waits as long again for the removal of its key' : ''}.`,
    statements: [
      'duration 3min',
      `every 1s ${client.family} ${operation} ${cache.name} keys 1000`,
      `at 30s pause ${serversOf(cluster)} for 1min`,
      `expect no ${operation} on ${client.family}.${cache.name} takes longer than ${written(condition.predicate.durationMicros)}`,
    ],
  };
};
