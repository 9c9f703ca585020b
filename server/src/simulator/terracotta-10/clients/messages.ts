/** What clients and servers of the 10.x line say to each other, as far as failures depend on it. */

/** How Ehcache asks its cluster tier: EhcacheMessageType of ehcache3 3.10; names as in its time-out log. */
export type WireOperation = 'GET_STORE' | 'APPEND' | 'GET_AND_APPEND' | 'CLEAR' | 'ITERATOR_OPEN' | 'ITERATOR_ADVANCE';

/** What the operation at the end of a chain does to the value of its key. */
export type Effect = 'none' | 'set' | 'set-if-absent' | 'set-if-present' | 'remove' | 'clear';

/** One message to an entity. It is in flight, and sent again after a failover, until it is RETIRED. */
export interface Invocation {
  readonly type: 'invoke';
  /** Ascending per connection. */
  readonly transaction: number;
  /** Whatever is older has retired: servers need not remember it. */
  readonly oldest: number;
  readonly operation: WireOperation;
  readonly effect: Effect;
  readonly cache: number;
  readonly key: number;
  /** Row of the call that writes; -1 when it only reads or cleans up. */
  readonly write: number;
  /** The write is complete with this message: the last key of a bulk operation. */
  readonly completesWrite: boolean;
  /** Row of the event that says why the resilience strategy removes the key; -1 when it is not a clean-up. */
  readonly cleansUp: number;
  /** False: the sender waits for RETIRED, so COMPLETE need not be told. */
  readonly awaitsComplete: boolean;
}

/** A key whose copies in other clients are being dropped; -1 for all keys. */
export interface InvalidatedKey {
  readonly cache: number;
  readonly key: number;
}

export type TierAnswer = 'ok' | 'no-manager' | 'no-tier';

export type ClientMessage =
  // transport: `connection` 0 asks for a new identity, `cluster` names the servers that gave the old one
  | { readonly type: 'syn'; readonly client: number; readonly connection: number; readonly cluster: number }
  | { readonly type: 'syn-ack'; readonly connection: number; readonly cluster: number }
  | { readonly type: 'syn-rejected' | 'no-active' }
  | { readonly type: 'redirect'; readonly server: number }
  | { readonly type: 'close' }
  // client handshake
  | {
      readonly type: 'handshake';
      /** In flight, ascending. */
      readonly resent: readonly Invocation[];
      /** Cluster tiers that it holds. */
      readonly tiers: readonly number[];
      /** Strong writes that wait until the copies of others are gone. */
      readonly invalidating: readonly InvalidatedKey[];
      /** How often it has reconnected: tells old requests for leases from new ones. */
      readonly leaseSequence: number;
    }
  | { readonly type: 'ack' }
  // leases
  | { readonly type: 'lease-request'; readonly sequence: number }
  /** 0: the request was made on an earlier connection. */
  | { readonly type: 'lease'; readonly sequence: number; readonly lengthMicros: number }
  // cluster tiers
  | {
      readonly type: 'open-tier';
      readonly cache: number;
      readonly createsManager: boolean;
      readonly createsTier: boolean;
    }
  | { readonly type: 'tier'; readonly cache: number; readonly answer: TierAnswer }
  | Invocation
  /** `result`: row of the value that the key had, -1 for none; for iterators how many entries are left, -2 when it is unknown. */
  | {
      readonly type: 'complete' | 'retired';
      readonly transaction: number;
      readonly result: number;
      /** `invalidation-done` will follow. */
      readonly invalidates: boolean;
    }
  | { readonly type: 'invalidate'; readonly id: number; readonly cache: number; readonly key: number }
  | { readonly type: 'invalidated'; readonly id: number }
  | { readonly type: 'invalidation-done'; readonly cache: number; readonly key: number };

/** Messages that explain a failure when they are seen. */
export const CLIENT_ARROWS: { readonly [Type in ClientMessage['type']]?: string } = {
  syn: 'SYN',
  redirect: 'redirect to the active',
  'no-active': 'no active',
  'syn-rejected': 'RECONNECTION_REJECTED',
  handshake: 'handshake',
  ack: 'handshake acknowledged',
};
