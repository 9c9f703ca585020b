/**
 * Going through the keys of a cache. What getKeys returns is a view, for which nobody is asked: the array is, by whoever
 * goes through it, once for each segment. Each of these questions has a nonstop timer of its own, and what is over its time
 * is not answered like a read: either it throws, or the keys are at an end, as if there were no more.
 *
 * Source: Ehcache 2.10, ClusteredStore, RealObjectKeySet, NonStopSubTypeProxyUtil, ToolkitNonStopConfiguration,
 * ConcurrencyValueTest; Terracotta 4.3.1, ToolkitMapAggregateSet, AggregateMapIterator, NonStopSubTypeInvocationHandler,
 * NonstopTimeoutBehaviorResolver, NoOpInvocationHandler, StatusAwareIterator; CDV-1579.
 */
import type { OutcomeName } from '../../trace/kinds.ts';
import type { World } from '../engine/world.ts';
import type { ServerArray } from './array.ts';
import type { Call, Stage } from './call.ts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import { NODE_ERROR_TEXT, type TimeoutResult } from './nonstop.ts';
import type { NonstopTimers } from './nonstop-timers.ts';
import { ASSUMPTIONS, CACHE_SEGMENTS } from './timing.ts';

interface Progress {
  /** Segments that have keys, and how many of them have been asked for. */
  readonly segments: number;
  asked: number;
  /** How many rejoins there had been when it began. */
  readonly rejoins: number;
}

export interface IterationHost {
  readonly timers: NonstopTimers;
  enter(call: Call): void;
  wait(call: Call, stage: Stage): void;
  finish(call: Call, outcome: OutcomeName, detail: string): void;
}

export class Iteration {
  readonly #array: ServerArray;
  readonly #world: World;
  readonly #client: Client;
  readonly #host: IterationHost;
  readonly #underway = new Map<Call, Progress>();
  #rejoins = 0;

  constructor(array: ServerArray, client: Client, host: IterationHost) {
    this.#array = array;
    this.#world = array.world;
    this.#client = client;
    this.#host = host;
  }

  /** Whether the caller has its list and goes through it. */
  isUnderway(call: Call): boolean {
    return this.#underway.has(call);
  }

  /** The caller gets the view; or its question can go out, for which it has waited. */
  proceed(call: Call): void {
    if (call.operation === 'getKeys') {
      this.#host.finish(call, 'ok', '');
      return;
    }
    const progress = this.#underway.get(call);
    if (progress !== undefined) {
      this.#ask(call, progress);
      return;
    }
    this.#host.timers.finish(call);
    const segments = Math.min(call.keyCount, CACHE_SEGMENTS);
    const begun = { segments, asked: 0, rejoins: this.#rejoins };
    this.#underway.set(call, begun);
    this.#world.recorder.assume(ASSUMPTIONS.segments);
    this.#next(call, begun);
  }

  /** The keys of a segment have come: the caller works through them. */
  answered(call: Call): void {
    const progress = this.#underway.get(call);
    if (progress === undefined) return;
    this.#host.timers.finish(call);
    progress.asked++;
    const workMicros = call.spanMicros / progress.segments;
    const go = (): void => {
      call.patience = undefined;
      if (progress.asked < progress.segments) this.#next(call, progress);
      else this.#host.finish(call, 'ok', '');
    };
    if (workMicros === 0) {
      go();
      return;
    }
    call.workedMicros += workMicros;
    call.patience = this.#world.after(this.#client.node.process, workMicros, go);
    this.#host.wait(call, 'iterating');
  }

  /** What NODE_ERROR does not end: who works with keys hears of it later, who has no limit never. */
  ignoresNodeError(call: Call): boolean {
    return this.isUnderway(call) && (call.stage === 'iterating' || !this.#isLimited(call));
  }

  rejoinStarted(): void {
    this.#rejoins++;
  }

  over(call: Call): void {
    this.#underway.delete(call);
  }

  /** The time of a question is over; undefined while the caller has no list. */
  timeoutResult(call: Call): TimeoutResult | undefined {
    const progress = this.#underway.get(call);
    if (progress === undefined) return undefined;
    const method = progress.asked === 0 ? 'iterator' : 'hasNext';
    return this.#failure(call, progress, `${method} timed out`);
  }

  /** NODE_ERROR; undefined while the caller has no list. */
  nodeErrorResult(call: Call): TimeoutResult | undefined {
    const progress = this.#underway.get(call);
    return progress && this.#failure(call, progress, NODE_ERROR_TEXT);
  }

  /** The question was inside the platform when a rejoin began; undefined while the caller has no list. */
  rejoinResult(call: Call): TimeoutResult | undefined {
    if (!this.isUnderway(call)) return undefined;
    if (!this.#array.version.iteratesUnderNonstop) return NOT_RUNNING;
    return this.#isLimited(call)
      ? this.timeoutResult(call)
      : exception('RejoinException: com.tc.exception.PlatformRejoinException');
  }

  #isLimited({ cache }: Call): boolean {
    return cache.settings.nonstop.enabled && this.#array.version.iteratesUnderNonstop;
  }

  /** Each question begins like a call of its own, where nonstop is about it. */
  #next(call: Call, progress: Progress): void {
    if (this.#isLimited(call)) this.#host.enter(call);
    else this.#ask(call, progress);
  }

  #ask(call: Call, progress: Progress): void {
    const { running, channels } = this.#client;
    if (progress.rejoins !== this.#rejoins) {
      this.#end(call, this.#staleResult(call));
    } else if (running) {
      const stripe = Math.floor((progress.asked * channels.length) / progress.segments);
      this.#host.wait(call, 'fetch');
      (channels[stripe] as Channel).send({ type: 'fetch', call: call.row });
    } else {
      this.#host.wait(call, 'running');
    }
  }

  /** The iterator is of before a rejoin. */
  #staleResult(call: Call): TimeoutResult | undefined {
    if (!this.#array.version.iteratesUnderNonstop) return NOT_RUNNING;
    return this.#isLimited(call)
      ? this.timeoutResult(call)
      : exception('RejoinException: Can not performe operation because rejoin happened.');
  }

  /** What iterators do counts as writing: only the behaviors that let writes throw throw here. */
  #failure(call: Call, { asked, segments }: Progress, text: string): TimeoutResult {
    const { timeoutBehavior } = call.cache.settings.nonstop;
    if (timeoutBehavior === 'custom') this.#world.recorder.assume(ASSUMPTIONS.custom);
    if (timeoutBehavior !== 'noop' && timeoutBehavior !== 'localReads') {
      return exception(`NonStopCacheException: org.terracotta.toolkit.nonstop.NonStopException: ${text}`);
    }
    // The iterator that noop returns is none.
    if (asked === 0) return exception('NullPointerException');
    const seen = Math.floor((asked * call.keyCount) / segments);
    return { outcome: 'noop', detail: `ends after ${seen} of ${call.keyCount} keys` };
  }

  #end(call: Call, result: TimeoutResult | undefined): void {
    if (result !== undefined) this.#host.finish(call, result.outcome, result.detail);
  }
}

const exception = (detail: string): TimeoutResult => ({ outcome: 'exception', detail });

/** A rejoin of Ehcache 2.6 shuts the old client down. */
const NOT_RUNNING = exception('TCNotRunningException');
