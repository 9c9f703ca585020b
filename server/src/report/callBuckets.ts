/** What the callers of a cache met, in equal parts of the run: what a row of characters or pixels can show. */
import { OUTCOME } from '../trace/codes.ts';
import type { Tone } from '../trace/kinds.ts';
import type { Trace } from '../trace/trace.ts';

/** Later in the list is more worth seeing, where one part has several. */
export const CALL_RANKS = [
  { name: 'none', glyph: ' ', tone: 'off', meaning: '' },
  { name: 'returns', glyph: '─', tone: 'good', meaning: 'calls return' },
  { name: 'substituted', glyph: 'o', tone: 'warn', meaning: 'local, null or ignored by nonstop' },
  { name: 'waiting', glyph: '~', tone: 'warn', meaning: 'callers wait' },
  { name: 'throws', glyph: '!', tone: 'bad', meaning: 'exceptions' },
] as const satisfies readonly { name: string; glyph: string; tone: Tone; meaning: string }[];

const [NONE, RETURNS, SUBSTITUTED, WAITING, THROWS] = [0, 1, 2, 3, 4] as const;
export type CallRank = typeof NONE | typeof RETURNS | typeof SUBSTITUTED | typeof WAITING | typeof THROWS;

/** A call that takes this long makes its caller wait. */
const WAIT_MICROS = 100_000;

/** Per part of the run the worst that happened to a call on that lane: indexes into CALL_RANKS. */
export function callBuckets(trace: Trace, lane: number, parts: number): Uint8Array {
  const worst = new Uint8Array(parts);
  const { count, lane: lanes, startMicros, endMicros, outcome } = trace.calls;
  const partMicros = trace.durationMicros / parts;
  const mark = (from: number, to: number, rank: CallRank) => {
    const last = Math.min(parts - 1, Math.floor(to / partMicros));
    for (let part = Math.min(parts - 1, Math.floor(from / partMicros)); part <= last; part++) {
      worst[part] = Math.max(worst[part] ?? NONE, rank);
    }
  };
  for (let row = 0; row < count; row++) {
    if (lanes[row] === lane) {
      const start = startMicros[row] ?? 0;
      const end = Math.min(endMicros[row] ?? 0, trace.durationMicros);
      if (end - start >= WAIT_MICROS) {
        mark(start, end, WAITING);
      }
      mark(end, end, rankOf(outcome[row] ?? 0, end - start));
    }
  }
  return worst;
}

function rankOf(outcome: number, waitMicros: number): CallRank {
  switch (outcome) {
    case OUTCOME.exception:
      return THROWS;
    case OUTCOME.noop:
    case OUTCOME['local-read']:
    case OUTCOME.ignored:
    case OUTCOME.recovered:
    case OUTCOME.loaded:
      return SUBSTITUTED;
    case OUTCOME.killed:
      return NONE;
    case OUTCOME.blocked:
      // A call that had just begun when the run ended says nothing.
      return waitMicros >= WAIT_MICROS ? WAITING : NONE;
    default:
      return RETURNS;
  }
}
