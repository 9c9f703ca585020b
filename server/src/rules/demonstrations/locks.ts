/** Demonstrations for the rules on locks of keys. */
import type { Cluster } from '../../model/model.ts';
import type { Demonstrate, Demonstration } from '../demonstration.ts';
import { unreachableMicros } from '../support/detection.ts';
import { spoken, written } from '../support/durations.ts';
import { keptMicros, type LockUse, lockUses, rivalOf } from '../support/locks.ts';
import { clusterOf, lasting, MINUTE, SECOND, serversOf, someApplication } from './stage.ts';
import { expectationsLast } from './story.ts';

const quoted = (key: string): string => (/^[\w.-]+$/.test(key) ? key : JSON.stringify(key));

export const contentionThrows: Demonstrate = (model, finding) => {
  for (const scenario of model.scenarios) {
    const use = lockUses(scenario).find(({ step }) => step.at.start === finding.at.start);
    const rival = use && rivalOf(scenario, use);
    const [fix] = finding.fixes;
    if (use === undefined || rival === undefined || fix === undefined) continue;
    const { action, cache } = use;
    const { timeoutMicros } = cache.nonstop;
    const keptForMicros = Math.min(keptMicros(rival), timeoutMicros + MINUTE);
    // Who keeps it for less lets the other one have it in time.
    if (keptForMicros < timeoutMicros + SECOND) return undefined;
    const [waiting = '', twin = waiting] = action.clients;
    const holder = rival.step === use.step ? twin : rival.client.name;
    const key = `${cache.name} key ${quoted(action.key)}`;
    const others = [
      `duration ${lasting(keptForMicros + MINUTE)}`,
      `at 10s ${holder} lock ${key} for ${written(keptForMicros)}`,
      `expect no call on ${waiting}.${cache.name} fails`,
    ];
    const patience = action.tryMicros === undefined ? '' : ` timeout ${written(action.tryMicros)}`;
    const verb = action.tryMicros === undefined ? 'lock' : 'tryLock';
    return {
      title: `${holder} keeps a lock for ${spoken(keptForMicros)}`,
      story: `No server fails and no network is cut. ${waiting} waits for a lock that ${holder} has, and after ${spoken(timeoutMicros)} nonstop takes this for an outage of the array and throws.`,
      statements: [...others, `at 11s ${waiting} ${verb} ${key}${patience} for 1s`].sort(expectationsLast),
      good: {
        title: fix.title,
        edits: fix.edits,
        statements: [
          ...others,
          `at 11s ${waiting} tryLock ${key} timeout ${written(Math.floor(timeoutMicros / 2_000) * 1_000)} for 1s`,
        ].sort(expectationsLast),
      },
    };
  }
  return undefined;
};

export const lockIsLeaked: Demonstrate = (model, finding) => {
  for (const scenario of model.scenarios) {
    const use = lockUses(scenario).find(({ step }) => step.at.start === finding.at.start);
    const cluster = use && scenario.clusters.find(({ name }) => name === use.client.cluster);
    if (use === undefined || cluster === undefined) continue;
    if (use.action.section === undefined) return neverGivenBack(use, cluster, model, finding);
    // In Ehcache 2.6 the unlock waits for the array, too: a finally block is not enough while the network is cut.
    return cluster.product.line === '3.7' ? undefined : skippedUnlock(use, cluster, model, finding);
  }
  return undefined;
};

type Show = (use: LockUse, cluster: Cluster, ...rest: Parameters<Demonstrate>) => Demonstration;

/** An unlock that somebody forgot. */
const neverGivenBack: Show = ({ action, client, cache }) => {
  const lock = `at 10s ${client.name} lock ${cache.name} key ${quoted(action.key)}`;
  const others = [
    'duration 2min',
    `at 40s ${client.name} tryLock ${cache.name} key ${quoted(action.key)} timeout 1s for 1s`,
    `expect no tryLock on ${client.name}.${cache.name} returns false`,
  ];
  return {
    title: 'a lock is not given back',
    story: `${client.name} takes the lock of key ${action.key}. Nothing fails, and half a minute later another thread still cannot have it.`,
    statements: [lock, ...others],
    good: { title: 'Give the lock back after 5 s', statements: [`${lock} for 5s`, ...others] },
  };
};

/** An unlock that an exception skips. */
const skippedUnlock: Show = ({ action, client, cache }, cluster, _, { fixes: [fix] }) => {
  const workMicros = unreachableMicros(cluster.healthCheck['l1-l2']) + 5 * SECOND;
  const operations = action.section?.operations.join(', ');
  const lock = `at 10s ${client.family} lock ${cache.name} key some-key for ${lasting(workMicros)} then ${operations}`;
  const cutMicros = workMicros + (cache.nonstop.enabled ? cache.nonstop.timeoutMicros : 0) + MINUTE;
  const others = [
    `duration ${lasting(cutMicros + 2 * MINUTE)}`,
    `at 11s cut ${client.family} from ${serversOf(cluster)} for ${lasting(cutMicros)}`,
    `expect ${client.family} never sees lock-leaked`,
  ];
  return {
    title: 'the network fails while a lock is held',
    story: `${client.family} works under a lock, as the scenario has it, and cannot reach the array any more. What it does with the cache throws, and the unlock behind it is skipped: the lock stays taken.`,
    statements: [`${lock} without finally`, ...others],
    ...(fix && { good: { title: fix.title, edits: fix.edits, statements: [lock, ...others] } }),
  };
};

export const killedClientKeepsItsLocks: Demonstrate = (model, finding) => {
  const cluster = clusterOf(model, finding);
  if (cluster === undefined) return undefined;
  const { client, declarations } = someApplication(model, cluster, 'some-app');
  const other = someApplication(model, cluster, 'another-app');
  const { timeoutMicros } = cluster.l1Reconnect;
  return {
    title: 'a client is killed while it has a lock',
    story: `${client} takes a lock and is killed. Its server waits ${spoken(timeoutMicros)} whether it comes back, and keeps the lock for it meanwhile: ${other.client}, which wants the lock, gets a time-out.`,
    declarations: [...declarations, ...other.declarations],
    statements: [
      `duration ${lasting(timeoutMicros + 2 * MINUTE)}`,
      `at 20s ${client} lock some-data key some-key for 10min`,
      `at 30s crash ${client}`,
      `at 31s ${other.client} lock some-data key some-key for 1s`,
      `expect no lock on ${other.cache} fails`,
    ],
  };
};
