/** Which function carries out which kind of action. A new fault is one file and one line here. */
import type { Action, Origin } from '../../model/model.ts';
import { bulkLoad } from './bulkLoad.ts';
import { skewClock } from './clock.ts';
import { attach, detach, set, setCache } from './configuration.ts';
import { invoke } from './invoke.ts';
import { crash, powerOff, promote, restart, start, stop } from './lifecycle.ts';
import { lock, unlock } from './lock.ts';
import { operate } from './operate.ts';
import { blockCallbackPort, cut, degrade, dropConnection, heal, partition } from './paths.ts';
import { pause } from './pause.ts';
import type { Performer, Stage } from './stage.ts';

export type { CacheChange, CallRequest, InvokeRequest, LockingThread, Stage } from './stage.ts';

const PERFORMERS: { readonly [Kind in Action['kind']]: Performer<Kind> } = {
  crash,
  stop,
  'power-off': powerOff,
  promote,
  start,
  restart,
  pause,
  cut,
  partition,
  'drop-connection': dropConnection,
  heal,
  degrade,
  'block-callback-port': blockCallbackPort,
  'skew-clock': skewClock,
  operate,
  invoke,
  'bulk-load': bulkLoad,
  lock,
  unlock,
  set,
  'set-cache': setCache,
  attach,
  detach,
};

export function perform(stage: Stage, action: Action, origin: Origin): void {
  // The table pairs each kind with its function; TypeScript cannot follow that through an index.
  (PERFORMERS[action.kind] as Performer<Action['kind']>)(stage, action as never, origin);
}
