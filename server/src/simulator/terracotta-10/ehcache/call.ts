/** A call of the application while it is inside Ehcache. Calls are used again: a run makes hundreds of thousands. */
import type { OperationName } from '../../../model/model.ts';
import type { OutcomeName } from '../../../trace/kinds.ts';
import type { CallRequest } from '../../actions/index.ts';
import type { TimerHandle } from '../../engine/kernel.ts';
import type { Plan } from './operations.ts';
import type { TierProxy } from './tier-proxy.ts';

/**
 * idle: not in use · latch: an earlier strong write on the key of this JVM comes first · answer: a message is in flight ·
 * invalidation: answered, and others still have to drop their copies.
 */
export type Stage = 'idle' | 'latch' | 'answer' | 'invalidation';

export class Call {
  readonly slot: number;
  stage: Stage = 'idle';
  row = 0;
  startMicros = 0;
  proxy!: TierProxy;
  plan!: Plan;
  operation: OperationName = 'get';
  key = 0;
  keyCount = 1;
  done: CallRequest['done'] = () => {};
  /** Which of its keys a bulk operation is at. */
  position = 0;
  /** The message that is awaited; 0 for none. */
  transaction = 0;
  /** Holds the latch of its key: no other strong write of this JVM may begin. */
  holdsLatch = false;
  /** Everybody dropped the key before the answer came. */
  invalidationDone = false;
  timer: TimerHandle = 0;
  /** Why it began to wait; -1 while nothing was wrong. */
  cause = -1;
  /** Row of the event that says why the resilience strategy removes keys; -1 while the operation itself runs. */
  cleanup = -1;
  /** How the call will end when the clean-up is over. */
  outcome: OutcomeName = 'ok';
  detail = '';

  constructor(slot: number) {
    this.slot = slot;
  }

  get isCleaningUp(): boolean {
    return this.cleanup >= 0;
  }

  /** The key of the current message; -1 when it is about all of them. */
  get currentKey(): number {
    const { keys, cleans } = this.plan;
    if (this.isCleaningUp ? cleans === 'everything' : keys === 'none') return -1;
    return this.isBulk ? this.position : this.key;
  }

  /** Bulk operations on several keys count them from 0. */
  get isBulk(): boolean {
    return this.plan.keys === 'each' && this.keyCount > 1;
  }

  get isLastKey(): boolean {
    return !this.isBulk || this.position === this.keyCount - 1;
  }

  begin(
    { operation, key, keyCount, done }: CallRequest,
    row: number,
    startMicros: number,
    proxy: TierProxy,
    plan: Plan,
  ): void {
    this.row = row;
    this.startMicros = startMicros;
    this.proxy = proxy;
    this.plan = plan;
    this.operation = operation;
    this.key = key;
    this.keyCount = keyCount;
    this.done = done;
    this.position = 0;
    this.transaction = 0;
    this.holdsLatch = false;
    this.invalidationDone = false;
    this.timer = 0;
    this.cause = -1;
    this.cleanup = -1;
    this.outcome = 'ok';
    this.detail = '';
  }
}
