import type { Cache, Model } from '../model/model.ts';
import { oneOutageTwoAnswers } from './demonstrations/integrationServer.ts';
import type { Finding, Rule } from './rule.ts';
import { spoken, written } from './support/durations.ts';
import { fix, setSetting } from './support/edits.ts';
import { integrationServersOf, isSameCluster, type Node } from './support/integrationServers.ts';
import { SOURCES } from './support/sources.ts';
import { listed } from './support/words.ts';

export const rule: Rule = {
  id: 'TCS515',
  slug: 'is-client-specific-drift',
  title: 'Integration Server: one cache, different nonstop settings on different nodes',
  severity: 'info',
  phase: 'static',
  lines: ['3.7', '4.x'],
  documentation: `## What happens

Timeout, Immediate Timeout When Disconnected and Timeout Behavior of a distributed cache belong to the node, not to the cache: each node has its own. When they
differ, the same outage looks different from node to node: one answers old values, the next throws.

## When it is reported

For nodes of one cluster whose settings of a cache differ.

## What to do

Deploy one setting to all nodes.`,
  sources: [SOURCES.integrationServerParameters, SOURCES.integrationServerNonstop],

  *check(model: Model): Iterable<Finding> {
    const nodes = integrationServersOf(model);
    const told = new Set<string>();
    for (const [i, node] of nodes.entries()) {
      for (const other of nodes.slice(i + 1)) {
        if (!isSameCluster(node, other) || node.names.some((name) => other.names.includes(name))) continue;
        for (const cache of other.client.caches) {
          const first = node.client.caches.find(({ name }) => name === cache.name);
          const difference = first === undefined ? undefined : differenceOf(first, cache);
          const at = cache.nonstop.at?.name ?? cache.at.name;
          const id = `${at.file}:${at.start} ${cache.name}`;
          if (first === undefined || difference === undefined || told.has(id)) continue;
          told.add(id);
          yield {
            at: placeOf(cache, other),
            message: `${cache.name} has ${difference.texts[1]} on ${listed(other.names)} and ${difference.texts[0]} on ${listed(node.names)}.`,
            why: 'The same outage looks different from node to node.',
            help: 'Deploy one setting to all nodes.',
            fixes: fix(
              `Use ${difference.setting} ${difference.value} as on ${listed(node.names)}`,
              setSetting(model, cache.at, difference.setting, difference.value),
            ),
            related: [{ at: placeOf(first, node), message: `The other setting is that of ${listed(node.names)}` }],
          };
        }
      }
    }
  },

  demonstration: oneOutageTwoAnswers,

  failing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1 {
  cache prices { timeout 2s }
}

integration-server is2 {
  cache prices { timeout 10s }
//      ^^^^^^ TCS515
}
`,
  passing: `cluster orders {
  server tsa-1, tsa-2
}

integration-server is1, is2 {
  cache prices { timeout 2s }
}

integration-server is3 {
  cluster-name others
  cache prices { timeout 10s }
}
`,
};

/** Where the cache is declared; a system cache that the node does not mention is where the node is. */
const placeOf = (cache: Cache, { client }: Node): Cache['at']['name'] =>
  cache.at.name.file === client.at.self.file ? cache.at.name : client.at.name;

interface Difference {
  readonly setting: string;
  /** That of the first, as it is written. */
  readonly value: string;
  /** Both in words. */
  readonly texts: readonly [string, string];
}

/** The first setting in which they differ. */
function differenceOf({ nonstop: a }: Cache, { nonstop: b }: Cache): Difference | undefined {
  if (a.timeoutMicros !== b.timeoutMicros) {
    const texts = [`timeout ${spoken(a.timeoutMicros)}`, `timeout ${spoken(b.timeoutMicros)}`] as const;
    return { setting: 'timeout', value: written(a.timeoutMicros), texts };
  }
  if (a.timeoutBehavior !== b.timeoutBehavior) {
    const texts = [`behavior ${a.timeoutBehavior}`, `behavior ${b.timeoutBehavior}`] as const;
    return { setting: 'timeout-behavior', value: a.timeoutBehavior, texts };
  }
  if (a.immediateTimeout === b.immediateTimeout) return undefined;
  const text = (isImmediate: boolean): string => `${isImmediate ? 'an' : 'no'} immediate timeout`;
  const texts = [text(a.immediateTimeout), text(b.immediateTimeout)] as const;
  return { setting: 'immediate-timeout-when-disconnected', value: String(a.immediateTimeout), texts };
}
