/** The rejoins of a run, by client. */
import type { Origin } from '../../language/syntax.ts';
import type { Client } from '../../model/model.ts';
import type { FinishedRun } from '../rule.ts';
import { clientOf, lineBehind, rowsOf, timeOf } from './runs.ts';

export interface Rejoin {
  readonly client: Client;
  /** The lane of the client. */
  readonly lane: number;
  /** When it was a member again. */
  readonly timeMicros: number;
  /** The step from which it follows. */
  readonly line: Origin | undefined;
}

/** Every completed rejoin in time order, by the lane of the client. */
export function rejoinsOf(run: FinishedRun): ReadonlyMap<number, readonly Rejoin[]> {
  const rejoins = new Map<number, Rejoin[]>();
  for (const row of rowsOf(run.trace, 'clusterRejoined')) {
    const lane = run.trace.events.lane[row] ?? -1;
    const client = clientOf(run, row);
    if (client === undefined) continue;
    const rejoin = { client, lane, timeMicros: timeOf(run.trace, row), line: lineBehind(run.trace, row) };
    const known = rejoins.get(lane);
    if (known === undefined) rejoins.set(lane, [rejoin]);
    else known.push(rejoin);
  }
  return rejoins;
}

/** Of every family the first rejoin that follows from a line: the others are like it. */
export function firstRejoins(run: FinishedRun): readonly Rejoin[] {
  const first = new Map<string, Rejoin>();
  for (const rejoin of [...rejoinsOf(run).values()].flat()) {
    const key = `${rejoin.client.family} ${rejoin.line?.file}:${rejoin.line?.start}`;
    const known = first.get(key);
    if (known === undefined || rejoin.timeMicros < known.timeMicros) first.set(key, rejoin);
  }
  return [...first.values()];
}
