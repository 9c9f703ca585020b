/**
 * Runs one scenario: model in, trace out. Deterministic: the same scenario, seed and engine give the same bytes on
 * every host. Knows nothing of syntax, protocols, files or clocks.
 */
import type { Scenario } from '../model/model.ts';
import { Recorder } from '../trace/recorder.ts';
import type { Trace } from '../trace/trace.ts';
import type { Stage } from './actions/index.ts';
import { World } from './engine/world.ts';
import { buildIntegrationServers, withIntegrationServers } from './integration-server/index.ts';
import { buildArrays } from './lines.ts';
import { scheduleSteps } from './steps.ts';
import { ENGINE_VERSION } from './version.ts';

export { ENGINE_VERSION } from './version.ts';

export interface SimulateOptions {
  /** Asked now and then with the progress from 0 to 1; false ends the run with `RunCancelledError`. */
  readonly onProgress?: ((fraction: number) => boolean) | undefined;
}

export class RunCancelledError extends Error {
  override readonly name = 'RunCancelledError';
}

/** Throws `RunCancelledError` when cancelled, `TraceTooLargeError` when the run records more than can be kept. */
export function simulate(scenario: Scenario, options: SimulateOptions = {}): Trace {
  const recorder = new Recorder({ scenario, engine: ENGINE_VERSION });
  const world = new World(recorder, scenario.seed);
  const arrays = buildArrays(world, withIntegrationServers(scenario));
  const servers = buildIntegrationServers(world, scenario, arrays);
  world.kernel.currentCause = -1;
  const stage: Stage = {
    world,
    network: arrays.network,
    nodes: servers.nodes,
    lasting: new Set(),
    busyThreads: new Map(),
    call: (request) => servers.call(request),
    administer: (action) => servers.administer(action),
    configure: (action) => arrays.configure(action),
    invoke: (request) => servers.invoke(request),
  };
  scheduleSteps(stage, scenario.steps, scenario.durationMicros);
  let cancelled = false;
  const processed = world.run(scenario.durationMicros, (fraction) => {
    cancelled = options.onProgress?.(fraction) === false;
    return !cancelled;
  });
  if (cancelled) throw new RunCancelledError('The run was cancelled.');
  arrays.settle();
  servers.settle();
  return recorder.finish(arrays.network.counters(), processed);
}
