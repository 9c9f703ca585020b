/** What the states of a lane are called and how they look, by the number that its spans carry. */
import { STATES } from '../../../server/src/trace/kinds.ts';
import { STATE_TONE } from './tones.ts';

export interface Vocabulary {
  readonly names: readonly string[];
  /** Tone numbers. */
  readonly tones: Uint8Array;
  /** One or more sentences each. */
  readonly meanings: readonly string[];
}

/** The states of the trace: servers, clients, voters. */
export const NODE_STATES: Vocabulary = {
  names: STATES.map(({ name }) => name),
  tones: STATE_TONE,
  meanings: STATES.map(({ documentation, product }) =>
    product === '' ? documentation : `${documentation} In the product's log: ${product}.`,
  ),
};
