/**
 * Matches the words of a statement against the phrases of the schema table. Ordered choice without backtracking into a
 * part that has matched, as in a parsing expression grammar: linear, and the furthest place that was reached is the
 * place of the mistake.
 */
import { type Expected, type Match, type Names, NO_NAMES } from './match.ts';
import { Matcher } from './matcher.ts';
import { type Context, isSettingBlock } from './schema/index.ts';
import type { Word } from './syntax.ts';

export * from './match.ts';
export type { PhraseSlot, SlotType, WordSlot } from './pattern.ts';

let shared: Matcher | undefined;

/** The phrase of a context that begins at a word, if one fits. */
export function matchAt(words: readonly Word[], position: number, context: Context, names: Names): Match | undefined {
  shared ??= new Matcher(words, context, names, false);
  shared.reset(words, context, names);
  return shared.match(context, position);
}

/**
 * What could stand after these words: for completion. Empty when the words themselves do not fit. `words` are those
 * before the place, from the beginning of the statement.
 */
export function expectedAt(words: readonly Word[], context: Context, names: Names = NO_NAMES): readonly Expected[] {
  let position = 0;
  for (;;) {
    const matcher = new Matcher(words, context, names, true);
    const match = matcher.match(context, position);
    const expected = matcher.furthest === words.length ? matcher.expected : [];
    if (match === undefined || !isSettingBlock(context)) return expected;
    position = match.end;
    if (position === words.length) return [...expected, ...expectedAt([], context, names)];
    if (position === match.first) return expected;
  }
}
