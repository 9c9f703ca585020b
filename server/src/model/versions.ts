/** Settings and values that the product of a cluster does not have yet. */
import { type Entry, keywordOf } from '../language/schema/index.ts';
import type { Layers, Setting } from './layers.ts';
import type { Product } from './model.ts';
import { RELEASES } from './product.ts';
import type { Scope } from './scope.ts';

/** Reports every setting of these blocks that came with a later release than the one of the cluster. */
export function reportVersions(layers: Layers, product: Product, scope: Scope): void {
  for (const { settings } of layers) {
    settings.forEach((setting) => {
      reportVersion(setting, product, scope);
    });
  }
}

function reportVersion(setting: Setting, product: Product, scope: Scope): void {
  const { entry } = setting.match;
  const isValue = entry.sinceEhcache === undefined && entry.sinceTerracotta === undefined;
  const since = sinceOf(entry, setting.value);
  if (since === undefined || minor(product.ehcache) >= minor(since.ehcache)) return;
  const what = isValue ? String(setting.value) : keywordOf(entry);
  scope.report.add({
    code: 'TCS009',
    at: setting.at,
    message: `Terracotta ${product.version} with Ehcache ${product.ehcache} does not have \`${what}\`.`,
    why: 'The product refuses the configuration or ignores the setting.',
    help: `Ehcache ${since.ehcache} (Terracotta ${since.version}) has it: raise the version in \`product\`, or remove it here.`,
  });
}

/** `2.10` comes after `2.7`. */
const minor = (version: string): number => Number(version.slice(version.indexOf('.') + 1));

function sinceOf(entry: Entry, value: Setting['value']): (typeof RELEASES)[number] | undefined {
  const choice = entry.value?.type === 'choice' ? entry.value.choices.find((each) => each.name === value) : undefined;
  const ehcache = entry.sinceEhcache ?? choice?.sinceEhcache;
  return RELEASES.find((each) => each.ehcache === ehcache || each.version === entry.sinceTerracotta);
}
