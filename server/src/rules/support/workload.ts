/** Which operations a scenario carries out on which caches. */

import type { Cache, Client, OperationName, Scenario, Step } from '../../model/model.ts';
import { OPERATIONS } from '../../trace/trace.ts';
import { factsOf } from './scenario.ts';

export interface CacheUse {
  /** One member stands for the whole family. */
  readonly client: Client;
  readonly cache: Cache;
  /** The first step with each operation. */
  readonly operations: ReadonlyMap<OperationName, Step>;
}

interface Use extends CacheUse {
  readonly operations: Map<OperationName, Step>;
}

const WRITES: ReadonlySet<string> = new Set(OPERATIONS.filter(({ write }) => write).map(({ name }) => name));
const BULK: ReadonlySet<string> = new Set(OPERATIONS.filter(({ bulk }) => bulk).map(({ name }) => name));

const known = new WeakMap<Scenario, readonly CacheUse[]>();

/** The clustered caches that the steps of a scenario use, each once per family. */
export function cacheUses(scenario: Scenario): readonly CacheUse[] {
  let uses = known.get(scenario);
  if (uses === undefined) {
    uses = collect(scenario);
    known.set(scenario, uses);
  }
  return uses;
}

/** The first step with an operation that changes data. */
export function firstWrite(use: CacheUse): Step | undefined {
  return firstOf(use, WRITES);
}

/** The first operation whose time limit is multiplied by `bulk-ops-timeout-multiply-factor`. */
export function firstBulk(use: CacheUse): readonly [OperationName, Step] | undefined {
  for (const entry of use.operations) if (BULK.has(entry[0])) return entry;
  return undefined;
}

function firstOf({ operations }: CacheUse, names: ReadonlySet<string>): Step | undefined {
  for (const [name, step] of operations) if (names.has(name)) return step;
  return undefined;
}

function collect(scenario: Scenario): readonly CacheUse[] {
  const { clients } = factsOf(scenario);
  const uses = new Map<Cache, Use>();
  for (const step of scenario.steps) {
    const { action } = step;
    if (action.kind !== 'operate' && action.kind !== 'lock') continue;
    const client = clients.get(action.clients[0] ?? '')?.client;
    const cache = client?.caches.find((each) => each.name === action.cache);
    if (client === undefined || cache === undefined || !cache.clustered) continue;
    let use = uses.get(cache);
    if (use === undefined) {
      use = { client, cache, operations: new Map() };
      uses.set(cache, use);
    }
    const operations = action.kind === 'operate' ? [action.operation] : (action.section?.operations ?? []);
    for (const operation of operations) if (!use.operations.has(operation)) use.operations.set(operation, step);
  }
  return [...uses.values()];
}
