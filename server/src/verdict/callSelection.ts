/** Which calls an expectation is about, and what is said of one call. */
import type { OperationName, TimeWindow } from '../model/model.ts';
import { EVENT, OUTCOME } from '../trace/codes.ts';
import { eventText, laneName } from '../trace/sentence.ts';
import { formatDuration } from '../trace/time.ts';
import { OPERATIONS } from '../trace/trace.ts';
import type { Run } from './run.ts';

export interface CallSelector {
  readonly operation: OperationName | 'call' | 'read' | 'write';
  readonly clients: readonly string[];
  readonly cache: string | undefined;
}

/** Neither reads nor writes of a cache. */
const UNGROUPED: ReadonlySet<string> = new Set<OperationName>([
  'invoke',
  'lock',
  'tryLock',
  'unlock',
  'flush',
  'evictExpiredElements',
  'setNodeCoherent',
  'isClusterCoherent',
  'isNodeCoherent',
]);

/** Rows of the calls that began in the window, or with `running` also of those that began before and were not over then. */
export function callsWithin(run: Run, selector: CallSelector, window: TimeWindow, running = false): number[] {
  const lanes = run.cacheLanes(selector.clients, selector.cache);
  const isWanted = OPERATIONS.map((operation) => covers(selector, operation));
  const { count, lane, operation, startMicros, endMicros } = run.trace.calls;
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    const start = startMicros[row] ?? 0;
    const belongs =
      start <= window.toMicros &&
      (start >= window.fromMicros || (running && (endMicros[row] ?? 0) > window.fromMicros));
    if (belongs && isWanted[operation[row] ?? 0] && lanes.has(lane[row] ?? -1)) {
      rows.push(row);
    }
  }
  return rows;
}

/** Row of the last event until the end of the window by which such a call was not made; -1 when there is none. */
export function lastNotMade(run: Run, selector: CallSelector, { toMicros }: TimeWindow): number {
  const wanted = OPERATIONS.filter((operation) => covers(selector, operation)).map(({ name }) => name);
  const prefixes = wanted.map((name) => `${name} on ${selector.cache === undefined ? '' : `${selector.cache}: `}`);
  const rows = selector.clients.flatMap((client) =>
    run.rowsOf(client, (row) => {
      if (run.trace.events.kind[row] !== EVENT['call-not-made'] || run.timeOf(row) > toMicros) return false;
      const text = eventText(run.trace, row);
      return prefixes.some((prefix) => text.startsWith(prefix));
    }),
  );
  return Math.max(-1, ...rows);
}

function covers({ operation }: CallSelector, { name, write }: (typeof OPERATIONS)[number]): boolean {
  const group = UNGROUPED.has(name) ? name : write ? 'write' : 'read';
  return operation === 'call' || operation === group || operation === name;
}

/** Does the run make such calls at all, inside the window or not? */
export function hasCalls(run: Run, selector: CallSelector): boolean {
  const always = { fromMicros: 0, toMicros: Number.POSITIVE_INFINITY };
  return callsWithin(run, selector, always).length > 0;
}

/** How long the caller waited, as far as the run shows it. */
export function waitMicros(run: Run, row: number): number {
  const { startMicros, endMicros } = run.trace.calls;
  return Math.min(endMicros[row] ?? 0, run.trace.durationMicros) - (startMicros[row] ?? 0);
}

/** When the caller knew more: the end of the call, or of the run. */
export function knownMicros(run: Run, row: number): number {
  return Math.min(run.trace.calls.endMicros[row] ?? 0, run.trace.durationMicros);
}

/** The event that explains the call; without one, the state of the client at the time. */
export function chainOfCall(run: Run, row: number): number[] {
  const { cause, lane } = run.trace.calls;
  const explanation = cause[row] ?? -1;
  if (explanation >= 0) {
    return run.chainFrom(explanation);
  }
  const client = run.trace.lanes[lane[row] ?? 0]?.parent ?? -1;
  return run.chainAt(client, knownMicros(run, row));
}

/** `get on shop.sessions at 30s`. */
export function callText(run: Run, row: number): string {
  const { operation, lane, startMicros } = run.trace.calls;
  const name = OPERATIONS[operation[row] ?? 0]?.name ?? '';
  return `${name === 'invoke' ? 'request' : name} on ${laneName(run.trace, lane[row] ?? 0)} at ${formatDuration(startMicros[row] ?? 0)}`;
}

/** Of an iterate: there were more keys than its caller has seen, as in `ends after 5 of 10 keys`. */
export const endsEarly = (detail: string): boolean => detail.startsWith('ends after ');

/** What became of the call, in the past tense: `threw NonStopCacheException after 5s`. */
export function outcomeText(run: Run, row: number): string {
  const { outcome, detail } = run.trace.calls;
  const after = `after ${formatDuration(waitMicros(run, row))}`;
  const text = run.trace.strings[detail[row] ?? 0] ?? '';
  switch (outcome[row]) {
    case OUTCOME.blocked:
      return `had not returned ${after}, when the run ended`;
    case OUTCOME.exception:
      return `threw ${exceptionText(text)} ${after}`;
    case OUTCOME.noop:
      if (endsEarly(text)) return `${text.replace('ends', 'ended')} without a word, ${after}`;
      return `returned nothing ${after}, as timeout-behavior noop says`;
    case OUTCOME['local-read']:
      return `returned ${text === 'null' ? 'null, which is all that' : 'what'} the JVM had ${after}, as timeout-behavior localReads says`;
    case OUTCOME.ignored:
      return `was ignored ${after} without telling the caller`;
    case OUTCOME.recovered:
      return `returned ${text || 'normally'} ${after}, as the resilience strategy has it`;
    case OUTCOME.loaded:
      return `was ${text} ${after}: the cluster did not answer`;
    case OUTCOME.refused:
      return `returned false ${after}: another thread has the lock`;
    case OUTCOME.killed:
      return `died with its JVM ${after}`;
    default:
      return `returned normally ${after}`;
  }
}

/** `a.b.NonStopCacheException: get timed out` → `NonStopCacheException (get timed out)`. */
function exceptionText(detail: string): string {
  const [name = '', ...message] = detail.split(': ');
  const short = name.slice(name.lastIndexOf('.') + 1) || 'an exception';
  return message.length === 0 ? short : `${short} (${message.join(': ')})`;
}
