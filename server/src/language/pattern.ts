/** Phrases of the schema table, compiled once into small trees that the matcher walks. */
import { type Context, type Entry, entriesOf } from './schema/index.ts';

/** Slots that are phrases themselves. */
const PHRASE_SLOTS = ['action', 'event', 'expectation', 'outcome', 'quantifier', 'times', 'bound'] as const;
export type PhraseSlot = (typeof PHRASE_SLOTS)[number];

const WORD_SLOTS = [
  'new-name',
  'new-names',
  'nodes',
  'node',
  'clients',
  'cluster',
  'cache',
  'session',
  'target',
  'thing',
  'state',
  'event-name',
  'operation',
  'call-name',
  'edge',
  'exception',
  'product',
  'version',
  'word',
  'boolean',
  'duration',
  'time',
  'count',
  'size',
  'string',
  'value',
  'any',
  'any-list',
] as const;
export type WordSlot = (typeof WORD_SLOTS)[number];

export type SlotType = PhraseSlot | WordSlot;

export type Pattern =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'slot'; readonly label: string; readonly type: WordSlot }
  | { readonly kind: 'phrase'; readonly label: string; readonly type: PhraseSlot }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'optional' | 'repeat'; readonly item: Pattern };

const PART = /<([^>]+)>|'(.)'|(\.\.)|([[\]()|*,:+=])|([^\s<>'[\]()|*,:+=]+)/g;

/** Compiles the notation of `Entry.phrase`. Throws on a mistake in it: phrases are written in code. */
export function compilePattern(phrase: string): Pattern {
  const parts = [...phrase.matchAll(PART)];
  let at = 0;
  const sign = (text: string): boolean => parts[at]?.[4] === text;

  function choice(): Pattern {
    const options = [sequence()];
    while (sign('|')) {
      at++;
      options.push(sequence());
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: 'choice', items: options };
  }

  function sequence(): Pattern {
    const items: Pattern[] = [];
    while (at < parts.length && !sign(']') && !sign(')') && !sign('|')) items.push(repeated());
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { kind: 'sequence', items };
  }

  function repeated(): Pattern {
    const item = single();
    if (!sign('*')) return item;
    at++;
    return { kind: 'repeat', item };
  }

  function single(): Pattern {
    const part = parts[at++];
    if (part?.[1] !== undefined) return slot(part[1]);
    if (part?.[4] === '[') return { kind: 'optional', item: enclosed(']') };
    if (part?.[4] === '(') return enclosed(')');
    const text = part?.[2] ?? part?.[0];
    if (text === undefined) throw new Error(`The phrase "${phrase}" ends too early.`);
    return { kind: 'literal', text };
  }

  function enclosed(close: string): Pattern {
    const inner = choice();
    if (!sign(close)) throw new Error(`The phrase "${phrase}" lacks a "${close}".`);
    at++;
    return inner;
  }

  function slot(text: string): Pattern {
    const colon = text.indexOf(':');
    const label = colon < 0 ? text : text.slice(0, colon);
    const name = text.slice(colon + 1);
    const phraseType = PHRASE_SLOTS.find((type) => type === name);
    if (phraseType !== undefined) return { kind: 'phrase', label, type: phraseType };
    const wordType = WORD_SLOTS.find((type) => type === name);
    if (wordType === undefined) throw new Error(`The phrase "${phrase}" has an unknown slot <${text}>.`);
    return { kind: 'slot', label, type: wordType };
  }

  const pattern = choice();
  if (at < parts.length) throw new Error(`The phrase "${phrase}" has a stray "${parts[at]?.[0]}".`);
  return pattern;
}

const compiled = new Map<Entry, Pattern>();

/** The compiled phrase of an entry; compiled at its first use. */
export function patternOf(entry: Entry): Pattern {
  let pattern = compiled.get(entry);
  if (pattern === undefined) {
    pattern = compilePattern(entry.phrase);
    compiled.set(entry, pattern);
  }
  return pattern;
}

/** Which entries can begin with a given word. */
export interface Starts {
  readonly byLiteral: ReadonlyMap<string, readonly Entry[]>;
  /** Those that can begin with a name or a value. */
  readonly open: readonly Entry[];
}

const startsByContext = new Map<Context, Starts>();

/** The entries of a context by their first word, so that a statement is tried against few of them. */
export function startsOf(context: Context): Starts {
  let starts = startsByContext.get(context);
  if (starts === undefined) {
    const byLiteral = new Map<string, Entry[]>();
    const open: Entry[] = [];
    for (const entry of entriesOf(context)) {
      const first = new Set<string>();
      if (collectFirst(patternOf(entry), first)) open.push(entry);
      for (const literal of first) {
        const list = byLiteral.get(literal);
        if (list === undefined) byLiteral.set(literal, [entry]);
        else list.push(entry);
      }
    }
    starts = { byLiteral, open };
    startsByContext.set(context, starts);
  }
  return starts;
}

/** Adds the literals that a pattern can begin with; true when it can also begin with something else. */
function collectFirst(pattern: Pattern, into: Set<string>): boolean {
  switch (pattern.kind) {
    case 'literal':
      into.add(pattern.text);
      return false;
    case 'slot':
      if (pattern.type === 'nodes' || pattern.type === 'clients') into.add('every');
      return true;
    case 'phrase': {
      const starts = startsOf(pattern.type);
      for (const literal of starts.byLiteral.keys()) into.add(literal);
      return starts.open.length > 0;
    }
    case 'choice':
      return pattern.items.map((item) => collectFirst(item, into)).includes(true);
    case 'optional':
    case 'repeat':
      return collectFirst(pattern.item, into);
    case 'sequence': {
      for (const item of pattern.items) {
        const open = collectFirst(item, into);
        if (item.kind !== 'optional' && item.kind !== 'repeat') return open;
      }
      return true;
    }
  }
}

/** The words that a pattern is made of. */
export function literalsOf(pattern: Pattern): string[] {
  switch (pattern.kind) {
    case 'literal':
      return [pattern.text];
    case 'slot':
    case 'phrase':
      return [];
    case 'optional':
    case 'repeat':
      return literalsOf(pattern.item);
    default:
      return pattern.items.flatMap(literalsOf);
  }
}
