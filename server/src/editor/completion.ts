/**
 * What may stand at the cursor: every phrase, word, name and value that the schema table allows there. Works on broken
 * text, because only the words before the cursor in the same statement count, and the blocks around it.
 */
import { has } from '../language/availability.ts';
import { type Expected, expectedAt } from '../language/phrases.ts';
import { type Availability, type Entry, isSettingBlock, keywordOf } from '../language/schema/index.ts';
import type { Range } from '../language/syntax.ts';
import type { Product } from '../model/model.ts';
import { entryDetail, entryDocumentation } from './documentation.ts';
import type { EditorFile } from './file.ts';
import { declarationsOf } from './names.ts';
import { disagrees, leadingWords } from './phraseText.ts';
import { type Place, placeAt } from './place.ts';
import { clusterAt, productsAt } from './productLine.ts';
import { propertyOffers } from './properties.ts';
import { type Situation, slotCompletions } from './slotCompletion.ts';
import { suppressionCompletions } from './suppressions.ts';

export type CompletionKind = 'keyword' | 'setting' | 'value' | 'name' | 'state' | 'event' | 'operation';

/** What a completion offers, before the editor's text is known. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  /** One line beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** What is inserted; with `$1` places when `snippet` is true. */
  readonly text: string;
  readonly snippet: boolean;
}

export interface Completion extends Offer {
  /** What the text replaces: the word under the cursor, or nothing. */
  readonly range: Range;
}

/** In the order in which they should be shown. Empty inside texts and prose, and where nothing more may stand. */
export function completions({ analysis }: EditorFile, offset: number): readonly Completion[] {
  const names = declarationsOf(analysis);
  const place = placeAt(analysis.tree, offset, names);
  if (place.comment) {
    return suppressionCompletions(analysis, place.comment, offset);
  }
  if (place.context === undefined || place.word?.kind === 'string') {
    return [];
  }
  const isWord = place.word !== undefined && place.word.kind !== 'punctuation';
  const before = isWord || !place.word ? place.before : [...place.before, place.word];
  const cluster = clusterAt(place.parents, analysis);
  const situation: Situation = {
    names,
    before,
    parents: place.parents,
    setting: { line: cluster?.product.line ?? '4.x', edge: place.edge },
    isAvailable: availabilityIn(productsAt(place.parents, analysis)),
  };
  const offers =
    place.context === 'tc-properties'
      ? propertyOffers(place, situation)
      : expectedAt(before, place.context, names).flatMap((each) => offersOf(each, situation, place));
  const range =
    isWord && place.word ? { start: place.word.start, end: place.word.end } : { start: offset, end: offset };
  return unique(offers).map((offer) => ({ ...offer, range }));
}

/** Whether one of the products has something; everything while there are none. */
function availabilityIn(products: readonly Product[]): (thing: Availability) => boolean {
  return (thing) => products.length === 0 || products.some((product) => has(product, thing));
}

function offersOf(expected: Expected, situation: Situation, place: Place): readonly Offer[] {
  if (!situation.isAvailable(expected.entry)) {
    return [];
  }
  return expected.slot === undefined ? literalOffers(expected, situation, place) : slotCompletions(expected, situation);
}

function literalOffers({ entry, literal, begins }: Expected, situation: Situation, place: Place): readonly Offer[] {
  if (literal === undefined || !/[a-z]/i.test(literal) || isUnfit(entry, literal, situation)) {
    return [];
  }
  if (begins && isThere(entry, place)) {
    return [];
  }
  const snippet = begins && literal === keywordOf(entry) ? entry.snippet : undefined;
  const label = begins ? leadingWords(entry, literal) : literal;
  return [
    {
      label,
      kind: entry.category === 'setting' ? 'setting' : 'keyword',
      detail: entryDetail(entry, situation.setting),
      documentation: entryDocumentation(entry, situation.setting),
      text: snippet ?? label,
      snippet: snippet !== undefined,
    },
  ];
}

/** Grammar would take it, people would not say it: `tsa-1 become`, `tsa-1 rejoins`, a bare `every` for nodes. */
function isUnfit(entry: Entry, literal: string, { before, names }: Situation): boolean {
  const isPlural = before.some(({ text }) => text === ',' || text === 'and' || Number(text) > 1);
  const aboutServers = before.some(({ text }) => names.find(text).some(({ kind }) => kind === 'server'));
  return (
    disagrees(entry, literal, isPlural) ||
    (literal === 'every' && !entry.phrase.includes('every')) ||
    (aboutServers && entry.phrase.startsWith('<nodes:clients>'))
  );
}

/** A setting that stands in the block already is not offered again. */
function isThere(entry: Entry, { siblings, statement, context }: Place): boolean {
  return (
    context !== undefined &&
    isSettingBlock(context) &&
    !entry.repeatable &&
    siblings.some((each) => each !== statement && each.words.some(({ text }) => text === keywordOf(entry)))
  );
}

/** Several phrases may begin with the same word; the first says it best. */
function unique(offers: readonly Offer[]): readonly Offer[] {
  const seen = new Set<string>();
  return offers.filter(({ label }) => !seen.has(label) && seen.add(label));
}
