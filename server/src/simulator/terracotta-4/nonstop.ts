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

const WRITES: ReadonlySet<string> = new Set(OPERATIONS.filter(({ write }) => write).map(({ name }) => name));
const BULK: ReadonlySet<string> = new Set(OPERATIONS.filter(({ bulk }) => bulk).map(({ name }) => name));

export function isWrite(operation: OperationName): boolean {
  return WRITES.has(operation);
}

export function isBulk(operation: OperationName): boolean {
  return BULK.has(operation);
}

/** How long a call may take. Bulk operations get the multiply factor. */
export function limitMicros(nonstop: Nonstop, operation: OperationName): number {
  return isBulk(operation) ? nonstop.timeoutMicros * nonstop.bulkOpsTimeoutMultiplyFactor : nonstop.timeoutMicros;
}

const MESSAGES: Partial<Record<OperationName, string>> = {
  getAll: "getAll for '1' keys timed out",
  putAll: 'putAll for 1 elements timed out',
};

function exception(operation: OperationName): TimeoutResult {
  return { outcome: 'exception', detail: `NonStopCacheException: ${MESSAGES[operation] ?? `${operation} timed out`}` };
}

/** What the caller gets; `local` says whether the JVM's own tier has the key. */
export function onTimeout(behavior: TimeoutBehavior, operation: OperationName, local: boolean): TimeoutResult {
  const write = isWrite(operation);
  switch (behavior) {
    case 'exception':
      return exception(operation);
    case 'noop':
      return write ? { outcome: 'ignored', detail: '' } : { outcome: 'noop', detail: 'null' };
    case 'localReads':
      return write ? { outcome: 'ignored', detail: '' } : localRead(local);
    case 'localReadsAndExceptionOnWrite':
      return write ? exception(operation) : localRead(local);
  }
}

function localRead(local: boolean): TimeoutResult {
  return { outcome: 'local-read', detail: local ? 'local value' : 'null' };
}

export const NODE_ERROR_DETAIL =
  'NonStopCacheException: NODE_ERROR: Rejoin is not possible: Either Rejoin rejected or Rejoin not enabled';

/** Without nonstop a call that is inside the platform when the rejoin begins is thrown out of it. */
export function rejoinException(operation: OperationName): TimeoutResult {
  return { outcome: 'exception', detail: `RejoinCacheException: Client started rejoin during ${operation}(…)` };
}
