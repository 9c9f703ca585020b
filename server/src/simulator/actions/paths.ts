/** cut, partition, drop connection, degrade, block callback-port, heal: what happens to the network between processes. */

import type { Origin } from '../../model/model.ts';
import type { Process } from '../engine/process.ts';
import { beginFault, endFault, formatMicros, type LastingFault, nodesOf, type Performer, type Stage } from './stage.ts';

type Pair = readonly [number, number];

export const cut: Performer<'cut'> = (stage, action, origin) => {
  const { from, to, everywhere, bothWays, manner, durationMicros } = action;
  const words = [bothWays ? '' : ' one way', manner === 'refused' ? ' refused' : '', lasting(durationMicros)];
  const label = `cut ${from.join(', ')}${everywhere ? '' : ` from ${to.join(', ')}`}${words.join('')}`;
  const pairs = pairsBetween(stage, from, to, bothWays);
  lastingFault(stage, label, from, to, origin, durationMicros, (row) => stage.network.paths.block(manner, pairs, row));
};

export const partition: Performer<'partition'> = (stage, { groups, durationMicros }, origin) => {
  const label = `partition ${groups.map((group) => group.join(', ')).join(' | ')}${lasting(durationMicros)}`;
  const pairs: Pair[] = [];
  groups.forEach((group, index) => {
    for (const other of groups.slice(index + 1)) pairs.push(...pairsBetween(stage, group, other, true));
  });
  const everyone = groups.flat();
  lastingFault(stage, label, everyone, everyone, origin, durationMicros, (row) =>
    stage.network.paths.block('silent', pairs, row),
  );
};

/** The connections are reset; for the duration new ones are refused. */
export const dropConnection: Performer<'drop-connection'> = (stage, action, origin) => {
  const { from, durationMicros } = action;
  const to = action.to.length > 0 ? action.to : [...stage.nodes.keys()].filter((name) => !from.includes(name));
  const target = action.to.length > 0 ? ` to ${to.join(', ')}` : '';
  const label = `drop connection of ${from.join(', ')}${target}${lasting(durationMicros || undefined)}`;
  const block = (row: number): number => {
    for (const a of nodesOf(stage, from)) {
      for (const b of nodesOf(stage, to)) stage.network.reset(a.process, b.process);
    }
    return stage.network.paths.block('refused', pairsBetween(stage, from, to, true), row);
  };
  lastingFault(stage, label, from, to, origin, durationMicros, block);
};

export const degrade: Performer<'degrade'> = (stage, { from, to, latencyMicros, durationMicros }, origin) => {
  const label = `degrade ${from.join(', ')} to ${to.join(', ')} latency ${formatMicros(latencyMicros)}${lasting(durationMicros)}`;
  const pairs = pairsBetween(stage, from, to, true);
  lastingFault(stage, label, from, to, origin, durationMicros, (row) =>
    stage.network.paths.degrade(pairs, latencyMicros, row),
  );
};

export const blockCallbackPort: Performer<'block-callback-port'> = (stage, { nodes, durationMicros }, origin) => {
  const label = `block callback-port of ${nodes.join(', ')}${lasting(durationMicros)}`;
  const processes = nodesOf(stage, nodes).map(({ process }) => process.index);
  lastingFault(stage, label, nodes, nodes, origin, durationMicros, () => stage.network.paths.blockCallbacks(processes));
};

/**
 * Opens the paths between these nodes, or all of the first when only they are named, or everything. A fault that has more
 * paths lasts on for those.
 */
export const heal: Performer<'heal'> = (stage, { from, to }, origin) => {
  const named = [...from, ...to];
  const label = ['heal', from.join(', '), to.length > 0 ? `from ${to.join(', ')}` : ''].filter(Boolean).join(' ');
  const lane = named.length > 0 ? named : [...stage.nodes.keys()].slice(0, 1);
  beginFault(stage, label, lane, origin);
  const indexes = (names: readonly string[]): Set<number> =>
    new Set(nodesOf(stage, names).map(({ process }) => process.index));
  const [near, far] = [indexes(from), indexes(to)];
  const heals = (a: number, b: number): boolean =>
    far.size === 0 ? near.has(a) || near.has(b) : (near.has(a) && far.has(b)) || (near.has(b) && far.has(a));
  for (const fault of [...stage.lasting]) {
    if (from.length === 0) fault.end(label);
    else fault.narrow(heals, label);
  }
};

function lastingFault(
  stage: Stage,
  label: string,
  from: readonly string[],
  to: readonly string[],
  origin: Origin,
  durationMicros: number | undefined,
  begin: (row: number) => number,
): void {
  const { row, band } = beginFault(stage, label, [...new Set([...from, ...to])], origin);
  const id = begin(row);
  const lane = nodesOf(stage, from)[0]?.lane ?? 0;
  const fault: LastingFault = {
    narrow: (heals, why) => {
      if (!stage.network.paths.narrow(id, heals)) fault.end(why);
      else stage.network.pathsHealed();
    },
    end: (why) => {
      if (!stage.lasting.delete(fault)) return;
      stage.network.paths.unblock(id);
      endFault(stage, band, lane, why);
      stage.network.pathsHealed();
    },
  };
  stage.lasting.add(fault);
  if (durationMicros !== undefined) {
    stage.world.after(undefined, durationMicros, () => {
      stage.world.because(row, () => fault.end(`over: ${label}`));
    });
  }
}

function pairsBetween(stage: Stage, from: readonly string[], to: readonly string[], bothWays: boolean): Pair[] {
  const pairs: Pair[] = [];
  for (const a of nodesOf(stage, from)) {
    for (const b of nodesOf(stage, to)) addPair(pairs, a.process, b.process, bothWays);
  }
  return pairs;
}

function addPair(pairs: Pair[], a: Process, b: Process, bothWays: boolean): void {
  if (a === b) return;
  pairs.push([a.index, b.index]);
  if (bothWays) pairs.push([b.index, a.index]);
}

function lasting(durationMicros: number | undefined): string {
  return durationMicros === undefined ? '' : ` for ${formatMicros(durationMicros)}`;
}
