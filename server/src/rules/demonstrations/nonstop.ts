/** Demonstrations for the rules on rejoin and nonstop. */
import type { Demonstrate } from '../demonstration.ts';
import { spoken, written } from '../support/durations.ts';
import {
  cacheAt,
  clientAt,
  clusterOf,
  lasting,
  MINUTE,
  SECOND,
  scenarioAt,
  serversOf,
  toleranceMicros,
} from './stage.ts';

/** What nonstop allows a call by default, and the time to get there. */
const PATIENCE_MICROS = 35 * SECOND;

export const blocksWithoutNonstop: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const found = cacheAt(model, finding.at);
  // Releases that refuse to start have nothing to show but that.
  if (cluster === undefined || found === undefined || finding.severity === 'error') return undefined;
  const { client, cache } = found;
  const ref = `${client.family}.${cache.name}`;
  return {
    title: `${client.family} cannot reach the array for a while`,
    story: `The network between ${client.family} and the servers is cut for 90 s. Without nonstop nothing ends a call on ${cache.name}: look how long the calls wait, and how many threads of the application wait with them.`,
    statements: [
      'duration 5min',
      `every 1s ${client.family} put ${cache.name}`,
      `at 30s cut ${client.family} from ${serversOf(cluster)} for 90s`,
      `expect no put on ${ref} takes longer than ${written(PATIENCE_MICROS)}`,
    ],
  };
};

export const staysOut: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const client = clientAt(model, finding.at);
  const cache = client?.caches.find(({ clustered, nonstop }) => clustered && !nonstop.enabled);
  const tolerated = cluster && toleranceMicros(cluster, 'l2-l1');
  if (client === undefined || cache === undefined || tolerated === undefined) return undefined;
  return {
    title: `a long garbage collection in ${client.family}`,
    story: `${client.family} stands still for longer than the servers tolerate (${spoken(tolerated)}) and is removed. When it wakes up it is told so. Without rejoin this is the end of it: its calls wait until the process is restarted.`,
    statements: [
      `duration ${lasting(tolerated + 4 * MINUTE)}`,
      `every 1s ${client.family} put ${cache.name}`,
      `at 30s pause ${client.family} for ${lasting(tolerated + 15 * SECOND)}`,
      `expect ${client.family} is online`,
    ],
  };
};

export const failoverReachesCallers: Demonstrate = (model, finding) => {
  const used = usedIn(model, finding);
  return (
    used && {
      scenario: used.scenario,
      title: used.scenario.name,
      story: `The failover of this scenario takes longer than a call on ${used.cache.name} may: every call in between ends with an exception in the application.`,
      statements: [`expect no call on ${used.client.family}.${used.cache.name} throws NonStopCacheException`],
    }
  );
};

export const timesOutWhileAllIsWell: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const found = cacheAt(model, finding.at);
  const [active] = cluster?.stripes[0]?.servers ?? [];
  if (found === undefined || active === undefined) return undefined;
  const { client, cache } = found;
  const pauseMicros = cache.nonstop.timeoutMicros + 300_000;
  return {
    title: 'a short garbage collection in the active',
    story: `${active.name} stands still for ${spoken(pauseMicros)}, as every JVM does now and then. Nothing fails, nobody is declared dead, and yet calls on ${cache.name} are not carried out.`,
    statements: [
      'duration 1min',
      `every 100ms ${client.family} get ${cache.name} keys 1000`,
      `at 20s pause ${active.name} for ${written(pauseMicros)}`,
      `at 40s pause ${active.name} for ${written(pauseMicros)}`,
      `expect every get on ${client.family}.${cache.name} succeeds`,
    ],
  };
};

export const dropsInSilence: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const found = cacheAt(model, finding.at);
  if (cluster === undefined || found === undefined) return undefined;
  const { client, cache } = found;
  const cutMicros = Math.max(MINUTE, cache.nonstop.timeoutMicros + 30 * SECOND);
  return {
    title: `${client.family} cannot reach the array for a while`,
    story: `While the network is cut, calls on ${cache.name} time out. The application gets no exception: it believes that its writes are done, and they are nowhere.`,
    statements: [
      `duration ${lasting(cutMicros + 2 * MINUTE)}`,
      `every 1s ${client.family} put ${cache.name}`,
      `at 30s cut ${client.family} from ${serversOf(cluster)} for ${lasting(cutMicros)}`,
      `expect no put on ${client.family}.${cache.name} is ignored`,
    ],
  };
};

export const strandsClients: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const families = [...new Set(scenario?.clients.filter(({ rejoin }) => rejoin).map(({ family }) => family))];
  if (scenario === undefined || families.length === 0) return undefined;
  return {
    scenario,
    title: scenario.name,
    story:
      'The array comes back empty and is another one to its clients. They are refused for good, although everything runs again.',
    statements: families.map((family) => `expect ${family} is online`),
  };
};

export const losesEverything: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const precious = scenario?.clients.flatMap(({ family, caches }) =>
    caches.filter(({ clustered, role }) => clustered && role !== 'cache').map(({ name }) => `${family}.${name}`),
  );
  const work = scenario?.steps.filter(({ action }) => action.kind === 'operate');
  if (scenario === undefined || precious === undefined || work?.length === 0) return undefined;
  return {
    scenario,
    title: scenario.name,
    story:
      'No server has the data any more when the last one goes down. What callers were told is written is not there when the array is back.',
    statements: [...new Set(precious)].map((ref) => `expect no acknowledged write on ${ref} is lost`),
  };
};

/** The scenario to which a finding on a cache belongs, and the cache as it is there. */
function usedIn(model: Parameters<Demonstrate>[0], finding: Parameters<Demonstrate>[1]) {
  const scenario = scenarioAt(model, { ...finding, at: finding.related[0]?.at ?? finding.at });
  const found = cacheAt(scenario === undefined ? model : { ...model, clients: scenario.clients }, finding.at);
  return scenario === undefined || found === undefined ? undefined : { scenario, ...found };
}

export const writesAreIgnored: Demonstrate = (model, finding) => {
  const used = usedIn(model, finding);
  return (
    used && {
      scenario: used.scenario,
      title: used.scenario.name,
      story: `While ${used.client.family} cannot reach the array, ${used.cache.name} goes on reading what it has. Its writes are dropped, and nobody is told.`,
      statements: [`expect no write on ${used.client.family}.${used.cache.name} is ignored`],
    }
  );
};
