import './polyfill.ts';
import type { IToken, Lexer } from 'chevrotain';
import { Grammar } from './grammar.ts';
import { Problems } from './problems.ts';
import type { Comment, SyntaxTree } from './syntax.ts';
import { Close, COMMENTS, createLexer, NewLine, Open } from './tokens.ts';

/**
 * Blocks nest at most this deep in a tree, whatever the text says: everything that walks a tree may recurse. The
 * deepest block that means something in the language stands at the fifth level.
 */
export const MAX_DEPTH = 32;

let lexer: Lexer | undefined;
let grammar: Grammar | undefined;

/**
 * Reads a text. Never fails and takes time in proportion to the length: a mistake becomes a problem in the tree, at its
 * place, and everything around it is still read. The text of a comment keeps its slashes.
 */
export function parse(text: string): SyntaxTree {
  // Started at the first text, once: a process that only prints its version must not pay for it.
  lexer ??= createLexer(true);
  grammar ??= new Grammar(true);
  const problems = new Problems();
  const { tokens, groups } = lexer.tokenize(text);
  const comments = readComments(text, groups[COMMENTS] ?? []);
  flattenTooDeep(tokens, problems);
  const statements = grammar.read(tokens, comments, text.length, problems);
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
  while (text[before] === ' ' || text[before] === '\t' || text[before] === '\ufeff') before--;
  return before < 0 || text[before] === '\n' || text[before] === '\r';
}

/** Takes the braces of blocks that nest too deep out of the tokens; their statements move up into the deepest block. */
function flattenTooDeep(tokens: IToken[], problems: Problems): void {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.tokenType === Open) {
      depth++;
      if (depth === MAX_DEPTH + 1) {
        problems.add(
          token.startOffset,
          token.startOffset + 1,
          `Blocks cannot nest deeper than ${MAX_DEPTH} levels; this brace and the braces inside it are ignored.`,
          'Close the blocks that are complete: look for missing `}` above.',
        );
      }
      if (depth > MAX_DEPTH) tokens[index] = { ...token, tokenType: NewLine, tokenTypeIdx: NewLine.tokenTypeIdx ?? 0 };
    } else if (token.tokenType === Close && depth > 0) {
      if (depth > MAX_DEPTH) tokens[index] = { ...token, tokenType: NewLine, tokenTypeIdx: NewLine.tokenTypeIdx ?? 0 };
      depth--;
    }
  }
}
