/** Quick fixes in a dynamic configuration: a setting of the cluster, changed where it is written or added to the others. */
import { dynamicFormat } from '../../importers/dynamicLayout.ts';
import { type Property, readPropertyFile } from '../../importers/properties.ts';
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
  const neighbour = properties.filter(({ key }) => !/[.:]/.test(key)).at(-1);
  return [
    neighbour === undefined ? first(properties[0], file, name, written) : below(neighbour, text, file, name, written),
  ];
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
