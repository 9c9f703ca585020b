import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from './file.ts';
import { minimalEdits } from './formatting.ts';

function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((result, { range, text: piece }) => result.slice(0, range.start) + piece + result.slice(range.end), text);
}

describe('the fewest edits', () => {
  it('touch white space only where it differs', () => {
    expect(minimalEdits('a  b\nc d\n', 'a b\nc d\n')).toEqual([{ range: { start: 1, end: 3 }, text: ' ' }]);
  });

  it('put in and take out white space at signs', () => {
    const edits = minimalEdits('a{b }', 'a { b}');
    expect(applied('a{b }', edits)).toBe('a { b}');
    expect(edits).toHaveLength(3);
  });

  it('are none for equal texts', () => {
    expect(minimalEdits('a b\n', 'a b\n')).toEqual([]);
  });

  it('are one when words differ', () => {
    expect(minimalEdits('a 2min b', 'a  120s b')).toEqual([{ range: { start: 2, end: 6 }, text: ' 120s' }]);
  });

  it('lead from any text to any other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '{') });
    fc.assert(fc.property(text, text, (before, after) => applied(before, minimalEdits(before, after)) === after));
  });
});
