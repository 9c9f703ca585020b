/** pause: a stop-the-world garbage collection, a SIGSTOP, a frozen virtual machine with its kernel still answering. */
import { AcceptQueues } from '../engine/accept-queues.ts';
import type { Port, Process } from '../engine/process.ts';
import { beginFault, endFault, formatMicros, nodesOf, type Performer } from './stage.ts';

export const pause: Performer<'pause'> = (stage, { nodes, durationMicros, backlog }, origin) => {
  const { world } = stage;
  const queue = backlog === undefined ? '' : ` backlog ${backlog}`;
  const label = `pause ${nodes.join(', ')} for ${formatMicros(durationMicros)}${queue}`;
  const { row, band } = beginFault(stage, label, nodes, origin);
  const paused = nodesOf(stage, nodes);
  const processes = new Set<Process>();
  for (const node of paused) {
    if (!node.process.running || node.process.paused) continue;
    processes.add(node.process);
    world.because(row, () => world.emit('paused', node.lane));
  }
  for (const process of processes) {
    process.pause(row, backlog === undefined ? undefined : new AcceptQueues<Port>(backlog));
  }
  const incarnations = new Map([...processes].map((process) => [process, process.incarnation]));
  world.after(undefined, durationMicros, () => {
    endFault(stage, band, paused[0]?.lane ?? 0, `${nodes.join(', ')} runs again`);
    for (const process of processes) {
      if (!process.paused || process.incarnation !== incarnations.get(process)) continue;
      const resumed = world.emit('resumed-process', process.lane);
      process.resume();
      world.kernel.currentCause = resumed;
    }
  });
};
