/** Expand selection: word, statement without its block, statement, inside of the block around it, and so on outwards. */
import type { Range, Statement, SyntaxTree } from '../language/syntax.ts';
import { headOf, touches } from './file.ts';

/** From the innermost outwards; each range contains the one before it and is larger. */
export function selectionRanges(tree: SyntaxTree, offset: number): readonly Range[] {
  const inwards: Range[] = [{ start: 0, end: tree.text.length }];
  collect(tree.statements, offset, inwards);
  const growing: Range[] = [];
  for (const range of inwards.reverse()) {
    const last = growing.at(-1);
    if (!last || (range.start <= last.start && last.end <= range.end && size(range) > size(last))) {
      growing.push({ start: range.start, end: range.end });
    }
  }
  return growing;
}

function collect(statements: readonly Statement[], offset: number, inwards: Range[]): void {
  const statement = statements.find((each) => touches(each, offset));
  if (!statement) {
    return;
  }
  inwards.push(statement);
  const { block } = statement;
  if (block && block.start < offset) {
    inwards.push(block, { start: block.start + 1, end: block.closed ? block.end - 1 : block.end });
    collect(block.statements, offset, inwards);
    return;
  }
  inwards.push(headOf(statement));
  const word = statement.words.find((each) => touches(each, offset));
  if (word) {
    inwards.push(word);
  }
}

function size({ start, end }: Range): number {
  return end - start;
}
