/** For the tests of the judges: one condition over a trace that was written by hand. */
import type { Condition, Scenario } from '../model/model.ts';
import { sentenceOf } from '../trace/sentence.ts';
import type { TraceBuilder } from '../trace/traceBuilder.ts';
import { judge } from './index.ts';

/** A judgement as text: verdict, moment in seconds, reason, and the causes below it. The window is in seconds. */
export function judged(build: TraceBuilder, condition: Condition, from?: number, to?: number): string {
  const trace = build.trace();
  const window = { fromMicros: (from ?? 0) * 1e6, toMicros: to === undefined ? trace.durationMicros : to * 1e6 };
  const expectation = { text: '', condition, window, at: { file: 0, start: 0, end: 0 } };
  const [judgement] = judge({ expectations: [expectation] } as unknown as Scenario, trace);
  if (judgement === undefined) {
    throw new Error('no judgement');
  }
  const { verdict, atMicros, reason, chain, calls } = judgement;
  const moment = atMicros === undefined ? '' : ` @${atMicros / 1e6}`;
  const causes = chain.map((row) => `\n  ← ${sentenceOf(trace, row)}`).join('');
  return `${verdict}${moment}: ${reason}${calls.length > 0 ? ` [calls ${calls.join(' ')}]` : ''}${causes}`;
}
