/** Sessions of Integration Server nodes and the requests that work on them. */
import { type Match, slotOf, wordOf } from '../language/phrases.ts';
import { entryOf } from '../language/schema/index.ts';
import type { Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import { readValue } from './blocks.ts';
import type { Action, Condition, Routing, Session } from './model.ts';
import { originOf } from './report.ts';
import { cacheOf, nodesOf, placeOf, type Site } from './resolve.ts';
import { isSystemCache } from './systemCaches.ts';

const ROUTINGS: readonly Routing[] = ['round-robin', 'sticky', 'failover'];

/** `session alice on is1, is2`; undefined when a part of it is wrong, which has been reported. */
export function buildSession(match: Match, site: Site): Session | undefined {
  const name = wordOf(match, 'name');
  const nodes = integrationServersOf(match, 'nodes', site);
  if (name === undefined || nodes.length === 0) return undefined;
  const at = originOf(site.file, name);
  const first = site.sessions?.get(name.text);
  if (first !== undefined) {
    site.scope.report.add({
      code: 'TCS006',
      at,
      message: `The name \`${name.text}\` is already taken.`,
      why: 'A name that means two things cannot be used.',
      help: 'Rename one of the two sessions.',
      related: [{ at: first.at.name, message: `\`${name.text}\` is declared here first.` }],
    });
    return undefined;
  }
  site.scope.symbols.declare('session', name.text, at);
  return { name: name.text, nodes, at: { self: placeOf(site, match.first, match.end), name: at, settings: {} } };
}

/** Nodes of the list, which have to be Integration Server nodes. */
function integrationServersOf(match: Match, label: string, site: Site): readonly string[] {
  const slot = slotOf(match, label);
  const nodes = nodesOf(slot, site, 'client');
  const others = nodes.filter((node) => !site.integrationServers.has(node));
  const [other] = others;
  if (other === undefined) return nodes;
  if (slot?.items.some(({ every }) => every !== undefined)) return nodes.filter((node) => !others.includes(node));
  const first = site.words[slot?.first ?? match.first];
  site.scope.report.add({
    code: 'TCS002',
    at: originOf(site.file, first ?? { start: 0, end: 0 }),
    message: `\`${other}\` is not an Integration Server node.`,
    help: 'Sessions, requests and distributed caches belong to nodes that `integration-server` declares.',
  });
  return [];
}

function sessionOf(word: Word | undefined, site: Site): Session | undefined {
  if (word === undefined) return undefined;
  const { text } = site.scope.use(word, site.file);
  const session = site.sessions?.get(text);
  if (session === undefined) site.scope.unknown({ ...word, text }, site.file, 'session', site.sessions?.keys() ?? []);
  else if (word.text === text) site.scope.symbols.refer('session', text, originOf(site.file, word));
  return session;
}

/** A request, of its own or through a load balancer. */
export function buildRequest(match: Match, site: Site): Action | undefined {
  const nodes = integrationServersOf(match, 'client', site);
  const serviceWord = wordOf(match, 'service');
  const serviceAt = slotOf(match, 'service')?.first ?? 0;
  const stateful = site.words[serviceAt - 1]?.text === 'stateful';
  const sessionWord = wordOf(match, 'session');
  const session = sessionOf(sessionWord, site);
  if (serviceWord === undefined || nodes.length === 0) return undefined;
  if (sessionWord !== undefined && session === undefined) return undefined;
  if (stateful && session === undefined) {
    site.scope.report.add({
      code: 'TCS011',
      at: originOf(site.file, serviceWord),
      message: 'A stateful service needs a session.',
      why: 'Its state is what the session keeps.',
      help: 'Declare one, as in `session alice on is1, is2`, and add `session alice` here.',
    });
    return undefined;
  }
  const outside = stateful ? nodes.find((node) => session?.nodes.includes(node) === false) : undefined;
  if (outside !== undefined && session !== undefined) {
    site.scope.report.add({
      code: 'TCS002',
      at: originOf(site.file, sessionWord ?? serviceWord),
      message: `\`${outside}\` does not serve the session \`${session.name}\`.`,
      help: `Add it: \`session ${session.name} on ${[...session.nodes, outside].join(', ')}\`.`,
    });
    return undefined;
  }
  const cachesOf = (label: string): string[] | undefined => {
    const slots = match.slots.filter((slot) => slot.label === label);
    const caches = slots.flatMap((slot) => cacheOfAll(slot.items[0]?.word, nodes, site) ?? []);
    return caches.length === slots.length ? caches : undefined;
  };
  const reads = cachesOf('reads');
  const writes = cachesOf('writes');
  if (reads === undefined || writes === undefined) return undefined;
  return {
    kind: 'invoke',
    nodes,
    routing: match.entry.id === 'work.route' ? routingOf(match, site) : undefined,
    stateful,
    service: unquote(serviceWord.text),
    session: session?.name ?? '',
    reads,
    writes,
  };
}

/** `set consistency of prices to strong on is1`. */
export function buildCacheChange(match: Match, site: Site): Action | undefined {
  const nodes = integrationServersOf(match, 'client', site);
  const word = wordOf(match, 'cache');
  const cache = cacheOfAll(word, nodes, site);
  const parameter = match.entry.id === 'fault.set-consistency' ? 'consistency' : 'copy-on-read';
  const setting = parameter === 'consistency' ? 'distributed-cache.consistency' : 'cache.copy-on-read';
  const valueWord = wordOf(match, 'value');
  const value = valueWord === undefined ? undefined : readValue(valueWord, entryOf(setting), site.file, site.scope);
  if (nodes.length === 0 || cache === undefined || value === undefined) return undefined;
  if (isSystemCache(cache)) {
    site.scope.report.add({
      code: 'TCS008',
      at: originOf(site.file, word ?? { start: 0, end: 0 }),
      message: `\`${cache}\` is a system cache: nobody changes it.`,
      why: 'Integration Server makes it by itself, in a cache manager of its own.',
      help: 'Name a distributed cache that the nodes declare.',
    });
    return undefined;
  }
  return { kind: 'set-cache', nodes, cache, parameter, value: String(value) };
}

/** A cache that each of the nodes has. */
function cacheOfAll(word: Word | undefined, nodes: readonly string[], site: Site): string | undefined {
  const cache = cacheOf(word, nodes, site);
  const lacking = nodes.find((node) => cache !== undefined && site.scope.caches.get(cache)?.includes(node) === false);
  if (lacking === undefined || word === undefined) return cache;
  site.scope.report.add({
    code: 'TCS002',
    at: originOf(site.file, word),
    message: `\`${lacking}\` has no cache named \`${cache}\`.`,
    help: `Declare the cache in \`${lacking}\`, or write a statement of its own for each node.`,
  });
  return undefined;
}

function routingOf(match: Match, site: Site): Routing | undefined {
  const written = site.words[match.first + 1]?.text;
  return ROUTINGS.find((routing) => routing === written);
}

export function buildSessionCondition(match: Match, site: Site): Condition | undefined {
  const session = sessionOf(wordOf(match, 'session'), site);
  if (session === undefined) return undefined;
  const never = match.literals.includes('never');
  if (match.entry.id === 'expectation.session-diverges') {
    return { kind: 'session', session: session.name, nodes: session.nodes, what: 'diverges', never };
  }
  const nodes = integrationServersOf(match, 'nodes', site);
  return nodes.length === 0 ? undefined : { kind: 'session', session: session.name, nodes, what: 'overwritten', never };
}

export function buildHostsCondition(match: Match, site: Site): Condition | undefined {
  const nodes = integrationServersOf(match, 'nodes', site);
  return nodes.length === 0 ? undefined : { kind: 'hosts', nodes, empty: !match.literals.includes('not') };
}
