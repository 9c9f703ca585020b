/**
 * The calls of an application into its caches: local tier, locks, fetches, transactions, and the nonstop timer over
 * all of it.
 *
 * Source: Terracotta 4.3.1, ServerMap, NonStopInvocationHandler, NonStopManagerImpl, RemoteTransactionManagerImpl;
 * Ehcache 2.10, NonStopStoreWrapper.
 */
import type { OperationName } from '../../model/model.ts';
import { OPERATION, OUTCOME } from '../../trace/codes.ts';
import type { OutcomeName } from '../../trace/kinds.ts';
import type { CallRequest } from '../actions/index.ts';
import type { World } from '../engine/world.ts';
import { Few } from '../few.ts';
import type { ServerArray } from './array.ts';
import { BulkLoad } from './bulk-load.ts';
import type { CacheState, Call, Stage } from './call.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import { Coherence } from './coherence.ts';
import { Commits } from './commits.ts';
import { Confirmations } from './confirmations.ts';
import { Iteration } from './iteration.ts';
import { LockCalls } from './lock-calls.ts';
import { isLockOperation } from './lock-results.ts';
import type { Message } from './messages.ts';
import {
  isLocal,
  isWrite,
  limitMicros,
  NODE_ERROR_DETAIL,
  NOT_INITIALISED,
  onTimeout,
  type TimeoutResult,
} from './nonstop.ts';
import { NonstopTimers } from './nonstop-timers.ts';
import { ASSUMPTIONS } from './timing.ts';

const READS_VALUES: ReadonlySet<OperationName> = new Set(['get', 'getQuiet', 'getAll', 'getAllQuiet']);
/** What waits inside the JVM, under a time of its own: the connection may go and come meanwhile. */
const KEEPS_WAITING: ReadonlySet<Stage> = new Set(['slowed', 'buffer', 'confirmation', 'coherence', 'iterating']);
/** Not inside the platform: a rejoin does not throw them out of it. */
const OUTSIDE: ReadonlySet<Stage> = new Set(['operations-enabled', 'buffer', 'iterating']);
/** A wait below this is the network, not a stall, and needs no explanation. */
const STALL_MICROS = 50_000;

export class Calls {
  readonly locks: LockCalls;
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #client: Client;
  readonly #caches = new Map<string, CacheState>();
  readonly #active = new Few<Call>();
  readonly #timers: NonstopTimers;
  readonly #confirmations: Confirmations;
  readonly #bulkLoad: BulkLoad;
  readonly #coherence: Coherence;
  readonly #commits: Commits;
  readonly #iteration: Iteration;

  constructor(array: ServerArray, client: Client) {
    this.#array = array;
    this.#world = array.world;
    this.#client = client;
    const { node } = client;
    for (const settings of node.settings.caches) {
      const lane = node.cacheLanes.get(settings.name) as number;
      this.#caches.set(settings.name, { settings, lane, id: array.cacheIdOf(settings.name), local: new Set() });
    }
    this.#timers = new NonstopTimers(
      this.#world,
      () => (node.client === client ? node.process : undefined),
      (row) => this.#onTimeout(row),
    );
    const host = {
      active: this.#active,
      timers: this.#timers,
      enter: (call: Call) => this.#enter(call),
      wait: (call: Call, stage: Stage) => this.#wait(call, stage),
      proceed: (call: Call) => this.#proceed(call),
      isActive: (call: Call) => this.#active.has(call.row),
      finish: (call: Call, outcome: OutcomeName = 'ok', detail = '') => this.#finish(call, outcome, detail),
      timeoutResult: (call: Call) => this.#timeoutResult(call),
    };
    this.locks = new LockCalls(array, client, host);
    this.#confirmations = new Confirmations(client, host);
    this.#bulkLoad = new BulkLoad(array, client, this.#confirmations, host);
    this.#coherence = new Coherence(this.#world, client, array.bulkLoaders, host);
    this.#commits = new Commits(array, client, this.#bulkLoad, this.#confirmations, host);
    this.#iteration = new Iteration(array, client, host);
  }

  /** Returns the row of the call, by which the array knows a write. `done` may run before this returns. */
  start(request: CallRequest): number {
    const {
      cache: cacheName,
      operation,
      key,
      keyCount,
      source,
      thread,
      coherent = true,
      spanMicros = 0,
      done,
    } = request;
    const cache = this.#caches.get(cacheName);
    if (cache === undefined) throw new Error(`client ${this.#client.node.name} has no cache ${cacheName}`);
    const { recorder, nowMicros } = this.#world;
    const row = recorder.startCall(nowMicros, cache.lane, OPERATION[operation], key, source);
    const write = isWrite(operation);
    const channel = this.#client.channels[key % this.#client.channels.length] as Channel;
    const call: Call = {
      row,
      startMicros: nowMicros,
      cache,
      operation,
      write,
      key,
      keyCount,
      channel,
      thread,
      coherent,
      spanMicros,
      workedMicros: 0,
      done,
      stage: 'none',
      inNonstop: false,
      timer: 0,
      cause: -1,
      patience: undefined,
    };
    if (!cache.settings.clustered) {
      recorder.endCall(row, nowMicros, OUTCOME.local);
      done('local', '');
      return row;
    }
    if (write) this.#array.ledger.begin(row, this.#client.node.index, channel.stripe, cache.id);
    this.#active.set(row, call);
    this.#enter(call);
    return row;
  }

  onMessage(channel: Channel, message: Message): void {
    switch (message.type) {
      case 'value': {
        const call = this.#active.get(message.call);
        if (call?.stage !== 'fetch') return;
        if (READS_VALUES.has(call.operation)) this.#commits.keepLocally(call);
        if (call.operation === 'setNodeCoherent') this.#bulkLoad.set(call);
        else if (call.operation === 'waitUntilClusterCoherent') this.#coherence.answered(call);
        else if (call.operation === 'iterate') this.#iteration.answered(call);
        else this.#finish(call, 'ok', '');
        break;
      }
      case 'received':
        channel.batches.received();
        for (const write of message.writes) {
          const call = this.#active.get(write);
          if (call?.stage === 'receipt') this.#commits.returns(call);
        }
        break;
      case 'completed':
        for (const write of message.writes) channel.pending.delete(write);
        this.#confirmations.confirmed(message.writes);
        this.#client.stop?.confirmed();
        this.locks.greedy.flushed(channel);
        break;
      default:
        this.locks.onMessage(channel, message);
    }
  }

  /** Operations are enabled and the managers run again: every waiting call goes on where it stopped. */
  resume(): void {
    this.#bulkLoad.resumed();
    for (const call of [...this.#active.values()]) {
      if (call.stage === 'commit') this.#committed(call);
      else if (call.stage !== 'receipt' && !KEEPS_WAITING.has(call.stage)) this.#proceed(call);
    }
  }

  /** Everything inside the platform is thrown out; who has not entered yet keeps waiting under its own timer. */
  rejoinStarted(): void {
    this.locks.flush();
    this.#bulkLoad.rejoinStarted();
    this.#confirmations.rejoinStarted();
    this.#iteration.rejoinStarted();
    for (const call of [...this.#active.values()]) {
      if (OUTSIDE.has(call.stage)) continue;
      if (call.operation === 'waitUntilClusterCoherent') this.#coherence.interrupted(call);
      else this.#end(call, this.#iteration.rejoinResult(call) ?? this.locks.rejoinResult(call, true));
    }
  }

  /** NODE_ERROR: nonstop calls fail at once, the others wait for ever. */
  ejected(): void {
    this.locks.lost();
    for (const call of [...this.#active.values()]) {
      if (isLimited(call) && !this.#iteration.ignoresNodeError(call)) this.#end(call, this.#nodeErrorResult(call));
    }
  }

  /** The JVM is gone, and its threads with it. */
  killed(): void {
    this.locks.dispose();
    for (const call of [...this.#active.values()]) {
      call.cause = this.#client.node.process.downCause;
      this.#finish(call, 'killed', '');
    }
  }

  /** The run is over: says of each call that has not returned what it waits for. */
  explainBlocked(): void {
    for (const call of this.#active.values()) {
      this.#world.recorder.endCall(call.row, Number.POSITIVE_INFINITY, OUTCOME.blocked, 0, this.#causeOf(call));
    }
  }

  /** The client stops: what it keeps back goes out. */
  leaveBulkLoad(): void {
    this.#bulkLoad.flushAll();
  }

  /** Under a new identity: what the JVM had of the array is gone. */
  rejoined(): void {
    for (const { local } of this.#caches.values()) local.clear();
    this.#bulkLoad.rejoined();
  }

  // ---- one call

  #enter(call: Call): void {
    const client = this.#client;
    const { nonstop } = call.cache.settings;
    const { operation } = call;
    // Before its cache was initialised a thread does not even get the lock to unlock.
    if (operation === 'unlock' && !this.#array.version.unlockWaits && client.wasOnline) {
      this.locks.unlock(call);
      return;
    }
    if (!isLimited(call)) {
      if (client.rejoining && operation === 'waitUntilClusterCoherent') this.#coherence.interrupted(call);
      else if (client.rejoining) this.#end(call, this.locks.rejoinResult(call, false));
      else if (!this.#refuses(call)) this.#proceed(call);
      return;
    }
    if (client.ejected) {
      this.#end(call, this.#nodeErrorResult(call));
      return;
    }
    if (nonstop.immediateTimeout && !client.operationsEnabled) {
      this.#end(call, this.#timeoutResult(call));
      return;
    }
    if (this.#refuses(call)) return;
    this.#timers.tryBegin(call, limitMicros(nonstop, call.operation));
    if (client.operationsEnabled) this.#proceed(call);
    else this.#wait(call, 'operations-enabled');
  }

  /** The store has no such operation: the call is over at once. */
  #refuses(call: Call): boolean {
    const detail = this.#commits.refusal(call);
    if (detail !== undefined) this.#end(call, { outcome: 'exception', detail });
    return detail !== undefined;
  }

  #proceed(call: Call): void {
    if (call.operation === 'unlock') {
      this.locks.unlock(call);
      return;
    }
    const stale = this.locks.staleResult(call);
    if (stale !== undefined) {
      this.#end(call, stale);
      return;
    }
    const bulk = this.#bulkLoad.isOn(call.cache) && !isLockOperation(call.operation);
    const isFree = bulk || call.operation === 'waitUntilClusterCoherent';
    if (!isFree && this.locks.isNeededBy(call) && !this.locks.isHeldFor(call)) return;
    if (isLockOperation(call.operation)) this.locks.taken(call);
    else if (call.write) this.#commits.begin(call);
    else this.#read(call);
  }

  /** Its transaction is on its way. Who has to wait for the server, and has no time left, waits no longer. */
  #committed(call: Call): void {
    const isOver = isLimited(call) && call.timer === 0;
    if (isOver && this.#commits.waitsForServer(call)) this.#end(call, this.#timeoutResult(call));
    else this.#commits.resumed(call);
  }

  #read(call: Call): void {
    const { settings } = call.cache;
    if (call.operation === 'getKeys' || call.operation === 'iterate') {
      this.#iteration.proceed(call);
    } else if (settings.localCacheEnabled && isLocal(call, this.#bulkLoad.localOf(call.cache))) {
      if (!this.#client.running) this.#world.recorder.assume(ASSUMPTIONS.localHit);
      this.#finish(call, 'local', '');
    } else if (!this.#client.running) {
      this.#wait(call, 'running');
    } else {
      if (call.operation === 'setNodeCoherent' && call.coherent) this.#bulkLoad.flush(call.cache);
      if (call.operation === 'getSize') this.#confirmations.await(call, () => this.#fetch(call));
      else this.#fetch(call);
    }
  }

  #fetch(call: Call): void {
    if (this.#client.running) {
      this.#wait(call, 'fetch');
      call.channel.send({ type: 'fetch', call: call.row });
    } else {
      this.#wait(call, 'running');
    }
  }

  #wait(call: Call, stage: Stage): void {
    call.stage = stage;
    if (call.cause < 0) call.cause = this.#client.stallCause;
    if (call.cause < 0) call.cause = this.locks.causeOf(call);
  }

  /** The timer aborts the thread, unless its transaction exists already and only waits for the client to be RUNNING. */
  #onTimeout(row: number): void {
    const call = this.#active.get(row);
    if (call === undefined) return;
    call.timer = 0;
    const { commitOutlivesTimeout } = this.#array.version;
    if (call.stage === 'commit' && commitOutlivesTimeout) return;
    if (call.stage === 'slowed' && !commitOutlivesTimeout) this.#commits.goOn(call);
    else if (call.stage === 'slowed') {
      this.#commits.abandon(call);
      this.locks.greedy.flushed(call.channel);
    }
    this.#end(call, this.#timeoutResult(call));
  }

  #timeoutResult(call: Call): TimeoutResult {
    const lockResult = this.locks.timeoutResult(call);
    if (lockResult !== undefined) {
      return this.#client.wasOnline || !this.#array.version.lockNamesStart ? lockResult : NOT_INITIALISED;
    }
    const iterated = this.#iteration.timeoutResult(call);
    if (iterated !== undefined) return iterated;
    const { timeoutBehavior } = call.cache.settings.nonstop;
    if (timeoutBehavior === 'custom') this.#world.recorder.assume(ASSUMPTIONS.custom);
    const { id, local } = call.cache;
    const result = onTimeout(timeoutBehavior, call, this.#client.wasOnline ? local : undefined);
    const isFromTier = result.outcome === 'local-read' && local.size > 0;
    if (isFromTier && this.#array.ledger.hasOtherWriter(id, this.#client.node.index)) {
      this.#world.recorder.assume(ASSUMPTIONS.localTier);
    }
    return result;
  }

  #nodeErrorResult(call: Call): TimeoutResult {
    const iterated = this.#iteration.nodeErrorResult(call);
    if (iterated !== undefined) return iterated;
    const result = this.#timeoutResult(call);
    if (isLockOperation(call.operation)) return result;
    return result.outcome === 'exception' ? { outcome: 'exception', detail: NODE_ERROR_DETAIL } : result;
  }

  #end(call: Call, { outcome, detail }: TimeoutResult): void {
    this.#finish(call, outcome, detail);
  }

  #finish(call: Call, outcome: OutcomeName, detail: string): void {
    const { recorder, nowMicros } = this.#world;
    call.patience?.cancel();
    this.#timers.finish(call);
    this.#active.delete(call.row);
    if (call.operation === 'iterate') this.#iteration.over(call);
    const waitedMicros = nowMicros - call.startMicros - call.workedMicros;
    const smooth = (outcome === 'ok' || outcome === 'local') && waitedMicros < STALL_MICROS;
    const cause = smooth ? -1 : this.#causeOf(call);
    recorder.endCall(call.row, nowMicros, OUTCOME[outcome], recorder.intern(detail), cause);
    call.done(outcome, detail, cause);
  }

  #causeOf(call: Call): number {
    if (this.#client.stallCause >= 0) return this.#client.stallCause;
    const holder = this.locks.causeOf(call);
    if (holder >= 0) return holder;
    if (call.cause >= 0) return call.cause;
    const server = call.channel.serverProcess;
    const trouble = server === undefined ? -1 : this.#array.network.troubleBetween(this.#client.node.process, server);
    return trouble >= 0 ? trouble : this.#world.kernel.currentCause;
  }
}

/** Whether nonstop limits the call. */
const isLimited = ({ operation, cache }: Call): boolean =>
  cache.settings.nonstop.enabled && operation !== 'waitUntilClusterCoherent';
