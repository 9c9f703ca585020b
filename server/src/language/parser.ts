import './polyfill.ts';
import type { IToken, Lexer } from 'chevrotain';
import { Grammar, MAX_DEPTH, TooDeep } from './grammar.ts';
import { Problems } from './problems.ts';
import { mendByIndentation } from './recovery.ts';
import type { Comment, Statement, SyntaxTree } from './syntax.ts';
import { Close, COMMENTS, createLexer, NewLine, Open } from './tokens.ts';

let lexer: Lexer | undefined;
let grammar: Grammar | undefined;

/**
 * Reads a text. Never fails and takes time in proportion to the length: a mistake becomes a problem in the tree, at its
 * place, and everything around it is still read. The text of a comment keeps its slashes.
 */
export function parse(text: string): SyntaxTree {
  // Started at the first text: a process that only prints its version does not pay for it.
  lexer ??= createLexer(true);
  const { tokens, groups } = lexer.tokenize(text);
  const comments = readComments(text, groups[COMMENTS] ?? []);
  const problems = new Problems();
  const statements = readStatements(tokens, comments, text.length, problems);
  return { start: 0, end: text.length, text, statements, comments, problems: problems.list() };
}

function readComments(text: string, tokens: readonly IToken[]): readonly Comment[] {
  return tokens.map(({ image, startOffset: start }) => {
    const documentation = image.startsWith('///') && !image.startsWith('////') && startsLine(text, start);
    return { start, end: start + image.length, text: image, documentation };
  });
}

function startsLine(text: string, offset: number): boolean {
  let before = offset - 1;
  while (before >= 0 && ' \t\xa0\ufeff'.includes(text.charAt(before))) before--;
  return before < 0 || text[before] === '\n' || text[before] === '\r';
}

function readStatements(
  tokens: IToken[],
  comments: readonly Comment[],
  textEnd: number,
  problems: Problems,
): readonly Statement[] {
  grammar ??= new Grammar(true);
  try {
    const statements = grammar.read(tokens, comments, textEnd, problems);
    if (!grammar.leftOpen && !grammar.foundStray) return statements;
    const mended = mendByIndentation(tokens, grammar.foundStray);
    if (mended === undefined) return statements;
    problems.clear();
    for (const { startOffset } of mended.stray) problems.addStrayBrace(startOffset);
    return grammar.read(mended.tokens, comments, textEnd, problems);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    problems.clear();
    return grammar.read(withoutDeepBraces(tokens, problems), comments, textEnd, problems);
  }
}

/** The tokens without the braces of blocks that nest too deep: their statements move up into the deepest block. */
function withoutDeepBraces(tokens: readonly IToken[], problems: Problems): IToken[] {
  let depth = 0;
  return tokens.map((token) => {
    if (token.tokenType === Open) {
      depth++;
      if (depth === MAX_DEPTH + 1) {
        problems.add(
          token.startOffset,
          token.startOffset + 1,
          `Blocks nest deeper than ${MAX_DEPTH} levels here; this brace and those inside it are ignored.`,
          'Look for blocks above that lack their closing brace.',
        );
      }
      return depth > MAX_DEPTH ? asNewLine(token) : token;
    }
    if (token.tokenType !== Close || depth === 0) return token;
    depth--;
    return depth >= MAX_DEPTH ? asNewLine(token) : token;
  });
}

function asNewLine(token: IToken): IToken {
  return { ...token, tokenType: NewLine, tokenTypeIdx: NewLine.tokenTypeIdx ?? 0 };
}
