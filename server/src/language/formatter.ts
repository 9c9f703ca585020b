import { alignLines, type Column, columnOf, type Line } from './alignment.ts';
import { joinWords } from './spacing.ts';
import type { Block, Comment, Statement, SyntaxTree } from './syntax.ts';

/**
 * Writes a tree in the style of the language: two spaces of indentation, one space between words, at most one blank
 * line, times and trailing comments of neighbouring lines in columns. Keeps every word, every comment and which
 * settings share a line. Formatting what was formatted changes nothing.
 *
 * A text whose braces do not match is returned as it is: nobody knows yet which block its lines belong to.
 */
export function format(tree: SyntaxTree): string {
  if (hasDoubtfulBraces(tree)) return tree.text;
  const lines = new LineWriter(tree).write();
  if (lines.length === 0) return '';
  const lineEnd = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const texts = alignLines(lines).map((text, index) => (lines[index]?.blankBefore ? lineEnd + text : text));
  return (tree.text.startsWith('\ufeff') ? '\ufeff' : '') + texts.join(lineEnd) + lineEnd;
}

/** Every problem of the grammar is at a brace; beyond the hundredth problem nobody has looked. */
function hasDoubtfulBraces({ text, problems }: SyntaxTree): boolean {
  return problems.length > 100 || problems.some(({ start }) => text[start] === '{' || text[start] === '}');
}

class LineWriter {
  readonly #tree: SyntaxTree;
  readonly #lines: Line[] = [];
  #nextComment = 0;
  /** Where in the source the last written thing ends. */
  #written = 0;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  write(): readonly Line[] {
    this.#statements(this.#tree.statements, this.#tree.end, 0);
    return this.#lines;
  }

  #statements(statements: readonly Statement[], end: number, depth: number): void {
    for (const statement of statements) {
      this.#comments(statement.start, depth);
      this.#statement(statement, depth);
    }
    this.#comments(end, depth);
  }

  #statement(statement: Statement, depth: number): void {
    const { start, block } = statement;
    if (block === undefined || !this.#isOpen(block)) {
      this.#line(start, depth, block ? { code: inline(statement, depth) } : split(statement, depth));
    } else {
      this.#line(start, depth, { code: `${joinWords(statement.words, false)} {` });
      this.#written = block.start + 1;
      this.#statements(block.statements, block.end, depth + 1);
      this.#lines.push({ depth, code: '}', column: undefined, blankBefore: false, comment: undefined });
    }
    this.#written = statement.end;
  }

  /** Whether a block is written over several lines: it was, and it has a content. */
  #isOpen(block: Block): boolean {
    const comment = this.#tree.comments[this.#nextComment];
    const hasComment = comment !== undefined && comment.start < block.end;
    return hasComment || (block.statements.length > 0 && !this.#onOneLine(block.start, block.end));
  }

  #comments(before: number, depth: number): void {
    for (;;) {
      const comment = this.#tree.comments[this.#nextComment];
      if (comment === undefined || comment.start >= before) return;
      this.#nextComment++;
      this.#comment(comment, depth);
      this.#written = comment.end;
    }
  }

  #comment({ start, text }: Comment, depth: number): void {
    const last = this.#lines.at(-1);
    if (last !== undefined && this.#onOneLine(this.#written, start)) last.comment = text.trimEnd();
    else this.#line(start, depth, { code: '', comment: text.trimEnd() });
  }

  #line(start: number, depth: number, { code, column, comment }: LineContent): void {
    const first = this.#lines.length === 0 || this.#tree.text[this.#written - 1] === '{';
    const blankBefore = !first && this.#hasBlankLine(this.#written, start);
    this.#lines.push({ depth, code, column, comment, blankBefore });
  }

  #onOneLine(from: number, to: number): boolean {
    return !/[\r\n]/.test(this.#tree.text.slice(from, to));
  }

  #hasBlankLine(from: number, to: number): boolean {
    return /(?:\r\n|\r(?!\n)|\n)[^\r\n]*[\r\n]/.test(this.#tree.text.slice(from, to));
  }
}

interface LineContent {
  readonly code: string;
  readonly column?: Column;
  readonly comment?: string;
}

/** A statement without a block, cut where its column starts. */
function split({ words }: Statement, depth: number): LineContent {
  const place = columnOf(words);
  if (place === undefined) return { code: joinWords(words, depth > 0 && words[0]?.text !== 'expect') };
  const right = words.slice(place.at);
  const wide = (right[0]?.start ?? 0) - (words[place.at - 1]?.end ?? 0) > 1;
  return {
    code: joinWords(words.slice(0, place.at), false),
    column: { kind: place.kind, text: joinWords(right, false), wide },
  };
}

/** A statement with its block on one line. */
function inline({ words, block }: Statement, depth: number): string {
  const head = joinWords(words, depth > 0 && block === undefined);
  if (block === undefined) return head;
  const content = block.statements.map((statement) => inline(statement, depth + 1)).join('  ');
  return content === '' ? `${head} {}` : `${head} { ${content} }`;
}
