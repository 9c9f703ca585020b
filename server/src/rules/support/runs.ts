/** What rules ask of a run: events by name, the client behind a lane, and the line of the scenario that began it all. */

import type { Origin } from '../../language/syntax.ts';
import type { Client } from '../../model/model.ts';
import { EVENT } from '../../trace/codes.ts';
import type { EventName } from '../../trace/events.ts';
import type { Trace } from '../../trace/trace.ts';
import type { FinishedRun } from '../rule.ts';

const known = new WeakMap<Trace, ReadonlyMap<number, readonly number[]>>();

/** The rows of all events of a name, in time order. All names are collected in one pass, once for a run. */
export function rowsOf(trace: Trace, name: EventName): readonly number[] {
  let rows = known.get(trace);
  if (rows === undefined) {
    rows = collect(trace);
    known.set(trace, rows);
  }
  return rows.get(EVENT[name]) ?? [];
}

/** States and log lines are by far the most, and no rule asks for all of them. */
const UNASKED: ReadonlySet<number> = new Set([EVENT.state, EVENT.log]);

function collect({ events }: Trace): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < events.count; row++) {
    const kind = events.kind[row] ?? 0;
    if (UNASKED.has(kind)) continue;
    const list = rows.get(kind);
    if (list === undefined) rows.set(kind, [row]);
    else list.push(row);
  }
  return rows;
}

/** The line of the scenario from which an event follows: that of the first cause in its chain that has one. */
export function lineBehind({ events, sources }: Trace, row: number): Origin | undefined {
  let line: Origin | undefined;
  for (let each = row; each >= 0; each = events.cause[each] ?? -1) {
    line = sources[events.source[each] ?? -1] ?? line;
  }
  return line;
}

/** The client whose lane an event stands on; undefined for a server. */
export function clientOf({ scenario, trace }: FinishedRun, row: number): Client | undefined {
  const name = trace.lanes[trace.events.lane[row] ?? -1]?.name;
  return scenario.clients.find((client) => client.name === name);
}

/** When an event happened, in microseconds from the start of the run. */
export const timeOf = ({ events }: Trace, row: number): number => events.timeMicros[row] ?? 0;
