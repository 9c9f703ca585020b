/** Are two runs the same? By fingerprint, and if not, where they part. */
import type { Trace } from './trace.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

type Table = 'events' | 'calls' | 'messages';
const TABLES: readonly Table[] = ['events', 'calls', 'messages'];

function hashed(hash: number, bytes: Uint8Array): number {
  let result = hash;
  for (const byte of bytes) {
    result = Math.imul(result ^ byte, FNV_PRIME);
  }
  return result;
}

function columnsOf(trace: Trace, table: Table): readonly (readonly [string, ArrayBufferView])[] {
  return Object.entries(trace[table])
    .filter((entry): entry is [string, ArrayBufferView] => ArrayBuffer.isView(entry[1]))
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Everything in a trace that is not a column. */
function frameOf(trace: Trace): string {
  return JSON.stringify(trace, (key, value: unknown) => (TABLES.includes(key as Table) ? undefined : value));
}

/** FNV-1a (32 bits) over every column and everything else in the trace: eight hexadecimal digits. Little-endian hosts only. */
export function hashOfTrace(trace: Trace): string {
  let hash = hashed(FNV_OFFSET, new TextEncoder().encode(frameOf(trace)));
  for (const table of TABLES) {
    for (const [name, column] of columnsOf(trace, table)) {
      hash = hashed(hash, new TextEncoder().encode(`${table}.${name}`));
      hash = hashed(hash, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

export interface TraceDifference {
  /** `frame`: lanes, strings, faults, counters or settings differ although every row is the same. */
  readonly table: Table | 'frame';
  /** First row that differs, or that only one of the traces has; −1 for the frame. */
  readonly row: number;
  /** A column that differs there; empty when only one trace has the row. */
  readonly column: string;
}

/** The first difference of two traces: events first, for they explain the rest. Undefined when they are equal. */
export function firstDifference(left: Trace, right: Trace): TraceDifference | undefined {
  for (const table of TABLES) {
    const others = new Map(columnsOf(right, table));
    const shared = Math.min(left[table].count, right[table].count);
    let best: TraceDifference | undefined;
    for (const [column, values] of columnsOf(left, table)) {
      const ours = values as unknown as ArrayLike<number>;
      const theirs = others.get(column) as unknown as ArrayLike<number>;
      const end = best === undefined ? shared : best.row;
      let row = 0;
      while (row < end && Object.is(ours[row], theirs[row])) {
        row++;
      }
      if (row < end) {
        best = { table, row, column };
      }
    }
    if (best !== undefined) {
      return best;
    }
    if (left[table].count !== right[table].count) {
      return { table, row: shared, column: '' };
    }
  }
  return frameOf(left) === frameOf(right) ? undefined : { table: 'frame', row: -1, column: '' };
}
