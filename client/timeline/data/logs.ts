/** The log lines of a run: which there are, and which of them a search is about. */
import { EVENT } from '../../../server/src/trace/codes.ts';
import type { Trace } from '../../../server/src/trace/trace.ts';

export interface LogQuery {
  /** Plain text that a line contains, upper and lower case alike; empty for none. */
  readonly text: string;
  /** Name of the node whose lines are wanted; empty for all. */
  readonly node: string;
  /** Leave out the lines that do not contain the text. */
  readonly matchesOnly: boolean;
}

export interface LogView {
  /** Events, in time order. */
  readonly rows: Uint32Array;
  /** Those among them that contain the text; none when there is no text. */
  readonly matches: Uint32Array;
}

const rowsOfTraces = new WeakMap<Trace, Uint32Array>();

/** Every log line of a run, in time order. */
export function logRows(trace: Trace): Uint32Array {
  let rows = rowsOfTraces.get(trace);
  if (rows === undefined) {
    const { count, kind } = trace.events;
    const found = new Uint32Array(count);
    let length = 0;
    for (let row = 0; row < count; row++) {
      if (kind[row] === EVENT.log) {
        found[length++] = row;
      }
    }
    rows = found.slice(0, length);
    rowsOfTraces.set(trace, rows);
  }
  return rows;
}

/** The nodes that logged anything, in the order of their lanes, with how much. */
export function loggingNodes(trace: Trace): readonly { readonly name: string; readonly lines: number }[] {
  const lines = new Uint32Array(trace.lanes.length);
  for (const row of logRows(trace)) {
    const lane = trace.events.lane[row] as number;
    lines[lane] = (lines[lane] as number) + 1;
  }
  return trace.lanes.flatMap(({ name }, lane) => (lines[lane] === 0 ? [] : [{ name, lines: lines[lane] as number }]));
}

/** The lines that a search shows, and which of them match. A hundred thousand lines share few texts: those are searched. */
export function logView(trace: Trace, { text, node, matchesOnly }: LogQuery): LogView {
  const { lane, text: texts } = trace.events;
  const ofNode =
    node === '' ? logRows(trace) : logRows(trace).filter((row) => trace.lanes[lane[row] as number]?.name === node);
  const wanted = text.toLowerCase();
  if (wanted === '') {
    return { rows: ofNode, matches: new Uint32Array(0) };
  }
  const verdicts = new Map<number, boolean>();
  const matches = ofNode.filter((row) => {
    const number = texts[row] as number;
    let verdict = verdicts.get(number);
    if (verdict === undefined) {
      verdict = (trace.strings[number] ?? '').toLowerCase().includes(wanted);
      verdicts.set(number, verdict);
    }
    return verdict;
  });
  return { rows: matchesOnly ? matches : ofNode, matches };
}
