/** How a call ends for its caller, and what becomes of a written value. */
import type { Tone } from './lanes.ts';

export interface OutcomeInfo {
  readonly name: string;
  readonly tone: Tone;
  readonly documentation: string;
}

/** How a call ended for its caller. */
export const OUTCOMES = [
  { name: 'blocked', tone: 'bad', documentation: 'Had not returned when the run ended.' },
  { name: 'ok', tone: 'good', documentation: 'Returned normally.' },
  { name: 'local', tone: 'good', documentation: 'Returned normally from the local tier.' },
  { name: 'exception', tone: 'bad', documentation: 'An exception; the detail names its class and message.' },
  {
    name: 'noop',
    tone: 'warn',
    documentation: 'timeout-behavior noop: null, false or nothing, as if the cache were empty.',
  },
  {
    name: 'local-read',
    tone: 'warn',
    documentation: 'timeout-behavior localReads: what the JVM had, perhaps stale, perhaps null.',
  },
  {
    name: 'ignored',
    tone: 'warn',
    documentation: 'A write that the timeout-behavior dropped without telling the caller.',
  },
  { name: 'killed', tone: 'off', documentation: 'The JVM of the caller died.' },
  { name: 'refused', tone: 'warn', documentation: 'A tryLock returned false: another thread has the lock.' },
  {
    name: 'recovered',
    tone: 'warn',
    documentation:
      'The cluster did not answer; the resilience strategy did: null, false or nothing, as if the cache were empty.',
  },
  {
    name: 'loaded',
    tone: 'warn',
    documentation: 'The cluster did not answer; the loader-writer did, from or to the system of record.',
  },
] as const satisfies readonly OutcomeInfo[];

export type OutcomeName = (typeof OUTCOMES)[number]['name'];

/** What became of a written value. */
export const FATES = [
  { name: 'none', tone: 'idle', documentation: 'Not a write.' },
  { name: 'applied', tone: 'good', documentation: 'The array has it at the end of the run.' },
  { name: 'pending', tone: 'warn', documentation: 'Still on its way when the run ended.' },
  {
    name: 'not-sent',
    tone: 'idle',
    documentation: 'Never left the client, and the caller was told so or had it ignored.',
  },
  { name: 'lost', tone: 'bad', documentation: 'Had been accepted and is gone.' },
] as const satisfies readonly OutcomeInfo[];

export type FateName = (typeof FATES)[number]['name'];
