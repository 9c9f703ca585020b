/** Locks of keys, once. Repeated work under locks: `locked-work.ts`. */
import { callUnderLock, runLocked, threadOfKey, threadOfStep } from '../locked-work.ts';
import type { Performer } from './stage.ts';

export const lock: Performer<'lock'> = (stage, action, origin) => {
  const source = stage.world.recorder.source(origin);
  for (const client of action.clients) {
    stage.world.kernel.currentCause = -1;
    runLocked(stage, action, client, threadOfStep(action, source), source, () => {});
  }
};

export const unlock: Performer<'unlock'> = (stage, action, origin) => {
  const source = stage.world.recorder.source(origin);
  for (const client of action.clients) {
    stage.world.kernel.currentCause = -1;
    callUnderLock(stage, client, action, 'unlock', source, threadOfKey(action), () => {});
  }
};
