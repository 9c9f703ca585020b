/** Quick fixes in a dynamic configuration: settings of the cluster and tc-properties, changed where they are written or added. */
import {
  dynamicFormat,
  entriesOf as entriesOfMap,
  type Layout,
  layoutOf,
  type Node,
} from '../../importers/dynamicLayout.ts';
import { nameWithoutEntry } from '../../importers/dynamicSettings.ts';
import { type Property, readPropertyFile } from '../../importers/properties.ts';
import { Reading } from '../../importers/reading.ts';
import { type Entry, entriesOf, keywordOf } from '../../language/schema/index.ts';
import { parseValue } from '../../language/values.ts';
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Locations, Model } from '../../model/model.ts';

/** The settings of a cluster that have the same name in the file. */
const SETTINGS: ReadonlySet<string> = new Set([
  'client-reconnect-window',
  'client-lease-duration',
  'failover-priority',
]);

/** Undefined where the format has no place for the setting. `name` and `value` are as in the language. */
export function setInProperties(
  model: Model,
  at: Locations,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const { file } = at.self;
  const text = model.files[file]?.text ?? '';
  const format = dynamicFormat(text);
  const entry = entriesOf('cluster').find((each) => keywordOf(each) === name);
  if (!SETTINGS.has(name) || format === undefined || entry === undefined) return undefined;
  const { properties } = readPropertyFile(text, format);
  const written = valueIn(entry, value);
  const before = properties.find(({ start }) => start === at.settings[name]?.start);
  if (before !== undefined) return [{ at: { file, ...before.valueRange }, text: written }];
  return [intoCluster(properties, text, file, name, written)];
}

/** Below the other settings of the cluster, or at the beginning. */
function intoCluster(
  properties: readonly Property[],
  text: string,
  file: number,
  name: string,
  value: string,
): TextEdit {
  const neighbour = properties.filter(({ key }) => !/[.:]/.test(key)).at(-1);
  return neighbour === undefined ? first(properties[0], file, name, value) : below(neighbour, text, file, name, value);
}

/**
 * Edits that give one of the tc-properties its value, wherever the file has it; where it does not, they add it to every node,
 * or in a `.cfg` to the cluster, which means the same there.
 */
export function setTcProperty(
  model: Model,
  file: number,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const text = model.files[file]?.text ?? '';
  const format = dynamicFormat(text);
  if (format === undefined) return undefined;
  const { properties } = readPropertyFile(text, format);
  const layout = layoutOf(properties, format, new Reading());
  const written = scopesOf(layout).flatMap((settings) =>
    [...settings]
      .filter(([setting]) => nameWithoutEntry(setting) === 'tc-properties')
      .flatMap(([setting, property]) => entriesOfMap(setting, property, new Reading()))
      .filter(({ key }) => key.replace(/^com\.tc\./, '') === name),
  );
  if (written.length > 0) return written.map(({ valuePlace }) => ({ at: { file, ...valuePlace }, text: value }));
  const added = `tc-properties.${name}`;
  if (format === 'equals') return [intoCluster(properties, text, file, added, value)];
  const nodes = [...layout.stripes].flatMap(([stripe, { nodes: all }]) =>
    [...all.values()].flatMap((node) => intoNode(stripe, node, text, file, added, value)),
  );
  return nodes.length === 0 ? undefined : nodes;
}

const scopesOf = ({ cluster, stripes }: Layout): readonly ReadonlyMap<string, Property>[] => [
  cluster,
  ...[...stripes.values()].flatMap(({ settings, nodes }) => [
    settings,
    ...[...nodes.values()].map((node) => node.settings),
  ]),
];

/** Behind the last line of the node. */
function intoNode(
  stripe: string,
  { id, settings }: Node,
  text: string,
  file: number,
  name: string,
  value: string,
): readonly TextEdit[] {
  const last = [...settings.values()].reduce<Property | undefined>(
    (latest, property) => (latest === undefined || property.end > latest.end ? property : latest),
    undefined,
  );
  return last === undefined ? [] : [below(last, text, file, `stripe.${stripe}.node.${id}.${name}`, value)];
}

/** The product writes minutes as `m`, and has no fractions. */
function valueIn({ value: spec }: Entry, value: string): string {
  const parsed =
    spec?.type === 'duration' ? parseValue({ kind: 'quantity', text: value, start: 0, end: 0 }, spec) : undefined;
  if (parsed?.ok !== true || typeof parsed.value !== 'number') return value;
  return `${Math.ceil(parsed.value / 1_000_000)}s`;
}

function below({ end }: Property, text: string, file: number, name: string, value: string): TextEdit {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return { at: { file, start: end, end }, text: `${lineEnd}${name}=${value}` };
}

function first(property: Property | undefined, file: number, name: string, value: string): TextEdit {
  const start = property?.start ?? 0;
  return { at: { file, start, end: start }, text: `${name}=${value}\n` };
}
