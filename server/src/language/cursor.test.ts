import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cursorAt, statementPathAt, wordAt } from './cursor.ts';
import { parse } from './parser.ts';
import type { Statement } from './syntax.ts';
import { anyText, marked } from './testing.ts';

const headOf = ({ words }: Statement) => words[0]?.text ?? '{';

/** `parent > parent > statement: finished words | touched word`, or `in a comment`. */
function look(textWithMark: string): string {
  const { text, offset } = marked(textWithMark);
  const { parents, statement, before, word, comment } = cursorAt(parse(text), offset);
  const path = parents.map((parent) => `${headOf(parent)} > `).join('');
  if (comment !== undefined) return `${path}in a comment`;
  if (statement === undefined) return `${path}nothing yet`;
  return `${path}${headOf(statement)}: ${before.map((done) => done.text).join(' ')} | ${word?.text ?? ''}`;
}

test.each([
  ['‸', 'nothing yet'],
  ['at 30s‸', 'at: at | 30s'],
  ['at 30s ‸', 'at: at 30s | '],
  ['at 30s  ‸  crash', 'at: at 30s | '],
  ['at 30s cr‸ash tsa-1', 'at: at 30s | crash'],
  ['‸at 30s', 'at:  | at'],
  ['at 30s\n‸\ncrash', 'nothing yet'],
  ['at 30s // cr‸ash', 'in a comment'],
  ['at 30s ‸// crash', 'at: at 30s | '],
  ['server a,‸b', 'server: server a , | b'],
  ['server a‸, b', 'server: server | a'],
  ['server a,‸', 'server: server a | ,'],
  ['server a, ‸', 'server: server a , | '],
  ['a {‸}', 'a > nothing yet'],
  ['a ‸{}', 'a: a | '],
  ['a {}‸', 'a: a | '],
  ['a { b ‸}', 'a > b: b | '],
  ['a {\n  b 5s\n  ‸\n}', 'a > nothing yet'],
  ['a {\n  b 5s\n  c {\n    d ‸e\n  }\n}', 'a > c > d: d | e'],
  ['a {\n  b {\n    ‸', 'a > b > nothing yet'],
  ['a {\n  b // no‸te\n}', 'a > in a comment'],
  ['a { b }\nc ‸', 'c: c | '],
])('%j', (text, expected) => {
  expect(look(text)).toBe(expected);
});

test('the path leads from the outermost to the innermost statement', () => {
  const { text, offset } = marked('client shop {\n  cache x {\n    nonstop { timeout ‸5s }\n  }\n}');
  const tree = parse(text);
  expect(statementPathAt(tree, offset).map(headOf)).toEqual(['client', 'cache', 'nonstop', 'timeout']);
  expect(wordAt(tree, offset)?.text).toBe('5s');
});

test('any offset of any text has a cursor, and what it names is there', () => {
  fc.assert(
    fc.property(anyText, fc.nat(80), (text, place) => {
      const offset = Math.min(place, text.length);
      const { parents, statement, before, word } = cursorAt(parse(text), offset);
      for (const { block } of parents) expect(block?.start).toBeLessThan(offset);
      for (const { end } of before) expect(end).toBeLessThanOrEqual(offset);
      if (statement) expect(statement.start).toBeLessThanOrEqual(offset);
      if (word) expect(word.start <= offset && offset <= word.end).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
