/**
 * The calls of an application into its caches: local tier, messages to the cluster tier with their time-outs, strong
 * writes, and what the resilience strategy makes of a failure.
 *
 * Source: ehcache3 3.10, ClusteredStore, TieredStore, StrongServerStoreProxy, ReconnectingServerStoreProxy,
 * RobustResilienceStrategy.
 */
import { OPERATION, OUTCOME } from '../../../trace/codes.ts';
import type { CallRequest } from '../../actions/index.ts';
import type { World } from '../../engine/world.ts';
import { Few } from '../../few.ts';
import type { ServerArray } from '../array.ts';
import { UNKNOWN } from '../clients/execution.ts';
import type { InvalidatedKey } from '../clients/messages.ts';
import { ASSUMPTIONS } from '../clients/timing.ts';
import type { CacheManager } from './cache-manager.ts';
import { Call } from './call.ts';
import { CLEANING, PLANS, resultText } from './operations.ts';
import { failureOf, RECONNECT_IN_PROGRESS, Resilience } from './resilience.ts';
import type { TierProxy } from './tier-proxy.ts';

/** A wait below this is the network, not a stall, and needs no explanation. */
const STALL_MICROS = 50_000;

export class Calls {
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #manager: CacheManager;
  readonly #resilience: Resilience;
  readonly #proxies = new Map<string, TierProxy>();
  readonly #slots: Call[] = [];
  readonly #free: Call[] = [];
  /** Transaction → the call that waits for it. Who timed out no longer does. */
  #waiting = new Few<Call>();
  readonly #timeoutKind: number;

  constructor(array: ServerArray, manager: CacheManager) {
    this.#array = array;
    this.#world = array.world;
    this.#manager = manager;
    this.#resilience = new Resilience(array.world, manager.node);
    for (const proxy of manager.proxies) this.#proxies.set(proxy.cache.settings.name, proxy);
    this.#timeoutKind = this.#world.onProcess(
      () => (manager.node.manager === manager ? manager.node.process : undefined),
      (slot, row) => {
        const call = this.#slots[slot] as Call;
        // A time-out that came due during a pause finds a call that has been answered first.
        if (call.timer !== 0 && call.row === row) this.#timedOut(call);
      },
    );
  }

  /** Returns the row of the call, by which the cluster knows a write. `done` may run before this returns. */
  start(request: CallRequest): number {
    const { cache: cacheName, operation, key, source, done } = request;
    const proxy = this.#proxies.get(cacheName);
    const { node } = this.#manager;
    if (proxy === undefined) throw new Error(`client ${node.name} has no cache ${cacheName}`);
    const { recorder, nowMicros } = this.#world;
    const row = recorder.startCall(nowMicros, proxy.cache.lane, OPERATION[operation], key, source);
    const plan = PLANS[operation];
    // A hit never touches the server, whatever the connection is like.
    const isLocal = !proxy.cache.settings.clustered || (operation === 'get' && proxy.local.has(key));
    if (plan === undefined || isLocal) {
      const outcome = plan === undefined ? 'exception' : 'local';
      const detail = plan === undefined ? `UnsupportedOperationException: an Ehcache 3 cache has no ${operation}` : '';
      recorder.endCall(row, nowMicros, OUTCOME[outcome], recorder.intern(detail));
      done(outcome, detail);
      return row;
    }
    if (plan.effect !== 'none') this.#array.ledger.begin(row, node.index);
    const call = this.#take();
    call.begin(request, row, nowMicros, proxy, plan);
    this.#send(call);
    return row;
  }

  /** COMPLETE or RETIRED, whichever the sender waits for. */
  answered(transaction: number, result: number, invalidates: boolean): void {
    const call = this.#waiting.get(transaction);
    if (call === undefined) return;
    this.#waiting.delete(transaction);
    call.transaction = 0;
    if (result === UNKNOWN) {
      this.#fail(call, 'InvalidOperationException: the iterator is not known to the server');
      return;
    }
    if (call.plan.effect === 'none' || call.plan.wire === 'GET_AND_APPEND') this.#takeResult(call, result);
    if (invalidates && !call.invalidationDone) call.stage = 'invalidation';
    else this.#messageDone(call, result);
  }

  /** Every other client has dropped its copy of the key. */
  invalidationDone(proxy: TierProxy, key: number): void {
    const call = this.#slots.find(
      (each) => each.holdsLatch && each.stage !== 'idle' && each.proxy === proxy && each.currentKey === key,
    );
    if (call === undefined) return;
    call.invalidationDone = true;
    if (call.stage === 'invalidation') this.#messageDone(call, -1);
  }

  /** What strong writes wait for others to drop: told to a new active. */
  invalidating(): readonly InvalidatedKey[] {
    return this.#slots
      .filter(({ stage, holdsLatch }) => stage !== 'idle' && holdsLatch)
      .map(({ proxy, currentKey }) => ({ cache: proxy.cache.id, key: currentKey }));
  }

  /** Whoever waits for an answer gets an exception instead; who only waited for others to drop their copies goes on. */
  connectionClosed(): void {
    this.#waiting = new Few();
    for (const call of this.#slots.filter(({ stage }) => stage === 'answer' || stage === 'invalidation')) {
      // Another one may have ended it meanwhile.
      if (call.stage === 'invalidation') {
        this.#messageDone(call, -1);
      } else if (call.stage === 'answer') {
        this.#manager.reconnect(call.proxy);
        this.#fail(call, RECONNECT_IN_PROGRESS);
      }
    }
  }

  /** The JVM is gone, and its threads with it. */
  killed(): void {
    for (const call of this.#slots) {
      if (call.stage === 'idle') continue;
      call.cause = this.#manager.node.process.downCause;
      call.outcome = 'killed';
      call.detail = '';
      this.#finish(call);
    }
  }

  /** The run is over: says of each call that has not returned what it waits for. */
  explainBlocked(): void {
    for (const call of this.#slots) {
      if (call.stage === 'idle') continue;
      this.#world.recorder.endCall(call.row, Number.POSITIVE_INFINITY, OUTCOME.blocked, 0, this.#causeOf(call));
    }
  }

  /** Whether a message with this write is still in flight. */
  isPending(row: number): boolean {
    const { isClosed, inFlight } = this.#manager.connection;
    if (isClosed) return false;
    for (const { write } of inFlight.values()) if (write === row) return true;
    return false;
  }

  // ---- one message

  #send(call: Call): void {
    const { proxy } = call;
    const { effect } = call.isCleaningUp ? CLEANING[call.plan.cleans] : call.plan;
    const obstacle = this.#obstacle(proxy, effect !== 'none');
    if (obstacle !== undefined) {
      this.#fail(call, obstacle);
      return;
    }
    this.#startTimer(call);
    if (proxy.isStrong && effect !== 'none' && !this.#takeLatch(call)) return;
    this.#invoke(call);
  }

  #invoke(call: Call): void {
    const { plan, isCleaningUp } = call;
    const { wire, effect, awaits } = isCleaningUp ? CLEANING[plan.cleans] : plan;
    const writes = !isCleaningUp && effect !== 'none';
    if (writes) this.#array.ledger.sent(call.row);
    call.stage = 'answer';
    call.invalidationDone = false;
    if (call.cause < 0) call.cause = this.#manager.stallCause;
    const isAdvance = wire === 'ITERATOR_OPEN' && call.position > 0;
    const { connection } = this.#manager;
    call.transaction = connection.nextTransaction;
    connection.invoke({
      type: 'invoke',
      transaction: call.transaction,
      oldest: connection.oldestTransaction,
      operation: isAdvance ? 'ITERATOR_ADVANCE' : wire,
      effect,
      cache: call.proxy.cache.id,
      // An iterator is known by the call that opened it.
      key: wire === 'ITERATOR_OPEN' ? call.row : call.currentKey,
      write: writes ? call.row : -1,
      completesWrite: writes && call.isLastKey,
      cleansUp: call.cleanup,
      awaitsComplete: awaits === 'COMPLETE',
    });
    this.#waiting.set(call.transaction, call);
  }

  /** Why no message can be sent: nothing waits for a connection that Ehcache knows to be closed. */
  #obstacle(proxy: TierProxy, writes: boolean): string | undefined {
    const { connection } = this.#manager;
    if (proxy.state === 'failed') {
      return `StoreAccessException: Cache ${proxy.cache.settings.name} failed reconnecting to cluster`;
    }
    if (proxy.state !== 'connected') return RECONNECT_IN_PROGRESS;
    if (proxy.connection === connection && !connection.isClosed) return undefined;
    if (proxy.isStrong && writes) {
      this.#world.recorder.assume(ASSUMPTIONS.strongOffline);
      return 'IllegalStateException: Cluster tier manager disconnected';
    }
    this.#manager.reconnect(proxy);
    return RECONNECT_IN_PROGRESS;
  }

  #messageDone(call: Call, result: number): void {
    this.#stopTimer(call);
    this.#releaseLatch(call);
    if (call.plan.wire === 'ITERATOR_OPEN' && !call.isCleaningUp) {
      call.position++;
      if (result <= 0) {
        this.#finish(call);
        return;
      }
      this.#world.recorder.assume(ASSUMPTIONS.iterator);
      this.#send(call);
    } else if (this.#hasMoreKeys(call)) {
      call.position++;
      this.#send(call);
    } else {
      if (call.isCleaningUp) this.#resilience.recovered(call);
      this.#finish(call);
    }
  }

  #hasMoreKeys(call: Call): boolean {
    return call.currentKey >= 0 && !call.isLastKey;
  }

  #timedOut(call: Call): void {
    call.timer = 0;
    const { plan, proxy } = call;
    const { wire } = call.isCleaningUp ? CLEANING[plan.cleans] : plan;
    const limit = this.#limitMicros(call) / 1_000_000;
    if (call.stage === 'invalidation') this.#world.emit('invalidation-waited', this.#manager.node.lane);
    const text = `Timeout exceeded for ${wire} message; PT${limit}S`;
    const logged = this.#manager.node.log(text);
    const cause = this.#causeOf(call);
    call.cause = cause >= 0 ? cause : logged;
    this.#waiting.delete(call.transaction);
    call.transaction = 0;
    if (call.isCleaningUp || plan.onTimeout === 'fails') {
      this.#fail(call, `TimeoutException: ${text}`);
      return;
    }
    if (proxy.cache.ehcache3.loaderWriter) this.#world.recorder.assume(ASSUMPTIONS.loaderTimeout);
    call.outcome = 'recovered';
    call.detail = plan.answer ?? '';
    this.#finish(call);
  }

  /** The message did not do it. The operation goes to the resilience strategy; a clean-up that fails is given up. */
  #fail(call: Call, reason: string): void {
    this.#stopTimer(call);
    this.#releaseLatch(call);
    if (call.transaction !== 0) this.#waiting.delete(call.transaction);
    call.transaction = 0;
    if (call.isCleaningUp) {
      this.#resilience.inconsistent(call);
      this.#finish(call);
      return;
    }
    call.cause = this.#causeOf(call);
    if (call.plan.effect !== 'none') this.#array.ledger.blame(call.row, call.cause);
    const { outcome, detail, cleansUp } = failureOf(call, reason);
    call.outcome = outcome;
    call.detail = detail;
    if (!cleansUp) {
      this.#finish(call);
      return;
    }
    this.#cleanUp(call, reason);
  }

  /** Removes the key, or the keys: nobody knows what state they are in. */
  #cleanUp(call: Call, reason: string): void {
    if (this.#obstacle(call.proxy, true) !== undefined) {
      this.#resilience.inconsistent(call);
      this.#finish(call);
      return;
    }
    call.position = 0;
    call.cleanup = this.#resilience.cleaning(call, reason);
    this.#send(call);
  }

  // ---- latches of strong writes

  #takeLatch(call: Call): boolean {
    call.holdsLatch = call.proxy.latches.take(call.currentKey, call.slot);
    if (!call.holdsLatch) call.stage = 'latch';
    return call.holdsLatch;
  }

  #releaseLatch(call: Call): void {
    const { latches } = call.proxy;
    if (!call.holdsLatch) {
      if (call.stage === 'latch') latches.leave(call.currentKey, call.slot);
      return;
    }
    call.holdsLatch = false;
    for (const slot of latches.release(call.currentKey)) {
      const next = this.#slots[slot] as Call;
      const obstacle = this.#obstacle(next.proxy, true);
      if (obstacle !== undefined) this.#fail(next, obstacle);
      else if (this.#takeLatch(next)) this.#invoke(next);
    }
  }

  // ---- the end of a call

  #takeResult(call: Call, result: number): void {
    if (call.isCleaningUp || call.plan.wire === 'ITERATOR_OPEN') return;
    const { proxy, operation, key } = call;
    const { settings, ehcache3 } = proxy.cache;
    if (operation === 'get' && result < 0 && ehcache3.loaderWriter) {
      this.#world.recorder.assume(ASSUMPTIONS.loaderMiss);
      return;
    }
    call.detail = resultText(operation, result);
    if (operation === 'get' && result >= 0 && settings.localCacheEnabled) proxy.local.set(key, result);
  }

  #finish(call: Call): void {
    const { recorder, nowMicros } = this.#world;
    this.#stopTimer(call);
    this.#dropLocally(call);
    const { row, outcome, detail, done } = call;
    const smooth = outcome === 'ok' && nowMicros - call.startMicros < STALL_MICROS;
    const cause = smooth ? -1 : this.#causeOf(call);
    if (call.transaction !== 0) this.#waiting.delete(call.transaction);
    call.stage = 'idle';
    this.#free.push(call);
    recorder.endCall(row, nowMicros, OUTCOME[outcome], recorder.intern(detail), cause);
    done(outcome, detail);
  }

  /** The cluster comes first, then the local copy is dropped, whether it worked or not: TieredStore. */
  #dropLocally({ proxy, plan, key, keyCount, isBulk }: Call): void {
    const { local } = proxy;
    if (local.size === 0 || (plan.effect === 'none' && plan.keys !== 'each')) return;
    if (plan.effect === 'clear') local.clear();
    else if (!isBulk) local.delete(key);
    else for (let each = 0; each < keyCount; each++) local.delete(each);
    if (plan.effect === 'none') this.#world.recorder.assume(ASSUMPTIONS.bulkLocal);
  }

  #causeOf(call: Call): number {
    if (this.#manager.stallCause >= 0) return this.#manager.stallCause;
    if (call.cause >= 0) return call.cause;
    const { server } = this.#manager.connection;
    const { process } = this.#manager.node;
    const trouble = server === undefined ? -1 : this.#array.network.troubleBetween(process, server.process);
    return trouble >= 0 ? trouble : this.#world.kernel.currentCause;
  }

  #take(): Call {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const call = new Call(this.#slots.length);
    this.#slots.push(call);
    return call;
  }

  #limitMicros(call: Call): number {
    const { readTimeoutMicros, writeTimeoutMicros } = this.#manager.node.ehcache3;
    return call.isCleaningUp || call.plan.limit === 'write' ? writeTimeoutMicros : readTimeoutMicros;
  }

  #startTimer(call: Call): void {
    const limit = this.#limitMicros(call);
    const { kernel, nowMicros } = this.#world;
    if (Number.isSafeInteger(nowMicros + limit))
      call.timer = kernel.schedule(limit, this.#timeoutKind, call.slot, call.row);
  }

  #stopTimer(call: Call): void {
    if (call.timer !== 0) this.#world.kernel.cancel(call.timer);
    call.timer = 0;
  }
}
