/**
 * What a caller gets when the cluster tier fails: the answer of the built-in resilience strategy, of the loader-writer
 * behind the cache, or the exception of a strategy of the application. Source: ehcache3 3.10, RobustResilienceStrategy,
 * RobustLoaderWriterResilienceStrategy, AbstractResilienceStrategy.
 */
import type { OutcomeName } from '../../../trace/kinds.ts';
import type { World } from '../../engine/world.ts';
import type { ClientNode } from '../clients/node.ts';
import type { Call } from './call.ts';

export const RECONNECT_IN_PROGRESS =
  'ReconnectInProgressException: Connection lost to server. Client is trying to reconnect to server';

/** Similar errors are logged once in this time: AbstractResilienceStrategy. */
const QUIET_MICROS = 30_000_000;

export interface Failure {
  readonly outcome: OutcomeName;
  readonly detail: string;
  /** The keys are removed first. */
  readonly cleansUp: boolean;
}

/** `reason`: class and message of what the store threw. */
export function failureOf({ plan, proxy }: Call, reason: string): Failure {
  if (plan.answer === undefined) {
    return { outcome: 'exception', detail: `CacheIterationException: ${reason}`, cleansUp: false };
  }
  const { resilienceStrategy, loaderWriter } = proxy.cache.ehcache3;
  if (resilienceStrategy === 'failing') {
    const isStoreAccess = reason.startsWith('StoreAccessException');
    return {
      outcome: 'exception',
      detail: isStoreAccess ? reason : `StoreAccessException: ${reason}`,
      cleansUp: false,
    };
  }
  if (loaderWriter && plan.loaderWriter !== undefined) {
    return { outcome: 'loaded', detail: plan.loaderWriter, cleansUp: true };
  }
  return { outcome: 'recovered', detail: plan.answer, cleansUp: true };
}

/** What the strategy says in the log and in the trace. */
export class Resilience {
  readonly #world: World;
  readonly #node: ClientNode;

  constructor(world: World, node: ClientNode) {
    this.#world = world;
    this.#node = node;
  }

  /** It begins to remove the keys. Returns the row of the event. */
  cleaning(call: Call, reason: string): number {
    return this.#world.emit('key-cleaned', this.#node.lane, `${call.operation} of ${keysOf(call)}: ${reason}`);
  }

  recovered(call: Call): void {
    this.#node.log(`Ehcache ${keysOf(call)} recovered from`);
  }

  /** The keys could not be removed. Logged at most every 30 s for each cache. */
  inconsistent(call: Call): void {
    const { proxy } = call;
    if (this.#world.nowMicros < proxy.quietUntilMicros) return;
    proxy.quietUntilMicros = this.#world.nowMicros + QUIET_MICROS;
    this.#node.log(
      `Ehcache ${keysOf(call)} in possible inconsistent state - Similar messages will be suppressed for 30 seconds`,
    );
  }
}

function keysOf({ plan, key, keyCount, isBulk }: Call): string {
  if (plan.cleans === 'everything') return 'store';
  return isBulk ? `keys 0 to ${keyCount - 1}` : `key ${key}`;
}
