/**
 * What each operation of an Ehcache 3 cache asks of the cluster tier, which time-out applies, and what it answers when
 * that fails.
 *
 * Source: ehcache3 3.10, ClusteredStore, CommonServerStoreProxy, SimpleClusterTierClientEntity (time-outs);
 * RobustResilienceStrategy and RobustLoaderWriterResilienceStrategy (answers).
 */
import type { OperationName } from '../../../model/model.ts';
import type { Effect, WireOperation } from '../clients/messages.ts';

export interface Plan {
  readonly wire: WireOperation;
  readonly effect: Effect;
  readonly limit: 'read' | 'write';
  /** COMPLETE: the active has executed it. RETIRED: every passive has. */
  readonly awaits: 'COMPLETE' | 'RETIRED';
  /** Bulk operations go key by key, so that a part of them may have happened when one fails. */
  readonly keys: 'one' | 'each' | 'none';
  /** A time-out is an answer of its own; otherwise the resilience strategy decides, as for every other failure. */
  readonly onTimeout: 'answers' | 'fails';
  /** What the caller gets in place of a result; undefined: a CacheIterationException. */
  readonly answer: string | undefined;
  /** What the strategy removes, for it may be in any state. */
  readonly cleans: 'key' | 'keys' | 'everything';
  /** What a loader-writer does instead; undefined: nothing. */
  readonly loaderWriter: string | undefined;
}

const GET: Plan = {
  wire: 'GET_STORE',
  effect: 'none',
  limit: 'read',
  awaits: 'COMPLETE',
  keys: 'one',
  onTimeout: 'answers',
  answer: 'null',
  cleans: 'key',
  loaderWriter: 'loaded from the system of record',
};
const PUT: Plan = {
  wire: 'APPEND',
  effect: 'set',
  limit: 'write',
  awaits: 'COMPLETE',
  keys: 'one',
  onTimeout: 'fails',
  answer: '',
  cleans: 'key',
  loaderWriter: 'written to the system of record',
};
/** Needs what was there before; the loader-writer is asked first what there is, then told what to do. */
const SWAP: Plan = {
  ...PUT,
  wire: 'GET_AND_APPEND',
  awaits: 'RETIRED',
  loaderWriter: 'carried out on the system of record',
};
const REMOVE: Plan = { ...SWAP, effect: 'remove', loaderWriter: 'deleted from the system of record' };

export const PLANS: { readonly [Operation in OperationName]?: Plan } = {
  get: GET,
  containsKey: { ...GET, answer: 'false', loaderWriter: undefined },
  getAll: {
    ...GET,
    keys: 'each',
    onTimeout: 'fails',
    answer: 'null for each key',
    cleans: 'keys',
  },
  put: PUT,
  putAll: { ...PUT, keys: 'each', cleans: 'keys' },
  putIfAbsent: { ...SWAP, effect: 'set-if-absent', answer: 'null' },
  replace: { ...SWAP, effect: 'set-if-present', answer: 'null' },
  replaceIfEquals: { ...SWAP, effect: 'set-if-present', answer: 'false' },
  remove: REMOVE,
  removeIfEquals: { ...SWAP, effect: 'remove', answer: 'false' },
  removeAll: { ...REMOVE, keys: 'each', cleans: 'keys' },
  clear: { ...SWAP, wire: 'CLEAR', effect: 'clear', keys: 'none', cleans: 'everything', loaderWriter: undefined },
  iterate: {
    ...GET,
    wire: 'ITERATOR_OPEN',
    keys: 'none',
    onTimeout: 'fails',
    answer: undefined,
    loaderWriter: undefined,
  },
};

/** What a successful operation tells its caller about the value that the key had; `-1` is none. */
export function resultText(operation: OperationName, previous: number): string {
  switch (operation) {
    case 'get':
    case 'replace':
      return previous < 0 ? 'null' : '';
    case 'containsKey':
    case 'replaceIfEquals':
    case 'removeIfEquals':
      return previous < 0 ? 'false' : 'true';
    case 'putIfAbsent':
      return previous < 0 ? 'null' : 'the value that was there';
    default:
      return '';
  }
}

type Cleaning = Pick<Plan, 'wire' | 'effect' | 'awaits'>;

const REMOVING: Cleaning = { wire: 'GET_AND_APPEND', effect: 'remove', awaits: 'RETIRED' };

/** How the resilience strategy removes what it cleans up: `obliterate` of the store is a remove, or a clear. */
export const CLEANING: Readonly<Record<Plan['cleans'], Cleaning>> = {
  key: REMOVING,
  keys: REMOVING,
  everything: { wire: 'CLEAR', effect: 'clear', awaits: 'RETIRED' },
};
