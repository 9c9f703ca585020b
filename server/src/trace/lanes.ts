/** Kinds of lanes and families of colours, which states, events and outcomes share. */

import type { ProductLine } from '../model/model.ts';

export type LaneKind = 'cluster' | 'server' | 'client' | 'cache' | 'network' | 'voter';

/** Colour families of the timeline; each theme maps them. */
export type Tone = 'good' | 'idle' | 'busy' | 'warn' | 'bad' | 'off';

/** Product lines of states and events that not all have. */
export const OLDER: readonly ProductLine[] = ['3.7', '4.x'];
export const NEWER: readonly ProductLine[] = ['10.x'];
