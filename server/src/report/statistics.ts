/** How the callers fared: per cache and operation, how many calls, how they ended, how long they waited. */
import { FATE } from '../trace/codes.ts';
import { FATES, OUTCOMES } from '../trace/kinds.ts';
import { laneName } from '../trace/sentence.ts';
import { OPERATIONS, type Trace } from '../trace/trace.ts';

export interface CallStatistics {
  readonly cache: string;
  readonly operation: string;
  readonly count: number;
  /** Only outcomes that occurred. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** A call that had not returned counts with its wait until the end of the run. Quantiles are waits that occurred. */
  readonly waitMicros: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  readonly lostWrites: number;
}

export function namesOfCall(
  trace: Trace,
  row: number,
): { operation: string; outcome: string; detail: string; fate: string } {
  const { operation, outcome, detail, fate } = trace.calls;
  return {
    operation: OPERATIONS[operation[row] ?? 0]?.name ?? '',
    outcome: OUTCOMES[outcome[row] ?? 0]?.name ?? '',
    detail: trace.strings[detail[row] ?? 0] ?? '',
    fate: FATES[fate[row] ?? 0]?.name ?? '',
  };
}

/** In the order of the caches, then of the operations. */
export function callStatistics(trace: Trace): CallStatistics[] {
  const { count, lane, operation } = trace.calls;
  const groups = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    const key = (lane[row] ?? 0) * OPERATIONS.length + (operation[row] ?? 0);
    const rows = groups.get(key);
    if (rows === undefined) {
      groups.set(key, [row]);
    } else {
      rows.push(row);
    }
  }
  return [...groups].sort(([left], [right]) => left - right).map(([, rows]) => statisticsOf(trace, rows));
}

function statisticsOf(trace: Trace, rows: readonly number[]): CallStatistics {
  const { lane, operation, outcome, fate, startMicros, endMicros } = trace.calls;
  const first = rows[0] ?? 0;
  const waits = new Float64Array(rows.length);
  const outcomes: Record<string, number> = {};
  let lostWrites = 0;
  for (const [position, row] of rows.entries()) {
    waits[position] = Math.min(endMicros[row] ?? 0, trace.durationMicros) - (startMicros[row] ?? 0);
    const name = OUTCOMES[outcome[row] ?? 0]?.name ?? '';
    outcomes[name] = (outcomes[name] ?? 0) + 1;
    lostWrites += fate[row] === FATE.lost ? 1 : 0;
  }
  waits.sort();
  const quantile = (share: number) => waits[Math.max(Math.ceil(share * waits.length) - 1, 0)] ?? 0;
  return {
    cache: laneName(trace, lane[first] ?? 0),
    operation: OPERATIONS[operation[first] ?? 0]?.name ?? '',
    count: rows.length,
    outcomes,
    waitMicros: { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), max: quantile(1) },
    lostWrites,
  };
}
