/** Kinds of lanes and families of colours, which states, events and outcomes share. */

export type LaneKind = 'cluster' | 'server' | 'client' | 'cache' | 'network' | 'voter';

/** Colour families of the timeline; each theme maps them. */
export type Tone = 'good' | 'idle' | 'busy' | 'warn' | 'bad' | 'off';
