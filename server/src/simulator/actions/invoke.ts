/** Requests to Integration Server nodes, once. Repeated requests: `requests.ts`. */
import type { Performer } from './stage.ts';

export const invoke: Performer<'invoke'> = (stage, action, origin) => {
  const source = stage.world.recorder.source(origin);
  const each = action.routing === undefined ? action.nodes.map((node) => [node]) : [action.nodes];
  for (const nodes of each) {
    stage.world.kernel.currentCause = -1;
    stage.invoke({ action, nodes, source, done: () => {} });
  }
};
