import type { IToken } from 'chevrotain';
import { Close, NewLine, Open } from './tokens.ts';

/**
 * Closes the blocks whose braces are missing where the indentation says that they end, so that a block that is being
 * typed does not swallow the rest of the file: a line that is indented no deeper than the line that opened a block does
 * not belong to it. The braces put in have an empty image.
 *
 * @returns undefined where the indentation does not explain the missing braces
 */
export function closeByIndentation(tokens: readonly IToken[]): IToken[] | undefined {
  const closed: IToken[] = [];
  /** Of the blocks that are open, the indentation of the line that opened it. */
  const open: number[] = [];
  let indentation = tokens[0]?.startOffset ?? 0;
  let startsLine = true;
  let gapEnd = 0;
  for (const token of tokens) {
    if (token.tokenType === NewLine) {
      if (!startsLine) gapEnd = token.startOffset + token.image.length;
      indentation = token.image.length - 1 - Math.max(token.image.lastIndexOf('\n'), token.image.lastIndexOf('\r'));
      startsLine = true;
    } else {
      if (startsLine) {
        // The brace that closes a block is indented like its first line, a statement in it deeper.
        const deepest = token.tokenType === Close ? indentation : indentation - 1;
        while ((open.at(-1) ?? -1) > deepest) {
          open.pop();
          closed.push({ image: '', startOffset: gapEnd, tokenType: Close, tokenTypeIdx: Close.tokenTypeIdx ?? 0 });
        }
      }
      startsLine = false;
      if (token.tokenType === Open) open.push(indentation);
      // A brace too many: the author does not indent like this, and the braces put in are wrong.
      else if (token.tokenType === Close && open.pop() === undefined) return undefined;
    }
    closed.push(token);
  }
  return closed.length > tokens.length ? closed : undefined;
}
