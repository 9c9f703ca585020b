import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineIndex } from './lines.ts';

describe('LineIndex', () => {
  const index = new LineIndex('ab\r\n😀c\rd\n');

  test.each([
    ['the start', 0, 0, 0],
    ['the end of a line', 2, 0, 2],
    ['behind CR LF', 4, 1, 0],
    ['behind a character of two units', 6, 1, 2],
    ['behind a lone CR', 8, 2, 0],
    ['the empty last line', 10, 3, 0],
  ])('%s', (_, offset, line, character) => {
    expect(index.position(offset)).toEqual({ line, character });
    expect(index.offset({ line, character })).toBe(offset);
  });

  test('between CR and LF is the end of the line', () => {
    expect(index.position(3)).toEqual({ line: 0, character: 2 });
  });

  test('what lies outside moves to the nearest place', () => {
    expect(index.position(-1)).toEqual({ line: 0, character: 0 });
    expect(index.position(99)).toEqual({ line: 3, character: 0 });
    expect(index.offset({ line: 0, character: 99 })).toBe(2);
    expect(index.offset({ line: 1, character: -1 })).toBe(4);
    expect(index.offset({ line: 99, character: 0 })).toBe(10);
    expect(index.offset({ line: -1, character: 5 })).toBe(0);
  });

  test('lines without their ends', () => {
    expect(index.lineCount).toBe(4);
    expect([0, 1, 2, 3, 4].map((line) => index.line(line))).toEqual([
      { start: 0, end: 2 },
      { start: 4, end: 7 },
      { start: 8, end: 9 },
      { start: 10, end: 10 },
      { start: 10, end: 10 },
    ]);
  });

  test('position and offset are inverse, except inside a line end', () => {
    const texts = fc.array(fc.constantFrom('a', '😀', '\n', '\r\n', '\r')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.nat(60), (text, offset) => {
        fc.pre(offset <= text.length && text.slice(offset - 1, offset + 1) !== '\r\n');
        const lines = new LineIndex(text);
        expect(lines.offset(lines.position(offset))).toBe(offset);
      }),
    );
  });
});
