/** What was left out: a word, a comma, a space, a value, the time of a step, the braces around settings, their block. */

import { startsOf } from './pattern.ts';
import { matchAt } from './phrases.ts';
import type { Context, ValueSpec } from './schema/index.ts';
import { atWord, describe, type PhraseProblem, reads, type Stop } from './stop.ts';
import type { Word } from './syntax.ts';
import { BLOCK_NAMES, list, quote } from './wording.ts';

const VALUE_NAMES: Readonly<Record<ValueSpec['type'], (value: ValueSpec) => string>> = {
  duration: () => 'a duration such as `30s`',
  count: () => 'a number',
  boolean: () => '`true` or `false`',
  choice: (value) => (value.type === 'choice' ? list(value.choices.map((choice) => quote(choice.name))) : ''),
};

/** The blocks that a line can belong to. */
const CONTEXTS = Object.keys(BLOCK_NAMES) as readonly Context[];

/** A setting whose value is missing: the next word is another setting, or there is none. */
export function forgottenValue({ expected, before }: Stop): PhraseProblem | undefined {
  const [only, another] = expected;
  const value = only?.entry.value;
  if (only?.slot !== 'value' || another !== undefined || value === undefined || before === undefined) return undefined;
  return atWord(
    before,
    'TCS011',
    `${quote(before.text)} has no value.`,
    `Write ${VALUE_NAMES[value.type](value)} behind it.`,
  );
}

/** The statement ends too early. */
export function forgottenEnd(stop: Stop): PhraseProblem | undefined {
  const last = stop.words[stop.words.length - 1];
  if (stop.found !== undefined || last === undefined) return undefined;
  const help = `Here must stand ${describe(stop)}.${reads(stop)}`;
  return atWord(last, 'TCS011', `Something is missing after ${quote(last.text)}.`, help);
}

/** `network latency 5ms`: a setting of the block that the phrase before it opens. */
export function forgottenBlock({ found, begins, match, previous }: Stop): PhraseProblem | undefined {
  const opener = begins ? previous : match;
  const opens = opener?.entry.opens;
  if (found === undefined || opens === undefined || !startsOf(opens).byLiteral.has(found.text)) return undefined;
  const message = `${quote(found.text)} stands outside of the block that it belongs to.`;
  return atWord(found, 'TCS003', message, `Put it between braces: \`{ ${found.text} … }\`.`);
}

/** A line of a cluster that stands outside of any: the block is named that has such a line. */
export function forgottenPlace({ found, begins, context }: Stop): PhraseProblem | undefined {
  if (found === undefined || !begins) return undefined;
  const places = CONTEXTS.filter((place) => place !== context && startsOf(place).byLiteral.has(found.text));
  const blocks = list(places.map((place) => BLOCK_NAMES[place] ?? place));
  if (blocks === '') return undefined;
  const message = `${quote(found.text)} is said in ${blocks}, not in ${BLOCK_NAMES[context] ?? 'this place'}.`;
  return atWord(found, 'TCS003', message, `Put it between the braces of ${blocks}.`);
}

/** `client shop x3`: the space before a number. */
export function forgottenSpace({
  found,
  words,
  position,
  start,
  literals,
  context,
  names,
}: Stop): PhraseProblem | undefined {
  const [, literal, count] = /^(\D+)(\d+)$/.exec(found?.text ?? '') ?? [];
  if (found === undefined || literal === undefined || count === undefined || !literals.includes(literal))
    return undefined;
  const at = { start: found.start, end: found.end };
  const parts: readonly Word[] = [
    { kind: 'word', text: literal, ...at },
    { kind: 'quantity', text: count, ...at },
  ];
  const repaired = [...words.slice(0, position), ...parts, ...words.slice(position + 1)];
  if (matchAt(repaired, start, context, names)?.end !== repaired.length) return undefined;
  const text = `${literal} ${count}`;
  const message = `${quote(found.text)} is one word here.`;
  return atWord(found, 'TCS003', message, `Write ${quote(text)}.`, { title: `Change to ${quote(text)}`, text, ...at });
}

/** `crash tsa-1` or `30s crash tsa-1`: a step without its trigger. */
export function forgottenTrigger({ words, found, begins, context, names, start }: Stop): PhraseProblem | undefined {
  if (context !== 'scenario' || !begins || found === undefined) return undefined;
  const insert = (text: string, message: string): PhraseProblem =>
    atWord(found, 'TCS011', message, `Write ${quote(`${text} ${found.text} …`)}.`, {
      title: `Insert ${quote(text)}`,
      text: `${text} `,
      start: found.start,
      end: found.start,
    });
  const action = matchAt(words, start, 'action', names);
  if (action?.end === words.length) return insert('at 30s', `${quote(found.text)} does not say when.`);
  if (found.kind !== 'quantity' || matchAt(words, start + 1, 'action', names)?.end !== words.length) return undefined;
  return insert('at', `${quote('at')} is missing before ${quote(found.text)}.`);
}

/** The literal or comma that, put before the word, makes the rest fit. */
export function forgottenWord(stop: Stop): PhraseProblem | undefined {
  const { found, before, begins } = stop;
  if (found === undefined) return undefined;
  const literal = begins ? commaOfNames(stop) : literalThatFits(stop);
  if (literal === undefined) return undefined;
  const isComma = literal === ',' && before !== undefined;
  const at = isComma ? before.end : found.start;
  const help = isComma ? 'Separate names with a comma.' : `Write ${quote(literal)} here.`;
  const fix = { title: `Insert ${quote(literal)}`, text: isComma ? ',' : `${literal} `, start: at, end: at };
  return atWord(found, 'TCS011', `${quote(literal)} is missing before ${quote(found.text)}.`, help, fix);
}

const withWord = (words: readonly Word[], position: number, text: string): readonly Word[] => {
  const at = words[position]?.start ?? 0;
  return [...words.slice(0, position), { kind: 'word', text, start: at, end: at }, ...words.slice(position)];
};

function literalThatFits({ words, position, start, literals, context, names }: Stop): string | undefined {
  for (const literal of literals.slice(0, 12)) {
    // A comma would make a name of anything.
    if (literal === ',' && !names.isName(words[position]?.text ?? '')) continue;
    const repaired = withWord(words, position, literal);
    if (matchAt(repaired, start, context, names)?.end === repaired.length) return literal;
  }
  return undefined;
}

/** `server tsa-1 tsa-2`: the name behind a list of new names belongs to the list. */
function commaOfNames({ words, start, previous, names }: Stop): ',' | undefined {
  const [context] = previous?.entry.contexts ?? [];
  if (previous?.slots[previous.slots.length - 1]?.type !== 'new-names' || context === undefined) return undefined;
  const match = matchAt(withWord(words, start, ','), previous.first, context, names);
  return match !== undefined && match.end > start + 1 ? ',' : undefined;
}
