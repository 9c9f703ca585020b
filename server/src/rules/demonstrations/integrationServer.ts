/** Demonstrations for the rules on Integration Server nodes that start, and on their distributed caches. */
import type { Cache, Client, TimeoutBehavior } from '../../model/model.ts';
import { isSystemCache } from '../../model/systemCaches.ts';
import type { Demonstrate } from '../demonstration.ts';
import { spoken, written } from '../support/durations.ts';
import { fix, setSetting } from '../support/edits.ts';
import { cacheAt, clientAt, clusterOf, lasting, MINUTE, pairOf, scenarioAt, serversOf } from './stage.ts';

/** Rounds over the servers that the fix of the rule allows, and a bit. */
const ROUNDS = 70;

export const startHangs: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  const pair = cluster && pairOf(cluster);
  const node = clientAt(model, finding.at);
  if (pair === undefined || node?.integrationServer === undefined) return undefined;
  const patienceMicros = node.integrationServer.connectTimeoutMicros + ROUNDS * 2 * node.reconnectWaitIntervalMicros;
  if (patienceMicros > 60 * MINUTE) return undefined;
  return {
    title: `${node.name} starts behind a firewall`,
    story: `The way from ${node.name} to ${pair.active} is closed. ${pair.mirror} gives it the configuration of the array and is not the active, so it goes on asking without end: it takes no requests, and Action on Startup Error never follows.`,
    statements: [
      `duration ${lasting(patienceMicros + 2 * MINUTE)}`,
      `initially ${node.name} down`,
      `at 5s cut ${node.name} from ${pair.active} refused`,
      `at 10s start ${node.name}`,
      `expect ${node.name} sees start-up-failed`,
    ],
  };
};

export const givesUpTooSoon: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const node = scenario?.clients.find(({ name }) => finding.message.startsWith(`${name} starts `));
  const settings = node?.integrationServer;
  if (scenario === undefined || node === undefined || settings === undefined) return undefined;
  const then = {
    'stand-alone':
      'It takes requests with caches and sessions of its own, and stays so although the array is there a moment later',
    'shut-down': 'It shuts down, and the array is there a moment later',
    quiesce: 'It takes no requests, and stays so although the array is there a moment later',
  };
  return {
    scenario,
    title: scenario.name,
    story: `${node.name} looks for the array for ${spoken(settings.connectTimeoutMicros)} and finds no server. ${then[settings.actionOnStartupError]}.`,
    statements: [`expect ${node.name} becomes online`],
  };
};

export const requestsFailWithTheWrite: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, { ...finding, at: finding.related[0]?.at ?? finding.at });
  const found = cacheAt(scenario === undefined ? model : { ...model, clients: scenario.clients }, finding.at);
  if (scenario === undefined || found === undefined) return undefined;
  const { client, cache } = found;
  return {
    scenario,
    title: scenario.name,
    story: `While ${client.name} has lost the array, a write to ${cache.name} throws, and the request ends with it; what the request did besides is lost as well.`,
    statements: [`expect no put on ${client.family}.${cache.name} throws NonStopCacheException`],
  };
};

export const cacheChangedWhileDown: Demonstrate = (model, finding) => {
  const scenario = scenarioAt(model, finding);
  const action = scenario?.steps.find(({ at }) => at.start === finding.at.start)?.action;
  if (action?.kind !== 'set-cache') return undefined;
  const { cache, parameter } = action;
  const node = scenario?.clients.find(({ name }) => action.nodes.includes(name));
  const declared = model.clients.find(({ name }) => name === node?.name)?.caches.find(({ name }) => name === cache);
  if (node === undefined || declared === undefined) return undefined;
  const value =
    parameter === 'consistency' ? (declared.consistency === 'strong' ? 'eventual' : 'strong') : action.value;
  const change = `set ${parameter} of ${cache} to ${value} on ${node.name}`;
  const stop = `at 30s stop ${node.name}`;
  const told = (...steps: readonly string[]): readonly string[] => [
    'duration 4min',
    `every 1s ${node.name} invoke stateless "shop:look" reads ${cache}`,
    ...steps,
    `at 90s start ${node.name}`,
    `expect ${node.name} never sees cache-manager-failed`,
  ];
  return {
    title: `${parameter} of ${cache} is changed on ${node.name}`,
    story: `An administrator makes the change while ${node.name} is down. ${node.name} starts and takes requests, but not its cache manager: every service that uses one of its distributed caches fails.`,
    statements: told(stop, `at 60s ${change}`),
    good: {
      title: `Change it while ${node.name} runs, and restart the node afterwards`,
      statements: told(`at 20s ${change}`, stop),
    },
  };
};

/** When both nodes are cut off: until then they have read every key that the service uses. */
const CUT_MICROS = 2 * MINUTE;
const LONGEST_OUTAGE_MICROS = 30 * MINUTE;

export const oneOutageTwoAnswers: Demonstrate = (model, finding) => {
  const one = cacheAt(model, finding.related[0]?.at ?? finding.at);
  const other = cacheAt(model, finding.at);
  const cluster = clusterOf(model, finding);
  // Services do not work on the system caches.
  if (one === undefined || other === undefined || cluster === undefined || isSystemCache(one.cache.name))
    return undefined;
  const seen = difference(one, other) ?? difference(other, one);
  if (seen === undefined || one.client === other.client) return undefined;
  const { worse, better, setting, value } = seen;
  const longestMicros = Math.max(one.cache.nonstop.timeoutMicros, other.cache.nonstop.timeoutMicros);
  const outageMicros = 2 * MINUTE + longestMicros;
  const endMicros = CUT_MICROS + outageMicros;
  if (outageMicros > LONGEST_OUTAGE_MICROS) return undefined;
  const [alike] = fix('', setSetting(model, worse.cache.at, setting, value));
  const nodes = `${one.client.name}, ${other.client.name}`;
  return {
    title: `${one.client.name} and ${other.client.name} lose the array`,
    story: `Both nodes are cut off at the same moment, and the same service does two things: ${seen.story}. Which of them a user meets depends on the load balancer.`,
    statements: [
      `duration ${lasting(endMicros + MINUTE)}`,
      `every 1s ${nodes} invoke stateless "shop:look" reads ${one.cache.name}`,
      `at ${lasting(CUT_MICROS)} cut ${nodes} from ${serversOf(cluster)} for ${lasting(outageMicros)}`,
      // From a minute on each node knows that it is cut off.
      `expect no get on ${worse.client.name}.${worse.cache.name} ${seen.outcome} between ${lasting(CUT_MICROS + MINUTE)} and ${lasting(endMicros)}`,
    ],
    good: {
      title: `Use ${setting} ${value} on ${worse.client.name}, as on ${better.client.name}`,
      edits: alike?.edits ?? [],
    },
  };
};

interface Used {
  readonly client: Client;
  readonly cache: Cache;
}

interface Difference {
  readonly worse: Used;
  readonly better: Used;
  readonly setting: string;
  /** That of the better one. */
  readonly value: string;
  /** How calls of the worse one end, and those of the better one never do. */
  readonly outcome: string;
  readonly story: string;
}

/** From the worst to the best, for a caller. */
const BEHAVIORS: readonly TimeoutBehavior[] = ['exception', 'noop', 'localReads'];

/** In what the first is worse than the second, of the settings that differ first; undefined when it is not. */
function difference(worse: Used, better: Used): Difference | undefined {
  const { timeoutMicros, timeoutBehavior, immediateTimeout } = worse.cache.nonstop;
  const than = better.cache.nonstop;
  const both = { worse, better };
  const [slow, fast] = [worse.client.name, better.client.name];
  if (timeoutMicros !== than.timeoutMicros) {
    if (timeoutMicros < than.timeoutMicros) return undefined;
    const outcome = `takes longer than ${written(than.timeoutMicros + (timeoutMicros - than.timeoutMicros) / 2)}`;
    const story = `a call waits ${spoken(than.timeoutMicros)} on ${fast} and ${spoken(timeoutMicros)} on ${slow}`;
    return { ...both, setting: 'timeout', value: written(than.timeoutMicros), outcome, story };
  }
  if (timeoutBehavior !== than.timeoutBehavior) {
    if (BEHAVIORS.indexOf(timeoutBehavior) > BEHAVIORS.indexOf(than.timeoutBehavior)) return undefined;
    const isException = timeoutBehavior === 'exception';
    const outcome = isException ? 'throws NonStopCacheException' : 'returns null';
    const story = `${slow} ${isException ? 'answers with an exception' : 'finds nothing in its cache'}, and ${fast} goes on`;
    return { ...both, setting: 'timeout-behavior', value: than.timeoutBehavior, outcome, story };
  }
  if (immediateTimeout === than.immediateTimeout || immediateTimeout) return undefined;
  const outcome = `takes longer than ${written(timeoutMicros / 2)}`;
  const story = `${fast} answers at once, and on ${slow} every call waits ${spoken(timeoutMicros)} first`;
  return { ...both, setting: 'immediate-timeout-when-disconnected', value: 'true', outcome, story };
}
