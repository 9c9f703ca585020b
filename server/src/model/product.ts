/** The product line and version of a cluster, and what they lack. */

import { nearest } from '../language/nearest.ts';
import { wordOf } from '../language/phrases.ts';
import { type Layers, type Setting, settingOf } from './layers.ts';
import type { Product, ProductLine } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { Scope } from './scope.ts';

interface Release {
  readonly version: string;
  readonly line: ProductLine;
  readonly ehcache: string;
}

/** The releases that can be named, and the Ehcache that ships with each. */
export const RELEASES: readonly Release[] = [
  { version: '3.7', line: '3.7', ehcache: '2.6' },
  { version: '4.0', line: '4.x', ehcache: '2.7' },
  { version: '4.1', line: '4.x', ehcache: '2.8' },
  { version: '4.2', line: '4.x', ehcache: '2.9' },
  { version: '4.3', line: '4.x', ehcache: '2.10' },
];

/** `bigmemory-max` and `bigmemory` are the commercial names of the same product. */
export const PRODUCT_NAMES = ['terracotta', 'bigmemory-max', 'bigmemory'] as const;

const NEWEST: Product = { line: '4.x', version: '4.3', ehcache: '2.10' };

/** The product of a cluster; 4.3 unless written. Reports unknown names and versions. */
export function readProduct(layers: Layers, scope: Scope): Product {
  const setting = settingOf(layers, 'product');
  return setting === undefined ? NEWEST : productOf(setting, scope);
}

function productOf(setting: Setting, scope: Scope): Product {
  const name = wordOf(setting.match, 'product');
  const version = wordOf(setting.match, 'version');
  if (name === undefined || version === undefined) return NEWEST;
  if (!PRODUCT_NAMES.some((known) => known === name.text)) {
    const at = originOf(setting.file, name);
    const meant = nearest(name.text, PRODUCT_NAMES);
    scope.report.add({
      code: 'TCS004',
      at,
      message: `\`${name.text}\` is not a product that tcsim knows.`,
      help: 'Write `terracotta` (or `bigmemory-max`) and a version.',
      fixes: [replacing(at, meant ?? 'terracotta')],
    });
    return NEWEST;
  }
  const { text } = scope.use(version, setting.file);
  const release = RELEASES.find((each) => text === each.version || text.startsWith(`${each.version}.`));
  if (release !== undefined) return { line: release.line, version: text, ehcache: release.ehcache };
  if (text === '4.x' || text === '4') return { ...NEWEST, version: '4.x' };
  const isLater = /^(1\d|[5-9])(\.|$)/.test(text);
  const at = originOf(setting.file, version);
  scope.report.add({
    code: isLater ? 'TCS009' : 'TCS004',
    at,
    message: isLater
      ? `Terracotta ${text} is not supported yet in this version of tcsim.`
      : `\`${text}\` is not a version that tcsim knows.`,
    help: `Versions are ${RELEASES.map((each) => each.version).join(', ')}.`,
    fixes: [replacing(at, '4.3')],
  });
  return NEWEST;
}
