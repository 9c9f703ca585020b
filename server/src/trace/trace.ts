/**
 * The recorded run. Columns in typed arrays, strings interned: a million events move to the timeline page in a
 * fraction of a millisecond and compare byte by byte. Rows are in time order; `cause` is the index of an earlier row
 * or -1; `source` indexes `sources` or is -1.
 */
import type { Origin } from '../language/syntax.ts';
import type { LaneKind } from './kinds.ts';

/** Raised whenever the meaning of a column or a table changes. */
export const TRACE_VERSION = 1;

export interface Lane {
  readonly kind: LaneKind;
  readonly name: string;
  /** Index of the lane it belongs to: client of a cache, cluster of a server; -1 for none. */
  readonly parent: number;
  /** Declaration, index into `sources`; -1 for none. */
  readonly source: number;
  /** Stripe of a server, family of a client; empty otherwise. */
  readonly group: string;
}

export interface EventColumns {
  readonly count: number;
  readonly timeMicros: Float64Array;
  /** Index into EVENTS. */
  readonly kind: Uint8Array;
  readonly lane: Uint16Array;
  readonly cause: Int32Array;
  readonly source: Int32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Index into `strings`; 0 is the empty string. */
  readonly text: Int32Array;
}

export interface CallColumns {
  readonly count: number;
  /** Order of rows: by start. */
  readonly startMicros: Float64Array;
  /** Infinity while the call had not returned at the end of the run. */
  readonly endMicros: Float64Array;
  /** Lane of the cache. */
  readonly lane: Uint16Array;
  /** Index into OPERATIONS. */
  readonly operation: Uint8Array;
  /** Index into OUTCOMES. */
  readonly outcome: Uint8Array;
  /** Index into FATES. */
  readonly fate: Uint8Array;
  readonly key: Int32Array;
  /** Index into `strings`: exception class and message, or 0. */
  readonly detail: Int32Array;
  /** Event that explains a wait or a failure; -1 for none. */
  readonly cause: Int32Array;
  /** Event that explains the fate `lost`; -1 for none. */
  readonly fateCause: Int32Array;
  readonly source: Int32Array;
  /** 0 unknown · n: how many times the array applied the write. */
  readonly applied: Uint8Array;
}

/** Messages worth an arrow: handshakes, elections, zaps, window traffic. Pings and data are counted in `network` only. */
export interface MessageColumns {
  readonly count: number;
  readonly sentMicros: Float64Array;
  /** NaN: dropped, or still in flight at the end. */
  readonly receivedMicros: Float64Array;
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** Index into `strings`. */
  readonly name: Int32Array;
  readonly cause: Int32Array;
}

export interface FaultBand {
  readonly label: string;
  readonly startMicros: number;
  /** Equal to the start for an instant. */
  readonly endMicros: number;
  readonly lanes: readonly number[];
  readonly source: number;
}

export interface NetworkCounters {
  readonly sent: number;
  readonly delivered: number;
  readonly dropped: number;
  readonly inFlight: number;
}

export interface Trace {
  readonly version: typeof TRACE_VERSION;
  readonly engine: string;
  readonly scenario: string;
  readonly variant: string;
  readonly seed: number;
  readonly durationMicros: number;
  readonly lanes: readonly Lane[];
  readonly strings: readonly string[];
  readonly sources: readonly Origin[];
  readonly events: EventColumns;
  readonly calls: CallColumns;
  readonly messages: MessageColumns;
  readonly faults: readonly FaultBand[];
  readonly network: NetworkCounters;
  /** Timers that fired and packets that arrived. */
  readonly processed: number;
  /** What the run assumes beyond what a source proves; shown with every result. */
  readonly assumptions: readonly string[];
}

/** The operations, in the order that `CallColumns.operation` numbers them. */
export const OPERATIONS = [
  { name: 'get', write: false, bulk: false },
  { name: 'getAll', write: false, bulk: true },
  { name: 'getKeys', write: false, bulk: false },
  { name: 'containsKey', write: false, bulk: false },
  { name: 'getSize', write: false, bulk: true },
  { name: 'put', write: true, bulk: false },
  { name: 'putAll', write: true, bulk: true },
  { name: 'putIfAbsent', write: true, bulk: false },
  { name: 'replace', write: true, bulk: false },
  { name: 'remove', write: true, bulk: false },
  { name: 'removeAll', write: true, bulk: true },
  { name: 'getQuiet', write: false, bulk: false },
  { name: 'getAllQuiet', write: false, bulk: true },
  { name: 'quickSize', write: false, bulk: true },
  { name: 'search', write: false, bulk: false },
  { name: 'removeElement', write: true, bulk: false },
  { name: 'quickClear', write: true, bulk: true },
  { name: 'putWithWriter', write: true, bulk: false },
  { name: 'removeWithWriter', write: true, bulk: false },
  { name: 'invoke', write: false, bulk: false },
  { name: 'clear', write: true, bulk: true },
  { name: 'iterate', write: false, bulk: false },
  { name: 'replaceIfEquals', write: true, bulk: false },
  { name: 'removeIfEquals', write: true, bulk: false },
  { name: 'lock', write: false, bulk: false },
  { name: 'tryLock', write: false, bulk: false },
  { name: 'unlock', write: false, bulk: false },
  { name: 'flush', write: false, bulk: false },
  { name: 'evictExpiredElements', write: false, bulk: false },
  { name: 'setNodeCoherent', write: false, bulk: true },
  { name: 'isClusterCoherent', write: false, bulk: false },
  { name: 'isNodeCoherent', write: false, bulk: false },
  { name: 'waitUntilClusterCoherent', write: false, bulk: false },
] as const;
