/** Quick fixes in configuration files: the value of a setting, written where the product reads it. */

import { dynamicFormat } from '../../importers/dynamicLayout.ts';
import type { XmlElement } from '../../importers/xml.ts';
import { type NewElement, type XmlEdit, XmlFile } from '../../importers/xmlEdits.ts';
import { EDGE_PREFIX, type Edge, type Entry, entriesOf, keywordOf } from '../../language/schema/index.ts';
import { BLOCK_OF_ELEMENT, PLURAL, XML_PLACES, type XmlPlace } from '../../language/schema/xmlPlaces.ts';
import { parseValue } from '../../language/values.ts';
import type { TextEdit } from '../../model/diagnostic.ts';
import type { ConfigurationFormat, Locations, Model, Origin, ProductLine } from '../../model/model.ts';
import { setInProperties, setTcProperty } from './propertyEdits.ts';

/** What the file of a place is written in; undefined for the language itself. */
export const formatAt = (model: Model, { file }: Origin): ConfigurationFormat | undefined => model.files[file]?.format;

/** Whether a place is in a file that is not written in the language. */
export const isInConfiguration = (model: Model, at: Origin): boolean => formatAt(model, at) !== undefined;

/**
 * Edits that give a setting of a declaration its value in a configuration file; several where each server has it. Undefined where
 * the file has no place for it, or is broken. `name` and `value` are as in the language.
 */
export function setInConfiguration(
  model: Model,
  at: Locations,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const written = at.settings[name];
  const file = (written ?? at.self).file;
  if (model.files[file]?.format === 'properties') {
    const { property } = entryIn('tc-config', name) ?? {};
    return (
      setInProperties(model, at, name, value) ??
      (property && setTcProperty(model, file, property.name, tcValue(name, value)))
    );
  }
  const xml = xmlFile(model, file);
  const element = xml === undefined ? undefined : elementOf(xml, file === at.self.file ? at.self : undefined);
  const entry = element === undefined ? undefined : entryIn(element.name, name);
  if (xml === undefined || element === undefined || entry === undefined) return undefined;
  const edits =
    entry.property === undefined || XML_PLACES[entry.id] !== undefined
      ? setAtPlaces(xml, element, entry, value, lineOf(model, at))
      : setProperty(xml, element, entry.property.name, valueIn(entry, value, entry.property.bareUnit));
  return edits?.map((edit) => inFile(file, edit));
}

/** The same for one of the settings of an edge of the health check of a cluster. */
export function setEdgeInConfiguration(
  model: Model,
  cluster: Locations,
  edge: Edge,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const { file } = cluster.self;
  const entry = entriesOf('health-check').find((each) => keywordOf(each) === name);
  const property = entry?.property?.name.replace('{edge}', EDGE_PREFIX[edge]);
  if (entry === undefined || property === undefined) return undefined;
  const written = valueIn(entry, value, entry.property?.bareUnit);
  if (formatAt(model, cluster.self) === 'properties') return setTcProperty(model, file, property, written);
  const xml = xmlFile(model, file);
  const element = xml === undefined ? undefined : elementOf(xml, cluster.self);
  if (xml === undefined || element === undefined) return undefined;
  return setProperty(xml, element, property, written)?.map((edit) => inFile(file, edit));
}

/** Edits that give a cache `<nonstop/>`, with one of its settings where a name is given. */
export function addNonstopInConfiguration(
  model: Model,
  cache: Locations,
  setting?: { readonly name: string; readonly value: string },
): readonly TextEdit[] | undefined {
  const { file } = cache.self;
  const xml = xmlFile(model, file);
  const element = xml === undefined ? undefined : elementOf(xml, cache.self);
  const [terracotta] = element === undefined ? [] : childrenOf(element, 'terracotta');
  if (xml === undefined || terracotta === undefined) return undefined;
  const entry = setting && entriesOf('nonstop').find((each) => keywordOf(each) === setting.name);
  const place = entry && XML_PLACES[entry.id]?.[0];
  if (setting === undefined) return [inFile(file, xml.addChild(terracotta, { name: 'nonstop' }))];
  if (entry === undefined || place?.attribute === undefined) return undefined;
  const { path, attribute } = place;
  const attributes = { [attribute]: valueIn(entry, setting.value, place.unit, place.words) };
  const inner = made(path, attributes, undefined);
  const nonstop = path.length === 0 ? { name: 'nonstop', attributes } : { name: 'nonstop', content: inner };
  return [inFile(file, xml.addChild(terracotta, nonstop))];
}

/** Replaces a name that stands in quotes as it is, or is the value of a property. */
export function renameInConfiguration(model: Model, at: Origin, name: string): TextEdit | undefined {
  const text = model.files[at.file]?.text ?? '';
  // In a `.cfg` a name is part of keys, too.
  const isValue = formatAt(model, at) === 'properties' && dynamicFormat(text) === 'java';
  const isQuoted = /["']/.test(text[at.start - 1] ?? '') && text[at.start - 1] === text[at.end];
  return (isQuoted || isValue) && /^[\w.-]+$/.test(name) ? { at, text: name } : undefined;
}

export const inFile = (file: number, { start, end, text }: XmlEdit): TextEdit => ({ at: { file, start, end }, text });

/** By its text: every key in a scenario makes a model of its own, and its imports are the same. */
const recent = new Map<string, XmlFile>();
const MOST_RECENT = 4;

/** The XML of a file; undefined for one of another kind. */
export function xmlFile(model: Model, index: number): XmlFile | undefined {
  const file = model.files[index];
  if (file?.format !== 'xml') return undefined;
  const known = recent.get(file.text) ?? new XmlFile(file.text);
  recent.delete(file.text);
  recent.set(file.text, known);
  const [oldest] = recent.keys();
  if (recent.size > MOST_RECENT && oldest !== undefined) recent.delete(oldest);
  return known;
}

const elementOf = (xml: XmlFile, at: Origin | undefined): XmlElement | undefined =>
  at === undefined ? xml.root : xml.elementAt(at.start);

/** The value of one of the tc-properties of a cluster. */
function tcValue(name: string, value: string): string {
  const entry = entryIn('tc-config', name);
  return entry === undefined ? value : valueIn(entry, value, entry.property?.bareUnit);
}

function entryIn(element: string, keyword: string): Entry | undefined {
  const context = BLOCK_OF_ELEMENT[element];
  const [block, name] = keyword.includes('.') ? keyword.split('.') : [context, keyword];
  const contexts = [block, ...(context === 'cluster' ? ['client'] : [])];
  return contexts
    .flatMap((each) => (each === undefined ? [] : entriesOf(each as Entry['contexts'][number])))
    .find((entry) => keywordOf(entry) === name && entry.category === 'setting');
}

function lineOf(model: Model, at: Locations): ProductLine {
  const cluster = model.clusters.find(({ at: { self } }) => self.file === at.self.file && self.start === at.self.start);
  return (cluster ?? model.clusters[0])?.product.line ?? '4.x';
}

/** A value of the language as the product writes it. */
function valueIn(
  { value: spec }: Entry,
  value: string,
  unit: 's' | 'ms' | undefined,
  words: Readonly<Record<string, string>> = {},
): string {
  const parsed =
    spec?.type === 'duration' ? parseValue({ kind: 'quantity', text: value, start: 0, end: 0 }, spec) : undefined;
  if (parsed?.ok !== true || typeof parsed.value !== 'number') return words[value] ?? value;
  return String(unit === 's' ? Math.ceil(parsed.value / 1_000_000) : Math.round(parsed.value / 1_000));
}

function setAtPlaces(
  xml: XmlFile,
  element: XmlElement,
  entry: Entry,
  value: string,
  line: ProductLine,
): XmlEdit[] | undefined {
  const places = XML_PLACES[entry.id] ?? [];
  const changed = places.flatMap((place) => {
    const written = valueIn(entry, value, place.unit, place.words);
    return elementsAt(element, place.path)
      .filter(
        ({ attributes }) => place.attribute === undefined || attributes.some(({ name }) => name === place.attribute),
      )
      .map((found) =>
        place.attribute === undefined ? xml.setText(found, written) : xml.setAttribute(found, place.attribute, written),
      );
  });
  if (changed.length > 0) return changed;
  const place = places.find(({ lines, isFixed }) => isFixed !== true && (lines === undefined || lines.includes(line)));
  return place && addAtPlace(xml, element, place, valueIn(entry, value, place.unit, place.words));
}

/** Those of Ehcache 2, which takes the last where one stands twice, as the importer does. */
const LAST_COUNTS = new Set(['terracottaConfig', 'terracotta', 'nonstop', 'timeoutBehavior']);

/** Of elements that stand side by side all, of others the one that counts. */
function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  const children = element.children.filter((child) => child.name === name);
  if (PLURAL.has(name)) return children;
  return LAST_COUNTS.has(name) ? children.slice(-1) : children.slice(0, 1);
}

function elementsAt(element: XmlElement, path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (found, name) => found.flatMap((each) => childrenOf(each, name)),
    [element],
  );
}

/** Makes what is missing of the path; undefined where a server or a group would have to be made. */
function addAtPlace(xml: XmlFile, from: XmlElement, place: XmlPlace, value: string): XmlEdit[] | undefined {
  const { path, attribute } = place;
  const [name, ...rest] = path;
  if (name === undefined)
    return attribute === undefined ? [xml.setText(from, value)] : [xml.setAttribute(from, attribute, value)];
  const children = childrenOf(from, name);
  if (children.length > 0) {
    const edits = children.map((child) => addAtPlace(xml, child, { ...place, path: rest }, value));
    return edits.every((each) => each !== undefined) ? edits.flat() : undefined;
  }
  if (path.some((each) => PLURAL.has(each))) return undefined;
  const attributes = attribute === undefined ? undefined : { [attribute]: value };
  const element = made(path, attributes, attribute === undefined ? value : undefined);
  return element && [xml.addChild(from, element)];
}

function made(
  path: readonly string[],
  attributes: Readonly<Record<string, string>> | undefined,
  text: string | undefined,
): NewElement | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return undefined;
  return rest.length > 0
    ? { name, content: made(rest, attributes, text) }
    : { name, content: text, ...(attributes === undefined ? {} : { attributes }) };
}

/** The last property of a name counts; the product accepts the prefix of the system properties, too. */
function setProperty(xml: XmlFile, root: XmlElement, name: string, value: string): XmlEdit[] | undefined {
  if (root.name !== 'tc-config') return undefined;
  const block = root.children.find((child) => child.name === 'tc-properties');
  const written = block?.children.findLast(
    (child) =>
      child.name === 'property' &&
      child.attributes
        .find((each) => each.name === 'name')
        ?.value.trim()
        .replace(/^com\.tc\./, '') === name,
  );
  if (written !== undefined) return [xml.setAttribute(written, 'value', value)];
  const property = { name: 'property', attributes: { name, value } };
  return [
    block === undefined
      ? xml.addChild(root, { name: 'tc-properties', content: property })
      : xml.addChild(block, property),
  ];
}
