/** The `with` blocks of a scenario: other settings of a thing, for its runs alone. */
import { type Item, slotOf, wordOf } from '../language/phrases.ts';
import type { Context } from '../language/schema/index.ts';
import { readBlock } from './blocks.ts';
import { isIntegrationServer } from './integrationServers.ts';
import type { Draft } from './layers.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import type { Phrase } from './statements.ts';
import type { Overrides, Sources } from './topology.ts';

const push = <K>(map: Map<K, Draft[]>, key: K, draft: Draft): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [draft]);
  else list.push(draft);
};

export function readOverrides(lines: readonly Phrase[], sources: Sources, scope: Scope): Overrides {
  const overrides: Overrides = { clusters: new Map(), clients: new Map(), caches: new Map(), network: [] };
  for (const line of lines) readOverride(line, sources, overrides, scope);
  return overrides;
}

/** A run has the servers and caches of the declaration: reports those that `with` would add, and leaves them out. */
function withoutNew(draft: Draft, sources: Sources, scope: Scope, client?: string): Draft {
  const own = sources.clients.find(({ name }) => name.text === client)?.draft.children ?? [];
  const cachesOf = (children: Draft['children']): Item[] =>
    children.flatMap(({ match }) =>
      match.entry.id === 'cache' || match.entry.id === 'integration-server.cache'
        ? (slotOf(match, 'names')?.items ?? [])
        : [],
    );
  const known = new Set(cachesOf(own).map(({ word }) => word.text));
  const isGrowth = (id: string): boolean => id === 'server' || id === 'stripe' || id === 'voter';
  const children = draft.children.filter((child) => {
    const { id } = child.match.entry;
    const added = isGrowth(id)
      ? child.words[child.match.first]
      : cachesOf([child]).find(({ word }) => !known.has(word.text))?.word;
    if (added === undefined) return true;
    scope.report.add({
      code: 'TCS003',
      at: originOf(child.file, added),
      message: `\`with\` changes settings; it cannot add ${isGrowth(id) ? (id === 'voter' ? 'voters' : 'servers') : 'a cache'}.`,
      help: 'Add it to the declaration, or declare another one for this scenario.',
    });
    return false;
  });
  return { ...draft, children };
}

function readOverride(line: Phrase, sources: Sources, overrides: Overrides, scope: Scope): void {
  const { file, statement } = line;
  const word = wordOf(line.match, 'thing');
  if (word === undefined) return;
  const { text } = scope.use(word, file);
  if (statement.block === undefined) {
    scope.report.add({
      code: 'TCS011',
      at: originOf(file, word),
      message: `\`with ${text}\` has no block.`,
      help: `Write the settings that are different: \`with ${text} { … }\`.`,
    });
  }
  const read = (context: Context): Draft => readBlock(statement.block?.statements ?? [], context, file, scope);
  const isNode = (name: string): boolean =>
    sources.clients.some((source) => source.name.text === name && isIntegrationServer(source));
  if (text === 'network') {
    overrides.network.push(read('network'));
    return;
  }
  const group = scope.nodes.get(text);
  if (group?.kind === 'cluster') {
    scope.symbols.refer('cluster', text, originOf(file, word));
    push(overrides.clusters, text, withoutNew(read('cluster'), sources, scope));
    return;
  }
  if (group?.kind === 'client') {
    if (group.declared !== text) {
      scope.report.add({
        code: 'TCS002',
        at: originOf(file, word),
        message: `\`${text}\` has no settings of its own.`,
        why: 'The members of a family share them.',
        help: `Override \`${group.declared}\`, or declare this client by itself.`,
      });
      return;
    }
    scope.symbols.refer('client', text, originOf(file, word));
    push(
      overrides.clients,
      text,
      withoutNew(read(isNode(text) ? 'integration-server' : 'client'), sources, scope, text),
    );
    return;
  }
  const dot = text.indexOf('.');
  const [client, cache] = dot < 0 ? [undefined, text] : [text.slice(0, dot), text.slice(dot + 1)];
  const owners = new Set((scope.caches.get(cache) ?? []).flatMap((name) => scope.nodes.get(name)?.declared ?? []));
  const wanted = sources.clients.filter(
    ({ name }) => owners.has(name.text) && (client === undefined || client === name.text),
  );
  if (wanted.length === 0) {
    scope.unknown({ ...word, text }, file, 'cluster, client or cache', [
      'network',
      ...scope.nodes.keys(),
      ...scope.caches.keys(),
    ]);
    return;
  }
  const start = word.start + dot + 1;
  scope.symbols.refer('cache', cache, { file, start, end: word.end });
  if (client !== undefined) scope.symbols.refer('client', client, { file, start: word.start, end: word.start + dot });
  // The caches of an Integration Server node have its names for the settings.
  const ofNodes = wanted.every(({ name }) => isNode(name.text));
  const draft = read(ofNodes ? 'distributed-cache' : 'cache');
  for (const { name } of wanted) {
    const caches = overrides.caches.get(name.text) ?? new Map<string, Draft[]>();
    overrides.caches.set(name.text, caches);
    push(caches, cache, draft);
  }
}
