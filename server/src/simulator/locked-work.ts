/**
 * Application code around the read or write lock of a key: lock, work, what it does with the key, unlock. The unlock stands in a
 * finally block, or is skipped when something throws before it.
 */
import type { Action, Step } from '../model/model.ts';
import { keyNumber } from './actions/operate.ts';
import { type CallRequest, inApplication, type LockingThread, type Stage } from './actions/stage.ts';

type Every = Extract<Step['trigger'], { readonly kind: 'every' }>;
type LockAction = Extract<Action, { readonly kind: 'lock' }>;
type LockTarget = Pick<LockAction, 'cache' | 'key' | 'mode'>;

/** The thread that took a lock with nothing behind, and the one that gives it back with `unlock`; another one reads. */
export function threadOfKey({ cache, key, mode }: LockTarget): LockingThread {
  return { name: `of ${cache} ${key}${mode === 'read' ? ' read' : ''}`, keyText: key, mode, waitMicros: 0 };
}

/** Makes one call of a thread about a key; false when there is no application that could make it. */
export function callUnderLock(
  stage: Stage,
  client: string,
  target: LockTarget,
  operation: CallRequest['operation'],
  source: number,
  thread: LockingThread,
  done: CallRequest['done'],
): boolean {
  const { cache, key } = target;
  return stage.call({ client, cache, operation, key: keyNumber(key, 0, 1), keyCount: 1, source, thread, done });
}

/** One thread goes through the whole of it; `over` when it has left, for whatever reason, unless its JVM dies. */
export function runLocked(
  stage: Stage,
  action: LockAction,
  client: string,
  thread: LockingThread,
  source: number,
  over: () => void,
): void {
  const { section, tryMicros } = action;
  const process = stage.nodes.get(client)?.process;
  const call = (operation: CallRequest['operation'], then: CallRequest['done']): void => {
    if (!callUnderLock(stage, client, action, operation, source, thread, then)) over();
  };
  const leave = (cause = -1): void => {
    thread.leave?.(cause);
    over();
  };
  const unlock = (): void =>
    call('unlock', (outcome, _detail, cause) => {
      if (outcome === 'exception') leave(cause);
      else over();
    });
  const operate = (index: number): void => {
    const operation = section?.operations[index];
    if (operation === undefined) {
      unlock();
      return;
    }
    call(operation, (outcome, _detail, cause) => {
      if (outcome === 'killed') return;
      if (outcome !== 'exception') operate(index + 1);
      else if (section?.inFinally) unlock();
      else leave(cause);
    });
  };
  call(tryMicros === undefined ? 'lock' : 'tryLock', (outcome) => {
    const taken = outcome === 'ok' || outcome === 'local';
    if (!taken || section === undefined) over();
    else stage.world.after(process, section.workMicros, () => operate(0));
  });
}

/** The thread of a step at one client. */
export function threadOfStep(action: LockAction, source: number): LockingThread {
  const { section, tryMicros, key, mode } = action;
  const { name } = section === undefined ? threadOfKey(action) : { name: `${source}` };
  return { name, keyText: key, mode, waitMicros: tryMicros ?? 0 };
}

/**
 * Repeated work: one thread per client, which begins anew only when it has left; in a paused JVM as soon as that goes on,
 * once, whatever was due meanwhile. A dead JVM begins nothing.
 * `endMicros`: nothing begins at the very end of the run, where nothing could become of it.
 */
export function repeatLocked(stage: Stage, step: Every, action: LockAction, source: number, endMicros: number): void {
  const { world } = stage;
  for (const client of action.clients) {
    const process = stage.nodes.get(client)?.process;
    if (process === undefined) continue;
    const thread = threadOfStep(action, source);
    let busyIn = -1;
    const begin = (): void => {
      runLocked(stage, action, client, thread, source, () => {
        busyIn = -1;
      });
    };
    const schedule = (time: number): void => {
      world.after(undefined, time - world.nowMicros, () => {
        world.kernel.currentCause = -1;
        const next = time + step.periodMicros;
        if (next <= step.untilMicros && next < endMicros) schedule(next);
        if (!process.running || busyIn === process.incarnation) return;
        busyIn = process.incarnation;
        inApplication(stage, client, begin);
      });
    };
    schedule(step.fromMicros);
  }
}
