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
  const before = new Set([...hosts].map(({ clockBand }) => clockBand));
  for (const host of hosts) {
    host.clockSkewMicros = skewMicros;
    host.clockCause = row;
    host.clockBand = skewMicros === 0 ? -1 : band;
  }
  const lane = skewed[0]?.lane ?? 0;
  const isOver = (fault: number): boolean => !stage.network.processes.some(({ host }) => host.clockBand === fault);
  for (const fault of before) {
    if (fault >= 0 && isOver(fault)) endFault(stage, fault, lane, 'the clock is set anew');
  }
  if (skewMicros === 0) endFault(stage, band, lane, `the clocks of ${nodes.join(', ')} are right`);
  if (skewMicros === 0 || durationMicros === undefined) return;
  world.after(undefined, durationMicros, () => {
    // A later step may have set some of them anew.
    const still = [...hosts].filter(({ clockBand }) => clockBand === band);
    for (const host of still) {
      host.clockSkewMicros = 0;
      host.clockBand = -1;
    }
    if (still.length > 0) world.because(row, () => endFault(stage, band, lane, `over: ${label}`));
  });
};
