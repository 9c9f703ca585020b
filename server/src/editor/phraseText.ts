/** Phrases of the schema as people read and type them. The notation: `Entry.phrase` in `schema/types.ts`. */
import type { Entry } from '../language/schema/index.ts';

/** Two forms of one word: `(becomes|become)`, `(write|writes)`, `(is|are)`. */
const WORD_PAIR = /\(([\w-]+)\|([\w-]+)\)/g;

/** `<nodes> becomes <state> [<bound>]`, `partition <group> [| <group> …]`: for documentation. */
export function readable(entry: Entry): string {
  return entry.phrase
    .replace(WORD_PAIR, '$1')
    .replace(/\('(.)'\|[\w-]+\)/g, "'$1'")
    .replace(/\(([^()]*)\)\*/g, '[$1 …]')
    .replace(/<([^>:]+):([^>]+)>/g, '<$1>')
    .replace(/<value>/g, `<${entry.value?.type ?? 'value'}>`)
    .replace(/'(.)'/g, '$1');
}

/**
 * What to offer for the first word of a phrase: it and the words that always follow, `drop connection of` for `drop`.
 * Just the word where the phrase begins with something else.
 */
export function leadingWords(entry: Entry, literal: string): string {
  const phrase = entry.phrase.replace(WORD_PAIR, (_, one: string, other: string) => (other === literal ? other : one));
  const words = /^[\w-]+(?: [\w-]+)*(?= |$)/.exec(phrase)?.[0] ?? '';
  return words === literal || words.startsWith(`${literal} `) ? words : literal;
}

/** Of two forms of a word, is this the one that does not agree with the number of its subject? */
export function disagrees(entry: Entry, literal: string, isPlural: boolean): boolean {
  for (const [, one, other] of entry.phrase.matchAll(WORD_PAIR)) {
    if (one !== undefined && other !== undefined && (literal === one || literal === other)) {
      return literal === (isPlural ? one : other);
    }
  }
  return false;
}
