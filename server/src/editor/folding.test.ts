import { expect, it } from 'vitest';
import { parse } from '../language/index.ts';
import { folds } from './folding.ts';

/** Every fold as its first and last line, counted from 1. */
function foldedLines(text: string): string[] {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return folds(parse(text)).map(({ start, end, kind }) => `${kind} ${lineOf(start)}–${lineOf(end)}`);
}

it('folds blocks, nested ones too, and groups of comment lines', () => {
  const text = `// one
// two

// alone
cluster a { // not a comment line
  stripe {
    server s // nor this
  }
}
`;
  expect(foldedLines(text)).toEqual(['comment 1–2', 'comment 4–4', 'block 5–9', 'block 6–8']);
});

it('folds a block that has no end yet', () => {
  expect(foldedLines('cluster a {\n  server b\n')).toEqual(['block 1–3']);
});
