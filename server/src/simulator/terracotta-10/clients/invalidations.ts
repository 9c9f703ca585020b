/**
 * After a write every other client drops its copy of the key. An eventual cache does not wait for that; the writer of a
 * strong cache is told when all have confirmed. A client that is gone counts as confirmed.
 *
 * Source: ehcache3 3.10, ClusterTierActiveEntity (InvalidationHolder, clientInvalidated), InvalidationTracker.
 */
import type { ClientMessage, InvalidatedKey } from './messages.ts';
import type { ClientSession } from './session.ts';

export type InvalidationRequest = Extract<ClientMessage, { readonly type: 'invalidate' }>;

interface Invalidation extends InvalidatedKey {
  /** Connections in the order in which they were asked, which is mostly that in which they confirm; then 0 stands there. */
  readonly asked: number[];
  /** How many have not confirmed. */
  missing: number;
  /** All before this place have confirmed. */
  first: number;
  /** Connection of the strong writer that waits; 0 for none. */
  readonly writer: number;
}

export interface InvalidationOwner {
  sessions(): Iterable<ClientSession>;
  ask(session: ClientSession, request: InvalidationRequest): void;
  /** Everybody has dropped the key; `writer` waits for that. */
  done(writer: number, key: InvalidatedKey): void;
}

export class Invalidations {
  readonly #owner: InvalidationOwner;
  readonly #pending = new Map<number, Invalidation>();
  /** What ended since the passives were last told. */
  #ended: number[] = [];
  #lastId: number;

  /** `lastId`: names up to this one were given by an earlier active. */
  constructor(owner: InvalidationOwner, lastId: number) {
    this.#owner = owner;
    this.#lastId = lastId;
  }

  /** Asks everybody but the writer. Returns the name of the invalidation; 0 when there is nobody to ask. */
  begin(writer: number, key: InvalidatedKey, writerWaits: boolean): number {
    const asked: number[] = [];
    const id = this.#lastId + 1;
    const request: InvalidationRequest = { type: 'invalidate', id, cache: key.cache, key: key.key };
    for (const session of this.#owner.sessions()) {
      const { connection, acknowledged, copied } = session;
      if (connection === writer || !acknowledged || !copied.has(key.cache)) continue;
      asked.push(connection);
      this.#owner.ask(session, request);
    }
    if (asked.length === 0) return 0;
    this.#lastId = id;
    this.#pending.set(id, {
      cache: key.cache,
      key: key.key,
      asked,
      missing: asked.length,
      first: 0,
      writer: writerWaits ? writer : 0,
    });
    return id;
  }

  confirmed(connection: number, id: number): void {
    const invalidation = this.#pending.get(id);
    if (invalidation === undefined) return;
    const { asked, first } = invalidation;
    const at = asked.indexOf(connection, first);
    if (at < 0) return;
    asked[at] = 0;
    if (at === first) invalidation.first++;
    if (--invalidation.missing > 0) return;
    this.#pending.delete(id);
    this.#ended.push(id);
    if (invalidation.writer > 0) this.#owner.done(invalidation.writer, invalidation);
  }

  /** A strong writer still waits for others to drop the key. */
  isAwaited(connection: number, { cache, key }: InvalidatedKey): boolean {
    for (const { writer, cache: inCache, key: ofKey } of this.#pending.values()) {
      if (writer === connection && inCache === cache && ofKey === key) return true;
    }
    return false;
  }

  clientGone(connection: number): void {
    for (const id of [...this.#pending.keys()]) this.confirmed(connection, id);
  }

  /** What ended since the last call. */
  takeEnded(): readonly number[] {
    if (this.#ended.length === 0) return this.#ended;
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }
}
