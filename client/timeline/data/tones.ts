/** The tables of the trace, turned into columns that a painter can index by number. */
import { EVENTS, OUTCOMES, STATES, type Tone } from '../../../server/src/trace/kinds.ts';

/** Order of the tone numbers in this page's columns. */
export const TONES = ['good', 'idle', 'busy', 'warn', 'bad', 'off'] as const satisfies readonly Tone[];

/** What a reader must see first when several share a pixel; higher wins. Indexed by tone number. */
const SEVERITY: Record<Tone, number> = { good: 1, idle: 2, off: 3, busy: 4, warn: 5, bad: 6 };

/** A caller that waits is worth a warning, whatever comes of it. */
export const WAIT_SEVERITY: number = SEVERITY.warn;

export type Category = (typeof EVENTS)[number]['category'];

export const toneNumber = (tone: Tone): number => TONES.indexOf(tone);

/** Severities are 1 … 6; 0 stands for "nothing here". */
export const SEVERITIES = Uint8Array.from(TONES, (tone) => SEVERITY[tone]);
/** The tone number of a severity. */
export const TONE_OF_SEVERITY = Uint8Array.from([0, 1, 2, 3, 4, 5, 6], (severity) =>
  Math.max(
    TONES.findIndex((tone) => SEVERITY[tone] === severity),
    0,
  ),
);

export const EVENT_TONE = Uint8Array.from(EVENTS, (event) => toneNumber(event.tone));
export const EVENT_SEVERITY = Uint8Array.from(EVENTS, (event) => SEVERITY[event.tone]);
export const STATE_TONE = Uint8Array.from(STATES, (state) => toneNumber(state.tone));
export const OUTCOME_TONE = Uint8Array.from(OUTCOMES, (outcome) => toneNumber(outcome.tone));
export const OUTCOME_SEVERITY = Uint8Array.from(OUTCOMES, (outcome) => SEVERITY[outcome.tone]);

const kindNumber = (name: (typeof EVENTS)[number]['name']): number => EVENTS.findIndex((event) => event.name === name);
export const STATE_EVENT = kindNumber('state');
export const PAUSED_EVENT = kindNumber('paused');
export const RESUMED_PROCESS_EVENT = kindNumber('resumed-process');
