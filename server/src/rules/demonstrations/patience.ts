/** Demonstrations for the rules on how long calls wait, and on what callers get when the time is over. */
import type { Cache, Client, Cluster } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { unreachableMicros } from '../support/detection.ts';
import { spoken, written } from '../support/durations.ts';
import { setSetting } from '../support/edits.ts';
import { firstLosses } from '../support/losses.ts';
import { failoverAfter } from '../support/lossKinds.ts';
import { factsOf } from '../support/scenario.ts';
import { cacheAt, clusterOf, lasting, MINUTE, SECOND, serversOf } from './stage.ts';
import { added, expectationsLast, together } from './story.ts';

interface Waiting {
  readonly client: Client;
  readonly cache: Cache;
  /** As calls on the cache are named in expectations: `shop.prices`. */
  readonly ref: string;
}

/** What somebody does with a cache whose array is out of reach for so long. */
const CUT_OFF_AT_MICROS = 30 * SECOND;

/** A cache of an Ehcache 2 client that cannot reach its array for a while. */
function cutOff(
  cutMicros: (cache: Cache, cluster: Cluster) => number,
  show: (waiting: Waiting, cluster: Cluster, finding: Parameters<Demonstrate>[1]) => Omit<Demonstration, 'title'>,
): Demonstrate {
  return (model, finding) => {
    const cluster = clusterOf(model, finding);
    const found = cacheAt(model, finding.at);
    if (cluster === undefined || found === undefined) return undefined;
    const { client, cache } = found;
    const micros = Math.max(MINUTE, cutMicros(cache, cluster));
    if (!Number.isFinite(micros)) return undefined;
    const shown = show({ ...found, ref: `${client.family}.${cache.name}` }, cluster, finding);
    const cut = `at ${written(CUT_OFF_AT_MICROS)} cut ${client.family} from ${serversOf(cluster)} for ${lasting(micros)}`;
    return {
      title: `${client.family} cannot reach the array for a while`,
      ...shown,
      statements: [`duration ${lasting(micros + 2 * MINUTE)}`, ...shown.statements, cut].sort(expectationsLast),
    };
  };
}

const untilTimeOut = ({ nonstop }: Cache): number => nonstop.timeoutMicros + 30 * SECOND;

/** Its health check notices that nobody answers; until then a lock that it has still serves it. */
const noticedMicros = (cluster: Cluster): number => unreachableMicros(cluster.healthCheck['l1-l2']) + 5 * SECOND;

const staleFor = (cache: Cache, cluster: Cluster): number => noticedMicros(cluster) + untilTimeOut(cache);

export const staleReads: Demonstrate = cutOff(staleFor, ({ client, cache, ref }, cluster) => {
  const from = CUT_OFF_AT_MICROS + noticedMicros(cluster);
  const to = CUT_OFF_AT_MICROS + staleFor(cache, cluster);
  const other = `${client.family}-elsewhere`;
  return {
    story: `${client.family} cannot reach the array, and ${other} goes on writing. A strong cache promises that a read sees the last write; ${client.family} is given what its JVM happens to have.`,
    declarations: [
      `client ${other} {\n  cluster ${cluster.name}\n  rejoin true\n  cache ${cache.name} { consistency ${cache.consistency}  nonstop { timeout 10s } }\n}`,
    ],
    statements: [
      `every 1s ${other} put ${cache.name} keys 10`,
      `every 1s ${client.family} get ${cache.name} keys 10`,
      `expect no get on ${ref} reads locally between ${lasting(from)} and ${lasting(to - 5 * SECOND)}`,
    ],
  };
});

const readsNothing: Demonstrate = cutOff(untilTimeOut, ({ client, cache, ref }) => ({
  story: `${client.family} has read all these keys before. While it cannot reach the array, every read answers null as if the entry did not exist: there is no local cache to read from.`,
  statements: [
    `every 1s ${client.family} put ${cache.name} keys 10`,
    `every 1s ${client.family} get ${cache.name} keys 10`,
    `expect no get on ${ref} returns null`,
  ],
}));

/** Where the local cache has room for one entry, a run has none at all: it counts no entries. */
export const nothingToRead: Demonstrate = (model, finding) => {
  const shown = readsNothing(model, finding);
  const { cache } = cacheAt(model, finding.at) ?? {};
  const [fix] = finding.fixes;
  if (shown === undefined || cache?.localCacheEnabled !== true || fix === undefined) return shown;
  const edits = together(setSetting(model, cache.at, 'local-cache-enabled', 'false'));
  return edits && { ...shown, edits, good: { title: fix.title, edits: fix.edits } };
};

export const bulkHoldsItsThread: Demonstrate = cutOff(
  ({ nonstop }) => 2 * nonstop.timeoutMicros + 30 * SECOND,
  ({ client, cache, ref }, _, { message }) => {
    const [operation = 'getAll'] = message.split(' ');
    return {
      story: `The timeout of ${cache.name} is ${spoken(cache.nonstop.timeoutMicros)}, and no call should take longer. ${operation} does, and so does every thread that makes such a call.`,
      statements: [
        `every 10s ${client.family} ${operation} ${cache.name}`,
        `expect no ${operation} on ${ref} takes longer than ${written(cache.nonstop.timeoutMicros + SECOND)}`,
      ],
    };
  },
);

export const searchWaitsLonger: Demonstrate = cutOff(
  ({ nonstop }) => nonstop.searchTimeoutMicros + 30 * SECOND,
  ({ client, cache, ref }) => ({
    story: `The timeout of ${cache.name} was lowered to ${spoken(cache.nonstop.timeoutMicros)}. Searches have one of their own, and wait ${spoken(cache.nonstop.searchTimeoutMicros)}.`,
    statements: [
      `every 10s ${client.family} search ${cache.name}`,
      `expect no search on ${ref} takes longer than ${written(cache.nonstop.timeoutMicros + SECOND)}`,
    ],
  }),
);

export const everybodyIsFirst: Demonstrate = cutOff(untilTimeOut, ({ client, cache, ref }) => ({
  story: `Null is what putIfAbsent answers to the first caller. While ${client.family} cannot reach the array it is told so every time, and nothing is stored.`,
  statements: [
    `every 1s ${client.family} putIfAbsent ${cache.name} keys 10`,
    `expect no putIfAbsent on ${ref} is ignored`,
  ],
}));

export const lockThrowsAllTheSame: Demonstrate = cutOff(untilTimeOut, ({ client, cache, ref }) => ({
  story: `Reads and writes on ${cache.name} answer something while ${client.family} cannot reach the array. A lock cannot: it throws, and the thread that takes it needs a catch. So does whatever takes locks by itself, as a BlockingCache does.`,
  statements: [
    `every 5s ${client.family} get ${cache.name}`,
    `every 20s ${client.family} lock ${cache.name} key some-key for 1s then put`,
    `expect no lock on ${ref} fails`,
  ],
}));

export const threadsPileUp: Demonstrate = added((model, finding) => {
  const found = cacheAt(model, finding.at);
  return (
    found && {
      story: `While the array is away a call on ${found.cache.name} waits until it is back, or ${spoken(found.cache.nonstop.timeoutMicros)}. Its caller has given up long before; the thread that makes the call has not.`,
      statements: [],
    }
  );
});

export const failsThoughItCouldWait: Demonstrate = added((model, finding, scenario) => {
  const found = cacheAt(model, finding.at);
  const facts = factsOf(scenario);
  const loss = firstLosses(facts).find(({ step }) => finding.related.some(({ at }) => at.start === step.at.start));
  if (found === undefined || loss?.step.trigger.kind !== 'at') return undefined;
  const { client, cache } = found;
  const lostMicros = loss.step.trigger.latestMicros;
  const offlineMicros = lostMicros + failoverAfter(loss, facts).clientLeavesMicros + SECOND;
  return {
    story: `A call on ${cache.name} may wait ${spoken(cache.nonstop.timeoutMicros)}, which is more than this failover takes. With immediate-timeout none waits: each fails at the moment it is made, until the mirror has taken over.`,
    statements: [
      `every 500ms from ${written(offlineMicros)} until ${written(lostMicros + loss.stallMicros)} ${client.family} get ${cache.name} keys 10000`,
      `expect no call on ${client.family}.${cache.name} throws NonStopCacheException`,
    ],
  };
});
