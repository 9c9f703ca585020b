/**
 * The one table of the language: settings, declarations, triggers, faults, work, expectations. Parsing, completion,
 * hover, the reference page and the model read it; a setting or a fault is added here and nowhere else in the language.
 */

import type { ProductLine } from '../../model/model.ts';
import { BULK_LOAD } from './bulkLoad.ts';
import { CHECKED } from './checked.ts';
import { CLIENT } from './client.ts';
import { CLUSTER } from './cluster.ts';
import { BOUNDS, EVENT_PHRASES, EXPECTATIONS, OUTCOME_PHRASES, QUANTIFIERS, TIMES } from './expectations.ts';
import { FAULTS, WORK } from './faults.ts';
import { HEALTH_CHECK } from './healthCheck.ts';
import { CACHE_PARAMETERS, INTEGRATION_SERVER, REQUESTS, SESSION_EXPECTATIONS, SESSIONS } from './integrationServer.ts';
import { LOCK_WORK } from './locks.ts';
import { SCENARIO, UNSUPPORTED } from './scenario.ts';
import { CONFIGURATION_CHANGES, TERRACOTTA_10 } from './terracotta10.ts';
import { TRANSACTION_LIMITS } from './transactions.ts';
import type { Context, Edge, Entry } from './types.ts';

export { EXCEPTIONS } from './exceptions.ts';
export { OPERATIONS } from './faults.ts';
export { EDGE_PREFIX, EDGES } from './healthCheck.ts';
export { LOCK_OPERATIONS } from './locks.ts';
export { RELEASES, type Release, releaseOf } from './releases.ts';
export type { Availability, Category, Choice, Context, Edge, Entry, PropertyName, ValueSpec } from './types.ts';

export const ENTRIES: readonly Entry[] = [
  ...SCENARIO,
  ...CLUSTER,
  ...HEALTH_CHECK,
  ...CLIENT,
  ...TERRACOTTA_10,
  ...INTEGRATION_SERVER,
  ...CHECKED,
  ...TRANSACTION_LIMITS,
  ...SESSIONS,
  ...FAULTS,
  ...CONFIGURATION_CHANGES,
  ...CACHE_PARAMETERS,
  ...LOCK_WORK,
  ...BULK_LOAD,
  ...WORK,
  ...REQUESTS,
  ...EVENT_PHRASES,
  ...EXPECTATIONS,
  ...SESSION_EXPECTATIONS,
  ...OUTCOME_PHRASES,
  ...QUANTIFIERS,
  ...TIMES,
  ...BOUNDS,
  ...UNSUPPORTED,
];

const byId = new Map(ENTRIES.map((entry) => [entry.id, entry]));

/** The row with this id. Throws when there is none: ids are written in code, not by users. */
export function entryOf(id: string): Entry {
  const entry = byId.get(id);
  if (entry === undefined) throw new Error(`The schema has no entry "${id}".`);
  return entry;
}

const byContext = new Map<Context, Entry[]>();

/** Every phrase that may stand in a context, in the order of the table. */
export function entriesOf(context: Context): readonly Entry[] {
  if (byContext.size === 0) {
    for (const entry of ENTRIES) {
      for (const place of entry.contexts) {
        const list = byContext.get(place);
        if (list === undefined) byContext.set(place, [entry]);
        else list.push(entry);
      }
    }
  }
  return byContext.get(context) ?? [];
}

/** In these blocks several settings may stand on one line. */
const SETTING_BLOCKS: ReadonlySet<Context> = new Set<Context>([
  'cluster',
  'stripe',
  'server',
  'health-check',
  'l1reconnect',
  'l2reconnect',
  'client',
  'cache',
  'nonstop',
  'voter',
  'integration-server',
  'distributed-cache',
  'network',
]);

export const isSettingBlock = (context: Context): boolean => SETTING_BLOCKS.has(context);

/** The keyword of a setting: the first word of its phrase, under which it stands in `at.settings`; behind a subject the verb. */
export function keywordOf(entry: Entry): string {
  let keyword = keywords.get(entry);
  if (keyword === undefined) {
    const [first = '', second = ''] = entry.phrase.split(' ', 2);
    keyword = first.startsWith('<') && /^[a-z]/.test(second) ? second : first;
    keywords.set(entry, keyword);
  }
  return keyword;
}

const keywords = new Map<Entry, string>();

/** The default as it would be written, for a product line and, in a health check, an edge; undefined when there is none. */
export function defaultOf(entry: Entry, line: ProductLine, edge?: Edge): string | undefined {
  const written = entry.default;
  if (written === undefined || typeof written === 'string') return written;
  return (edge === undefined ? undefined : written[edge]) ?? written[line] ?? written.other;
}

/** The phrase of an entry for people: slots by their labels, signs without quotes. */
export const phraseText = (entry: Entry): string =>
  entry.phrase.replace(/<([^>:]+)(?::[^>]+)?>/g, '<$1>').replace(/'(.)'/g, '$1');
