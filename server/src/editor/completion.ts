/**
 * What may stand at the cursor: every phrase, word, name and value that the schema table allows there. Works on broken
 * text, because only the words before the cursor in the same statement count, and the blocks around it.
 */
import { type Expected, expectedAt } from '../language/phrases.ts';
import { type Entry, isSettingBlock, keywordOf } from '../language/schema/index.ts';
import type { Range } from '../language/syntax.ts';
import { entryDetail, entryDocumentation, type Setting } from './documentation.ts';
import { isWithin } from './ehcacheVersion.ts';
import type { EditorFile } from './file.ts';
import { declarationsOf } from './names.ts';
import { type Place, placeAt } from './place.ts';
import { clusterAt } from './productLine.ts';
import { type Situation, slotCompletions } from './slotCompletion.ts';

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

/** In the order in which they should be shown. Empty inside comments and texts, and where nothing more may stand. */
export function completions({ analysis }: EditorFile, offset: number): readonly Completion[] {
  const names = declarationsOf(analysis);
  const place = placeAt(analysis.tree, offset, names);
  if (place.comment || place.context === undefined || place.word?.kind === 'string') {
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
    ehcache: cluster?.product.ehcache,
  };
  const expected = expectedAt(before, place.context, names).filter(({ entry }) => isWithin(situation.ehcache, entry));
  const offers = expected.flatMap((each) =>
    each.slot === undefined ? literalOffers(each, situation.setting, place) : slotCompletions(each, situation),
  );
  const range =
    isWord && place.word ? { start: place.word.start, end: place.word.end } : { start: offset, end: offset };
  return unique(offers).map((offer) => ({ ...offer, range }));
}

function literalOffers({ entry, literal, begins }: Expected, setting: Setting, place: Place): readonly Offer[] {
  if (literal === undefined || /^[^A-Za-z]+$/.test(literal) || (begins && isThere(entry, place))) {
    return [];
  }
  const snippet = begins && literal === keywordOf(entry) ? entry.snippet : undefined;
  return [
    {
      label: literal,
      kind: entry.category === 'setting' ? 'setting' : 'keyword',
      detail: begins ? entryDetail(entry, setting) : '',
      documentation: entryDocumentation(entry, setting),
      text: snippet ?? literal,
      snippet: snippet !== undefined,
    },
  ];
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
