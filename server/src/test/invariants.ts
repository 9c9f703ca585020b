/** What must be true of every run, whatever the product line and the faults. */
import { expect } from 'vitest';
import { analyse } from '../index.ts';
import type { Scenario } from '../model/model.ts';
import { World } from '../simulator/engine/world.ts';
import { type Arrays, buildArrays } from '../simulator/lines.ts';
import { scheduleSteps } from '../simulator/steps.ts';
import { FATE, OUTCOME } from '../trace/codes.ts';
import { Recorder } from '../trace/recorder.ts';
import type { Ran } from './runText.ts';

/** State → the states that may follow; the empty name stands for the beginning of the run. */
export type Transitions = Readonly<Record<string, readonly string[]>>;

/** Two lifecycle faults of one node at one instant contradict each other, and the language says so. */
export function isRunnable(text: string): boolean {
  const times = [...text.matchAll(/at (\d+)s (?:crash|power-off|stop|start|pause) (\S+)/g)].map(
    ([, at, who]) => `${at} ${who}`,
  );
  return new Set(times).size === times.length;
}

/** Every lane whose kind has a table keeps to it. */
export function checkTransitions(ran: Ran, tables: Readonly<Record<string, Transitions | undefined>>): void {
  for (const { name, kind } of ran.trace.lanes) {
    const allowed = tables[kind];
    if (allowed === undefined) continue;
    let before = '';
    for (const { text: state } of ran.events('state', name)) {
      expect(allowed[before], `${name}: ${before || 'nothing'} → ${state}`).toContain(state);
      before = state;
    }
  }
}

export function checkCauses(ran: Ran): void {
  const { events } = ran.trace;
  for (let row = 0; row < events.count; row++) {
    expect(events.cause[row]).toBeLessThan(row);
    if (row > 0) expect(events.timeMicros[row]).toBeGreaterThanOrEqual(events.timeMicros[row - 1] as number);
  }
}

/** A write that its caller was told had worked is only ever lost for a reason that the trace names. */
export function checkWrites(ran: Ran): void {
  const { calls } = ran.trace;
  for (let row = 0; row < calls.count; row++) {
    expect(calls.applied[row]).toBeLessThanOrEqual(1);
    if (calls.fate[row] !== FATE.lost || calls.outcome[row] === OUTCOME.killed) continue;
    expect(calls.fateCause[row], `write ${row} is lost for no reason`).toBeGreaterThanOrEqual(0);
  }
}

export function checkMessages(ran: Ran): void {
  const { sent, delivered, dropped, inFlight } = ran.trace.network;
  expect(inFlight).toBeGreaterThanOrEqual(0);
  expect(sent).toBe(delivered + dropped + inFlight);
}

/** A scenario that is run by hand, for tests that look at its actors. */
export interface Rig {
  readonly world: World;
  readonly arrays: Arrays;
  readonly scenario: Scenario;
}

export function rigOf(text: string): Rig {
  const { model, diagnostics } = analyse(text, 'test.tcsim');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [scenario] = model.scenarios as readonly Scenario[];
  if (scenario === undefined) throw new Error('the text has no scenario');
  const world = new World(new Recorder({ scenario, engine: 'test' }), scenario.seed);
  const arrays = buildArrays(world, scenario);
  const { network, nodes } = arrays;
  world.kernel.currentCause = -1;
  const stage = {
    world,
    network,
    nodes,
    call: arrays.call,
    configure: arrays.configure,
    administer: () => {},
    invoke: () => {},
    lasting: new Set<never>(),
    busyThreads: new Map<string, (() => void)[]>(),
  };
  scheduleSteps(stage, scenario.steps, scenario.durationMicros);
  return { world, arrays, scenario };
}

/** When everything is dead nothing is due any more, whatever was under way. `everyone`: the nodes that die at the end. */
export function checkNothingLeft(text: string, everyone: readonly string[]): void {
  const last = `  at 280s crash ${everyone.join(', ')}\n}\n`;
  const { world, arrays, scenario } = rigOf(text.replace(/}\s*$/, last));
  const { network, nodes } = arrays;
  world.run(scenario.durationMicros, () => true);
  // Whoever started again by itself, after a zap, goes as well.
  for (const node of nodes.values()) {
    if (!node.process.running) continue;
    network.processDied(node.process);
    node.process.die(-1);
    node.died();
  }
  world.run(scenario.durationMicros + 3_600_000_000, () => true);
  expect(world.kernel.pending, 'timers that are left').toBe(0);
  expect(network.openConnections, 'connections that are left').toBe(0);
}
