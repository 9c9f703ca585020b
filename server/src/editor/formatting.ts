/** From a text and its formatted form to the fewest edits, so that cursors, selections and breakpoints stay in place. */
import { format } from '../language/formatter.ts';
import type { Range } from '../language/syntax.ts';
import { type Edit, type EditorFile, overlaps } from './file.ts';

/** What the formatter changes; within a range only the edits that touch it. */
export function formattingEdits({ analysis }: EditorFile, range?: Range): readonly Edit[] {
  const edits = minimalEdits(analysis.tree.text, format(analysis.tree));
  return range ? edits.filter((edit) => overlaps(edit.range, range)) : edits;
}

/**
 * Where only white space differs, one edit for each differing piece of white space; otherwise one edit from the first
 * difference to the last.
 */
export function minimalEdits(before: string, after: string): readonly Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  let to = 0;
  while (from < before.length || to < after.length) {
    const fromEnd = endOfSpace(before, from);
    const toEnd = endOfSpace(after, to);
    const old = before.slice(from, fromEnd);
    const replacement = after.slice(to, toEnd);
    if (old !== replacement) {
      edits.push({ range: { start: from, end: fromEnd }, text: replacement });
    }
    from = fromEnd;
    to = toEnd;
    while (from < before.length && before[from] === after[to] && !isSpace(before, from)) {
      from++;
      to++;
    }
    const bothAtSpaceOrEnd = isSpaceOrEnd(before, from) && isSpaceOrEnd(after, to);
    if (!bothAtSpaceOrEnd && !isSpace(before, from) && !isSpace(after, to)) {
      return [wholeDifference(before, after)];
    }
  }
  return edits;
}

function wholeDifference(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start++;
  }
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  return { range: { start, end: before.length - tail }, text: after.slice(start, after.length - tail) };
}

function endOfSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text, at)) {
    at++;
  }
  return at;
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function isSpaceOrEnd(text: string, at: number): boolean {
  return at >= text.length || isSpace(text, at);
}
