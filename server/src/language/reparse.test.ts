import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './parser.ts';
import { reparse } from './reparse.ts';
import type { Statement, SyntaxTree } from './syntax.ts';
import { anyText, validText } from './testing.ts';

/** All that a tree says, as plain data: what moved is copied when it is looked at. */
function dataOf(tree: SyntaxTree) {
  const data = ({ start, end, words, block, doc }: Statement): object => ({
    start,
    end,
    words,
    block: block && { ...block, statements: block.statements.map(data) },
    doc,
  });
  return { ...tree, statements: tree.statements.map(data) };
}

const TEXT = `/// One.
cluster orders {
  stripe { server tsa-1 }
}

client shop { cluster orders } // two
/// Three.
scenario "x" {
  at 30s crash tsa-1 ; // odd
}
`;

test('an edit inside one statement leaves those in front of it untouched, and moves those behind it', () => {
  const before = parse(TEXT);
  const text = TEXT.replace('cluster orders }', 'cluster orders rejoin true }');
  const after = reparse(before, text);
  expect(dataOf(after)).toEqual(dataOf(parse(text)));
  expect(after.statements[0]).toBe(before.statements[0]);
  expect(after.statements[2]).not.toBe(before.statements[2]);
});

test('a text that did not change has the tree that it had', () => {
  const before = parse(TEXT);
  expect(reparse(before, TEXT)).toBe(before);
});

test.each([
  ['a line becomes documentation of the next', 'a\nb\nc', 'a\n/// b\nc'],
  ['a statement becomes documentation of the next', 'a\nb 1\nc', 'a\n///\nc'],
  ['documentation that stays above the edit', '/// a\n// b\nc', '/// a\n// d\nc'],
  ['documentation becomes a trailing comment', 'a\n/// b\nc', 'a /// b\nc'],
  ['a brace opens', 'a\nb\nc }', 'a\nb {\nc }'],
  ['a brace on the next line', 'a\n\nb', 'a\n{ }\nb'],
  ['a comment swallows a brace', 'a { }\nb { }', 'a // { }\nb { }'],
  ['two lines become one', 'a\nb\nc', 'a b\nc'],
  ['everything goes', 'a\nb', ''],
  ['something comes', '', 'a\nb'],
  ['at the very beginning', 'a\nb', 'xa\nb'],
  ['at the very end', 'a\nb', 'a\nbx'],
  ['CR LF is torn apart', 'a\r\nb\r\nc', 'a\rb\r\nc'],
])('%s', (_, before, after) => {
  expect(dataOf(reparse(parse(before), after))).toEqual(dataOf(parse(after)));
});

const longText = fc.array(validText, { minLength: 2, maxLength: 6 }).map((texts) => texts.join(''));
const typed = fc.constantFrom('x', ' ', '\n', '5s', '"', '/', '/// d\n', '\r', 'a 1\n', 'a {\n}\n', '{', '}', '');

test.each([
  ['typing in a valid text', longText, typed],
  ['any edit of any text', anyText, anyText],
])('%s: the tree is that of the new text', (_, texts, insertions) => {
  const places = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(texts, places, fc.nat(8), insertions, (text, place, removed, inserted) => {
      const at = Math.floor(place * text.length);
      const after = text.slice(0, at) + inserted + text.slice(at + removed);
      expect(dataOf(reparse(parse(text), after))).toEqual(dataOf(parse(after)));
    }),
    { numRuns: 1000 },
  );
});
