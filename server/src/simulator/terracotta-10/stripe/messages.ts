/** What the servers of a stripe of the 10.x line say to each other once they are in a group. */
import type { Enrollment } from './enrollment.ts';

/** ServerMode of terracotta-core 5.x, as far as a failure leads to it. START stands for BOOTSTRAP too. */
export type Mode = 'start' | 'uninitialized' | 'syncing' | 'passive' | 'active' | 'stopped';

/** Types of zap requests that failures lead to here: L2HAZapNodeRequestProcessor 5.x. */
export type ZapKind = 'split-brain';

/** Answers carry the `request` of what they answer. */
export type StripeMessage =
  | { readonly type: 'start-election'; readonly enrollment: Enrollment; readonly isAnswer: boolean }
  | { readonly type: 'election-result'; readonly enrollment: Enrollment; readonly request: number }
  /** An active declares itself: to a server that elects, to one that joins, to all after its election. */
  | {
      readonly type: 'abort-election' | 'election-won-already' | 'election-won';
      readonly enrollment: Enrollment;
      readonly request: number;
      /** Its vote term. */
      readonly term: number;
    }
  | {
      readonly type: 'result-agreed' | 'result-conflict';
      readonly enrollment: Enrollment;
      readonly request: number;
      readonly mode: Mode;
    }
  | { readonly type: 'sync-request' | 'sync-begin' }
  | { readonly type: 'sync-end'; readonly snapshot: unknown }
  | { readonly type: 'replicate'; readonly id: number; readonly activity: unknown }
  | { readonly type: 'replicated'; readonly id: number }
  | {
      readonly type: 'zap';
      readonly kind: ZapKind;
      readonly reason: string;
      readonly weights: readonly number[];
    };

/** Messages that explain a failure when they are seen. */
export const STRIPE_ARROWS: { readonly [Type in StripeMessage['type']]?: string } = {
  'start-election': 'START_ELECTION',
  'abort-election': 'ABORT_ELECTION',
  'election-result': 'ELECTION_RESULT',
  'election-won': 'ELECTION_WON',
  'election-won-already': 'ELECTION_WON_ALREADY',
  'result-conflict': 'RESULT_CONFLICT',
  'sync-request': 'passive sync request',
  'sync-begin': 'SYNC_BEGIN',
  'sync-end': 'SYNC_END',
  zap: 'zap',
};
