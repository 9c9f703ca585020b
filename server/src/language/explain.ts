/** Says where a statement stops making sense, what could have stood there, and what was probably meant. */

import {
  forgottenBlock,
  forgottenEnd,
  forgottenPlace,
  forgottenSpace,
  forgottenTrigger,
  forgottenValue,
  forgottenWord,
} from './forgotten.ts';
import type { Match, Names } from './match.ts';
import { nearest } from './nearest.ts';
import { startsOf, type WordSlot } from './pattern.ts';
import { type Context, isSettingBlock } from './schema/index.ts';
import { atWord, changing, describe, findStop, type PhraseProblem, reads, type Stop } from './stop.ts';
import type { Word } from './syntax.ts';
import { BLOCK_NAMES, quote, SLOT_NAMES, SYNONYMS } from './wording.ts';

export type { PhraseProblem } from './stop.ts';

/** From the most telling answer to the plainest; the first that has something to say is given. */
const ANSWERS: readonly ((stop: Stop) => PhraseProblem | undefined)[] = [
  unknownStart,
  forgottenValue,
  forgottenEnd,
  forgottenBlock,
  misspelled,
  forgottenTrigger,
  forgottenWord,
  forgottenSpace,
  forgottenPlace,
  tooMuch,
];

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
  const stop = findStop(words, start, context, names, knownNames, previous);
  for (const answer of ANSWERS) {
    const problem = answer(stop);
    if (problem !== undefined) return problem;
  }
  return misplaced(stop);
}

/** The first word of a phrase is neither one of its words nor a declared name. */
function unknownStart({ words, doubtful, knownNames }: Stop): PhraseProblem | undefined {
  const word = doubtful === undefined ? undefined : words[doubtful.position];
  if (word === undefined || doubtful === undefined) return undefined;
  const literals = [...startsOf(doubtful.context).byLiteral.keys()];
  const meant = SYNONYMS[word.text] ?? nearest(word.text, [...literals, ...knownNames]);
  if (meant === undefined) return undefined;
  const message = `${quote(word.text)} is neither a declared name nor a word that can stand here.`;
  const code = literals.includes(meant) ? 'TCS003' : 'TCS002';
  return atWord(word, code, message, `Did you mean ${quote(meant)}?`, changing(word, meant));
}

const NAME_SLOTS: ReadonlySet<WordSlot> = new Set<WordSlot>(['nodes', 'node', 'clients', 'target', 'thing', 'cache']);

/** A word that is near to one that may stand here, or another word for it. */
function misspelled({ found, literals, slots, knownNames, begins, context }: Stop): PhraseProblem | undefined {
  if (found === undefined) return undefined;
  const words = literals.filter((literal) => literal !== ',');
  const candidates = slots.some((slot) => NAME_SLOTS.has(slot)) ? [...words, ...knownNames] : words;
  const meant = SYNONYMS[found.text] ?? nearest(found.text, candidates);
  if (meant === undefined || !candidates.includes(meant)) return undefined;
  const message = begins ? unknownIn(found.text, context) : `${quote(found.text)} is not known here.`;
  const code = words.includes(meant) ? 'TCS003' : 'TCS002';
  return atWord(found, code, message, `Did you mean ${quote(meant)}?`, changing(found, meant));
}

/** The phrase is complete and something follows. */
function tooMuch({ found, before, expected }: Stop): PhraseProblem | undefined {
  if (found === undefined || expected.some(({ literal }) => literal !== ',')) return undefined;
  const message = `Nothing more is expected here, but ${quote(found.text)} follows.`;
  const fix = { title: `Remove ${quote(found.text)}`, text: '', start: before?.end ?? found.start, end: found.end };
  return atWord(found, 'TCS003', message, 'Put it on a line of its own, or remove it.', fix);
}

const VALUE_SLOTS: ReadonlySet<WordSlot> = new Set<WordSlot>(['duration', 'time', 'count', 'string', 'boolean']);

/** Lines of a block whose order of words is not that of a spoken sentence. */
const EXAMPLES: Partial<Record<Context, string>> = {
  scenario: ' Work reads `every 100ms shop get carts`, a step `at 30s crash tsa-1`.',
};

/** Something else must stand here. */
function misplaced(stop: Stop): PhraseProblem {
  const { found, before, literals, slots, begins, context } = stop;
  const word = found ?? { start: 0, end: 0, text: '' };
  const help = `Here may stand ${describe(stop)}.${begins ? '' : reads(stop)}`;
  if (begins) return atWord(word, 'TCS003', unknownIn(word.text, context), `${help}${EXAMPLES[context] ?? ''}`);
  const [slot] = slots;
  if (literals.length === 0 && slot !== undefined && slots.length === 1 && VALUE_SLOTS.has(slot)) {
    const message = `${quote(word.text)} is not ${SLOT_NAMES[slot].replace(/ such as .*/, '')}.`;
    const quoted = { title: 'Put it in quotes', text: `"${word.text}"`, start: word.start, end: word.end };
    return atWord(word, 'TCS004', message, help, slot === 'string' ? quoted : undefined);
  }
  const message = `${quote(word.text)} cannot stand ${before === undefined ? 'here' : `after ${quote(before.text)}`}.`;
  return atWord(word, 'TCS003', message, help);
}

function unknownIn(text: string, context: Context): string {
  const place = BLOCK_NAMES[context] ?? 'this place';
  if (!isSettingBlock(context)) return `${quote(text)} is not something that ${place} can say.`;
  return `${place.charAt(0).toUpperCase()}${place.slice(1)} has no setting ${quote(text)}.`;
}
