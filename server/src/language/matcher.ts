/** Walks the words of a statement along a phrase: the working part of `phrases.ts`. */
import { EVENTS, STATE_GROUPS, STATES } from '../trace/kinds.ts';
import type { Expected, Item, Match, Names, Slot } from './match.ts';
import { literalsOf, type Pattern, type PhraseSlot, patternOf, startsOf, type WordSlot } from './pattern.ts';
import { type Context, type Entry, entriesOf, isSettingBlock, LOCK_OPERATIONS, OPERATIONS } from './schema/index.ts';
import type { Word } from './syntax.ts';

const NO_ITEMS: readonly Item[] = [];
const NO_LITERALS: readonly string[] = [];

/** States, events and groups of calls: some are also words of sentences, as in `initially tsa-2 down`. */
const VOCABULARY: ReadonlySet<string> = new Set([
  ...STATES.map((state) => state.name),
  ...STATE_GROUPS.map((group) => group.name),
  ...EVENTS.map((event) => event.name),
  'call',
  'read',
  'reads',
  'write',
  'writes',
  ...LOCK_OPERATIONS.map((operation) => operation.name),
]);

const cacheOperations: ReadonlySet<string> = new Set(OPERATIONS.map((operation) => operation.name));
const operationNames: ReadonlySet<string> = new Set(
  [...OPERATIONS, ...LOCK_OPERATIONS, { name: 'bulk-load' }].map((operation) => operation.name),
);

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
      case 'sequence':
        return this.walkAll(pattern.items, 0, position);
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

  /** The items from `first` on, one after the other. A word that may be left out and is a name may be that name. */
  private walkAll(items: readonly Pattern[], first: number, position: number): number {
    let at = position;
    for (let i = first; i < items.length; i++) {
      const item = items[i] as Pattern;
      const slots = this.slots.length;
      const literals = this.literals.length;
      const end = this.walk(item, at);
      if (end < 0) return -1;
      if (item.kind === 'optional' && end > at && this.names.isName(this.words[at]?.text ?? '')) {
        const last = this.walkAll(items, i + 1, end);
        if (last >= 0) return last;
        this.slots.length = slots;
        this.literals.length = literals;
      } else {
        at = end;
      }
    }
    return at;
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
    const isList = type === 'nodes' || type === 'clients' || type === 'new-names' || type === 'any-list';
    let at = position;
    let items: Item[] | undefined;
    for (;;) {
      const item = this.itemAt(type, at);
      if (item === undefined) return -1 - at;
      // A list of one is the rule, and an array that grows takes room for many.
      if (items === undefined) items = [item];
      else items.push(item);
      at += item.every === undefined ? 1 : 2;
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

  private itemAt(type: WordSlot, position: number): Item | undefined {
    const word = this.words[position];
    if (word === undefined) return undefined;
    if ((type === 'nodes' || type === 'clients') && word.text === 'every') {
      const kind = this.words[position + 1];
      if (kind !== undefined && (kind.text === 'client' || kind.text === 'server')) return { word: kind, every: word };
      this.fail(position + 1, 'client', undefined);
      if (type === 'nodes') this.fail(position + 1, 'server', undefined);
      return undefined;
    }
    return this.fits(type, word, position) ? { word, every: undefined } : undefined;
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
      case 'size':
        return word.kind === 'quantity' || (word.kind === 'word' && this.names.isValue(word.text));
      case 'value':
      case 'boolean':
        return (isText || word.kind === 'string') && this.isValueHere(word);
      case 'new-name':
      case 'new-names':
      case 'session':
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
        if ((type === 'operation' || type === 'call-name') && cacheOperations.has(word.text)) return true;
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
