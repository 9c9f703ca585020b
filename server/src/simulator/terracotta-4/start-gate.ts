/**
 * Whether the application of a client has come as far as its caches, and the word about the calls that are asked of it before.
 *
 * Source: toolkit 4.x of Ehcache 2.10, TerracottaToolkitFactoryService and TerracottaToolkitCreator: the thread that creates the cache
 * manager waits until its client is online, or, with toolkit.nonstop.init.enabled, for com.tc.non.stop.init.wait.time.millis at most.
 */
import type { CallRequest } from '../actions/index.ts';
import type { World } from '../engine/world.ts';

/** com.tc.non.stop.init.wait.time.millis. */
const NONSTOP_INIT_WAIT_MICROS = 20_000_000;

export type NotMadeBecause = 'down' | 'starting' | 'failed' | 'stopping';

const REASONS: Readonly<Record<NotMadeBecause, string>> = {
  down: 'its JVM is down',
  starting: 'the application still waits for its cache manager',
  failed: 'its cache manager could not start',
  stopping: 'it is being stopped',
};

export class StartGate {
  readonly #world: World;
  readonly #lane: number;
  readonly #said = new Set<string>();
  #opensMicros = Number.POSITIVE_INFINITY;

  constructor(world: World, lane: number) {
    this.#world = world;
    this.#lane = lane;
  }

  /** The application begins to create its cache manager. */
  begin(isNonstopInit: boolean): void {
    this.#opensMicros = isNonstopInit ? this.#world.nowMicros + NONSTOP_INIT_WAIT_MICROS : Number.POSITIVE_INFINITY;
  }

  /** It has its cache manager although the client has not been online yet. */
  get isOpen(): boolean {
    return this.#world.nowMicros >= this.#opensMicros;
  }

  /** Says that a call is not made: once for each operation, cache and reason, until the next call is made. */
  refuse({ operation, cache }: CallRequest, why: NotMadeBecause, cause: number): void {
    const text = `${operation} on ${cache}: ${REASONS[why]}`;
    if (this.#said.has(text)) return;
    this.#said.add(text);
    this.#world.because(cause, () => this.#world.emit('call-not-made', this.#lane, text));
  }

  /** A call is made: what is refused later is told anew. */
  passed(): void {
    if (this.#said.size > 0) this.#said.clear();
  }
}
