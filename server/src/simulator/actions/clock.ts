/** skew clock: the clock of a machine is wrong, for every process on it. */
import type { Host } from '../engine/process.ts';
import { beginFault, endFault, formatMicros, nodesOf, type Performer } from './stage.ts';

export const skewClock: Performer<'skew-clock'> = (stage, action, origin) => {
  const { nodes, skewMicros, durationMicros } = action;
  const { world } = stage;
  const where = skewMicros < 0 ? ' behind' : '';
  const lasting = durationMicros === undefined ? '' : ` for ${formatMicros(durationMicros)}`;
  const label = `skew clock of ${nodes.join(', ')} by ${formatMicros(Math.abs(skewMicros))}${where}${lasting}`;
  const { row, band } = beginFault(stage, label, nodes, origin);
  const skewed = nodesOf(stage, nodes);
  const hosts = new Set<Host>(skewed.map(({ process }) => process.host));
  for (const host of hosts) {
    host.clockSkewMicros = skewMicros;
    host.clockCause = row;
  }
  const end = (text: string): void => endFault(stage, band, skewed[0]?.lane ?? 0, text);
  if (skewMicros === 0) {
    end(`the clocks of ${nodes.join(', ')} are right`);
    return;
  }
  if (durationMicros === undefined) return;
  world.after(undefined, durationMicros, () => {
    // A later step may have set some of them anew.
    for (const host of hosts) if (host.clockCause === row) host.clockSkewMicros = 0;
    end(`${label}: over`);
  });
};
