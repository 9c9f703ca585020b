/** What can be folded: blocks, and groups of comment lines. Ranges of a single line are left to the caller to drop. */
import type { Comment, Range, SyntaxTree } from '../language/syntax.ts';
import { blocksOf } from './file.ts';

export interface Fold extends Range {
  readonly kind: 'block' | 'comment';
}

/** Blocks and groups of comments, in the order of the text. */
export function folds(tree: SyntaxTree): readonly Fold[] {
  const blocks = [...blocksOf(tree.statements)].map(({ start, end }) => ({ start, end, kind: 'block' as const }));
  return [...blocks, ...commentGroups(tree)].sort((a, b) => a.start - b.start);
}

function commentGroups({ text, comments }: SyntaxTree): readonly Fold[] {
  const groups: { start: number; end: number; kind: 'comment' }[] = [];
  for (const comment of comments.filter((each) => standsAlone(text, each))) {
    const last = groups.at(-1);
    if (last && /^\r?\n?[ \t]*$/.test(text.slice(last.end, comment.start))) {
      last.end = comment.end;
    } else {
      groups.push({ start: comment.start, end: comment.end, kind: 'comment' });
    }
  }
  return groups;
}

function standsAlone(text: string, comment: Comment): boolean {
  const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
  return text.slice(lineStart, comment.start).trim() === '';
}
