/** The product line and version of a cluster. */

import { nearest } from '../language/nearest.ts';
import { wordOf } from '../language/phrases.ts';
import { RELEASES, releaseOf } from '../language/schema/index.ts';
import { type Layers, type Setting, settingOf } from './layers.ts';
import type { Product } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { Scope } from './scope.ts';

/** `bigmemory-max` and `bigmemory` are the commercial names of the same product. */
export const PRODUCT_NAMES = ['terracotta', 'bigmemory-max', 'bigmemory'] as const;

const USUAL: Product = { line: '4.x', version: '4.3', ehcache: '2.10' };

/** The product of a cluster; 4.3 unless written. Reports unknown names and versions. */
export function readProduct(layers: Layers, scope: Scope): Product {
  const setting = settingOf(layers, 'product');
  return setting === undefined ? USUAL : productOf(setting, scope);
}

function productOf(setting: Setting, scope: Scope): Product {
  const name = wordOf(setting.match, 'product');
  const version = wordOf(setting.match, 'version');
  if (name === undefined || version === undefined) return USUAL;
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
    return USUAL;
  }
  const { text } = scope.use(version, setting.file);
  const release = releaseOf(text);
  if (release !== undefined) return { line: release.line, version: text, ehcache: release.ehcache };
  const at = originOf(setting.file, version);
  const versions = RELEASES.map((each) => each.version);
  // What is meant is likely one of the same number: what else the text says is read as for that.
  const likely = releaseOf(`${text.split('.', 1)[0]}.x`);
  scope.report.add({
    code: 'TCS004',
    at,
    message: `\`${text}\` is not a version that tcsim knows.`,
    why: 'What changed between two releases is known for these versions only.',
    help: `Versions are ${versions.join(', ')}.`,
    fixes: [replacing(at, nearest(text, versions) ?? likely?.version ?? '4.3')],
  });
  return likely === undefined ? USUAL : { line: likely.line, version: likely.version, ehcache: likely.ehcache };
}
