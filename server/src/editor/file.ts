/** What every editor feature works on: one text with all that is known about it. Plain data, no protocol. */
import type { Analysis } from '../index.ts';
import type { Block, Origin, Range, Statement } from '../language/syntax.ts';

export interface EditorFile {
  /** The tree belongs to file 0 of the model. */
  readonly analysis: Analysis;
}

/** A replacement in the file itself. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** The index of the edited text in `Model.files`; the others were imported. */
export const THIS_FILE = 0;

export function isHere(origin: Origin): boolean {
  return origin.file === THIS_FILE;
}

/** Ends count as inside, so that a cursor behind the last letter still touches the word. */
export function touches(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

/** Ranges that only touch overlap, too. */
export function overlaps(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Every statement of the text with the blocks around it, outermost first, in the order of the text. */
export function* statementsOf(
  statements: readonly Statement[],
  around: readonly Statement[] = [],
): Generator<{ readonly statement: Statement; readonly around: readonly Statement[] }> {
  for (const statement of statements) {
    yield { statement, around };
    if (statement.block) {
      yield* statementsOf(statement.block.statements, [...around, statement]);
    }
  }
}

/** The statement from its first word to the end of its last: what a lens or a symbol points to. */
export function headOf(statement: Statement): Range {
  return { start: statement.start, end: statement.words.at(-1)?.end ?? statement.start };
}

/** Every block of the text, outer ones first. */
export function* blocksOf(statements: readonly Statement[]): Generator<Block> {
  for (const { statement } of statementsOf(statements)) {
    if (statement.block) {
      yield statement.block;
    }
  }
}

/** The name behind the last slash of either kind. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The name of a file as people know it, whether the adapter names it by path or by URI. */
export function shownName(file: string): string {
  const name = baseName(file);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
