/** Calls of clients into their caches: from a matched phrase to the action of a step. */
import { type Match, slotOf, wordOf } from '../language/phrases.ts';
import { unquote } from '../language/values.ts';
import type { Action } from './model.ts';
import { originOf } from './report.ts';
import { cacheOf, countOf, durationOf, nodesOf, operationOf, type Site } from './resolve.ts';

/** Keys of a workload that does not say how many it has. */
const USUAL_KEY_COUNT = 100;
const MOST_KEYS = 1_000_000;

/** Undefined when a part of it is wrong, which has been reported. */
export function buildWork(match: Match, site: Site): Action | undefined {
  const operation = operationOf(match, site);
  const keyCount = countOf(match, 'keys', site, 1, MOST_KEYS);
  const target = workTarget(match, site);
  if (operation === undefined || target === undefined) return undefined;
  const key = keyOf(match, site);
  return {
    kind: 'operate',
    ...target,
    operation,
    key,
    keyCount: key === undefined ? (keyCount ?? USUAL_KEY_COUNT) : 1,
  };
}

export function buildIterate(match: Match, site: Site): Action | undefined {
  const keyCount = countOf(match, 'keys', site, 1, MOST_KEYS) ?? USUAL_KEY_COUNT;
  const target = workTarget(match, site);
  const spanMicros = durationOf(match, 'duration', site);
  if (target === undefined || spanMicros === undefined) return undefined;
  return { kind: 'operate', ...target, operation: 'iterate', key: undefined, keyCount, spanMicros };
}

export function buildBulkLoad(match: Match, site: Site): Action | undefined {
  const target = workTarget(match, site);
  const durationMicros = durationOf(match, 'duration', site);
  if (target === undefined || durationMicros === undefined) return undefined;
  return { kind: 'bulk-load', ...target, durationMicros };
}

/** The clients that work and the cache that they use; undefined when one of them is wrong, which is reported. */
export function workTarget(
  match: Match,
  site: Site,
): { readonly clients: readonly string[]; readonly cache: string } | undefined {
  const named = nodesOf(slotOf(match, 'client'), site, 'client');
  const cache = cacheOf(wordOf(match, 'cache'), named, site);
  if (named.length === 0 || cache === undefined) return undefined;
  const clients = ownersOf(cache, named, match, site);
  return clients.length === 0 ? undefined : { clients, cache };
}

/** The key as the scenario names it. */
export function keyOf(match: Match, site: Site): string | undefined {
  const word = wordOf(match, 'key');
  const text = word === undefined ? undefined : site.scope.use(word, site.file);
  return text?.kind === 'string' ? unquote(text.text) : text?.text;
}

/** The clients that have the cache. `every client` means those; one that is named and lacks it is reported. */
function ownersOf(cache: string, clients: readonly string[], match: Match, site: Site): readonly string[] {
  const { scope, file } = site;
  const all = scope.caches.get(cache) ?? [];
  const lacking = clients.find((client) => !all.includes(client));
  if (lacking === undefined) return clients;
  const slot = slotOf(match, 'client');
  const word = slot?.items.find((item) => item.every !== undefined)?.every;
  if (word === undefined) {
    const at = originOf(file, wordOf(match, 'cache') ?? site.words[match.first] ?? { start: 0, end: 0 });
    scope.report.add({
      code: 'TCS002',
      at,
      message: `\`${lacking}\` has no cache named \`${cache}\`.`,
      help: `Declare the cache in \`${lacking}\`, or write a statement of its own for each client.`,
    });
  }
  return clients.filter((client) => all.includes(client));
}
