/** What Terracotta 3.7/4.x clients and servers say to each other, as far as failures depend on it. */
import type { TransportMessage } from '../transport/messages.ts';
import type { Enrollment } from './election.ts';
import type { HeldLock, LockMode, LockRequest, RecallCommit } from './lock-messages.ts';
import type { Resources } from './resources.ts';
import type { SyncSnapshot } from './store.ts';
import type { Weights } from './weights.ts';

export type ZapKind =
  | 'communication-error'
  | 'split-brain'
  | 'dirty-database'
  | 'partially-synced'
  | 'insufficient-resources';

export type Message =
  | TransportMessage
  // transport handshake of a client; `connection` 0 asks for a new identity
  | {
      readonly type: 'syn';
      readonly client: number;
      readonly connection: number;
      readonly resumable: boolean;
      readonly received: number;
    }
  | { readonly type: 'syn-ack'; readonly connection: number; readonly received: number }
  | { readonly type: 'syn-rejected' }
  // the licence lets no more clients in
  | { readonly type: 'syn-refused' }
  | { readonly type: 'close' }
  // client handshake and work
  | { readonly type: 'handshake'; readonly locks: readonly HeldLock[]; readonly resent: readonly number[] }
  | { readonly type: 'ack'; readonly stripeId: number }
  | { readonly type: 'transactions'; readonly writes: readonly number[]; readonly resent: boolean }
  | { readonly type: 'received'; readonly writes: readonly number[] }
  | { readonly type: 'completed'; readonly writes: readonly number[] }
  | { readonly type: 'fetch'; readonly call: number }
  | { readonly type: 'value'; readonly call: number }
  | { readonly type: 'lock'; readonly lock: number; readonly request: LockRequest }
  | { readonly type: 'refuse'; readonly call: number }
  | { readonly type: 'grant'; readonly lock: number; readonly mode: LockMode }
  // `leaseMicros`: how long a client whose own threads wait may keep it; 0 for not at all · `atOnce`: right behind the award
  | {
      readonly type: 'recall';
      readonly lock: number;
      readonly mode: LockMode;
      readonly leaseMicros: number;
      readonly atOnce: boolean;
    }
  | { readonly type: 'recall-commit'; readonly lock: number; readonly commit: RecallCommit }
  | { readonly type: 'unlock'; readonly lock: number; readonly thread: string }
  | { readonly type: 'member-left' | 'member-joined'; readonly name: string }
  // server group
  | { readonly type: 'start-election' | 'vote'; readonly enrollment: Enrollment }
  | { readonly type: 'abort-election' }
  | { readonly type: 'election-result'; readonly round: number; readonly enrollment: Enrollment }
  | { readonly type: 'result-agreed' | 'result-conflict'; readonly round: number }
  // `again`: ELECTION_WON_ALREADY, to a server that joins later
  | { readonly type: 'election-won'; readonly stripeId: number; readonly again: boolean }
  | { readonly type: 'won-conflict' }
  | { readonly type: 'sync-query' }
  | {
      readonly type: 'sync-answer';
      readonly allowed: boolean;
      readonly standby: boolean;
      readonly resources: Resources;
    }
  | { readonly type: 'sync-done'; readonly snapshot: SyncSnapshot }
  | {
      readonly type: 'relay';
      readonly id: number;
      readonly writes: readonly number[];
      readonly clientAdded: number;
      readonly client: number;
      readonly clientRemoved: number;
    }
  | { readonly type: 'relayed'; readonly id: number }
  | { readonly type: 'zap'; readonly kind: ZapKind; readonly reason: string; readonly weights: Weights };

/** Messages that explain a failure when they are seen: identities, windows, elections, zaps, syncs. */
export const ARROWS = {
  syn: 'SYN',
  'syn-rejected': 'RECONNECTION_REJECTED',
  'syn-refused': 'MAX_CONNECTION_EXCEED',
  handshake: 'handshake',
  ack: 'handshake acknowledged',
  hello: 'group handshake',
  'start-election': 'START_ELECTION',
  'abort-election': 'ABORT_ELECTION',
  'election-result': 'ELECTION_RESULT',
  'election-won': 'ELECTION_WON',
  'won-conflict': 'RESULT_CONFLICT',
  'sync-done': 'MOVE_TO_PASSIVE_STANDBY',
  zap: 'zap',
} satisfies { readonly [Type in Message['type']]?: string };
