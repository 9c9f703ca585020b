/** What is known of a kind of event. */
import type { ProductLine } from '../../model/model.ts';
import type { Tone } from '../lanes.ts';

export interface EventInfo {
  readonly name: string;
  /** lifecycle: product events and transitions · fault: what the scenario did · message · window · call · process · expectation */
  readonly category:
    | 'state'
    | 'fault'
    | 'cluster-event'
    | 'health'
    | 'connection'
    | 'election'
    | 'window'
    | 'data'
    | 'log'
    | 'process';
  readonly tone: Tone;
  /** Sentence for tooltips and text traces: {lane}, {other} (lane of `a`), {text}, {a}, {b} are filled in. */
  readonly sentence: string;
  /** May a scenario name it (`expect shop sees clusterOffline`, `when tsa-2 sees election-started`)? */
  readonly observable: boolean;
  readonly documentation: string;
  /** Product lines that have it; all where nothing is said. */
  readonly lines?: readonly ProductLine[];
}
