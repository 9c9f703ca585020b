import type { Comment, Range, Statement, SyntaxTree, Word } from './syntax.ts';

/** Where a cursor stands in a tree: what completion, hover and rename start from. */
export interface Cursor {
  /** The statements whose blocks the cursor is in, outermost first. */
  readonly parents: readonly Statement[];
  /** The statement among whose words the cursor stands, or behind them on the same line; undefined where one could begin. */
  readonly statement: Statement | undefined;
  /** The words of that statement in front of the cursor that are finished: the cursor does not touch them. */
  readonly before: readonly Word[];
  /** The word that the cursor is in or touches; of two, the one that is not punctuation. */
  readonly word: Word | undefined;
  /** The comment that the cursor is in. */
  readonly comment: Comment | undefined;
}

/** Looks up an offset from 0 to the length of the text, in logarithmic time and the words of one statement. */
export function cursorAt(tree: SyntaxTree, offset: number): Cursor {
  const path = statementPathAt(tree, offset);
  const innermost = path.at(-1);
  const comment = lastAt(tree.comments, offset);
  const inComment = comment !== undefined && comment.start < offset && offset <= comment.end;
  const inBlock = innermost !== undefined && isInBlock(innermost, offset);
  const statement = inBlock || inComment ? undefined : innermost;
  const word = statement && touchedWord(statement, offset);
  return {
    parents: inBlock ? path : path.slice(0, -1),
    statement,
    before: statement?.words.filter((candidate) => candidate !== word && candidate.end <= offset) ?? [],
    word,
    comment: inComment ? comment : undefined,
  };
}

/**
 * The statements around an offset, outermost first, innermost last. A statement without a block reaches over the blanks
 * behind it, so that the end of a line that is being typed still belongs to it.
 */
export function statementPathAt(tree: SyntaxTree, offset: number): readonly Statement[] {
  const path: Statement[] = [];
  let statements = tree.statements;
  for (;;) {
    const statement = lastAt(statements, offset);
    if (statement === undefined || !reaches(tree.text, statement, offset)) return path;
    path.push(statement);
    if (statement.block === undefined || !isInBlock(statement, offset)) return path;
    statements = statement.block.statements;
  }
}

/** The word that contains or touches an offset; of two that touch it, the one that is not punctuation. */
export function wordAt(tree: SyntaxTree, offset: number): Word | undefined {
  return cursorAt(tree, offset).word;
}

function touchedWord(statement: Statement, offset: number): Word | undefined {
  const touched = statement.words.filter(({ start, end }) => start <= offset && offset <= end);
  return touched.findLast(({ kind }) => kind !== 'punctuation') ?? touched.at(-1);
}

function reaches(text: string, statement: Statement, offset: number): boolean {
  if (offset <= statement.end) return true;
  return statement.block === undefined && /^[ \t\xa0]*$/.test(text.slice(statement.end, offset));
}

function isInBlock({ block }: Statement, offset: number): boolean {
  return block !== undefined && offset > block.start && (offset < block.end || !block.closed);
}

/** The last of ascending ranges that starts at or before an offset. */
function lastAt<T extends Range>(ranges: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1];
}
