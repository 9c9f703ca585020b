/** Settings, values and actions that the product of a cluster does not have. */

import { has, ownersText } from '../language/availability.ts';
import type { Match } from '../language/phrases.ts';
import { type Availability, keywordOf } from '../language/schema/index.ts';
import type { Draft, Layers, Setting } from './layers.ts';
import type { Origin, Product } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { Scope } from './scope.ts';

/** Reports everything in these blocks, and in the blocks inside, that the product does not have. */
export function reportForeign(layers: Layers, product: Product, scope: Scope): void {
  for (const layer of layers) reportBlock(layer, product, scope);
}

function reportBlock({ settings, children }: Draft, product: Product, scope: Scope): void {
  settings.forEach((setting) => {
    reportSetting(setting, product, scope);
  });
  for (const { match, words, file, statement, draft } of children) {
    if (has(product, match.entry)) {
      if (draft !== undefined) reportBlock(draft, product, scope);
      continue;
    }
    const name = originOf(file, words[match.first] ?? statement);
    const end = draft === undefined ? (words[match.end - 1]?.end ?? name.end) : statement.end;
    reportLacking(keywordOf(match.entry), name, { ...name, end }, match.entry, product, scope);
  }
}

function reportSetting({ match: { entry }, at, value }: Setting, product: Product, scope: Scope): void {
  if (!has(product, entry)) {
    reportLacking(keywordOf(entry), at, at, entry, product, scope);
    return;
  }
  const choice = entry.value?.type === 'choice' ? entry.value.choices.find((each) => each.name === value) : undefined;
  if (choice !== undefined && !has(product, choice)) reportLacking(choice.name, at, at, choice, product, scope);
}

/** Reports that a product lacks something that is written at a place; `whole` is what a fix removes. */
export function reportLacking(
  what: string,
  at: Origin,
  whole: Origin,
  availability: Availability,
  product: Product,
  scope: Scope,
): void {
  const instead = availability.instead?.[product.line];
  const owners = ownersText(availability);
  scope.report.add({
    code: 'TCS009',
    at,
    message: `Terracotta ${product.version} with Ehcache ${product.ehcache} does not have \`${what}\`.`,
    why: instead ?? 'The product refuses the configuration or ignores the setting.',
    help: `${owners} ${owners.includes(' and ') ? 'have' : 'has'} it: change the version in \`product\`, or remove it here.`,
    fixes: [replacing(whole, '', 'Remove it')],
  });
}

/** Reports a phrase of a scenario that none of the products it is about has. True when it was reported. */
export function reportForeignPhrase(
  match: Match,
  at: Origin,
  products: Iterable<Product | undefined>,
  scope: Scope,
  what = keywordOf(match.entry),
  availability: Availability = match.entry,
): boolean {
  for (const product of products) {
    if (product === undefined || has(product, availability)) continue;
    reportLacking(what, at, at, availability, product, scope);
    return true;
  }
  return false;
}
