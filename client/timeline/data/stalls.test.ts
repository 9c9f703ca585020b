import { expect, it } from 'vitest';
import { OUTCOMES } from '../../../server/src/trace/kinds.ts';
import type { CallColumns } from '../../../server/src/trace/trace.ts';
import { stalledCallAt, stallsOf } from './stalls.ts';
import { OUTCOME_SEVERITY, WAIT_SEVERITY } from './tones.ts';

const OK = OUTCOMES.findIndex(({ name }) => name === 'ok');
const EXCEPTION = OUTCOMES.findIndex(({ name }) => name === 'exception');

it('takes overlapping waits together, leaves out what was served, ends with the run', () => {
  const startMicros = Float64Array.of(0, 1e6, 1.5e6, 9e6, 20e6);
  const endMicros = Float64Array.of(50_000, 4e6, 6e6, 9.2e6, Number.POSITIVE_INFINITY);
  const outcome = Uint8Array.of(OK, OK, EXCEPTION, OK, 0);
  const lane = { rows: Uint32Array.of(0, 1, 2, 3, 4), timeMicros: startMicros };
  const stalls = stallsOf(lane, { startMicros, endMicros, outcome } as CallColumns, 30e6);
  expect([...stalls.startMicros]).toEqual([1e6, 9e6, 20e6]);
  expect([...stalls.endMicros]).toEqual([6e6, 9.2e6, 30e6]);
  expect([...stalls.severity]).toEqual([OUTCOME_SEVERITY[EXCEPTION], WAIT_SEVERITY, OUTCOME_SEVERITY[0]]);
  expect([...stalls.row]).toEqual([2, 3, 4]);
  expect([0, 5e6, 7e6, 25e6].map((time) => stalledCallAt(stalls, time))).toEqual([undefined, 2, undefined, 4]);
});
