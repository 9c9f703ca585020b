import './polyfill.ts';
import { EmbeddedActionsParser, type IOrAlt, type IToken } from 'chevrotain';
import { Problems } from './problems.ts';
import type { Block, Comment, Statement, Word, WordKind } from './syntax.ts';
import { Close, KIND_OF_TOKEN, NewLine, Open, OpenText, Piece, TOKENS, Unknown } from './tokens.ts';
import { helpForUnknown, printable } from './unknown.ts';

/**
 * Blocks nest at most this deep in a tree, whatever the text says, so that everything that walks a tree may recurse.
 * The deepest block that means something in the language stands at the fifth level.
 */
export const MAX_DEPTH = 32;

/** Thrown by the grammar when the blocks of its tokens nest deeper than `MAX_DEPTH`. */
export class TooDeep extends Error {}

const KINDS: WordKind[] = [];
for (const [type, kind] of KIND_OF_TOKEN) KINDS[type.tokenTypeIdx ?? 0] = kind;

/**
 * The grammar. It is total: every sequence of tokens is a text, so Chevrotain never has to recover and no mistake takes
 * the rest of the file with it. What is wrong is found and reported by the actions.
 *
 *     file       = statements ( '}' statements )*          each of these braces closes nothing
 *     statements = ( newline | statement | block )*        a block here has lost its head
 *     statement  = word+ block?
 *     block      = '{' statements '}'?                     without the brace, the text ended too early
 */
export class Grammar extends EmbeddedActionsParser {
  #problems = new Problems();
  #comments: readonly Comment[] = [];
  #nextComment = 0;
  #textEnd = 0;
  #depth = 0;
  #leftOpen = false;
  #foundStray = false;
  #list: Statement[] = [];
  /** Filled by one statement after the other: an array that grows word by word takes twice the space of its copy. */
  readonly #words: Word[] = [];
  #wordCount = 0;

  // Made once and not at each use: this halves the time that the grammar takes.
  readonly #piece = () => {
    this.#words[this.#wordCount++] = this.#word(this.CONSUME(Piece));
  };
  readonly #blockOfStatement = () => this.SUBRULE(this.block);
  readonly #closingBrace = () => this.CONSUME(Close);
  readonly #itemKinds: IOrAlt<void>[] = [
    { ALT: () => void this.CONSUME(NewLine) },
    { ALT: () => void this.#list.push(this.SUBRULE(this.statement)) },
    { ALT: () => this.#headless(this.SUBRULE(this.block)) },
  ];
  readonly #item = () => this.OR(this.#itemKinds);

  /** @param skipValidations checking the grammar costs time at start-up and its result never changes: a test checks. */
  constructor(skipValidations: boolean) {
    super([...TOKENS], { maxLookahead: 1, skipValidations });
    this.performSelfAnalysis();
  }

  /** Whether the tokens that were read last left a block open. */
  get leftOpen(): boolean {
    return this.#leftOpen;
  }

  /** Whether a brace in the tokens that were read last closed nothing. */
  get foundStray(): boolean {
    return this.#foundStray;
  }

  /**
   * Makes a tree of tokens and adds what is wrong with them to `problems`.
   *
   * @throws TooDeep when blocks nest too deep
   */
  read(tokens: IToken[], comments: readonly Comment[], textEnd: number, problems: Problems): readonly Statement[] {
    const list: Statement[] = [];
    this.input = tokens;
    this.#comments = comments;
    this.#nextComment = 0;
    this.#textEnd = textEnd;
    this.#problems = problems;
    this.#depth = 0;
    this.#leftOpen = false;
    this.#foundStray = false;
    this.#list = list;
    this.file();
    return list;
  }

  readonly file = this.RULE('file', (): void => {
    this.SUBRULE1(this.statements);
    this.MANY(() => {
      const brace = this.CONSUME(Close);
      this.ACTION(() => this.#stray(brace.startOffset));
      this.SUBRULE2(this.statements);
    });
  });

  readonly statements = this.RULE('statements', (): void => this.MANY(this.#item));

  readonly statement = this.RULE('statement', (): Statement => {
    const start = this.LA(1).startOffset;
    const doc = this.#docBefore(start);
    this.#wordCount = 0;
    this.AT_LEAST_ONE(this.#piece);
    const words = this.#words.slice(0, this.#wordCount);
    const block = this.OPTION(this.#blockOfStatement);
    const end = block?.end ?? words.at(-1)?.end ?? start;
    return { start, end, words, block, doc };
  });

  readonly block = this.RULE('block', (): Block => {
    if (this.#depth === MAX_DEPTH) throw new TooDeep();
    this.#depth++;
    const outer = this.#list;
    const statements: Statement[] = [];
    this.#list = statements;
    const start = this.CONSUME(Open).startOffset;
    this.SUBRULE(this.statements);
    const close = this.OPTION(this.#closingBrace);
    this.#list = outer;
    this.#depth--;
    if (close === undefined) this.#leftOpen = true;
    else this.#skipComments(close.startOffset);
    const closed = close !== undefined && close.image !== '';
    if (!closed) this.#problems.add(start, start + 1, 'This block is never closed.', 'Add `}` where the block ends.');
    const end = closed ? close.startOffset + 1 : (close?.startOffset ?? this.#textEnd);
    return { start, end, statements, closed };
  });

  #word(token: IToken): Word {
    const { image: text, startOffset: start, tokenType } = token;
    const end = start + text.length;
    if (tokenType === Unknown) {
      this.#problems.add(start, end, `\`${printable(text)}\` means nothing here.`, helpForUnknown(text));
    } else if (tokenType === OpenText) {
      this.#problems.add(
        start,
        end,
        'This text has no closing quote.',
        'Add `"` where the text ends, on the same line.',
      );
    }
    return { kind: KINDS[token.tokenTypeIdx] ?? 'unknown', text, start, end };
  }

  #headless(block: Block): void {
    const list = this.#list;
    const head = list.at(-1);
    const { start, end } = block;
    if (head !== undefined && head.block === undefined) {
      this.#problems.add(
        start,
        start + 1,
        'This brace stands on a line of its own, but a statement ends with its line.',
        'Move `{` to the end of the line that it belongs to.',
      );
      list[list.length - 1] = { ...head, end, block };
    } else {
      this.#problems.add(
        start,
        start + 1,
        'This block does not say what it describes.',
        'Write what it is in front of the brace, for example `cluster orders {`, or remove the block.',
      );
      list.push({ start, end, words: [], block, doc: undefined });
    }
  }

  #stray(start: number): void {
    this.#foundStray = true;
    this.#skipComments(start);
    this.#problems.addStrayBrace(start);
  }

  /** Documentation belongs to the statement below it in the same block: what stands in front of a brace is passed over. */
  #skipComments(before: number): void {
    while ((this.#comments[this.#nextComment]?.start ?? before) < before) this.#nextComment++;
  }

  #docBefore(statementStart: number): string | undefined {
    let doc: string | undefined;
    for (;;) {
      const comment = this.#comments[this.#nextComment];
      if (comment === undefined || comment.start > statementStart) return doc;
      this.#nextComment++;
      if (!comment.documentation) continue;
      const line = comment.text.replace(/^\/\/\/ ?/, '').trimEnd();
      doc = doc === undefined ? line : `${doc}\n${line}`;
    }
  }
}
