/**
 * Matches the words of a statement against the phrases of the schema table. Ordered choice without backtracking into a
 * part that has matched, as in a parsing expression grammar: linear, and the furthest place that was reached is the
 * place of the mistake.
 */

import { EVENTS, STATES } from '../trace/kinds.ts';
import {
  literalsOf,
  type Pattern,
  type PhraseSlot,
  patternOf,
  type SlotType,
  startsOf,
  type WordSlot,
} from './pattern.ts';
import { type Context, type Entry, entriesOf, isSettingBlock, OPERATIONS } from './schema/index.ts';
import type { Word } from './syntax.ts';

export type { PhraseSlot, SlotType, WordSlot } from './pattern.ts';

/** What the matcher may ask about the names of a program. */
export interface Names {
  /** A declared node, cluster, cache, …: it may be used although it is also a word of the language. */
  isName(text: string): boolean;
  /** Bound by `let` or `for`. */
  isValue(text: string): boolean;
}

const NO_ITEMS: readonly Item[] = [];
const NO_LITERALS: readonly string[] = [];

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
export const slotOf = (match: Match, label: string): Slot | undefined =>
  match.slots.find((slot) => slot.label === label);

/** The word in a slot that holds one. */
export const wordOf = (match: Match, label: string): Word | undefined => slotOf(match, label)?.items[0]?.word;

/** The phrase in a slot. */
export const phraseOf = (match: Match, label: string): Match | undefined => slotOf(match, label)?.match;

/** States, events and groups of calls: some are also words of sentences, as in `initially tsa-2 down`. */
const VOCABULARY: ReadonlySet<string> = new Set([
  ...STATES.map((state) => state.name),
  ...EVENTS.map((event) => event.name),
  'call',
  'read',
  'reads',
  'write',
  'writes',
]);

const operationNames: ReadonlySet<string> = new Set(OPERATIONS.map((operation) => operation.name));

const SENTENCES: readonly Context[] = [
  'scenario',
  'action',
  'event',
  'expectation',
  'outcome',
  'quantifier',
  'times',
  'bound',
];

let reservedWords: Set<string> | undefined;

/** Words that hold sentences together; a name that is not declared is not taken for one of them. */
function isReserved(text: string): boolean {
  if (reservedWords === undefined) {
    reservedWords = new Set(['and']);
    for (const context of SENTENCES) {
      for (const entry of entriesOf(context))
        for (const literal of literalsOf(patternOf(entry))) reservedWords.add(literal);
    }
  }
  return reservedWords.has(text);
}

export class Matcher {
  private words: readonly Word[];
  private names: Names;
  private context: Context;
  private readonly recording: boolean;
  // Stacks: those of the phrase that is being matched are at the end.
  private readonly slots: Slot[] = [];
  private readonly literals: string[] = [];
  /** The last list of names that was read: several phrases begin with the same one. */
  private lastList: Slot | undefined;
  private lastPhrase: Slot | undefined;
  private entry: Entry | undefined;
  private entryStart = 0;
  private isOptional = false;
  /** The furthest word that something was tried on, and what was. Only while recording. */
  furthest = 0;
  expected: Expected[] = [];
  /** Index of a word that was taken for a name at the beginning of a phrase, without being a declared one; -1: none. */
  doubtful = -1;
  doubtfulContext: Context;

  constructor(words: readonly Word[], context: Context, names: Names, recording: boolean) {
    this.words = words;
    this.context = context;
    this.names = names;
    this.recording = recording;
    this.doubtfulContext = context;
  }

  /** Prepares for other words; what was found before is forgotten. Not for a matcher that records. */
  reset(words: readonly Word[], context: Context, names: Names): void {
    this.words = words;
    this.context = context;
    this.names = names;
    this.lastList = undefined;
    this.lastPhrase = undefined;
    this.doubtful = -1;
  }

  /** The first phrase of a context that fits at a word. */
  match(context: Context, position: number): Match | undefined {
    const word = this.words[position];
    const starts = startsOf(context);
    let candidates: readonly Entry[] | undefined;
    if (word !== undefined) {
      candidates = starts.byLiteral.get(word.text);
      if (candidates === undefined || (starts.open.length > 0 && this.names.isName(word.text))) {
        if (this.recording && position >= this.furthest) this.recordStarts(context, position);
        candidates = candidates === undefined ? starts.open : [...candidates, ...starts.open];
      }
    } else {
      candidates = entriesOf(context);
    }
    for (const entry of candidates) {
      const match = this.matchEntry(entry, position);
      if (match !== undefined) return match;
    }
    return undefined;
  }

  private recordStarts(context: Context, position: number): void {
    for (const [literal, entries] of startsOf(context).byLiteral) {
      for (const entry of entries) this.record(position, entry, literal, undefined, position);
    }
  }

  private matchEntry(entry: Entry, position: number): Match | undefined {
    const { entry: outer, entryStart, isOptional } = this;
    const firstSlot = this.slots.length;
    const firstLiteral = this.literals.length;
    this.entry = entry;
    this.entryStart = position;
    this.isOptional = false;
    const end = this.walk(patternOf(entry), position);
    let match: Match | undefined;
    if (end >= 0) {
      const literals = this.literals.length > firstLiteral ? this.literals.slice(firstLiteral) : NO_LITERALS;
      match = { entry, first: position, end, slots: this.slots.slice(firstSlot), literals };
    }
    this.isOptional = isOptional;
    this.slots.length = firstSlot;
    this.literals.length = firstLiteral;
    this.entry = outer;
    this.entryStart = entryStart;
    return match;
  }

  /** The index after the words that the pattern took, or -1. */
  private walk(pattern: Pattern, position: number): number {
    switch (pattern.kind) {
      case 'literal':
        if (this.words[position]?.text === pattern.text) {
          if (this.isOptional) this.literals.push(pattern.text);
          return position + 1;
        }
        this.fail(position, pattern.text, undefined);
        return -1;
      case 'slot': {
        const end = this.take(pattern.label, pattern.type, position);
        if (end < 0) this.fail(-end - 1, undefined, pattern.type);
        return end;
      }
      case 'phrase':
        return this.takePhrase(pattern.label, pattern.type, position);
      case 'sequence': {
        let at = position;
        for (const item of pattern.items) {
          at = this.walk(item, at);
          if (at < 0) return -1;
        }
        return at;
      }
      case 'choice': {
        for (const item of pattern.items) {
          const end = this.attempt(item, position);
          if (end >= 0) return end;
        }
        return -1;
      }
      case 'optional': {
        const { isOptional } = this;
        this.isOptional = true;
        const end = this.attempt(pattern.item, position);
        this.isOptional = isOptional;
        return end < 0 ? position : end;
      }
      case 'repeat': {
        let at = position;
        for (;;) {
          const end = this.attempt(pattern.item, at);
          if (end < 0) return at;
          at = end;
        }
      }
    }
  }

  /** As `walk`, but leaves nothing behind when it fails. */
  private attempt(pattern: Pattern, position: number): number {
    const slots = this.slots.length;
    const literals = this.literals.length;
    const end = this.walk(pattern, position);
    if (end < 0) {
      this.slots.length = slots;
      this.literals.length = literals;
    }
    return end;
  }

  private takePhrase(label: string, type: PhraseSlot, position: number): number {
    const last = this.lastPhrase;
    if (last !== undefined && !this.recording && last.first === position && last.type === type) {
      this.slots.push(last);
      return last.end;
    }
    const match = this.match(type, position);
    if (match === undefined) return -1;
    const slot: Slot = { label, type, first: position, end: match.end, items: NO_ITEMS, match };
    this.lastPhrase = slot;
    this.slots.push(slot);
    return match.end;
  }

  /** As `walk`; a failure is -1 - (index of the word that did not fit). */
  private take(label: string, type: WordSlot, position: number): number {
    const last = this.lastList;
    if (
      last !== undefined &&
      !this.recording &&
      last.first === position &&
      last.type === type &&
      last.label === label
    ) {
      this.slots.push(last);
      return last.end;
    }
    const items: Item[] = [];
    let at = position;
    const isList = type === 'nodes' || type === 'clients' || type === 'new-names' || type === 'any-list';
    for (;;) {
      const end = this.takeItem(type, at, items);
      if (end < 0) return -1 - at;
      at = end;
      if (!isList) break;
      const separator = this.words[at]?.text;
      if (separator !== ',' && (separator !== 'and' || type === 'any-list')) {
        this.fail(at, ',', undefined);
        break;
      }
      at++;
    }
    const slot: Slot = { label, type, first: position, end: at, items, match: undefined };
    if (isList) this.lastList = slot;
    this.slots.push(slot);
    return at;
  }

  private takeItem(type: WordSlot, position: number, items: Item[]): number {
    const word = this.words[position];
    if (word === undefined) return -1;
    if ((type === 'nodes' || type === 'clients') && word.text === 'every') {
      const kind = this.words[position + 1];
      if (kind === undefined || (kind.text !== 'client' && kind.text !== 'server')) {
        this.fail(position + 1, 'client', undefined);
        if (type === 'nodes') this.fail(position + 1, 'server', undefined);
        return -1;
      }
      items.push({ word: kind, every: word });
      return position + 2;
    }
    if (!this.fits(type, word, position)) return -1;
    items.push({ word, every: undefined });
    return position + 1;
  }

  private fits(type: WordSlot, word: Word, position: number): boolean {
    const isText = word.kind === 'word' || word.kind === 'quantity';
    switch (type) {
      case 'string':
        return word.kind === 'string';
      case 'any':
      case 'any-list':
        return isText || word.kind === 'string';
      case 'duration':
      case 'time':
      case 'count':
        return word.kind === 'quantity' || (word.kind === 'word' && this.names.isValue(word.text));
      case 'value':
      case 'boolean':
        return (isText || word.kind === 'string') && this.isValueHere(word);
      case 'new-name':
      case 'new-names':
      case 'word':
      case 'product':
      case 'version':
      case 'edge':
      case 'exception':
        return isText;
      default: {
        if (!isText) return false;
        if (VOCABULARY.has(word.text) && (type === 'state' || type === 'event-name' || type === 'call-name'))
          return true;
        if (this.names.isName(word.text) || this.names.isValue(word.text)) return true;
        if (isReserved(word.text)) return false;
        if (position === this.entryStart) {
          if (this.entry?.category === 'work' && !operationNames.has(this.words[position + 1]?.text ?? ''))
            return false;
          if (this.doubtful < 0) {
            this.doubtful = position;
            this.doubtfulContext = this.entry?.contexts[0] ?? this.context;
          }
        }
        return true;
      }
    }
  }

  /** On a line of several settings the next keyword is not taken for the value of a setting that lacks one. */
  private isValueHere(word: Word): boolean {
    const value = this.entry?.value;
    if (value?.type === 'choice' && value.choices.some((choice) => choice.name === word.text)) return true;
    return !isSettingBlock(this.context) || !startsOf(this.context).byLiteral.has(word.text);
  }

  private fail(position: number, literal: string | undefined, slot: WordSlot | undefined): void {
    if (this.recording && this.entry !== undefined) this.record(position, this.entry, literal, slot, this.entryStart);
  }

  private record(
    position: number,
    entry: Entry,
    literal: string | undefined,
    slot: WordSlot | undefined,
    entryStart: number,
  ): void {
    if (position < this.furthest) return;
    if (position > this.furthest) {
      this.furthest = position;
      this.expected = [];
    }
    if (entry.category === 'unsupported') return;
    const known = this.expected.some(
      (other) => other.literal === literal && other.slot === slot && other.entry === entry,
    );
    if (!known) this.expected.push({ entry, literal, slot, begins: position === entryStart });
  }
}

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
