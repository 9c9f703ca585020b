import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeActions } from './codeActions.ts';
import { completions } from './completion.ts';
import { definition } from './definition.ts';
import { documentSymbols } from './documentSymbols.ts';
import { folds } from './folding.ts';
import { formattingEdits } from './formatting.ts';
import { hover } from './hover.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { selectionRanges } from './selectionRanges.ts';
import { edited } from './testing/editor.ts';

const TEXT = `import "base.tcsim"
let window = 30s
cluster orders { product terracotta 4.3
  stripe { server tsa-1, tsa-2 }
  health-check l2-l1 { ping-idletime 5s  socket-connect-count 5 }
}
client shop x 2 { rejoin true
  cache sessions { nonstop { timeout 5s  timeout-behavior localReads } } // work
}
scenario "the active dies" {
  for pause in [10s, 70s]
  with orders { client-reconnect-window window }
  every 100ms shop get sessions
  at 20s..30s pause shop-1 for pause
  when tsa-2 becomes active + 5s: crash every client
  expect no get on shop.sessions takes longer than 5s within 20s after 30s
  expect tsa-2 sees election-started, election-won in order
}
`;

/** Pieces of a sound text in any order, cut anywhere, with signs in between. */
const text = fc
  .array(
    fc.oneof(
      fc.tuple(fc.nat(TEXT.length), fc.nat(60)).map(([start, length]) => TEXT.slice(start, start + length)),
      fc.constantFrom(TEXT, '{', '}', '"', '\n', ',', '..', '/', '\\', '\u{1f4a5}', '\ud800'),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''));

it('every feature answers about any text at any place', () => {
  fc.assert(
    fc.property(text, fc.nat(), (markedText, random) => {
      const { file } = edited(markedText);
      const { length } = file.analysis.tree.text;
      const offset = random % (length + 1);
      completions(file, offset);
      hover(file, offset);
      definition(file, offset);
      references(file, offset, true);
      rename(file, offset, 'other');
      codeActions(file, { start: offset, end: offset });
      selectionRanges(file.analysis.tree, offset);
      documentSymbols(file.analysis.tree);
      formattingEdits(file);
      return folds(file.analysis.tree).every(({ start, end }) => start <= end && end <= length);
    }),
    { numRuns: 150 },
  );
});

it('every word of a sound text has something to say for itself, except in comments', () => {
  const { file, text: plain } = edited(TEXT);
  const silent = [...plain.matchAll(/[\w.-]*\w/g)].filter(({ index }) => !hover(file, index)).map(([word]) => word);
  expect(silent).toEqual(['work']);
});
