import './polyfill.ts';
import { createToken, Lexer, type TokenType } from 'chevrotain';
import type { WordKind } from './syntax.ts';

/**
 * The tokens of a `.tcsim` text. Every character belongs to exactly one token, so the lexer has no errors of its own:
 * what the language has no use for becomes an `Unknown` token and stays in the tree, where the parser reports it.
 */

/** Whatever can be a word of a statement. */
export const Piece = createToken({ name: 'Piece', pattern: Lexer.NA });

/** A name or a keyword; dots join (`shop.sessions`), but two dots are the sign of a span and end the word. */
export const WordToken = createToken({
  name: 'Word',
  pattern: /[A-Za-z_][A-Za-z0-9_-]*(?:\.(?!\.)[A-Za-z0-9_-]*)*/,
  categories: Piece,
});

/** A number and what is attached to it: `30s`, `99.9%`, `200/s`, `4.3.1`, `4.x`. `30s..60s` is three tokens, `30s//` two. */
export const Quantity = createToken({
  name: 'Quantity',
  pattern: /-?[0-9][A-Za-z0-9%\u00b5\u03bc]*(?:(?:\.(?!\.)|\/(?!\/))[A-Za-z0-9%\u00b5\u03bc]*)*/,
  categories: Piece,
});

export const Text = createToken({ name: 'Text', pattern: /"(?:[^"\\\r\n]|\\[^\r\n])*"/, categories: Piece });

/** A string that its line ends before its closing quote. */
export const OpenText = createToken({ name: 'OpenText', pattern: /"[^\r\n]*/, categories: Piece });

export const Punctuation = createToken({ name: 'Punctuation', pattern: /\.\.|[,:[\]=+|]/, categories: Piece });

export const Unknown = createToken({
  name: 'Unknown',
  pattern:
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a binary file is full of them
    /(?:[\0-\x08\x0b\x0c\x0e-\x1f!#-*;<>?@\\^`~\x7f-\x9f\xa1-\ufefe\uff00-\uffff]+|-(?![0-9])|\.(?!\.)|\/(?!\/))+/,
  categories: Piece,
});

export const Open = createToken({ name: 'Open', pattern: '{' });
export const Close = createToken({ name: 'Close', pattern: '}' });

/** The end of a line, with the blank lines after it and the indentation of the next: one token where nothing is said. */
export const NewLine = createToken({ name: 'NewLine', pattern: /[\r\n][ \t\r\n]*/ });

const Blank = createToken({ name: 'Blank', pattern: /[ \t]+/, group: Lexer.SKIPPED });

/** No-break space, as pasted from web pages, and the byte order mark. */
const RareBlank = createToken({ name: 'RareBlank', pattern: /[\xa0\ufeff]+/, group: Lexer.SKIPPED });

/** The group in which the lexer hands over the comments, apart from the tokens. */
export const COMMENTS = 'comments';
const CommentToken = createToken({ name: 'Comment', pattern: /\/\/[^\r\n]*/, group: COMMENTS });

/** In order of precedence where two could match. */
export const TOKENS: readonly TokenType[] = [
  Blank,
  WordToken,
  NewLine,
  Quantity,
  Open,
  Close,
  Punctuation,
  Text,
  OpenText,
  CommentToken,
  Unknown,
  RareBlank,
  Piece,
];

/** The kind of word that a token becomes. */
export const KIND_OF_TOKEN: ReadonlyMap<TokenType, WordKind> = new Map([
  [WordToken, 'word'],
  [Quantity, 'quantity'],
  [Text, 'string'],
  [OpenText, 'string'],
  [Punctuation, 'punctuation'],
  [Unknown, 'unknown'],
]);

/**
 * @param skipValidations checking the patterns costs time at start-up and their result never changes: the tests check.
 */
export function createLexer(skipValidations: boolean): Lexer {
  return new Lexer([...TOKENS], { positionTracking: 'onlyOffset', skipValidations });
}
