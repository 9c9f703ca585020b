import './polyfill.ts';
import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import { Problems } from './problems.ts';
import type { Block, Comment, Statement, Word } from './syntax.ts';
import { Close, KIND_OF_TOKEN, NewLine, Open, OpenText, Piece, TOKENS, Unknown } from './tokens.ts';

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

  /** @param skipValidations checking the grammar costs time at start-up and its result never changes: the tests check. */
  constructor(skipValidations: boolean) {
    super([...TOKENS], { maxLookahead: 1, skipValidations });
    this.performSelfAnalysis();
  }

  /** Makes a tree of tokens, whose blocks must not nest deeper than the stack allows. Adds what is wrong to `problems`. */
  read(tokens: IToken[], comments: readonly Comment[], textEnd: number, problems: Problems): readonly Statement[] {
    this.input = tokens;
    this.#comments = comments;
    this.#nextComment = 0;
    this.#textEnd = textEnd;
    this.#problems = problems;
    return this.file();
  }

  readonly file = this.RULE('file', (): Statement[] => {
    const list: Statement[] = [];
    this.SUBRULE1(this.statements, { ARGS: [list] });
    this.MANY(() => {
      const brace = this.CONSUME(Close);
      this.ACTION(() => this.#stray(brace));
      this.SUBRULE2(this.statements, { ARGS: [list] });
    });
    return list;
  });

  readonly statements = this.RULE('statements', (list: Statement[]) => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(NewLine) },
        {
          ALT: () => {
            const statement = this.SUBRULE(this.statement);
            this.ACTION(() => list.push(statement));
          },
        },
        {
          ALT: () => {
            const block = this.SUBRULE(this.block);
            this.ACTION(() => this.#headless(list, block));
          },
        },
      ]);
    });
  });

  readonly statement = this.RULE('statement', (): Statement => {
    const words: Word[] = [];
    const start = this.LA(1).startOffset;
    const doc = this.ACTION(() => this.#docBefore(start));
    let end = start;
    this.AT_LEAST_ONE(() => {
      const token = this.CONSUME(Piece);
      end = token.startOffset + token.image.length;
      this.ACTION(() => words.push(this.#word(token)));
    });
    const block = this.OPTION(() => this.SUBRULE(this.block));
    return { start, end: block?.end ?? end, words, block, doc };
  });

  readonly block = this.RULE('block', (): Block => {
    const statements: Statement[] = [];
    const open = this.CONSUME(Open);
    this.SUBRULE(this.statements, { ARGS: [statements] });
    const close = this.OPTION(() => this.CONSUME(Close));
    return this.ACTION(() => this.#block(open, statements, close));
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
    return { kind: KIND_OF_TOKEN.get(tokenType) ?? 'unknown', text, start, end };
  }

  #headless(list: Statement[], block: Block): void {
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

  #block(open: IToken, statements: readonly Statement[], close: IToken | undefined): Block {
    const start = open.startOffset;
    if (close === undefined) {
      this.#problems.add(start, start + 1, 'This block is never closed.', 'Add `}` where the block ends.');
      return { start, end: this.#textEnd, statements, closed: false };
    }
    this.#skipComments(close.startOffset);
    return { start, end: close.startOffset + 1, statements, closed: true };
  }

  #stray(brace: IToken): void {
    const start = brace.startOffset;
    this.#skipComments(start);
    this.#problems.add(start, start + 1, 'This brace closes nothing.', 'Remove it, or open its block with `{` above.');
  }

  /** Documentation belongs to the statement below it, in the same block. */
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

/** What a run of unknown characters looks like in a message: short, and without characters that print as nothing. */
function printable(text: string): string {
  const shown = [...text.slice(0, 20)].map((char) => (/[\p{C}\p{Z}]/u.test(char) ? codePoint(char) : char)).join('');
  return text.length > 20 ? `${shown}…` : shown;
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function helpForUnknown(text: string): string {
  if (/[“”„«»'‘’`]/.test(text)) return 'Put texts between straight double quotes: "…".';
  if (/[#*/]/.test(text)) return 'A comment starts with `//` and ends with the line.';
  if (text === ';') return 'Remove it: a statement ends with its line.';
  if (/[–—]/.test(text)) return 'Use the plain hyphen `-`.';
  if (text === '.') return 'A span of time is written with two dots: `20s..60s`.';
  return 'Remove it; names consist of letters, digits, `-`, `_` and `.`.';
}
