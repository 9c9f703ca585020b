/** What several blocks say about one thing, with the defaults of its product line below them. */
import { defaultOf, type Edge, entryOf, keywordOf } from '../language/schema/index.ts';
import type { Range } from '../language/syntax.ts';
import { parseValue, type Value } from '../language/values.ts';
import type { Locations, Origin, ProductLine } from './model.ts';
import { originOf } from './report.ts';
import type { Phrase } from './statements.ts';

export interface Setting extends Phrase {
  /** `name value`. */
  readonly at: Origin;
  /** Undefined when it could not be read, or when the setting has a shape of its own (`product`, `host`, …). */
  readonly value: Value | undefined;
}

/** A declaration inside a block: `cache sessions { … }`. */
export interface Child extends Phrase {
  readonly draft: Draft | undefined;
}

/** What a block says. */
export interface Draft {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly children: readonly Child[];
}

/** The blocks that together describe a thing: its own, then those of `with`. The last one wins. */
export type Layers = readonly Draft[];

export const EMPTY_DRAFT: Draft = { settings: new Map(), children: [] };

/** A setting, from the last layer that has it. */
export function settingOf(layers: Layers, keyword: string): Setting | undefined {
  for (let i = layers.length - 1; i >= 0; i--) {
    const setting = layers[i]?.settings.get(keyword);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

/** The declarations of a kind, over all layers, in order. */
export function childrenOf(layers: Layers, id: string): Child[] {
  const found: Child[] = [];
  for (const layer of layers) {
    for (const child of layer.children) if (child.match.entry.id === id) found.push(child);
  }
  return found;
}

const defaults = new Map<string, Map<string, Value>>();

function defaultValue(id: string, line: ProductLine, edge: Edge | undefined): Value {
  const where = edge ?? line;
  let byId = defaults.get(where);
  if (byId === undefined) {
    byId = new Map();
    defaults.set(where, byId);
  }
  let value = byId.get(id);
  if (value === undefined) {
    const entry = entryOf(id);
    const text = defaultOf(entry, line, edge);
    const parsed =
      text === undefined || entry.value === undefined
        ? undefined
        : parseValue({ kind: 'quantity', text, start: 0, end: 0 }, entry.value);
    if (parsed?.ok !== true) throw new Error(`The schema entry "${id}" has no usable default.`);
    value = parsed.value;
    byId.set(id, value);
  }
  return value;
}

/** Values of one thing: what its layers say, then what tc-properties say, then the default of the product line. */
export interface Values {
  number(id: string): number;
  flag(id: string): boolean;
  /** One of the choices of the entry; the caller names the type. */
  choice<T extends string>(id: string): T;
}

export function valuesOf(
  layers: Layers,
  line: ProductLine,
  properties: ReadonlyMap<string, Setting>,
  edge?: Edge,
): Values {
  const isSet = layers.some((layer) => layer.settings.size > 0);
  const read = (id: string): Value =>
    (isSet ? settingOf(layers, keywordOf(entryOf(id)))?.value : undefined) ??
    (properties.size > 0 ? properties.get(edge === undefined ? id : `${id} ${edge}`)?.value : undefined) ??
    defaultValue(id, line, edge);
  return {
    number: (id) => read(id) as number,
    flag: (id) => read(id) as boolean,
    choice: <T extends string>(id: string) => read(id) as T,
  };
}

/** Where a declaration stands. `also` adds settings from tc-properties; those of the blocks win. */
export function locationsOf(
  phrase: Phrase,
  name: Range,
  layers: Layers,
  also: Iterable<readonly [string, Setting]> = [],
): Locations {
  const settings: Record<string, Origin> = {};
  for (const [keyword, setting] of also) settings[keyword] = setting.at;
  for (const layer of layers) {
    layer.settings.forEach((setting, keyword) => {
      settings[keyword] = setting.at;
    });
    for (const child of layer.children) {
      const keyword = keywordOf(child.match.entry);
      settings[keyword] ??= originOf(child.file, child.statement);
    }
  }
  const { block } = phrase.statement;
  return {
    self: originOf(phrase.file, phrase.statement),
    name: originOf(phrase.file, name),
    block: block === undefined ? undefined : originOf(phrase.file, block),
    settings,
  };
}
