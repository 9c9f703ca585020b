/** Says where a statement stops making sense, what could have stood there, and what was probably meant. */

import type { Expected, Match, Names } from './match.ts';
import { Matcher } from './matcher.ts';
import { nearest } from './nearest.ts';
import { startsOf, type WordSlot } from './pattern.ts';
import { matchAt } from './phrases.ts';
import { type Context, isSettingBlock, phraseText, type ValueSpec } from './schema/index.ts';
import type { Range, Word } from './syntax.ts';
import { BLOCK_NAMES, SLOT_NAMES, SYNONYMS } from './wording.ts';

export interface PhraseProblem extends Range {
  readonly code: 'TCS002' | 'TCS003' | 'TCS004' | 'TCS011';
  readonly message: string;
  readonly help: string;
  /** A repair: the text to put in place of a range. */
  readonly fix: (Range & { readonly title: string; readonly text: string }) | undefined;
}

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} or ${parts[parts.length - 1]}`;

const quote = (text: string): string => `\`${text}\``;

/**
 * Why no phrase of the context fits at `start`, or only a part of the words: `start` may be where a phrase ended and
 * something is left over. `previous` is the setting before it on the line.
 */
export function explain(
  words: readonly Word[],
  start: number,
  context: Context,
  names: Names,
  knownNames: readonly string[],
  previous?: Match,
): PhraseProblem {
  const matcher = new Matcher(words, context, names, true);
  const match = matcher.match(context, start);
  const isLeftOver = match !== undefined && match.end > matcher.furthest;
  const furthest = isLeftOver ? match.end : matcher.furthest;
  const expected = isLeftOver ? [] : matcher.expected;
  const { doubtful } = matcher;
  const found = words[furthest];
  if (doubtful >= 0) {
    const problem = unknownStart(words, doubtful, context, matcher, knownNames);
    if (problem !== undefined) return problem;
  }
  const lacking = withoutValue(words, furthest, expected);
  if (lacking !== undefined) return lacking;
  if (found === undefined) return incomplete(words, expected);
  const before = words[furthest - 1];
  const literals = unique(expected.flatMap((item) => (item.literal === undefined ? [] : [item.literal])));
  const strong = literals.filter((literal) => literal !== ',');
  const slots = unique(expected.flatMap((item) => (item.slot === undefined ? [] : [item.slot])));
  const candidates = slots.some(isNameSlot) ? [...strong, ...knownNames] : strong;
  const meant = SYNONYMS[found.text] ?? nearest(found.text, candidates);
  const replacement = meant !== undefined && (candidates.includes(meant) || strong.includes(meant)) ? meant : undefined;
  const begins = expected.length > 0 && expected.every((item) => item.begins);
  if (replacement !== undefined) {
    return {
      code: begins || strong.includes(replacement) ? 'TCS003' : 'TCS002',
      start: found.start,
      end: found.end,
      message: begins ? `${unknownIn(found.text, context)}` : `${quote(found.text)} is not known here.`,
      help: `Did you mean ${quote(replacement)}?`,
      fix: { title: `Change to ${quote(replacement)}`, text: replacement, start: found.start, end: found.end },
    };
  }
  const inserted = begins
    ? forgottenComma(words, start, previous, names)
    : insertion(words, start, furthest, literals, context, names);
  if (inserted !== undefined) return missing(inserted, found, before);
  if (begins) {
    return {
      code: 'TCS003',
      start: found.start,
      end: found.end,
      message: unknownIn(found.text, context),
      help: `Here may stand ${describe(strong, slots)}.`,
      fix: undefined,
    };
  }
  if (strong.length === 0 && slots.length === 0) {
    return {
      code: 'TCS003',
      start: found.start,
      end: found.end,
      message: `Nothing more is expected here, but ${quote(found.text)} follows.`,
      help: 'Put it on a line of its own, or remove it.',
      fix: { title: `Remove ${quote(found.text)}`, text: '', start: before?.end ?? found.start, end: found.end },
    };
  }
  const [slot] = slots;
  const onlyValue = strong.length === 0 && slot !== undefined && slots.length === 1 && VALUE_SLOTS.has(slot);
  return {
    code: onlyValue ? 'TCS004' : 'TCS003',
    start: found.start,
    end: found.end,
    message: onlyValue
      ? `${quote(found.text)} is not ${SLOT_NAMES[slot].replace(/ such as .*/, '')}.`
      : `${quote(found.text)} cannot stand ${before === undefined ? 'here' : `after ${quote(before.text)}`}.`,
    help: `Here may stand ${describe(strong, slots)}.${reads(expected)}`,
    fix:
      onlyValue && slot === 'string'
        ? { title: 'Put it in quotes', text: `"${found.text}"`, start: found.start, end: found.end }
        : undefined,
  };
}

function missing(literal: string, found: Word, before: Word | undefined): PhraseProblem {
  const isComma = literal === ',' && before !== undefined;
  const at = isComma ? before.end : found.start;
  return {
    code: 'TCS011',
    start: found.start,
    end: found.end,
    message: `${quote(literal)} is missing before ${quote(found.text)}.`,
    help: isComma ? 'Separate names with a comma.' : `Write ${quote(literal)} here.`,
    fix: { title: `Insert ${quote(literal)}`, text: isComma ? ',' : `${literal} `, start: at, end: at },
  };
}

/** `server tsa-1 tsa-2`: the name behind a list of names belongs to the list. */
function forgottenComma(
  words: readonly Word[],
  start: number,
  previous: Match | undefined,
  names: Names,
): ',' | undefined {
  if (previous?.slots[previous.slots.length - 1]?.type !== 'new-names') return undefined;
  const [context] = previous.entry.contexts;
  const comma: Word = { kind: 'punctuation', text: ',', start: 0, end: 0 };
  const repaired = [...words.slice(0, start), comma, ...words.slice(start)];
  const match = context === undefined ? undefined : matchAt(repaired, previous.first, context, names);
  return match !== undefined && match.end > start + 1 ? ',' : undefined;
}

const VALUE_SLOTS: ReadonlySet<WordSlot> = new Set<WordSlot>(['duration', 'time', 'count', 'string', 'boolean']);

/** The whole phrase, where only one is possible. */
function reads(expected: readonly Expected[]): string {
  const [entry, another] = unique(expected.map((item) => item.entry));
  return entry === undefined || another !== undefined ? '' : ` The whole is \`${phraseText(entry)}\`.`;
}

/** A setting whose value is missing: the next word is another setting, or there is none. */
function withoutValue(
  words: readonly Word[],
  furthest: number,
  expected: readonly Expected[],
): PhraseProblem | undefined {
  const [only, another] = expected;
  const value = only?.entry.value;
  const keyword = words[furthest - 1];
  if (only?.slot !== 'value' || another !== undefined || value === undefined || keyword === undefined) return undefined;
  return {
    code: 'TCS011',
    start: keyword.start,
    end: keyword.end,
    message: `${quote(keyword.text)} has no value.`,
    help: `Write ${VALUE_NAMES[value.type](value)} behind it.`,
    fix: undefined,
  };
}

const VALUE_NAMES: Readonly<Record<ValueSpec['type'], (value: ValueSpec) => string>> = {
  duration: () => 'a duration such as `30s`',
  count: () => 'a number',
  boolean: () => '`true` or `false`',
  choice: (value) => (value.type === 'choice' ? list(value.choices.map((choice) => quote(choice.name))) : ''),
};

const isNameSlot = (slot: WordSlot): boolean =>
  slot === 'nodes' ||
  slot === 'node' ||
  slot === 'clients' ||
  slot === 'target' ||
  slot === 'thing' ||
  slot === 'cache';

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The first word of a phrase is neither one of its words nor a declared name. */
function unknownStart(
  words: readonly Word[],
  position: number,
  context: Context,
  matcher: Matcher,
  knownNames: readonly string[],
): PhraseProblem | undefined {
  const word = words[position];
  if (word === undefined) return undefined;
  const inner: Context = position === 0 ? context : matcher.doubtfulContext;
  const literals = [...startsOf(inner).byLiteral.keys()];
  const replacement = SYNONYMS[word.text] ?? nearest(word.text, [...literals, ...knownNames]);
  if (replacement === undefined) return undefined;
  return {
    code: literals.includes(replacement) ? 'TCS003' : 'TCS002',
    start: word.start,
    end: word.end,
    message: `${quote(word.text)} is neither a declared name nor a word that can stand here.`,
    help: `Did you mean ${quote(replacement)}?`,
    fix: { title: `Change to ${quote(replacement)}`, text: replacement, start: word.start, end: word.end },
  };
}

function unknownIn(text: string, context: Context): string {
  if (isSettingBlock(context))
    return `${BLOCK_NAMES[context] ?? context} has no setting ${quote(text)}.`.replace(/^./, (c) => c.toUpperCase());
  return `${quote(text)} is not something that ${BLOCK_NAMES[context] ?? 'this place'} can say.`;
}

function describe(literals: readonly string[], slots: readonly WordSlot[]): string {
  const shown = literals.slice(0, 8).map(quote);
  if (literals.length > shown.length) shown.push(`${literals.length - shown.length} more`);
  const kinds = slots.includes('nodes') ? slots.filter((slot) => slot !== 'clients' && slot !== 'node') : slots;
  return list([...kinds.map((slot) => SLOT_NAMES[slot]), ...shown]);
}

/** The statement ends too early. */
function incomplete(words: readonly Word[], expected: readonly Expected[]): PhraseProblem {
  const last = words[words.length - 1];
  const start = last?.start ?? 0;
  const end = last?.end ?? 0;
  const literals = unique(
    expected.flatMap((item) => (item.literal === undefined || item.literal === ',' ? [] : [item.literal])),
  );
  const slots = unique(expected.flatMap((item) => (item.slot === undefined ? [] : [item.slot])));
  return {
    code: 'TCS011',
    start,
    end,
    message: `Something is missing after ${quote(last?.text ?? '')}.`,
    help: `Here must stand ${describe(literals, slots)}.${reads(expected)}`,
    fix: undefined,
  };
}

/** The literal that, put before the word, makes the rest fit. */
function insertion(
  words: readonly Word[],
  start: number,
  position: number,
  literals: readonly string[],
  context: Context,
  names: Names,
): string | undefined {
  const at = words[position]?.start ?? 0;
  for (const literal of literals.slice(0, 12)) {
    // A comma would make a name of anything.
    if (literal === ',' && !names.isName(words[position]?.text ?? '')) continue;
    const word: Word = { kind: 'word', text: literal, start: at, end: at };
    const repaired = [...words.slice(0, position), word, ...words.slice(position)];
    const match = matchAt(repaired, start, context, names);
    if (match !== undefined && match.end === repaired.length) return literal;
  }
  return undefined;
}
