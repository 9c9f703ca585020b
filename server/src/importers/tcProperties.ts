/** The properties of a tc-config.xml: health checks per edge, reconnects, and what the servers tell their clients. */

import { nearest } from '../language/nearest.ts';
import { EDGE_PREFIX, EDGES, type Edge, ENTRIES, type Entry, keywordOf } from '../language/schema/index.ts';
import type { Statement } from '../language/syntax.ts';
import { declaration, durationText, setting, wordAt } from './declare.ts';
import type { Raw, Reading } from './reading.ts';
import type { XmlElement } from './xml.ts';

interface Property {
  readonly entry: Entry;
  readonly edge: Edge | undefined;
}

const PROPERTIES: ReadonlyMap<string, Property> = new Map(ENTRIES.flatMap(propertiesOf));

function propertiesOf(entry: Entry): [string, Property][] {
  const name = entry.property?.name;
  if (name === undefined) return [];
  if (!name.includes('{edge}')) return [[name, { entry, edge: undefined }]];
  return EDGES.map((edge) => [name.replace('{edge}', EDGE_PREFIX[edge.name]), { entry, edge: edge.name }]);
}

interface Written extends Property {
  readonly name: string;
  readonly place: Place;
  readonly statements: readonly Statement[];
}

/** Where a property stands, or the block of all: whole, where it begins, and what it encloses. */
export type Place = Pick<XmlElement, 'start' | 'end' | 'tag' | 'inner'>;

/** A property as a file has it. */
export interface WrittenProperty {
  readonly name: Raw;
  readonly value: Raw;
  readonly place: Place;
}

/** The statements of a cluster that say what its `<tc-properties>` say. */
export function readTcProperties(root: XmlElement, reading: Reading): Statement[] {
  const block = reading.child(root, 'tc-properties');
  if (block === undefined) return [];
  const found: WrittenProperty[] = [];
  for (const element of reading.children(block, 'property')) {
    const name = reading.attribute(element, 'name');
    const value = reading.attribute(element, 'value');
    if (name !== undefined && value !== undefined) found.push({ name, value, place: element });
    else reading.warn(element, 'A property has a `name` and a `value`.', 'It is left out here.');
  }
  return propertyStatements(found, block, reading);
}

/** The statements of a cluster that say what these properties say. */
export function propertyStatements(found: readonly WrittenProperty[], whole: Place, reading: Reading): Statement[] {
  const written = new Map<string, Written>();
  for (const { name, value, place } of found) {
    // The product accepts the prefix of the system properties, too.
    const plain = name.text.replace(/^com\.tc\./, '');
    const property = PROPERTIES.get(plain);
    if (property === undefined) {
      // The product has hundreds of them; only one that is close to one that counts is worth a word.
      reading.leaveOut(name.text, place, 'known', () => nearest(name.text, PROPERTIES.keys()));
      continue;
    }
    if (written.has(plain)) {
      reading.warn(place, `The property \`${plain}\` stands here twice.`, 'The last one counts.', 'TCS006');
    }
    const raw = { ...value, start: place.start };
    const statements = setting(statementName(property), valueText(raw, plain, property.entry, reading), raw);
    written.set(plain, { ...property, name: plain, place, statements });
  }
  return inBlocks(
    [...written.values()].filter(({ statements }) => statements.length > 0),
    whole,
  );
}

/** What clients obey keeps its full name: the language has it in the block of a client, and this is a cluster's. */
function statementName({ entry }: Property): string {
  return entry.contexts.includes('client') ? (entry.property?.name ?? '') : keywordOf(entry);
}

function valueText(raw: Raw, name: string, entry: Entry, reading: Reading): string | undefined {
  switch (entry.value?.type) {
    case 'boolean':
      return reading.boolean(raw, name);
    case 'duration':
      return durationText(reading.integer(raw, name), entry.property?.bareUnit ?? 'ms');
    default:
      return reading.integer(raw, name);
  }
}

/** Statements of one kind stand together, in the order in which the language lists them. */
function inBlocks(written: readonly Written[], whole: Place): Statement[] {
  const groups = new Map<string, Written[]>();
  for (const each of written) {
    const head = headOf(each);
    const group = groups.get(head);
    if (group === undefined) groups.set(head, [each]);
    else group.push(each);
  }
  return [...groups].flatMap(([head, group]) => {
    const statements = group.flatMap((each) => each.statements);
    const first = group[0]?.place;
    if (head === '' || first === undefined) return statements;
    const at = head === 'tc-properties' ? whole.tag : { start: first.start, end: first.tag.end };
    const words = head.split(' ').map((text) => wordAt(text, at));
    return [declaration(words, head === 'tc-properties' ? whole : first, whole.inner, statements)];
  });
}

/** The block of the language in which a property stands; empty for the cluster itself. */
function headOf({ entry, edge }: Property): string {
  if (edge !== undefined) return `health-check ${edge}`;
  if (entry.contexts.includes('cluster')) return '';
  return entry.contexts.includes('client') ? 'tc-properties' : (entry.contexts[0] ?? '');
}
