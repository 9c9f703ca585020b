import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyse, run } from '../../../server/src/index.ts';
import { sentenceOf } from '../../../server/src/trace/sentence.ts';
import { formatInstant } from '../../../server/src/trace/time.ts';
import { sessionCopies } from './sessions.ts';

/** What each node holds, and the events of its lane that matter, for the first scenario of a sample. */
function copiesOf(sample: string, change: (text: string) => string = (text) => text): string {
  const text = readFileSync(new URL(`../../../samples/${sample}.tcsim`, import.meta.url), 'utf8');
  const [scenario] = analyse(change(text), sample).model.scenarios;
  if (scenario === undefined) throw new Error(`no scenario in ${sample}`);
  const { trace } = run(scenario);
  return sessionCopies(trace)
    .flatMap(({ session, node, spans, vocabulary, rows }) => [
      `${session} on ${trace.lanes[node]?.name}`,
      ...Array.from(
        spans.startMicros,
        (start, index) =>
          `  ${formatInstant(start)}–${formatInstant(spans.endMicros[index] ?? 0)} ${vocabulary.names[spans.state[index] ?? 0]}`,
      ),
      ...rows.map((row) => sentenceOf(trace, row)).flatMap((text) => (text.includes('loses') ? [`  ! ${text}`] : [])),
    ])
    .join('\n');
}

it('two nodes that are cut off hold a state of their own until one of them has written', () => {
  expect(copiesOf('30-is-one-session-on-two-nodes')).toMatchInlineSnapshot(`
    "alice on is1
      0.000s–60.000s shared state
      60.000s–210.268s own state, apart from is2
      210.268s–300.000s shared state
    alice on is2
      60.000s–210.268s own state, apart from is1
      210.268s–300.000s shared state, own changes lost
      ! is2 loses what it changed in session alice (changes: 1): is1 has written its own state"
  `);
});

it('a node that is cut off alone is apart, and the other one keeps the shared state', () => {
  const roundRobin = (text: string) => text.replaceAll('route sticky', 'route round-robin');
  expect(copiesOf('36-is-sticky-sessions', roundRobin)).toMatchInlineSnapshot(`
    "alice on is1
      0.000s–32.000s shared state
      32.000s–33.004s own state, not saved
      33.004s–155.004s own state, apart from is2
      155.004s–300.000s shared state, own changes lost
      ! is1 loses what it changed in session alice (changes: 59): is2 has written its own state
    alice on is2
      1.000s–300.000s shared state"
  `);
});

it('nothing is told about sessions that nobody shares', () => {
  expect(copiesOf('01-the-active-dies')).toBe('');
});
