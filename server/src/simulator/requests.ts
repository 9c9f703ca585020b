/**
 * Repeated requests: each `every … is1 invoke …` is one caller per node, or one caller of a load balancer. A caller sends
 * its next request only when it has the answer to the last one.
 */
import type { Step } from '../model/model.ts';
import type { Stage } from './actions/index.ts';

type Every = Extract<Step['trigger'], { readonly kind: 'every' }>;
type Invoke = Extract<Step['action'], { readonly kind: 'invoke' }>;

/** `endMicros`: no request begins at the very end of the run, where nothing could become of it. */
export function repeatRequests(stage: Stage, step: Every, action: Invoke, source: number, endMicros: number): void {
  const callers = action.routing === undefined ? action.nodes.map((node) => [node]) : [action.nodes];
  for (const nodes of callers) {
    let waiting = false;
    const done = (): void => {
      waiting = false;
    };
    const schedule = (time: number): void => {
      stage.world.after(undefined, time - stage.world.nowMicros, () => {
        stage.world.kernel.currentCause = -1;
        const next = time + step.periodMicros;
        if (next <= step.untilMicros && next < endMicros) schedule(next);
        if (waiting) return;
        waiting = true;
        stage.invoke({ action, nodes, source, done });
      });
    };
    schedule(step.fromMicros);
  }
}
