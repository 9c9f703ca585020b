import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Word } from './syntax.ts';
import {
  formatDuration,
  type Parsed,
  parseBoolean,
  parseChoice,
  parseCount,
  parseDuration,
  unquote,
} from './values.ts';

const word = (text: string, kind: Word['kind'] = 'quantity'): Word => ({ kind, text, start: 0, end: text.length });

/** The value, or the code of the problem with what would replace the word. */
const outcome = <T>(parsed: Parsed<T>): T | string =>
  parsed.ok ? parsed.value : `${parsed.problem.code} ${parsed.problem.replacement ?? ''}`.trim();

describe('durations', () => {
  test.each([
    ['250us', 250],
    ['250ms', 250_000],
    ['30s', 30_000_000],
    ['1.5s', 1_500_000],
    ['2min', 120_000_000],
    ['1h', 3_600_000_000],
    ['0s', 0],
    ['30', 'TCS004 30s'],
    ['2m', 'TCS004 2min'],
    ['30sec', 'TCS004 30s'],
    ['30parsecs', 'TCS004'],
    ['soon', 'TCS004'],
    ['-5s', 'TCS005 0s'],
    ['9999h', 'TCS005 744h'],
  ])('%s is %s', (text, expected) => {
    expect(outcome(parseDuration(word(text)))).toBe(expected);
  });

  test('a property may have a unit of its own', () => {
    expect(outcome(parseDuration(word('2000'), { bareUnit: 'ms' }))).toBe(2_000_000);
  });

  test('a range is named in the units of people', () => {
    const parsed = parseDuration(word('10h'), { minMicros: 1_000, maxMicros: 3_600_000_000 });
    expect(parsed.ok ? '' : parsed.problem.help).toBe('It must be from 1ms to 1h.');
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_600_000_000_000 }), (micros) => {
        expect(outcome(parseDuration(word(formatDuration(micros))))).toBe(micros);
      }),
    );
  });
});

test.each([
  ['5', 5],
  ['-1', -1],
  ['3s', 'TCS004 3'],
  ['1.5', 'TCS004 2'],
  ['many', 'TCS004'],
  ['11', 'TCS005 10'],
])('the count %s is %s', (text, expected) => {
  expect(outcome(parseCount(word(text), -1, 10))).toBe(expected);
});

test.each([
  ['true', true],
  ['false', false],
  ['yes', 'TCS004 true'],
  ['off', 'TCS004 false'],
  ['ture', 'TCS004 true'],
  ['perhaps', 'TCS004'],
])('the boolean %s is %s', (text, expected) => {
  expect(outcome(parseBoolean(word(text, 'word')))).toBe(expected);
});

test('a choice is spelled as in the product', () => {
  const names = ['exception', 'noop', 'localReads'];
  expect(outcome(parseChoice(word('localReads', 'word'), names))).toBe('localReads');
  expect(outcome(parseChoice(word('localreads', 'word'), names))).toBe('TCS004 localReads');
  expect(outcome(parseChoice(word('"noop"', 'string'), names))).toBe('TCS004 noop');
});

test.each([
  ['"plain"', 'plain'],
  ['"a \\"b\\" \\\\ c"', 'a "b" \\ c'],
  ['"two\\nlines"', 'two\nlines'],
  ['"not closed', 'not closed'],
])('the text %s is read as %j', (text, expected) => {
  expect(unquote(text)).toBe(expected);
});
