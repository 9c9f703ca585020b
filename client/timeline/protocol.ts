/** Everything that travels between the timeline page and whoever hosts it (extension, HTML report, test). */
import type { EncodedTrace } from '../../server/src/trace/codec.ts';
import type { Trace } from '../../server/src/trace/trace.ts';
import type { Verdict } from '../../server/src/verdict/verdict.ts';

export interface TimelineExpectation {
  readonly text: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** The time that it is about. */
  readonly fromMicros: number;
  readonly toMicros: number;
  /** The moment that decided; undefined where there is no single one. */
  readonly atMicros: number | undefined;
  /** Rows of `Trace.events`, from what was seen back to the fault. */
  readonly chain: readonly number[];
  /** Where it is written. */
  readonly place: Place;
}

/** A place that the host can open. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Zero-based, for display. */
  readonly line: number;
}

export interface TimelineRun {
  readonly title: string;
  readonly variant: string;
  readonly verdict: Verdict;
  readonly trace: Trace;
  readonly expectations: readonly TimelineExpectation[];
  /** One per `Trace.sources`. */
  readonly places: readonly Place[];
}

export type ToPage =
  | {
      readonly type: 'runs';
      readonly runs: readonly TimelineRun[];
      readonly selected: number;
      /** The first two runs are one scenario without and with a change: both are shown, one above the other. */
      readonly compared?: boolean;
    }
  /** Source ranges under the cursor: events that come from them are highlighted. Indexes into `places`. */
  | { readonly type: 'highlight'; readonly run: number; readonly places: readonly number[] }
  | { readonly type: 'progress'; readonly text: string; readonly fraction: number }
  | { readonly type: 'message'; readonly text: string };

export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly place: Place }
  | { readonly type: 'select-run'; readonly run: number }
  | { readonly type: 'rerun' };

/**
 * What an HTML report puts into `globalThis.tcsimReport` before the page's script runs; the page then needs no host.
 * JSON throughout: traces go through `encodeTrace`.
 */
export interface ReportData {
  readonly runs: readonly (Omit<TimelineRun, 'trace'> & { readonly trace: EncodedTrace })[];
  readonly selected: number;
}
