/** From the words of a phrase to nodes, caches, times and counts. */
import { nearest } from '../language/nearest.ts';
import { type Match, type Slot, slotOf, wordOf } from '../language/phrases.ts';
import { LOCK_OPERATIONS, OPERATIONS } from '../language/schema/index.ts';
import type { Word } from '../language/syntax.ts';
import { type DurationLimits, parseCount, parseDuration } from '../language/values.ts';
import { EVENTS, STATE_GROUPS, STATES } from '../trace/kinds.ts';
import type { OperationName, Origin, Product, Session } from './model.ts';
import { originOf, replacing } from './report.ts';
import type { NodeName, Scope } from './scope.ts';
import { reportValue } from './statements.ts';

/** Where words are resolved. */
export interface Site {
  readonly scope: Scope;
  readonly file: number;
  readonly words: readonly Word[];
  readonly durationMicros: number;
  /** Sessions of the scenario, as far as they have been read. */
  readonly sessions?: ReadonlyMap<string, Session>;
  /** Names of the clients that are Integration Server nodes. */
  readonly integrationServers: ReadonlySet<string>;
  /** The product of the cluster that a node belongs to, or of a cluster. */
  readonly productOf: (node: string) => Product | undefined;
  readonly machineOf: ReadonlyMap<string, string>;
}

export const placeOf = (site: Site, first: number, end: number): Origin => ({
  file: site.file,
  start: site.words[first]?.start ?? 0,
  end: site.words[end - 1]?.end ?? 0,
});

/** The nodes that a list names, each once; reports unknown names. `only` says which kind may stand here. */
export function nodesOf(slot: Slot | undefined, site: Site, only?: 'client' | 'server'): readonly string[] {
  const { scope } = site;
  const single = slot?.items[0];
  if (single !== undefined && slot?.items.length === 1 && single.every === undefined) {
    return groupOf(single.word, site, only)?.members ?? [];
  }
  const found = new Set<string>();
  for (const { word, every } of slot?.items ?? []) {
    if (every !== undefined) {
      for (const name of word.text === 'client' ? scope.clients : scope.servers) found.add(name);
      continue;
    }
    for (const member of groupOf(word, site, only)?.members ?? []) found.add(member);
  }
  return [...found];
}

function groupOf(word: Word, site: Site, only: 'client' | 'server' | undefined): NodeName | undefined {
  const { scope, file } = site;
  const { text } = scope.use(word, file);
  const group = scope.nodes.get(text);
  if (group === undefined) {
    const candidates = only === 'client' ? namesOfKind(scope, 'client') : scope.nodes.keys();
    scope.unknown({ ...word, text }, file, only ?? 'node', candidates);
    return undefined;
  }
  noteUse(text, group, word, site);
  if (only === undefined || laneOf(group) === only) return group;
  scope.report.add({
    code: 'TCS002',
    at: originOf(file, word),
    message: `\`${text}\` is a ${group.kind}, not a ${only}.`,
    help: `Name a ${only}: ${[...namesOfKind(scope, only)].map((name) => `\`${name}\``).join(', ')}.`,
  });
  return undefined;
}

/** What the members of a group are. */
function laneOf({ kind }: NodeName): 'server' | 'client' | 'voter' {
  return kind === 'client' || kind === 'voter' ? kind : 'server';
}

/** Notes the use of a name; of `shop-2` only `shop` is declared. The name may stand in a `let` or `for`. */
function noteUse(text: string, group: NodeName, word: Word, site: Site): void {
  const place = word.text === text ? { word, file: site.file } : site.scope.values.get(word.text);
  if (place === undefined) return;
  const { start } = place.word;
  site.scope.symbols.refer(group.kind, group.declared, { file: place.file, start, end: start + group.declared.length });
}

function noteCache(text: string, word: Word, site: Site): void {
  const place = word.text === text ? { word, file: site.file } : site.scope.values.get(word.text);
  if (place !== undefined) site.scope.symbols.refer('cache', text, originOf(place.file, place.word));
}

function* namesOfKind(scope: Scope, kind: 'client' | 'server'): Iterable<string> {
  for (const [name, group] of scope.nodes) if (laneOf(group) === kind) yield name;
}

/** Microseconds of a slot; undefined when the slot is empty or wrong, which is reported. */
export function durationOf(match: Match, label: string, site: Site, limits: DurationLimits = {}): number | undefined {
  const word = wordOf(match, label);
  if (word === undefined) return undefined;
  const parsed = parseDuration(site.scope.use(word, site.file), limits);
  if (parsed.ok) return parsed.value;
  reportValue(parsed.problem, originOf(site.file, word), site.scope);
  return undefined;
}

/** A count; undefined when the slot is empty or wrong, which is reported. */
export function countOf(match: Match, label: string, site: Site, min: number, max: number): number | undefined {
  const word = wordOf(match, label);
  if (word === undefined) return undefined;
  const parsed = parseCount(site.scope.use(word, site.file), min, max);
  if (parsed.ok) return parsed.value;
  reportValue(parsed.problem, originOf(site.file, word), site.scope);
  return undefined;
}

/** One of the names of a table; undefined and reported when it is not. */
export function pick<T extends string>(
  word: Word | undefined,
  names: readonly T[],
  what: string,
  site: Site,
  aliases: Readonly<Record<string, T>> = {},
  /** Words that begin other phrases in this place: one of them may be meant. */
  others: readonly string[] = [],
): T | undefined {
  if (word === undefined) return undefined;
  const { text } = site.scope.use(word, site.file);
  const found = names.find((name) => name === text) ?? aliases[text];
  if (found !== undefined) return found;
  const at = originOf(site.file, word);
  const meant = names.find((name) => name.toLowerCase() === text.toLowerCase()) ?? nearest(text, [...names, ...others]);
  site.scope.report.add({
    code: 'TCS003',
    at,
    message: `There is no ${what} \`${text}\`.`,
    help:
      meant === undefined ? `There is ${names.map((name) => `\`${name}\``).join(', ')}.` : `Did you mean \`${meant}\`?`,
    fixes: meant === undefined ? [] : [replacing(at, meant)],
  });
  return undefined;
}

export const OPERATION_NAMES: readonly OperationName[] = OPERATIONS.map((operation) => operation.name);

/** What clients do besides operations. */
const VERBS: readonly string[] = [...LOCK_OPERATIONS.map(({ name }) => name), 'bulk-load', 'invoke'];

export const operationOf = (match: Match, site: Site): OperationName | undefined =>
  pick(wordOf(match, 'operation'), OPERATION_NAMES, 'operation', site, {}, VERBS);

const STATE_ALIASES: Readonly<Record<string, string>> = {
  'passive-standby': 'passive',
  standby: 'passive',
  'PASSIVE-STANDBY': 'passive',
  'PASSIVE-UNINITIALIZED': 'passive-uninitialized',
  'ACTIVE-COORDINATOR': 'active',
};

/** What a scenario may name: states, and words for several of them. */
const NAMED_STATES: readonly { readonly name: string; readonly lane: string }[] = [...STATES, ...STATE_GROUPS];
const STATE_NAMES: readonly string[] = [...new Set(NAMED_STATES.map((state) => state.name))];
const OBSERVABLE: readonly string[] = EVENTS.filter((event) => event.observable).map((event) => event.name);

/** The name of a state that these nodes can have. */
export function stateOf(match: Match, nodes: readonly string[], site: Site): string | undefined {
  const word = wordOf(match, 'state');
  const state = pick(word, STATE_NAMES, 'state', site, STATE_ALIASES);
  if (state === undefined || word === undefined) return undefined;
  for (const lane of ['server', 'client', 'voter'] as const) {
    const isLane = (name: string): boolean => {
      const group = site.scope.nodes.get(name);
      return group !== undefined && laneOf(group) === lane;
    };
    if (!nodes.some(isLane) || NAMED_STATES.some((each) => each.lane === lane && each.name === state)) continue;
    const own = NAMED_STATES.filter((each) => each.lane === lane).map((each) => `\`${each.name}\``);
    site.scope.report.add({
      code: 'TCS004',
      at: originOf(site.file, word),
      message: `A ${lane} never is \`${state}\`.`,
      help: `The states of a ${lane} are ${own.join(', ')}.`,
    });
    return undefined;
  }
  return state;
}

/** The name of an event that a scenario may name. */
export const eventOf = (word: Word | undefined, site: Site): string | undefined =>
  pick(word, OBSERVABLE, 'event', site);

/** A cache of every one of these clients; reports when none has it. */
export function cacheOf(word: Word | undefined, clients: readonly string[], site: Site): string | undefined {
  if (word === undefined) return undefined;
  const { scope, file } = site;
  const { text } = scope.use(word, file);
  const owners = scope.caches.get(text);
  if (owners !== undefined && (clients.length === 0 || clients.some((client) => owners.includes(client)))) {
    noteCache(text, word, site);
    return text;
  }
  const own = [...scope.caches].filter(
    ([, names]) => clients.length === 0 || clients.some((name) => names.includes(name)),
  );
  const of = clients.length > 0 && owners !== undefined ? `cache of \`${clients[0]}\`` : 'cache';
  scope.unknown(
    { ...word, text },
    file,
    of,
    own.map(([name]) => name),
  );
  return undefined;
}

export interface Target {
  readonly clients: readonly string[];
  readonly cache: string | undefined;
}

/** `sessions`, `shop.sessions` or `shop`. */
export function targetOf(match: Match, site: Site): Target | undefined {
  const word = wordOf(match, 'target');
  if (word === undefined) return undefined;
  const { scope, file } = site;
  const { text } = scope.use(word, file);
  const group = scope.nodes.get(text);
  if (group?.kind === 'client') {
    noteUse(text, group, word, site);
    return { clients: group.members, cache: undefined };
  }
  const owners = scope.caches.get(text);
  if (owners !== undefined) {
    noteCache(text, word, site);
    return { clients: owners, cache: text };
  }
  const dot = text.indexOf('.');
  if (dot < 0) {
    scope.unknown({ ...word, text }, file, 'cache or client', [
      ...scope.caches.keys(),
      ...namesOfKind(scope, 'client'),
    ]);
    return undefined;
  }
  const client: Word = { kind: 'word', text: text.slice(0, dot), start: word.start, end: word.start + dot };
  const cache: Word = { kind: 'word', text: text.slice(dot + 1), start: word.start + dot + 1, end: word.end };
  const owner = scope.nodes.get(client.text);
  if (owner?.kind !== 'client') {
    scope.unknown(client, file, 'client', namesOfKind(scope, 'client'));
    return undefined;
  }
  noteUse(client.text, owner, client, site);
  const name = cacheOf(cache, owner.members, site);
  return name === undefined ? undefined : { clients: owner.members, cache: name };
}

export { slotOf, wordOf };
