/** What matching gives: phrases with the words in their slots, or what could have stood at a place. */
import type { SlotType, WordSlot } from './pattern.ts';
import type { Entry } from './schema/index.ts';
import type { Word } from './syntax.ts';

/** What the matcher may ask about the names of a program. */
export interface Names {
  /** A declared node, cluster, cache, …: it may be used although it is also a word of the language. */
  isName(text: string): boolean;
  /** Bound by `let` or `for`. */
  isValue(text: string): boolean;
}

export const NO_NAMES: Names = { isName: () => false, isValue: () => false };

/** One name of a list; `every client` is one item with `every`. */
export interface Item {
  readonly word: Word;
  readonly every: Word | undefined;
}

export interface Slot {
  readonly label: string;
  readonly type: SlotType;
  /** Index of the first word, and of the word after the last. */
  readonly first: number;
  readonly end: number;
  /** The words without separators; one unless the type is a list. Empty for a phrase. */
  readonly items: readonly Item[];
  /** The phrase in the slot, if its type is one. */
  readonly match: Match | undefined;
}

export interface Match {
  readonly entry: Entry;
  readonly first: number;
  readonly end: number;
  readonly slots: readonly Slot[];
  /** The literals of the optional parts that were written, in order. */
  readonly literals: readonly string[];
}

/** Something that could have stood at a place. */
export interface Expected {
  readonly entry: Entry;
  readonly literal: string | undefined;
  readonly slot: WordSlot | undefined;
  /** It begins its entry, so the whole phrase of the entry could be inserted. */
  readonly begins: boolean;
}

/** The slot with this label; undefined when that part was left out. */
export function slotOf(match: Match, label: string): Slot | undefined {
  for (const slot of match.slots) if (slot.label === label) return slot;
  return undefined;
}

/** The word in a slot that holds one. */
export const wordOf = (match: Match, label: string): Word | undefined => slotOf(match, label)?.items[0]?.word;

/** The phrase in a slot. */
export const phraseOf = (match: Match, label: string): Match | undefined => slotOf(match, label)?.match;
