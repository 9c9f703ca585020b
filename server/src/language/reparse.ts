import { moved, movedComment, movedLater, movedStatement } from './moved.ts';
import { parse } from './parser.ts';
import type { Range, Statement, SyntaxTree } from './syntax.ts';

/**
 * Reads a text that an edit made of the text of an earlier tree: equal to `parse(newText)`, but only the top-level
 * statements around the edit are read again. The statements in front of it are the same objects as before, those behind
 * it are copies in their new place, of which `unmoved` is the same as before. Where braces do not match, before or after
 * the edit, everything is read again.
 */
export function reparse(previous: SyntaxTree, newText: string): SyntaxTree {
  if (newText === previous.text) return previous;
  const edit = findEdit(previous.text, newText);
  return (isSound(previous) && splice(previous, newText, edit)) || parse(newText);
}

/** What an edit replaced: `end` is an offset in the old text. */
interface Edit extends Range {
  /** By how much everything behind it moved. */
  readonly delta: number;
}

function findEdit(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  const start = longest(shorter, (length, more) => before.slice(length, more) === after.slice(length, more));
  const same = longest(shorter - start, (length, more) => tail(before, length, more) === tail(after, length, more));
  return { start, end: before.length - same, delta: after.length - before.length };
}

function tail(text: string, from: number, to: number): string {
  return text.slice(text.length - to, text.length - from);
}

/**
 * The greatest length up to `most` over which two texts are the same, given how to compare the part between two
 * lengths. Grows in steps, because whole parts compare several times faster than characters.
 */
function longest(most: number, isSame: (length: number, more: number) => boolean): number {
  let length = 0;
  for (let step = 4096; step > 0; step >>= 1) {
    while (length + step <= most && isSame(length, length + step)) length += step;
  }
  return length;
}

/** All problems are known, and none is at a brace: every statement stands for itself. */
function isSound({ text, problems }: SyntaxTree): boolean {
  return problems.length <= 100 && problems.every(({ start }) => text[start] !== '{' && text[start] !== '}');
}

/**
 * Cuts the old tree at two line ends at the top level, around the edit, and reads what is between them. Undefined when
 * that part has an effect on what surrounds it.
 */
function splice(previous: SyntaxTree, newText: string, { start, end, delta }: Edit): SyntaxTree | undefined {
  const { text, statements, comments, problems } = previous;
  const cut = (index: number) => lineEndBetween(text, statements[index - 1], statements[index]);

  // The statement that the edit is in or behind is read again: words may have been added to it, or a block.
  let first = countWhile(statements, (statement) => statement.start < start) - 1;
  while (first > 0 && cut(first) === undefined) first--;
  const from = first > 0 ? (cut(first) ?? 0) : 0;
  first = Math.max(first, 0);

  let last = countWhile(statements, (statement) => statement.end < end) + 1;
  while (last < statements.length && cut(last) === undefined) last++;
  const to = last < statements.length ? (cut(last) ?? text.length) : text.length;
  last = Math.min(last, statements.length);

  const middle = parse(newText.slice(from, to + delta));
  if (!isSound(middle) || reachesOut(middle)) return undefined;

  const commentsBefore = countWhile(comments, (comment) => comment.start < from);
  const commentsBehind = countWhile(comments, (comment) => comment.start < to);
  const allProblems = [
    ...problems.filter((problem) => problem.start < from),
    ...middle.problems.map((problem) => moved(problem, from)),
    ...problems.filter((problem) => problem.start >= to).map((problem) => moved(problem, delta)),
  ];
  if (allProblems.length > 100) return undefined;
  return {
    start: 0,
    end: newText.length,
    text: newText,
    statements: [
      ...statements.slice(0, first),
      ...middle.statements.map((statement) => movedStatement(statement, from)),
      ...behind(statements.slice(last), delta, movedLater),
    ],
    comments: [
      ...comments.slice(0, commentsBefore),
      ...middle.comments.map((comment) => movedComment(comment, from)),
      ...behind(comments.slice(commentsBehind), delta, movedComment),
    ],
    problems: allProblems,
  };
}

/** The documentation at the end of a part would belong to what follows it. */
function reachesOut({ statements, comments }: SyntaxTree): boolean {
  const last = comments.at(-1);
  return last !== undefined && last.start >= (statements.at(-1)?.end ?? 0) && comments.some((c) => c.documentation);
}

function lineEndBetween(text: string, left: Statement | undefined, right: Statement | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const index = text.slice(left.end, right.start).search(/[\r\n]/);
  return index < 0 ? undefined : left.end + index;
}

/** How many elements at the beginning satisfy a condition that, once false, stays false. */
function countWhile<T>(ranges: readonly T[], condition: (range: T) => boolean): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (condition(ranges[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function behind<T>(list: readonly T[], delta: number, move: (element: T, by: number) => T): readonly T[] {
  return delta === 0 ? list : list.map((element) => move(element, delta));
}
