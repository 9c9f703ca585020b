/** crash, stop, power-off, start, restart: what begins and ends processes. */
import type { Action, Origin } from '../../model/model.ts';
import type { Process } from '../engine/process.ts';
import type { ScenarioNode } from '../node.ts';
import { beginFault, nodesOf, type Performer, type Stage } from './stage.ts';

type StartAction = Extract<Action, { readonly kind: 'start' | 'restart' }>;

/** kill -9: the process is gone, its kernel closes the connections and refuses new ones. */
export const crash: Performer<'crash'> = (stage, { nodes }, origin) => {
  const { row } = beginFault(stage, `crash ${nodes.join(', ')}`, nodes, origin);
  for (const process of processesOf(nodesOf(stage, nodes))) kill(stage, process, row);
};

/** Stopped in order: clients finish their work, as far as they can, and say good-bye. */
export const stop: Performer<'stop'> = (stage, { nodes }, origin) => {
  const { row } = beginFault(stage, `stop ${nodes.join(', ')}`, nodes, origin);
  const stopped = nodesOf(stage, nodes).filter(({ process }) => process.running);
  const lingering = new Map<Process, number>();
  for (const node of stopped) {
    const { process } = node;
    const { incarnation } = process;
    const ended = (): void => {
      const left = (lingering.get(process) ?? 1) - 1;
      lingering.set(process, left);
      if (left === 0 && process.running && process.incarnation === incarnation) {
        end(
          stage,
          stopped.filter((each) => each.process === process),
          row,
        );
      }
    };
    if (node.lingersAtStop?.(ended)) lingering.set(process, (lingering.get(process) ?? 0) + 1);
  }
  end(
    stage,
    stopped.filter(({ process }) => !lingering.has(process)),
    row,
  );
};

function end(stage: Stage, nodes: readonly ScenarioNode[], row: number): void {
  for (const node of nodes) stage.world.because(row, () => node.prepareStop());
  for (const process of processesOf(nodes)) kill(stage, process, row);
}

/** The host loses its power: nobody is told, nothing answers. */
export const powerOff: Performer<'power-off'> = (stage, { nodes }, origin) => {
  const { row } = beginFault(stage, `power-off ${nodes.join(', ')}`, nodes, origin);
  const hosts = new Set(nodesOf(stage, nodes).map(({ process }) => process.host));
  for (const host of hosts) host.poweredOn = false;
  for (const process of stage.network.processes) {
    if (!hosts.has(process.host) || !process.running) continue;
    stage.network.hostDied(process);
    bury(stage, process, row);
  }
};

export const start: Performer<'start'> = (stage, action, origin) => begin(stage, action, origin);

/** Ends the processes that run, then starts them. */
export const restart: Performer<'restart'> = (stage, action, origin) => begin(stage, action, origin);

function begin(stage: Stage, { kind, nodes, losingData }: StartAction, origin: Origin): void {
  const suffix = losingData ? ' losing data' : '';
  const { row } = beginFault(stage, `${kind} ${nodes.join(', ')}${suffix}`, nodes, origin);
  const started = nodesOf(stage, nodes);
  for (const process of processesOf(started)) {
    if (process.running && kind === 'restart') kill(stage, process, row);
    if (!process.host.poweredOn) {
      process.host.poweredOn = true;
      stage.network.pathsHealed();
    }
  }
  for (const process of processesOf(started)) {
    if (process.running) continue;
    // Everything that lives in the process comes back with it.
    for (const node of stage.nodes.values()) {
      if (node.process === process) stage.world.because(row, () => node.start(losingData));
    }
  }
}

/** An operator's action: only servers that wait for it are affected. */
export const promote: Performer<'promote'> = (stage, { nodes }, origin) => {
  beginFault(stage, `promote ${nodes.join(', ')}`, nodes, origin);
  for (const node of nodesOf(stage, nodes)) if (node.process.running && !node.process.paused) node.promote();
};

function processesOf(nodes: readonly ScenarioNode[]): Set<Process> {
  return new Set(nodes.map(({ process }) => process));
}

function kill(stage: Stage, process: Process, row: number): void {
  if (!process.running) return;
  stage.network.processDied(process);
  bury(stage, process, row);
}

function bury(stage: Stage, process: Process, row: number): void {
  process.die(row);
  for (const node of stage.nodes.values()) {
    if (node.process === process) stage.world.because(row, () => node.died());
  }
}
