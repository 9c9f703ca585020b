/** Demonstrations for the rules on rejoin and nonstop. */
import type { Client, Cluster } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { spoken, written } from '../support/durations.ts';
import { addToBlock, changeSetting } from '../support/edits.ts';
import { listed } from '../support/words.ts';
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
import { together } from './story.ts';

/** What nonstop allows a call by default, and the time to get there. */
const PATIENCE_MICROS = 35 * SECOND;

/** Up to Ehcache 2.7 a rejoin client with a clustered cache that is not nonstop does not start. */
const isRefused = ({ product }: Cluster): boolean => /^2\.[1-7]$/.test(product.ehcache);

/** Calls on a cache that nothing ends while the network is cut for 90 s, or longer than the caller should wait. */
function outOfReach(
  cluster: Cluster,
  client: Client,
  cache: string,
  patienceMicros = PATIENCE_MICROS,
): Pick<Demonstration, 'title' | 'statements'> {
  const cutMicros = Math.max(90 * SECOND, patienceMicros + 55 * SECOND);
  return {
    title: `${client.family} cannot reach the array for a while`,
    statements: [
      `duration ${written(cutMicros + 210 * SECOND)}`,
      `every 1s ${client.family} put ${cache}`,
      `at 30s cut ${client.family} from ${serversOf(cluster)} for ${written(cutMicros)}`,
      `expect no put on ${client.family}.${cache} takes longer than ${written(patienceMicros)}`,
    ],
  };
}

export const blocksWithoutNonstop: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const found = cacheAt(model, finding.at);
  if (cluster === undefined || found === undefined) return undefined;
  const { client, cache } = found;
  if (client.rejoin && isRefused(cluster)) return doesNotStart(client);
  return {
    ...outOfReach(cluster, client, cache.name),
    story: `The network between ${client.family} and the servers is cut for 90 s. Without nonstop nothing ends a call on ${cache.name}: look how long it waits. So does every thread of the application that makes one, until none is left.`,
  };
};

/** All there is to see of a client that refuses its configuration. */
export const doesNotStart = ({ name, family }: Pick<Client, 'name' | 'family'>): Demonstration => ({
  title: `${family} starts`,
  story: `The servers run. ${family} is started and ends at once: nothing comes up that an application could work with. Its log says why.`,
  statements: ['duration 1min', `initially ${name} down`, `at 5s start ${name}`, `expect ${name} becomes online`],
});

function freeCacheName({ caches }: Pick<Client, 'caches'>, wanted: string): string {
  return caches.some(({ name }) => name === wanted) ? freeCacheName({ caches }, `${wanted}-2`) : wanted;
}

/** A cache that is made after the default cache, which stands for none itself. */
export const madeAfterTheDefaultCache: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const client = clientAt(model, finding.at);
  const template = client?.checked?.defaultCache;
  const [fix] = finding.fixes;
  if (cluster === undefined || client === undefined || template === undefined || fix === undefined) return undefined;
  const name = freeCacheName(client, 'made-at-run-time');
  const make = (nonstop: boolean) =>
    together(addToBlock(model, client.at, `cache ${name} { consistency ${template.consistency}  nonstop ${nonstop} }`));
  const [edits, better] = [make(false), make(true)];
  if (edits === undefined || better === undefined || isRefused(cluster)) return undefined;
  return {
    ...outOfReach(cluster, client, name),
    story: `The application creates a cache by name, ${name}, which takes its settings from the default cache. While the network is cut for 90 s nothing ends a call on it: look how long it waits. So does every thread that makes one.`,
    edits,
    good: { title: fix.title, edits: [...better, ...fix.edits] },
  };
};

/** Ehcache starts, and does not obey the nonstop settings: the run is told what it does instead. */
export const nonstopHasNoEffect: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const found = cacheAt(model, finding.at);
  const nonstop = found?.cache.nonstop.at;
  const [fix] = finding.fixes;
  if (cluster === undefined || found === undefined || nonstop === undefined || fix === undefined) return undefined;
  const { client, cache } = found;
  const edits = together(changeSetting(model, nonstop.settings.enabled ?? nonstop.name, 'nonstop false'));
  if (edits === undefined || nonstop.settings.enabled !== undefined || (client.rejoin && isRefused(cluster)))
    return undefined;
  return {
    ...outOfReach(cluster, client, cache.name, cache.nonstop.timeoutMicros + 5 * SECOND),
    story: `Ehcache ignores the nonstop settings of ${cache.name}, as it says in its log; so the run has \`nonstop false\`. While the network is cut nothing ends a call on it.`,
    edits,
    good: { title: fix.title, edits: fix.edits },
  };
};

/** Written or not, the cache blocks: the good side is the second fix, which changes what is so. */
export const blocksUnlessItIsWritten: Demonstrate = (model, finding) => {
  const shown = blocksWithoutNonstop(model, finding);
  const better = finding.fixes[1];
  return shown === undefined || better === undefined ? undefined : { ...shown, good: better };
};

export const staysOutOfItsJvm: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const client = clientAt(model, finding.at);
  const tolerated = cluster && toleranceMicros(cluster, 'l2-l1');
  const others = client && model.clients.filter(({ jvm, rejoin }) => jvm === client.jvm && rejoin);
  if (client === undefined || tolerated === undefined || others === undefined) return undefined;
  const names = listed([...new Set(others.map(({ family }) => family))]);
  const work = [client, ...others].flatMap(({ family, caches }) =>
    caches.filter(({ clustered }) => clustered).map(({ name }) => `every 1s ${family} put ${name}`),
  );
  return {
    title: `a long garbage collection in ${client.jvm}`,
    story: `The JVM stands still for longer than the servers tolerate (${spoken(tolerated)}), and all its clients are removed. Of those with rejoin (${names}) each comes back. ${client.family} does not: one half of the application works, the other waits or fails until the process is restarted.`,
    statements: [
      `duration ${lasting(tolerated + 4 * MINUTE)}`,
      ...new Set(work),
      `at 30s pause ${client.family} for ${lasting(tolerated + 15 * SECOND)}`,
      `expect ${client.family} is online`,
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
