import { expect, it } from 'vitest';
import { TraceBuilder } from '../../../server/src/trace/traceBuilder.ts';
import { pauseSpans, type Spans, stateSpans } from './spans.ts';
import { NODE_STATES } from './vocabulary.ts';

function told(spans: Spans | undefined): string[] {
  return Array.from(
    spans?.startMicros ?? [],
    (start, index) =>
      `${NODE_STATES.names[spans?.state[index] as number]} ${start / 1e6}–${(spans?.endMicros[index] as number) / 1e6}`,
  );
}

it('states follow each other to the end of the run; one that took no time is left out', () => {
  const builder = new TraceBuilder(60).servers('tsa-1', 'tsa-2');
  builder.state(0, 'tsa-1', 'active');
  builder.state(0, 'tsa-2', 'passive');
  builder.state(30, 'tsa-1', 'down');
  builder.state(35, 'tsa-2', 'electing');
  builder.state(40, 'tsa-2', 'in-window');
  builder.state(40, 'tsa-2', 'active');
  const [first, second] = stateSpans(builder.trace());
  expect(told(first)).toEqual(['active 0–30', 'down 30–60']);
  expect(told(second)).toEqual(['passive 0–35', 'electing 35–40', 'active 40–60']);
});

it('a pause that does not end lasts until the run does', () => {
  const builder = new TraceBuilder(60).servers('tsa-1').client('shop', 'sessions');
  builder.event(10, 'shop', 'paused');
  builder.event(20, 'shop', 'resumed-process');
  builder.event(50, 'shop', 'paused');
  const [server, client] = pauseSpans(builder.trace());
  expect(server?.startMicros).toHaveLength(0);
  expect(Array.from(client?.startMicros ?? [])).toEqual([10e6, 50e6]);
  expect(Array.from(client?.endMicros ?? [])).toEqual([20e6, 60e6]);
});
