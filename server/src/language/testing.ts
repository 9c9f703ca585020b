import fc from 'fast-check';
import type { Statement, SyntaxTree } from './syntax.ts';

/** What the tests of this folder share: trees as readable text, texts with a marked cursor, and random texts. */

/** A tree as indented lines: words with a letter for their kind, docs, blocks and problems with the text they mark. */
export function outline(tree: SyntaxTree): string {
  const lines: string[] = [];
  const write = (statements: readonly Statement[], indent: string) => {
    for (const { words, block, doc } of statements) {
      const head = words.map(({ kind, text }) => (kind === 'word' ? text : `${kind[0]}<${text}>`)).join(' ');
      const brace = block === undefined ? '' : block.closed ? ' {}' : ' {?';
      lines.push(indent + head + brace + (doc === undefined ? '' : ` /// ${JSON.stringify(doc)}`));
      if (block) write(block.statements, `${indent}  `);
    }
  };
  write(tree.statements, '');
  for (const { start, end, message } of tree.problems) lines.push(`! [${tree.text.slice(start, end)}] ${message}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a snapshot must stay a text
  return lines.join('\n').replace(/[\0-\x09\x0b-\x1f]/g, (char) => JSON.stringify(char).slice(1, -1));
}

/** Takes the marker ‸ out of a text and returns its offset. */
export function marked(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('‸');
  if (offset < 0) throw new Error('the text has no marker ‸');
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}

const PIECES = [
  ...['at', 'every', 'when', 'expect', 'import', 'as', 'cluster', 'tsa-1', 'shop.sessions', 'a.', 'x', 'until'],
  ...['30s', '-5', '4.3.1', '4.x', '200/s', '99.9%', '1.', '5/', '"text"', '"a \\" b // no"', '"open', '""'],
  ...[',', ':', '..', '[', ']', '=', '+', '|', '.', '-', '/', ';', 'é', '😀', '\0', '\ufeff', '\xa0', '\\', '\ud800'],
  ...['{', '}', '{', '}', '{\n', '\n}', '// note', '/// doc', '//// ruler', '///', '//'],
  ...[' ', ' ', '  ', '\t', '\n', '\n', '\r\n', '\r', '\n\n\n'],
];

/** Any text at all, most of them made of what the lexer knows, in any order. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);

const word = fc.oneof(
  fc.constantFrom('at', 'every', 'when', 'until', 'expect', 'import', 'as', 'tsa-1', 'shop.sessions', 'shop.', 'x'),
  fc.constantFrom(
    '30s',
    '-5',
    '4.3.1',
    '200/s',
    '99.9%',
    '1.',
    '"text"',
    '"a // b"',
    ',',
    ':',
    '..',
    '[',
    ']',
    '|',
    'é',
  ),
);
const blank = fc.constantFrom(' ', ' ', '  ', '     ', '\t');
const lineEnd = fc.constantFrom('\n', '\n', '\n\n', '\n\n\n\n', '\r\n', '  \n');
const comment = fc.constantFrom('// note', '/// doc', '//// ruler  ', '//');
const trailing = fc.constantFrom('', '', '', '  ', ' // why', '// why  ', '       // why');

const head = fc
  .array(fc.tuple(word, blank), { minLength: 1, maxLength: 8 })
  .map((words) => words.map(([text, gap]) => text + gap).join(''));

const { statements } = fc.letrec<{ statements: string; item: string }>((tie) => ({
  statements: fc.array(tie('item'), { maxLength: 6 }).map((items) => items.join('')),
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(blank, head, trailing, lineEnd).map((parts) => parts.join('')),
    fc.tuple(comment, lineEnd).map((parts) => parts.join('')),
    fc.tuple(head, head, trailing, lineEnd).map(([a, b, end, line]) => `${a}{ ${b}}${end}${line}`),
    fc
      .tuple(head, trailing, lineEnd, tie('statements'), trailing, lineEnd)
      .map(([text, end, first, content, after, line]) => `${text}{${end}${first}${content}}${after}${line}`),
  ),
}));

/** A text whose braces match, with comments, in any layout. */
export const validText = statements;
