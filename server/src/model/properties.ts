/** The `tc-properties` block: settings under their names in tc.properties. */

import { has } from '../language/availability.ts';
import { nearest } from '../language/nearest.ts';
import { EDGE_PREFIX, EDGES, ENTRIES, type Entry } from '../language/schema/index.ts';
import type { Statement } from '../language/syntax.ts';
import { readValue } from './blocks.ts';
import type { Setting } from './layers.ts';
import type { Origin, Product } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { Scope } from './scope.ts';

interface Known {
  readonly entry: Entry;
  /** Under which `valuesOf` looks for it: the id of the entry, with the edge of a health check. */
  readonly key: string;
}

let known: Map<string, Known> | undefined;

/** Every property that sets a field of the model, by its full name. */
export function knownProperties(): ReadonlyMap<string, Known> {
  if (known === undefined) {
    known = new Map();
    for (const entry of ENTRIES) {
      const name = entry.property?.name;
      if (name === undefined) continue;
      if (!name.includes('{edge}')) known.set(name, { entry, key: entry.id });
      else {
        for (const edge of EDGES) {
          known.set(name.replace('{edge}', EDGE_PREFIX[edge.name]), { entry, key: `${entry.id} ${edge.name}` });
        }
      }
    }
  }
  return known;
}

/** Whether the product has a setting, and has it under a name in tc.properties. */
export const hasProperty = (product: Product, entry: Entry): boolean =>
  has(product, entry) && has(product, entry.property ?? {});

/** Reads `name value` pairs into settings by their key. Names unknown to the product are legal and without effect: an info. */
export function readProperties(
  statements: readonly Statement[],
  file: number,
  product: Product,
  scope: Scope,
): Map<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const statement of statements) {
    const { words } = statement;
    for (let i = 0; i < words.length; i += 2) {
      const name = words[i];
      const value = words[i + 1];
      if (name === undefined) break;
      // The product accepts the prefix of the system properties, too.
      const property = knownProperties().get(name.text.replace(/^com\.tc\./, ''));
      if (property === undefined || !hasProperty(product, property.entry)) {
        const meant = property === undefined ? nearest(name.text, knownProperties().keys()) : undefined;
        scope.report.add({
          code: 'TCS003',
          severity: 'info',
          at: originOf(file, name),
          message: `The property \`${name.text}\` has no effect on the simulation.`,
          help: meant === undefined ? 'Keep it if the real configuration has it.' : `Did you mean \`${meant}\`?`,
          fixes: meant === undefined ? [] : [replacing(originOf(file, name), meant)],
        });
        continue;
      }
      if (value === undefined) {
        scope.report.add({
          code: 'TCS011',
          at: originOf(file, name),
          message: `The value of \`${name.text}\` is missing.`,
          help: 'Write it behind the name.',
        });
        continue;
      }
      const at: Origin = { file, start: name.start, end: value.end };
      const match = { entry: property.entry, first: i, end: i + 2, slots: [], literals: [] };
      settings.set(property.key, {
        match,
        words,
        statement,
        file,
        at,
        value: readValue(value, property.entry, file, scope, property.entry.property?.bareUnit),
      });
    }
  }
  return settings;
}
