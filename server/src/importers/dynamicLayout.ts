/** The settings of a dynamic configuration by where they belong: the cluster, a stripe, a node. */
import type { Range } from '../language/syntax.ts';
import { NODE_SETTINGS, nameWithoutEntry } from './dynamicSettings.ts';
import type { Property, Separators } from './properties.ts';
import type { Raw, Reading } from './reading.ts';

export type Settings = ReadonlyMap<string, Property>;

export interface Node {
  /** Its number, or its name where the format has names. */
  readonly id: string;
  /** Where that name stands in a list. */
  readonly named: Range | undefined;
  readonly settings: Map<string, Property>;
}

export interface StripeOfFile {
  readonly id: string;
  readonly named: Range | undefined;
  readonly settings: Map<string, Property>;
  /** What counts for each of its nodes that says nothing itself. */
  readonly shared: Map<string, Property>;
  readonly nodes: Map<string, Node>;
}

export interface Layout {
  readonly cluster: Map<string, Property>;
  /** What counts for each node whose stripe and which itself says nothing. */
  readonly shared: Map<string, Property>;
  readonly stripes: Map<string, StripeOfFile>;
}

/** Which of the two formats the keys of a text are in; undefined for neither. */
export function dynamicFormat(text: string): Separators | undefined {
  if (/^[ \t]*stripe\.\d+\.(node\.\d+\.)?[a-z-]/m.test(text)) return 'java';
  return /^[ \t]*(stripe-names[ \t]*=|(?:(?:stripe|node):)?[\w.-]+:(node-names|hostname)[ \t]*=)/m.test(text)
    ? 'equals'
    : undefined;
}

/** What belongs where. Says what belongs nowhere, and what stands twice. */
export function layoutOf(properties: readonly Property[], separators: Separators, reading: Reading): Layout {
  return separators === 'java' ? numbered(properties, reading) : named(properties, reading);
}

/** `stripe.1.node.2.port`: stripes and nodes have numbers. */
function numbered(properties: readonly Property[], reading: Reading): Layout {
  const layout: Layout = { cluster: new Map(), shared: new Map(), stripes: new Map() };
  for (const property of properties) {
    const [, stripe, node, setting = property.key] = /^stripe\.(\d+)\.(?:node\.(\d+)\.)?(.+)$/.exec(property.key) ?? [];
    const group = stripe === undefined ? undefined : stripeOf(layout, stripe);
    const member = group === undefined || node === undefined ? group : nodeOf(group, node);
    put(member?.settings ?? layout.cluster, setting, property, reading);
  }
  return { ...layout, stripes: sorted(layout.stripes) };
}

interface Scoped {
  /** Of the two words that may stand before a name; needed where a stripe and a node have the same one. */
  readonly kind: string;
  /** The stripe or the node; empty for the cluster. */
  readonly scope: string;
  readonly setting: string;
}

/** `port`, `stripe1:node-names`, `node:node-1-1:port`. */
function scopedOf(key: string): Scoped {
  const parts = key.split(':').map((part) => part.trim());
  const [first = '', second = '', third] = parts;
  if (parts.length > 3) return { kind: '', scope: key, setting: '' };
  if (third !== undefined) return { kind: first, scope: second, setting: third };
  return parts.length === 1 ? { kind: '', scope: '', setting: first } : { kind: '', scope: first, setting: second };
}

/**
 * `stripe1:node-names=a,b` and `a:port=9410`: stripes and nodes have names, and the lists say who is in which. What is
 * said of a stripe or of the cluster and belongs to nodes counts for each of theirs.
 */
function named(properties: readonly Property[], reading: Reading): Layout {
  const layout: Layout = { cluster: new Map(), shared: new Map(), stripes: new Map() };
  const keys = properties.map((property) => ({ property, ...scopedOf(property.key) }));
  const lists = keys.filter(({ scope, setting }) => setting === (scope === '' ? 'stripe-names' : 'node-names'));
  for (const { property } of lists.filter(({ scope }) => scope === '')) {
    for (const { name, range } of namesIn(property)) stripeOf(layout, name, range);
  }
  const nodes = new Map<string, Node>();
  for (const { property, scope } of lists.filter((list) => list.scope !== '')) {
    const stripe = stripeOf(layout, scope, property.keyRange);
    for (const { name, range } of namesIn(property)) nodes.set(name, nodeOf(stripe, name, range));
  }
  const isList = new Set(lists);
  for (const { property, kind, scope, setting } of keys.filter((key) => !isList.has(key))) {
    const stripe = kind === 'node' ? undefined : layout.stripes.get(scope);
    const node = kind === 'stripe' ? undefined : nodes.get(scope);
    const group = scope === '' ? layout : node === undefined ? stripe : undefined;
    if (group !== undefined && NODE_SETTINGS.has(nameWithoutEntry(setting))) {
      group.shared.set(setting, property);
      continue;
    }
    const owner = scope === '' ? layout.cluster : (node ?? stripe)?.settings;
    if (owner !== undefined) put(owner, setting, property, reading);
    else {
      const message = `\`${scope}\` is neither a stripe nor a node of this file.`;
      reading.warn(property.keyRange, message, 'Nodes stand in the `node-names` of their stripe.', 'TCS002');
    }
  }
  return layout;
}

interface Listed {
  readonly name: string;
  readonly range: Range;
}

/** The names of a list, each with its place. */
function namesIn(property: Property): Listed[] {
  let at = 0;
  return property.value.split(',').flatMap((part) => {
    const name = part.trim();
    const start = at + part.indexOf(name);
    at += part.length + 1;
    return name === '' ? [] : [{ name, range: property.placeOf(start, start + name.length) }];
  });
}

function stripeOf({ stripes }: Layout, id: string, named?: Range): StripeOfFile {
  const stripe = stripes.get(id) ?? { id, named, settings: new Map(), shared: new Map(), nodes: new Map() };
  stripes.set(id, stripe);
  return stripe;
}

function nodeOf({ nodes }: StripeOfFile, id: string, named?: Range): Node {
  const node = nodes.get(id) ?? { id, named, settings: new Map() };
  nodes.set(id, node);
  return node;
}

function put(scope: Map<string, Property>, setting: string, property: Property, reading: Reading): void {
  const before = scope.get(setting);
  if (before !== undefined) {
    reading.warn(
      before.keyRange,
      `\`${before.key}\` stands here again further down.`,
      'The last one counts.',
      'TCS006',
    );
  }
  scope.set(setting, property);
}

function sorted(stripes: ReadonlyMap<string, StripeOfFile>): Map<string, StripeOfFile> {
  const byNumber = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number => Number(a) - Number(b);
  return new Map(
    [...stripes]
      .sort(byNumber)
      .map(([id, stripe]) => [id, { ...stripe, nodes: new Map([...stripe.nodes].sort(byNumber)) }]),
  );
}

/** A value that is not empty; the product takes an empty one for "not set". */
export function rawOf(settings: Settings, name: string): Raw | undefined {
  const property = settings.get(name);
  if (property === undefined || property.value === '') return undefined;
  return { text: property.value, range: property.valueRange, start: property.start };
}

export interface MapEntry {
  readonly key: string;
  readonly value: string;
  /** All of it, and the value alone. */
  readonly place: Range;
  readonly valuePlace: Range;
}

/** The entries of a map setting: `a:1,b:2` under its own name, or `name.a` with the value alone. */
export function entriesOf(name: string, property: Property, reading: Reading): MapEntry[] {
  const own = name.slice(nameWithoutEntry(name).length + 1);
  if (own !== '')
    return property.value === ''
      ? []
      : [{ key: own, value: property.value, place: property, valuePlace: property.valueRange }];
  const entries: MapEntry[] = [];
  let at = 0;
  for (const part of property.value.split(',')) {
    const place = property.placeOf(at, at + part.length);
    at += part.length + 1;
    const split = part.indexOf(':');
    if (split > 0) {
      const value = property.placeOf(at - part.length + split, at - 1);
      entries.push({ key: part.slice(0, split).trim(), value: part.slice(split + 1).trim(), place, valuePlace: value });
    } else if (part.trim() !== '') {
      const help = `\`${nameWithoutEntry(name)}\` is a list of name:value. It is left out here.`;
      reading.warn(place, `\`${part.trim()}\` has no value.`, help);
    }
  }
  return entries;
}
