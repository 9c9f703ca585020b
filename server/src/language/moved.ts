/** Parts of a tree in their new place, when text in front of them came or went. */
import type { Block, Comment, Range, Statement, Word } from './syntax.ts';

export function moved<T extends Range>(range: T, by: number): T {
  return { ...range, start: range.start + by, end: range.end + by };
}

export function movedComment({ start, end, text, documentation }: Comment, by: number): Comment {
  return { start: start + by, end: end + by, text, documentation };
}

export function movedStatement({ start, end, words, block, doc }: Statement, by: number): Statement {
  return {
    start: start + by,
    end: end + by,
    words: movedWords(words, by),
    block: block && movedBlock(block, by),
    doc,
  };
}

function movedBlock({ start, end, statements, closed }: Block, by: number): Block {
  return { start: start + by, end: end + by, statements: statements.map((s) => movedStatement(s, by)), closed };
}

function movedWords(words: readonly Word[], by: number): readonly Word[] {
  return words.map(({ kind, text, start, end }) => ({ kind, text, start: start + by, end: end + by }));
}

/**
 * A top-level statement in its new place. What is inside is moved when it is looked at: most keys move thousands of words
 * that nobody reads before the next key. A class, because each of them makes hundreds of these: getters of an object
 * literal are functions of their own.
 */
class StatementElsewhere implements Statement {
  readonly start: number;
  readonly end: number;
  readonly doc: string | undefined;
  readonly original: Statement;
  private readonly by: number;
  private movedWords: readonly Word[] | undefined;
  private movedBlock: Block | undefined;

  constructor(original: Statement, by: number) {
    this.start = original.start + by;
    this.end = original.end + by;
    this.doc = original.doc;
    this.original = original;
    this.by = by;
    this.movedWords = undefined;
    this.movedBlock = undefined;
  }

  get words(): readonly Word[] {
    this.movedWords ??= movedWords(this.original.words, this.by);
    return this.movedWords;
  }

  get block(): Block | undefined {
    this.movedBlock ??= this.original.block && movedBlock(this.original.block, this.by);
    return this.movedBlock;
  }

  /** What an edit of the text in front of it makes of it. */
  further(by: number): Statement {
    return this.by + by === 0 ? this.original : new StatementElsewhere(this.original, this.by + by);
  }
}

/** A top-level statement in its new place; `unmoved` gives back what was read. */
export function movedLater(statement: Statement, by: number): Statement {
  return statement instanceof StatementElsewhere ? statement.further(by) : new StatementElsewhere(statement, by);
}

/** The statement as it was read: the same object for its copies in later trees, as long as no edit touches its text. */
export function unmoved(statement: Statement): Statement {
  return statement instanceof StatementElsewhere ? statement.original : statement;
}
