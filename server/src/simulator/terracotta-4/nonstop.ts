/**
 * What a nonstop cache answers when its time is over: the table of Ehcache 2.10's timeout behaviours.
 * Source: ehcache2 terracotta/bootstrap, ExceptionOnTimeoutStore, NoOpOnTimeoutStore, LocalReadsOnTimeoutStore,
 * LocalReadsAndExceptionOnWritesTimeoutStore, NonStopStoreWrapper.
 */
import type { Nonstop, OperationName, TimeoutBehavior } from '../../model/model.ts';
import type { OutcomeName } from '../../trace/kinds.ts';
import { OPERATIONS } from '../../trace/trace.ts';

export interface TimeoutResult {
  readonly outcome: OutcomeName;
  /** Exception class and message; what came back otherwise. */
  readonly detail: string;
}

/** What the answer depends on beside the behavior. */
export interface TimedOutCall {
  readonly operation: OperationName;
  readonly key: number;
  /** Keys that a bulk operation is about, counted from 0, when it is more than one. */
  readonly keyCount: number;
}

/** The JVM's own tier. */
export type LocalTier = Pick<ReadonlySet<number>, 'has' | 'size'>;

const WRITES: ReadonlySet<string> = new Set(OPERATIONS.filter(({ write }) => write).map(({ name }) => name));
const BULK: ReadonlySet<string> = new Set(OPERATIONS.filter(({ bulk }) => bulk).map(({ name }) => name));

/** They change something, though no value: what a behavior drops of writes it drops of them. */
const DROPPED: ReadonlySet<string> = new Set([...WRITES, 'flush', 'evictExpiredElements', 'setNodeCoherent']);
/** They ask about the state of the cluster, to which no local answer is an answer. */
const STATES: ReadonlySet<string> = new Set(['isClusterCoherent', 'isNodeCoherent']);

export function isWrite(operation: OperationName): boolean {
  return WRITES.has(operation);
}

export function isBulk(operation: OperationName): boolean {
  return BULK.has(operation);
}

/** How long a call may take. Bulk operations get the multiply factor; a search has a limit of its own. */
export function limitMicros(nonstop: Nonstop, operation: OperationName): number {
  if (operation === 'search') return nonstop.searchTimeoutMicros;
  return isBulk(operation) ? nonstop.timeoutMicros * nonstop.bulkOpsTimeoutMultiplyFactor : nonstop.timeoutMicros;
}

/** The text of the exception, where it is more than the name of the operation. */
function timedOutText({ operation, keyCount }: TimedOutCall): string {
  switch (operation) {
    case 'getAll':
    case 'getAllQuiet':
      return `getAll for '${keyCount}' keys timed out`;
    case 'putAll':
      return `putAll for ${keyCount} elements timed out`;
    case 'quickClear':
      return 'quickClear() timed out';
    case 'search':
      return 'executeQuery timed out';
    case 'evictExpiredElements':
      return 'expireElements timed out';
    case 'replaceIfEquals':
      return 'replace timed out';
    case 'iterate':
      return 'getKeys timed out';
    default:
      return `${operation} timed out`;
  }
}

function exception(call: TimedOutCall): TimeoutResult {
  return { outcome: 'exception', detail: `NonStopCacheException: ${timedOutText(call)}` };
}

/** What the caller gets. `local` is undefined before the cache was ever connected: then there is nothing to read locally. */
export function onTimeout(behavior: TimeoutBehavior, call: TimedOutCall, local: LocalTier | undefined): TimeoutResult {
  // The wrapper of 4.x never makes the store that `custom` asks for.
  if (behavior === 'exception' || behavior === 'custom') return exception(call);
  if (DROPPED.has(call.operation)) {
    return behavior === 'localReadsAndExceptionOnWrite' ? exception(call) : { outcome: 'ignored', detail: '' };
  }
  // A search never looks into the local tier.
  if (behavior === 'noop' || local === undefined || call.operation === 'search' || STATES.has(call.operation)) {
    return { outcome: 'noop', detail: nothing(call) };
  }
  return { outcome: 'local-read', detail: localAnswer(call, local) };
}

/** What a read answers as if the cache were empty. */
function nothing({ operation, keyCount }: TimedOutCall): string {
  switch (operation) {
    case 'getAll':
    case 'getAllQuiet':
      return `null for each of ${keyCount} keys`;
    case 'getKeys':
      return 'an empty list';
    case 'iterate':
      return `ends after 0 of ${keyCount} keys`;
    case 'search':
      return 'empty results';
    case 'containsKey':
    case 'isClusterCoherent':
    case 'isNodeCoherent':
      return 'false';
    case 'getSize':
    case 'quickSize':
      return '0';
    default:
      return 'null';
  }
}

function localAnswer({ operation, key, keyCount }: TimedOutCall, local: LocalTier): string {
  switch (operation) {
    case 'getAll':
    case 'getAllQuiet': {
      let found = 0;
      for (const each of keysOf(key, keyCount)) if (local.has(each)) found++;
      return `local values for ${found} of ${keyCount} keys`;
    }
    case 'getKeys':
    case 'iterate':
      return `${local.size} local keys`;
    case 'containsKey':
      return String(local.has(key));
    case 'getSize':
    case 'quickSize':
      return String(local.size);
    default:
      return local.has(key) ? 'local value' : 'null';
  }
}

/** Whether the JVM's own tier can answer alone. */
export function isLocal({ operation, key, keyCount }: TimedOutCall, local: LocalTier): boolean {
  if (operation === 'get' || operation === 'getQuiet' || operation === 'containsKey') return local.has(key);
  if (operation !== 'getAll' && operation !== 'getAllQuiet') return false;
  for (const each of keysOf(key, keyCount)) if (!local.has(each)) return false;
  return true;
}

/** The keys of a bulk operation. */
export function* keysOf(key: number, keyCount: number): Generator<number> {
  if (keyCount === 1) yield key;
  else for (let each = 0; each < keyCount; each++) yield each;
}

/** NonStopClusterListener 4.3.1: after a NODE_ERROR nothing is waited for. */
export const NODE_ERROR_TEXT = 'NODE_ERROR: Rejoin is not possible: Either Rejoin rejected or Rejoin not enabled';
export const NODE_ERROR_DETAIL = `NonStopCacheException: ${NODE_ERROR_TEXT}`;

/** Without nonstop a call that is inside the platform when the rejoin begins is thrown out of it. */
export function rejoinException(operation: OperationName): TimeoutResult {
  return { outcome: 'exception', detail: `RejoinCacheException: Client started rejoin during ${operation}(…)` };
}

/** What takes a lock of a cache that its client never could initialise: NonStopCacheLockProvider, Ehcache 2.10. */
export const NOT_INITIALISED: TimeoutResult = {
  outcome: 'exception',
  detail:
    'NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: Cluster not up OR still in the process of connecting ',
};
