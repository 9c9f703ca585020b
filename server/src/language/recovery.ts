import type { IToken } from 'chevrotain';
import { Close, NewLine, Open } from './tokens.ts';

export interface Mended {
  /** With the missing closing braces, which have an empty image, and without the stray ones. */
  readonly tokens: IToken[];
  readonly stray: readonly IToken[];
}

/**
 * Mends braces that do not match where the indentation says which of them is wrong, so that a block that is being typed
 * does not swallow the rest of the file, and a brace too many does not end the blocks around it. A line that is indented
 * no deeper than the line that opened a block does not belong to it, and the brace that closes it is indented no deeper.
 *
 * @param hasStray whether some closing brace closes nothing; otherwise none is taken out
 * @returns undefined where the indentation does not explain the mistakes
 */
export function mendByIndentation(tokens: readonly IToken[], hasStray: boolean): Mended | undefined {
  const mended: IToken[] = [];
  const stray: IToken[] = [];
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
      mended.push(token);
      continue;
    }
    if (startsLine) {
      const deepest = token.tokenType === Close ? indentation : indentation - 1;
      while ((open.at(-1) ?? -1) > deepest) {
        open.pop();
        mended.push({ image: '', startOffset: gapEnd, tokenType: Close, tokenTypeIdx: Close.tokenTypeIdx ?? 0 });
      }
    }
    startsLine = false;
    if (token.tokenType === Open) {
      open.push(indentation);
    } else if (token.tokenType === Close) {
      if (hasStray && (open.at(-1) ?? -1) < indentation) {
        stray.push(token);
        continue;
      }
      // Still one too many: the author does not indent like this, and what was mended is wrong.
      if (open.pop() === undefined) return undefined;
    }
    mended.push(token);
  }
  const explained = stray.length === 0 || open.length === 0;
  const changed = stray.length > 0 || mended.length > tokens.length;
  return explained && changed ? { tokens: mended, stray } : undefined;
}
