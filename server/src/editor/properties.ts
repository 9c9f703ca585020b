/** The inside of `tc-properties`: names as in tc.properties, each followed by its value. */
import { EDGES, type Edge, type Entry } from '../language/schema/index.ts';
import { knownProperties } from '../model/properties.ts';
import type { Offer } from './completion.ts';
import { entryDetail, entryDocumentation } from './documentation.ts';
import type { Place } from './place.ts';
import { type Situation, values } from './slotCompletion.ts';

interface Property {
  readonly name: string;
  readonly entry: Entry;
  readonly edge: Edge | undefined;
}

/** Names that are not there yet; behind a name, its values. */
export function propertyOffers(place: Place, situation: Situation): readonly Offer[] {
  const { before, setting, isAvailable } = situation;
  const last = before.length % 2 === 1 ? propertyOf(before.at(-1)?.text) : undefined;
  if (before.length % 2 === 1) {
    return last ? values(last.entry, { ...situation, setting: { ...setting, edge: last.edge } }) : [];
  }
  const written = new Set(
    place.siblings.flatMap(({ words }) => words.filter((each) => each !== place.word).map(({ text }) => text)),
  );
  return [...knownProperties().keys()]
    .filter((name) => !written.has(name))
    .flatMap((name) => propertyOf(name) ?? [])
    .filter(
      ({ entry, edge }) =>
        isAvailable(entry) &&
        isAvailable(entry.property ?? {}) &&
        EDGES.every((each) => each.name !== edge || isAvailable(each)),
    )
    .map(({ name, entry, edge }) => ({
      label: name,
      kind: 'setting',
      detail: entryDetail(entry, { ...setting, edge }),
      documentation: entryDocumentation(entry, { ...setting, edge }),
      text: name,
      snippet: false,
    }));
}

/** What the property under the cursor, or before the value under the cursor, means; undefined for one without effect. */
export function propertyAt({ statement, word }: Place): Property | undefined {
  const words = statement?.words ?? [];
  const index = word === undefined ? -1 : words.indexOf(word);
  return index < 0 ? undefined : propertyOf(words[index - (index % 2)]?.text);
}

function propertyOf(text: string | undefined): Property | undefined {
  // The product accepts the prefix of the system properties, too.
  const name = text?.replace(/^com\.tc\./, '') ?? '';
  const known = knownProperties().get(name);
  const edge = EDGES.find((each) => known?.key.endsWith(` ${each.name}`))?.name;
  return known && { name, entry: known.entry, edge };
}
