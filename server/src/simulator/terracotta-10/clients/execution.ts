/**
 * What an active does with the messages of clients: executes each once, replicates it, tells COMPLETE and RETIRED, and
 * has the copies of other clients dropped.
 *
 * Source: terracotta-core 5.x, ManagedEntityImpl, NetworkInvokeResponse, ProcessTransactionHandler (replay);
 * terracotta-platform 5.x, OOOMessageHandlerImpl; ehcache3 3.10, ClusterTierActiveEntity, EhcacheExecutionStrategy.
 */
import type { ServerArray } from '../array.ts';
import { type InvalidationRequest, Invalidations } from './invalidations.ts';
import type { ClientMessage, InvalidatedKey, Invocation } from './messages.ts';
import type { ClientNode } from './node.ts';
import type { ClientSession } from './session.ts';
import type { Chain, ClusterState } from './state.ts';
import { ITERATOR_BATCH } from './timing.ts';

/** The server does not know what the message is about: an iterator that was opened at another one. */
export const UNKNOWN = -2;
/** Invalidations of an active get names above those of the one before. */
const NAMES_PER_ACTIVE = 1_000_000;

export interface ExecutionOwner {
  sessions(): Iterable<ClientSession>;
  nodeOf(client: number): ClientNode;
  send(session: ClientSession, message: ClientMessage): void;
  replicate(activity: Chain, done: () => void): void;
  log(text: string): void;
}

export class Execution {
  readonly #array: ServerArray;
  readonly #state: ClusterState;
  readonly #owner: ExecutionOwner;
  readonly #invalidations: Invalidations;
  /** What clients say that they still wait for, until the replay. */
  readonly #reported: { readonly writer: number; readonly key: InvalidatedKey }[] = [];
  /** The defect put-missing-after-failover happens once per failover. */
  #mayLosePut = false;

  constructor(array: ServerArray, state: ClusterState, owner: ExecutionOwner) {
    this.#array = array;
    this.#state = state;
    this.#owner = owner;
    const owned = {
      sessions: () => owner.sessions(),
      ask: (session: ClientSession, request: InvalidationRequest) => owner.send(session, request),
      done: (writer: number, { cache, key }: InvalidatedKey) => this.#tellWriter(writer, cache, key),
    };
    this.#invalidations = new Invalidations(owned, array.world.nextId() * NAMES_PER_ACTIVE);
  }

  execute(session: ClientSession, invocation: Invocation): void {
    switch (invocation.operation) {
      case 'GET_STORE':
        this.#retired(session, invocation, this.#state.get(invocation.cache, invocation.key), false);
        break;
      case 'ITERATOR_OPEN':
        session.iterators.set(invocation.key, this.#state.sizeOf(invocation.cache));
        this.#advance(session, invocation);
        break;
      case 'ITERATOR_ADVANCE':
        this.#advance(session, invocation);
        break;
      default:
        this.#append(session, invocation);
        break;
    }
  }

  confirmed(connection: number, id: number): void {
    this.#invalidations.confirmed(connection, id);
  }

  clientGone(connection: number): void {
    this.#invalidations.clientGone(connection);
  }

  /** A reconnecting client names the strong writes whose invalidation it was waiting for. */
  reportInvalidating(connection: number, keys: readonly InvalidatedKey[]): void {
    for (const key of keys) this.#reported.push({ writer: connection, key });
  }

  /**
   * After the window: invalidations that were under way, then what was in flight, first in the order of the last active
   * as far as it is known, then in the order in which the clients came back.
   */
  replay(returned: readonly ClientSession[]): void {
    const { anomalies } = this.#array.scenario;
    this.#mayLosePut = anomalies?.includes('put-missing-after-failover') ?? false;
    for (const key of [...this.#state.invalidations.values()]) this.#invalidations.begin(0, key, false);
    this.#state.invalidations.clear();
    for (const { writer, key } of this.#reported) {
      if (this.#invalidations.begin(writer, key, true) === 0) this.#tellWriter(writer, key.cache, key.key);
    }
    this.#reported.length = 0;
    const resent = returned.flatMap((session) =>
      session.resent.map((invocation) => ({
        session,
        invocation,
        position: this.#state.positionOf(session.connection, invocation.transaction) ?? Number.POSITIVE_INFINITY,
      })),
    );
    for (const session of returned) session.resent = [];
    // Stable: what no order is known for stays in the order of the handshakes.
    resent.sort((a, b) => (a.position === b.position ? 0 : a.position - b.position));
    for (const { session, invocation } of resent) this.execute(session, invocation);
    this.#mayLosePut = false;
  }

  #append(session: ClientSession, invocation: Invocation): void {
    const { connection } = session;
    const recorded = this.#state.recorded(connection, invocation.transaction);
    if (recorded !== undefined) {
      // It has been applied here. Another passive of the last active may have missed it, and who has it leaves it alone.
      const invalidates = this.#invalidations.isAwaited(connection, invocation);
      const again: Chain = { kind: 'chain', connection, invocation, invalidation: 0, ended: [] };
      this.#replicate(session, again, recorded, invalidates);
      return;
    }
    if (this.#mayLosePut && invocation.operation === 'APPEND') {
      this.#mayLosePut = false;
      this.#array.ledger.blame(invocation.write, this.#array.world.kernel.currentCause);
      this.#owner.log('a put that was sent again after the failover is answered and not applied (ehcache3 #3013)');
      this.#retired(session, invocation, -1, false);
      return;
    }
    const { cache, key } = invocation;
    const strong = this.#owner.nodeOf(session.client).isStrong(cache);
    const invalidation = this.#invalidations.begin(connection, { cache, key }, strong);
    const activity: Chain = {
      kind: 'chain',
      connection,
      invocation,
      invalidation,
      ended: this.#invalidations.takeEnded(),
    };
    const result = this.#state.apply(activity);
    this.#replicate(session, activity, result, strong && invalidation > 0);
  }

  /** COMPLETE is told at once, to those who want to know; RETIRED when every passive has applied it too. */
  #replicate(session: ClientSession, activity: Chain, result: number, invalidates: boolean): void {
    const { invocation } = activity;
    let isRetired = false;
    this.#owner.replicate(activity, () => {
      isRetired = true;
      this.#retired(session, invocation, result, invalidates);
    });
    if (invocation.awaitsComplete && !isRetired) this.#tell('complete', session, invocation, result, invalidates);
  }

  #advance(session: ClientSession, invocation: Invocation): void {
    const left = session.iterators.get(invocation.key);
    if (left === undefined) {
      this.#retired(session, invocation, UNKNOWN, false);
      return;
    }
    const rest = Math.max(0, left - ITERATOR_BATCH);
    if (rest === 0) session.iterators.delete(invocation.key);
    else session.iterators.set(invocation.key, rest);
    this.#retired(session, invocation, rest, false);
  }

  #retired(session: ClientSession, invocation: Invocation, result: number, invalidates: boolean): void {
    this.#tell('retired', session, invocation, result, invalidates);
  }

  #tell(
    type: 'complete' | 'retired',
    session: ClientSession,
    { transaction }: Invocation,
    result: number,
    invalidates: boolean,
  ): void {
    this.#owner.send(session, { type, transaction, result, invalidates });
  }

  #tellWriter(writer: number, cache: number, key: number): void {
    for (const session of this.#owner.sessions()) {
      if (session.connection === writer) this.#owner.send(session, { type: 'invalidation-done', cache, key });
    }
  }
}
