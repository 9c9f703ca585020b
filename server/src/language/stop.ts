/** The place where a statement stops making sense, and what is known about it. */
import type { Expected, Match, Names } from './match.ts';
import { Matcher } from './matcher.ts';
import type { WordSlot } from './pattern.ts';
import { type Context, phraseText } from './schema/index.ts';
import type { Range, Word } from './syntax.ts';
import { list, quote, SLOT_NAMES } from './wording.ts';

export interface PhraseProblem extends Range {
  readonly code: 'TCS002' | 'TCS003' | 'TCS004' | 'TCS011';
  readonly message: string;
  readonly help: string;
  /** A repair: the text to put in place of a range. */
  readonly fix: (Range & { readonly title: string; readonly text: string }) | undefined;
}

export interface Stop {
  readonly words: readonly Word[];
  /** Where the phrase begins, and the furthest word that something was tried on; the end when words are missing. */
  readonly start: number;
  readonly position: number;
  readonly found: Word | undefined;
  readonly before: Word | undefined;
  readonly context: Context;
  readonly names: Names;
  /** Candidates for what a name may have meant. */
  readonly knownNames: readonly string[];
  /** What fitted before something was left over. */
  readonly match: Match | undefined;
  /** The setting before the phrase on the line. */
  readonly previous: Match | undefined;
  readonly expected: readonly Expected[];
  /** What was expected, without repetitions: words of the language, and slots. */
  readonly literals: readonly string[];
  readonly slots: readonly WordSlot[];
  /** Nothing fitted, not even the first word. */
  readonly begins: boolean;
  /** A word that was taken for a name although nothing declares it, and the context that it began. */
  readonly doubtful: { readonly position: number; readonly context: Context } | undefined;
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** Matches again and notes everything that was tried at the furthest word. */
export function findStop(
  words: readonly Word[],
  start: number,
  context: Context,
  names: Names,
  knownNames: readonly string[],
  previous: Match | undefined,
): Stop {
  const matcher = new Matcher(words, context, names, true);
  const match = matcher.match(context, start);
  const isLeftOver = match !== undefined && match.end > matcher.furthest;
  const position = isLeftOver ? match.end : matcher.furthest;
  const expected = isLeftOver ? [] : matcher.expected;
  return {
    words,
    start,
    position,
    found: words[position],
    before: words[position - 1],
    context,
    names,
    knownNames,
    match,
    previous,
    expected,
    literals: unique(expected.flatMap(({ literal }) => literal ?? [])),
    slots: unique(expected.flatMap(({ slot }) => slot ?? [])),
    begins: position === start && expected.length > 0,
    doubtful:
      matcher.doubtful < 0
        ? undefined
        : { position: matcher.doubtful, context: matcher.doubtful === 0 ? context : matcher.doubtfulContext },
  };
}

/** What may stand here, for people. */
export function describe({ literals, slots }: Stop): string {
  const strong = literals.filter((literal) => literal !== ',');
  const shown = strong.slice(0, 12).map(quote);
  if (strong.length > shown.length) shown.push(`${strong.length - shown.length} more`);
  const kinds = slots.includes('nodes') ? slots.filter((slot) => slot !== 'clients' && slot !== 'node') : slots;
  return list([...kinds.map((slot) => SLOT_NAMES[slot]), ...shown]);
}

/** The whole phrase, where only one is possible. */
export function reads({ expected }: Stop): string {
  const [entry, another] = unique(expected.map((item) => item.entry));
  return entry === undefined || another !== undefined ? '' : ` The whole is \`${phraseText(entry)}\`.`;
}

/** A problem of one word. */
export const atWord = (
  word: Range,
  code: PhraseProblem['code'],
  message: string,
  help: string,
  fix?: PhraseProblem['fix'],
): PhraseProblem => ({ code, start: word.start, end: word.end, message, help, fix });

/** Another word in its place. */
export const changing = (word: Range, text: string): PhraseProblem['fix'] => ({
  title: `Change to ${quote(text)}`,
  text,
  start: word.start,
  end: word.end,
});
