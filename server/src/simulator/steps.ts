/** Turns the steps of a scenario into scheduled events. */
import type { EventPattern, Step } from '../model/model.ts';
import { EVENTS, isStateNamed, STATES, type StateInfo } from '../trace/kinds.ts';
import { perform, type Stage } from './actions/index.ts';
import type { WorldEvent } from './engine/world.ts';
import { repeatLocked } from './locked-work.ts';
import { repeatRequests } from './requests.ts';
import { Workload } from './workload.ts';

const STATE_TABLE: readonly StateInfo[] = STATES;

/** `durationMicros`: no call begins at the very end of the run, where nothing could become of it. */
export function scheduleSteps(stage: Stage, steps: readonly Step[], durationMicros: number): void {
  const { world } = stage;
  const workload = new Workload(stage, durationMicros);
  steps.forEach((step, index) => {
    const { trigger, action, at } = step;
    const run = (): void => perform(stage, action, at);
    if (trigger.kind === 'at') {
      const { timeMicros, latestMicros } = trigger;
      const when =
        latestMicros > timeMicros ? world.random(`step/${index}`).integer(timeMicros, latestMicros) : timeMicros;
      world.after(undefined, when, run);
    } else if (trigger.kind === 'when') {
      const forget = world.observe((event) => {
        if (!matches(stage, trigger.event, event)) return;
        forget();
        world.after(undefined, trigger.delayMicros, run);
      });
    } else if (action.kind === 'operate') {
      workload.add(trigger, action, world.recorder.source(at));
    } else if (action.kind === 'lock') {
      repeatLocked(stage, trigger, action, world.recorder.source(at), durationMicros);
    } else if (action.kind === 'invoke') {
      repeatRequests(stage, trigger, action, world.recorder.source(at), durationMicros);
    } else {
      const repeat = (time: number): void => {
        world.after(undefined, time - world.nowMicros, () => {
          run();
          if (time + trigger.periodMicros <= trigger.untilMicros) repeat(time + trigger.periodMicros);
        });
      };
      repeat(trigger.fromMicros);
    }
  });
}

function matches(stage: Stage, pattern: EventPattern, event: WorldEvent): boolean {
  if (!pattern.nodes.some((name) => stage.nodes.get(name)?.lane === event.lane)) return false;
  const { what } = pattern;
  if ('state' in what) return event.name === 'state' && entersState(what.state, event.text);
  if ('log' in what) return event.name === 'log' && event.text.includes(what.log);
  return EVENTS.some(({ name }) => name === what.event && name === event.name);
}

function entersState(wanted: string, state: string): boolean {
  const info = STATE_TABLE.find(({ name }) => name === state);
  return info !== undefined && isStateNamed(info, wanted);
}
