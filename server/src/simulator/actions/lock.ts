/** Locks of keys, once. Repeated work under locks: `locked-work.ts`. */
import { callUnderLock, runLocked, threadOfKey, threadOfStep } from '../locked-work.ts';
import { inApplication, type LockingThread, type Performer, type Stage } from './stage.ts';

export const lock: Performer<'lock'> = (stage, action, origin) => {
  const source = stage.world.recorder.source(origin);
  for (const client of action.clients) {
    stage.world.kernel.currentCause = -1;
    const thread = threadOfStep(action, source);
    inThread(stage, client, thread, (over) => runLocked(stage, action, client, thread, source, over));
  }
};

export const unlock: Performer<'unlock'> = (stage, action, origin) => {
  const source = stage.world.recorder.source(origin);
  for (const client of action.clients) {
    stage.world.kernel.currentCause = -1;
    const thread = threadOfKey(action);
    inThread(stage, client, thread, (over) => {
      if (!callUnderLock(stage, client, action, 'unlock', source, thread, over)) over();
    });
  }
};

/** A thread does one thing after the other: who waits for a lock unlocks when it has it. */
function inThread(stage: Stage, client: string, { name }: LockingThread, run: (over: () => void) => void): void {
  const { busyThreads: busy } = stage;
  inApplication(stage, client, () => {
    const thread = `${client} ${stage.nodes.get(client)?.process.incarnation} ${name}`;
    const begin = (): void =>
      run(() => {
        const next = busy.get(thread)?.shift();
        if (next === undefined) busy.delete(thread);
        else next();
      });
    const queue = busy.get(thread);
    if (queue === undefined) {
      busy.set(thread, []);
      begin();
    } else {
      queue.push(begin);
    }
  });
}
