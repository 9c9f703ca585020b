/** Calls, moments and counts in words; the sentences of events are the trace's own. */
import { FATES, OUTCOMES } from '../../../server/src/trace/kinds.ts';
import { laneName } from '../../../server/src/trace/sentence.ts';
import { formatDuration } from '../../../server/src/trace/time.ts';
import { OPERATIONS, type Trace } from '../../../server/src/trace/trace.ts';

/** How a call went, in one sentence, without the time. */
export function callSentence(trace: Trace, row: number): string {
  const { lane, operation, outcome, fate, detail, startMicros, endMicros } = trace.calls;
  const what = `${OPERATIONS[operation[row] as number]?.name ?? 'call'} on ${laneName(trace, lane[row] as number)}`;
  const info = OUTCOMES[outcome[row] as number];
  const said = trace.strings[detail[row] as number] ?? '';
  const end = endMicros[row] as number;
  const wait = Number.isFinite(end) ? ` after ${formatDuration(end - (startMicros[row] as number))}` : '';
  const how = info?.name === 'blocked' ? 'has not returned' : `${info?.name ?? 'returned'}${wait}`;
  const fateName = FATES[fate[row] as number]?.name;
  const write = fateName === 'lost' || fateName === 'pending' ? `; the write is ${fateName}` : '';
  return `${what}: ${how}${said === '' ? '' : ` (${said})`}${write}`;
}

const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;

/**
 * A moment of the run with `digits` (0 … 6) decimals of a second, in the units of the language: `32.500s`,
 * `2min 5.000s`, `3min`. Minutes come in from two on: up to there scenarios are written in seconds.
 */
export function moment(atMicros: number, digits = 3): string {
  const unit = 10 ** (6 - digits);
  const total = Math.round(atMicros / unit) * unit;
  if (Math.abs(total) < 2 * MICROS_PER_MINUTE) {
    return `${(total / MICROS_PER_SECOND).toFixed(digits)}s`;
  }
  const minutes = Math.floor(total / MICROS_PER_MINUTE);
  const rest = total - minutes * MICROS_PER_MINUTE;
  return rest === 0 && digits === 0 ? `${minutes}min` : `${minutes}min ${(rest / MICROS_PER_SECOND).toFixed(digits)}s`;
}

const grouped = new Intl.NumberFormat('en');

/** `1 event`, `12,345 events`. */
export function counted(count: number, noun: string): string {
  return `${grouped.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
