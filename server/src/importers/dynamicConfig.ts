/**
 * The dynamic configuration of Terracotta 10.7 and later as a `cluster`: `.properties` with keys such as
 * `stripe.1.node.2.hostname`, and `.cfg` with keys such as `node-1-2:hostname`. Settings by Setting.java, formats by
 * ConfigPropertiesTranslator of terracotta-platform 5.11.
 */
import type { Range, Statement, Word } from '../language/syntax.ts';
import { declaration, setting, wordAt } from './declare.ts';
import { entriesOf, type Layout, layoutOf, type MapEntry, rawOf, type Settings } from './dynamicLayout.ts';
import { readStripes } from './dynamicNodes.ts';
import { CLUSTER_SETTINGS, leaveOut, nameWithoutEntry } from './dynamicSettings.ts';
import { isName } from './names.ts';
import { readPropertyFile, type Separators } from './properties.ts';
import { type Raw, type Reading, shortened } from './reading.ts';
import { propertyStatements, type WrittenProperty } from './tcProperties.ts';

/** The release whose settings these are: the newest that has the format. */
const VERSION = '10.15';

const MOST_LOST = 20;

/** The cluster that the text describes, under a name of the caller's. */
export function readDynamicConfig(text: string, separators: Separators, name: string, reading: Reading): Statement {
  const { properties, lost, cutAt } = readPropertyFile(text, separators);
  if (cutAt !== undefined) {
    const at = { start: cutAt, end: cutAt };
    reading.tooMuch(at, 'The file is larger than any configuration is.', 'What comes before this place is there.');
  }
  for (const range of lost.slice(0, MOST_LOST)) {
    const help = 'In a .cfg a backslash continues the line wherever it stands, and a value ends at the next `=`.';
    reading.warn(
      range,
      `\`${shortened(text.slice(range.start, range.end).trim())}\` is lost: the product does not read it.`,
      help,
    );
  }
  const layout = layoutOf(properties, separators, reading);
  const head = properties[0]?.keyRange ?? { start: 0, end: 0 };
  const words = [wordAt('cluster', head), wordAt(name, head)];
  const whole = { start: head.start, end: properties.at(-1)?.end ?? head.end };
  const product = ['product', 'terracotta', VERSION].map((each) => wordAt(each, head));
  return declaration(words, whole, whole, [
    { start: head.start, end: head.end, words: product, block: undefined, doc: undefined },
    ...readCluster(layout.cluster, reading),
    ...readStripes(layout, name, reading),
    ...readTcProperties(layout, reading),
  ]);
}

function readCluster(settings: Settings, reading: Reading): Statement[] {
  const known = [...CLUSTER_SETTINGS, 'tc-properties'];
  for (const [name, property] of settings) {
    if (!known.includes(nameWithoutEntry(name))) leaveOut(name, property, known, reading);
  }
  const window = rawOf(settings, 'client-reconnect-window');
  const lease = rawOf(settings, 'client-lease-duration');
  return [
    ...setting('client-reconnect-window', durationOf(window, ['s', 'm', 'h'], reading), window),
    ...setting('client-lease-duration', durationOf(lease, ['ms', 's', 'm', 'h'], reading), lease),
    ...readFailoverPriority(rawOf(settings, 'failover-priority'), reading),
    ...readOffheap(settings, reading),
  ];
}

/** TimeBudget of the product: a whole number and a unit. */
function durationOf(raw: Raw | undefined, units: readonly string[], reading: Reading): string | undefined {
  if (raw === undefined || reading.isOpen(raw, 'this setting')) return undefined;
  const [, count, unit] = /^(\d+)([a-z]+)$/i.exec(raw.text) ?? [];
  if (count !== undefined && unit !== undefined && units.includes(unit)) {
    return `${Number(count)}${unit === 'm' ? 'min' : unit}`;
  }
  const help = `Write a whole number and one of ${units.join(', ')}, as 120s. The default counts here.`;
  reading.warn(raw.range, `Invalid measure: \`${shortened(raw.text)}\`. The server does not start with it.`, help);
  return undefined;
}

function readFailoverPriority(raw: Raw | undefined, reading: Reading): Statement[] {
  const keyword = 'failover-priority';
  if (raw === undefined || reading.isOpen(raw, keyword)) return [];
  const [, choice, votes] = /^(availability|consistency)(?::(\d+))?$/.exec(raw.text) ?? [];
  if (choice === undefined || (choice === 'availability' && votes !== undefined)) {
    const help = "It is 'availability', 'consistency', or 'consistency:N', N being the number of voters.";
    reading.warn(
      raw.range,
      `\`${shortened(raw.text)}\` is no failover-priority: the server does not start with it.`,
      help,
    );
    return [];
  }
  const statements = setting(keyword, choice, raw);
  return votes === undefined ? statements : statements.map((each) => withVotes(each, votes, raw.range));
}

/** `failover-priority consistency` with the number of voters. */
export function withVotes(statement: Statement, votes: string, range: Range): Statement {
  return { ...statement, words: [...statement.words, punctuation(':', range), wordAt(votes, range)] };
}

const punctuation = (text: string, { start, end }: Range): Word => ({ kind: 'punctuation', text, start, end });

/** `main:512MB,second:1GB`, or a property of its own for each. */
function readOffheap(settings: Settings, reading: Reading): Statement[] {
  const resources = [...settings]
    .filter(([name]) => nameWithoutEntry(name) === 'offheap-resources')
    .flatMap(([name, property]) => entriesOf(name, property, reading));
  return offheapStatement(
    resources.map(({ key, value, place }) => ({ name: key, size: value, range: place })),
    reading,
  );
}

export interface Offheap {
  readonly name: string;
  readonly size: string;
  readonly range: Range;
}

/** `offheap-resources main:512MB, second:1GB`. */
export function offheapStatement(resources: readonly Offheap[], reading: Reading): Statement[] {
  const words: Word[] = [];
  for (const { name, size, range } of resources) {
    if (!isName(name) || !/^\d+(B|KB|MB|GB|TB|PB)$/i.test(size)) {
      const help = 'A resource has a name and a size, as main:512MB. It is left out here.';
      reading.warn(range, `\`${shortened(`${name}:${size}`)}\` cannot be read as memory of a server.`, help);
      continue;
    }
    words.push(...(words.length === 0 ? [wordAt('offheap-resources', range)] : [punctuation(',', range)]));
    words.push(wordAt(name, range), punctuation(':', range), wordAt(size.toUpperCase(), range));
  }
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return [];
  return [{ start: first.start, end: last.end, words, block: undefined, doc: undefined }];
}

/** Each node may have its own; the simulation has one set for the cluster. */
function readTcProperties({ cluster, stripes }: Layout, reading: Reading): Statement[] {
  const scopes = [cluster];
  for (const { settings, nodes } of stripes.values()) {
    scopes.push(settings, ...[...nodes.values()].map((node) => node.settings));
  }
  const found = new Map<string, WrittenProperty>();
  for (const settings of scopes) {
    for (const [name, property] of settings) {
      if (nameWithoutEntry(name) !== 'tc-properties') continue;
      for (const entry of entriesOf(name, property, reading)) addProperty(entry, found, reading);
    }
  }
  const places = [...found.values()].map(({ place }) => place);
  const whole = {
    start: Math.min(...places.map(({ start }) => start)),
    end: Math.max(...places.map(({ end }) => end)),
  };
  return found.size === 0
    ? []
    : propertyStatements([...found.values()], { ...whole, tag: whole, inner: whole }, reading);
}

function addProperty(
  { key, value, place, valuePlace }: MapEntry,
  found: Map<string, WrittenProperty>,
  reading: Reading,
): void {
  const before = found.get(key)?.value.text;
  if (before === undefined) {
    const { start, end } = place;
    found.set(key, {
      name: { text: key, range: { start, end: valuePlace.start }, start },
      value: { text: value, range: valuePlace, start },
      place: { start, end, tag: { start, end }, inner: { start, end } },
    });
  } else if (before !== value) {
    const message = `\`${key}\` differs between nodes: \`${before}\` and \`${value}\`.`;
    reading.warn(valuePlace, message, `The first one, \`${before}\`, counts for the whole cluster here.`);
  }
}
