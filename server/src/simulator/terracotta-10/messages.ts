/** Everything that is said between the processes of a cluster of the 10.x line. */
import type { TransportMessage } from '../transport/messages.ts';
import { CLIENT_ARROWS, type ClientMessage } from './clients/messages.ts';
import { STRIPE_ARROWS, type StripeMessage } from './stripe/messages.ts';
import { VOTER_ARROWS, type VoterMessage } from './voter/messages.ts';

export type Message = TransportMessage | ClientMessage | StripeMessage | VoterMessage;

/** What is recorded one by one; the others are only counted. */
export const ARROWS: Readonly<Record<string, string>> = {
  hello: 'group handshake',
  ...CLIENT_ARROWS,
  ...STRIPE_ARROWS,
  ...VOTER_ARROWS,
};
