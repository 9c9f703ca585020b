import { expect, test } from 'vitest';
import type { Verdict } from '../../server/src/verdict/verdict.ts';
import type { TimelineRun } from '../timeline/protocol.ts';
import { countVerdicts, describeRuns, summaryOf } from './verdictText.ts';

const run = (title: string, variant: string, verdict: Verdict, expectations: readonly [Verdict, string][]) =>
  ({
    title,
    variant,
    verdict,
    expectations: expectations.map(([each, text]) => ({ verdict: each, text, reason: `why: ${text}` })),
  }) as unknown as TimelineRun;

const runs = [
  run('the active dies', '', 'held', [['held', 'tsa-2 becomes active']]),
  run('the window', 'window = 30s', 'violated', [
    ['violated', 'shop resumes within 60s'],
    ['inconclusive', 'shop rejoins'],
  ]),
];

test('counts over all runs, bad news first', () => {
  expect(countVerdicts(runs)).toEqual({ held: 1, violated: 1, inconclusive: 1 });
  expect(summaryOf(countVerdicts(runs))).toBe('1 violated, 1 inconclusive, 1 held');
  expect(summaryOf(countVerdicts([]))).toBe('ran, nothing expected');
});

test('every expectation has its line, with the reason where it did not hold', () => {
  expect(describeRuns(runs)).toMatchInlineSnapshot(`
    "the active dies: held
      ✓ tsa-2 becomes active

    the window (window = 30s): violated
      ✗ shop resumes within 60s
          why: shop resumes within 60s
      ? shop rejoins
          why: shop rejoins"
  `);
});
