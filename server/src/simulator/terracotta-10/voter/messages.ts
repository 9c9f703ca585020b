/** What a voter asks of a server through its diagnostic port, and the answers. */
import type { Mode } from '../stripe/messages.ts';

export type VoterMessage =
  /** state: which mode and which topology; the others are about this voter. */
  | {
      readonly type: 'diagnostic-request';
      readonly id: number;
      readonly what: 'state' | 'register' | 'heartbeat';
      readonly voter: string;
    }
  | { readonly type: 'cast-vote'; readonly id: number; readonly voter: string; readonly term: number }
  | {
      readonly type: 'diagnostic-answer';
      readonly id: number;
      /** 0: accepted, or nothing to do · above 0: the term for which votes are wanted · -1: not known or not accepted. */
      readonly value: number;
      readonly mode: Mode;
      /** Indexes of the servers that the answering one has in its topology. */
      readonly topology: readonly number[];
    };

export const VOTER_ARROWS: { readonly [Type in VoterMessage['type']]?: string } = {
  'cast-vote': 'vote',
};
