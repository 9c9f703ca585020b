/**
 * The syntax tree of a `.tcsim` text. It is deliberately shallow: a file is statements, a statement is words and
 * perhaps a block. What the words mean is decided by the schema table (`schema.ts`), so that a broken statement
 * never takes its neighbours down with it. The tree is a value: nothing changes it after the parser returned.
 */

/** Offsets into one text, in UTF-16 code units, half open. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place in one of the files of a program: `file` indexes `Model.files`. */
export interface Origin extends Range {
  readonly file: number;
}

/**
 * word: `crash`, `tsa-1`, `shop.sessions`, `l2.healthcheck.l1.ping.idletime` · quantity: `30s`, `120`, `99.9%`, `200/s`
 * · string: with its quotes · punctuation: `,` `:` `..` `[` `]` `+` · unknown: a character the language has no use for.
 */
export type WordKind = 'word' | 'quantity' | 'string' | 'punctuation' | 'unknown';

export interface Word extends Range {
  readonly kind: WordKind;
  readonly text: string;
}

export interface Block extends Range {
  readonly statements: readonly Statement[];
  /** False when the text ended before the closing brace. */
  readonly closed: boolean;
}

export interface Statement extends Range {
  /** Never empty, unless a block stands alone (`{ … }` without a head), which the parser has reported. */
  readonly words: readonly Word[];
  readonly block: Block | undefined;
  /** The text of the `///` lines right above, without the slashes. */
  readonly doc: string | undefined;
}

export interface Comment extends Range {
  readonly text: string;
  readonly documentation: boolean;
}

/** A mistake that the lexer or the parser found; it becomes a diagnostic with code TCS001. */
export interface SyntaxProblem extends Range {
  readonly message: string;
  readonly help: string;
}

export interface SyntaxTree extends Range {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}
