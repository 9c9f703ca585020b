/** From the statements of a client to the clients of the model: one, or the members of a family. */
import { slotOf, wordOf } from '../language/phrases.ts';
import type { Word } from '../language/syntax.ts';
import { parseBoolean, parseCount } from '../language/values.ts';
import { CHECKED_CACHE, CHECKED_CLIENT, type CheckedClient, checkedOf } from './checked.ts';
import { buildEhcache3Cache, buildEhcache3Client, hasEhcache3 } from './clients10.ts';
import { type BuiltCluster, placeOf } from './clusters.ts';
import {
  type Child,
  childrenOf,
  type Draft,
  EMPTY_DRAFT,
  type Layers,
  locationsOf,
  type Setting,
  settingOf,
  valuesOf,
} from './layers.ts';
import type { Cache, Client, Nonstop, OwnReconnect, Product } from './model.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import { type Phrase, reportValue } from './statements.ts';
import { reportForeign } from './versions.ts';
import { buildWriteLimits } from './writeLimits.ts';

export interface ClientSource extends Phrase {
  readonly name: Word;
  readonly members: readonly string[];
  readonly draft: Draft;
}

/** More clients than this in one family are a mistake. */
const MOST_COPIES = 1_000;

/** The clients that a statement declares. */
export function readClients(phrase: Phrase, draft: Draft, scope: Scope): ClientSource[] {
  const copies = wordOf(phrase.match, 'copies');
  let count: number | undefined;
  if (copies !== undefined) {
    const parsed = parseCount(scope.use(copies, phrase.file), 1, MOST_COPIES);
    if (parsed.ok) count = parsed.value;
    else if (parsed.problem.code === 'TCS005') {
      scope.report.add({
        code: 'TCS010',
        at: originOf(phrase.file, copies),
        message: `\`${copies.text}\` clients cannot be simulated.`,
        help: `A family has 1 to ${MOST_COPIES} clients.`,
      });
    } else reportValue(parsed.problem, originOf(phrase.file, copies), scope);
  }
  const sources: ClientSource[] = [];
  for (const { word } of slotOf(phrase.match, 'names')?.items ?? []) {
    const members =
      count === undefined ? [word.text] : Array.from({ length: count }, (_, i) => `${word.text}-${i + 1}`);
    const source = { ...phrase, name: word, members, draft };
    if (declareClient(source, scope)) sources.push(source);
  }
  return sources;
}

function declareClient(source: ClientSource, scope: Scope): boolean {
  const { name, members, file, draft } = source;
  if (!scope.declare('client', name.text, originOf(file, name))) return false;
  scope.nodes.set(name.text, { kind: 'client', declared: name.text, members });
  for (const member of members) {
    if (member !== name.text) {
      if (!scope.claim('client', member, originOf(file, name))) return false;
      scope.nodes.set(member, { kind: 'client', declared: name.text, members: [member] });
    }
    scope.clients.push(member);
  }
  for (const child of draft.children) {
    for (const { word } of slotOf(child.match, 'names')?.items ?? []) {
      if (!scope.declare('cache', word.text, originOf(child.file, word), name.text)) continue;
      const owners = scope.caches.get(word.text);
      if (owners === undefined) scope.caches.set(word.text, [...members]);
      else owners.push(...members);
    }
  }
  return true;
}

/** Builds the members of a client from its block and the blocks of `with`; none when its cluster is not known. */
export function buildClients(
  source: ClientSource,
  overrides: Layers,
  cacheOverrides: ReadonlyMap<string, Layers>,
  clusters: ReadonlyMap<string, BuiltCluster>,
  scope: Scope,
): Client[] {
  const layers = [source.draft, ...overrides];
  const built = clusterOf(source, layers, clusters, scope);
  if (built === undefined) return [];
  const { cluster, properties } = built;
  const values = valuesOf(layers, cluster.product.line, properties);
  reportForeign([...layers, ...[...cacheOverrides.values()].flat()], cluster.product, scope);
  const ehcache3 = hasEhcache3(cluster.product) ? buildEhcache3Client(layers, values, scope) : undefined;
  const host = nameSetting(layers, 'host');
  const jvm = nameSetting(layers, 'jvm');
  const at = locationsOf(source, source.name, layers);
  const caches = buildCaches(layers, cacheOverrides, cluster.product, scope);
  const startUp = {
    configTotalTimeoutMicros: values.number('client.config-total-timeout'),
    maxConnectRetries: values.number('client.max-connect-retries'),
    nonstopInit: values.flag('client.nonstop-init'),
  };
  const writeLimits = buildWriteLimits(values);
  const ownL1Reconnect = ownReconnect(childrenOf(layers, 'client.l1reconnect'));
  const checked = buildChecked(layers, properties, cluster.product, scope);
  return source.members.map((name) => ({
    name,
    family: source.name.text,
    cluster: cluster.name,
    host: host ?? jvm ?? name,
    jvm: jvm ?? name,
    rejoin: values.flag('client.rejoin'),
    callbackPort: values.number('client.callback-port'),
    ...(ownL1Reconnect === undefined ? {} : { ownL1Reconnect }),
    socketConnectTimeoutMicros: values.number('client.socket-connect-timeout'),
    reconnectWaitIntervalMicros: values.number('client.reconnect-wait-interval'),
    ...(ehcache3 === undefined ? { startUp, writeLimits } : {}),
    caches,
    at,
    ...(checked === undefined ? {} : { checked }),
    ...(ehcache3 === undefined ? {} : { ehcache3 }),
  }));
}

/** What rules read of a client and nothing simulates; the default cache is a template, and no cache of the client. */
function buildChecked(
  layers: Layers,
  properties: ReadonlyMap<string, Setting>,
  product: Product,
  scope: Scope,
): CheckedClient | undefined {
  const checked = checkedOf(CHECKED_CLIENT, layers, properties);
  const [template] = childrenOf(layers, 'client.default-cache');
  if (template === undefined) return checked;
  return { ...checked, defaultCache: buildDefaultCache(template, layers, product, scope) };
}

function buildDefaultCache(child: Child, layers: Layers, product: Product, scope: Scope): Cache {
  const keyword = child.words[child.match.first] ?? child.words[0];
  const name: Word = { kind: 'word', start: 0, end: 0, ...keyword, text: 'defaultCache' };
  const drafts = childrenOf(layers, 'client.default-cache').map(({ draft }) => draft ?? EMPTY_DRAFT);
  return buildCache(child, name, drafts, product, scope);
}

/** What is written of it; a client has no defaults of its own. */
function ownReconnect([child]: readonly Child[]): OwnReconnect | undefined {
  if (child === undefined) return undefined;
  const layers = [child.draft ?? EMPTY_DRAFT];
  const enabled = settingOf(layers, 'enabled')?.value;
  const timeoutMicros = settingOf(layers, 'timeout')?.value;
  return {
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(typeof timeoutMicros === 'number' ? { timeoutMicros } : {}),
    at: placeOf(child, layers),
  };
}

export function nameSetting(layers: Layers, keyword: 'host' | 'jvm'): string | undefined {
  const setting = settingOf(layers, keyword);
  return setting === undefined ? undefined : wordOf(setting.match, keyword)?.text;
}

/** The cluster that a client names, or the only one; reports when it is not clear. */
export function clusterOf(
  source: ClientSource,
  layers: Layers,
  clusters: ReadonlyMap<string, BuiltCluster>,
  scope: Scope,
): BuiltCluster | undefined {
  const setting = settingOf(layers, 'cluster');
  const word = setting === undefined ? undefined : wordOf(setting.match, 'cluster');
  if (setting !== undefined && word !== undefined) {
    const { text } = scope.use(word, setting.file);
    const found = clusters.get(text);
    if (found === undefined) scope.unknown(word, setting.file, 'cluster', clusters.keys());
    else scope.symbols.refer('cluster', text, originOf(setting.file, word));
    return found;
  }
  const [only, another] = clusters.values();
  if (only !== undefined && another === undefined) return only;
  scope.report.add({
    code: 'TCS011',
    at: originOf(source.file, source.name),
    message:
      only === undefined
        ? `The client \`${source.name.text}\` has no cluster to connect to.`
        : `The client \`${source.name.text}\` does not say which cluster it connects to.`,
    help:
      only === undefined
        ? 'Declare one: `cluster orders { server tsa-1 }`.'
        : `Write \`cluster NAME\` in its block: ${[...clusters.keys()].map((name) => `\`${name}\``).join(', ')}.`,
  });
  return undefined;
}

function buildCaches(layers: Layers, overrides: ReadonlyMap<string, Layers>, product: Product, scope: Scope): Cache[] {
  const byName = new Map<string, { child: Child; name: Word; drafts: Draft[] }>();
  for (const child of childrenOf(layers, 'cache')) {
    for (const { word } of slotOf(child.match, 'names')?.items ?? []) {
      const known = byName.get(word.text);
      if (known === undefined) byName.set(word.text, { child, name: word, drafts: [child.draft ?? EMPTY_DRAFT] });
      else known.drafts.push(child.draft ?? EMPTY_DRAFT);
    }
  }
  return [...byName].map(([name, cache]) =>
    buildCache(cache.child, cache.name, [...cache.drafts, ...(overrides.get(name) ?? [])], product, scope),
  );
}

const NO_PROPERTIES: ReadonlyMap<string, Setting> = new Map();

function buildCache(child: Child, name: Word, layers: Layers, product: Product, scope: Scope): Cache {
  const values = valuesOf(layers, product.line, NO_PROPERTIES);
  const isEhcache3 = hasEhcache3(product);
  const checked = checkedOf(CHECKED_CACHE, layers);
  const valueBytes = settingOf(layers, 'value-bytes')?.value;
  return {
    name: name.text,
    clustered: values.flag('cache.clustered'),
    consistency: values.choice<Cache['consistency']>('cache.consistency'),
    synchronousWrites: values.flag('cache.synchronous-writes'),
    localCacheEnabled: values.flag(isEhcache3 ? 'cache.local-tier' : 'cache.local-cache-enabled'),
    role: values.choice<Cache['role']>('cache.role'),
    nonstop: buildNonstop(layers, product, scope),
    ...(typeof valueBytes === 'number' ? { valueBytes } : {}),
    ...(checked === undefined ? {} : { checked }),
    at: locationsOf(child, name, layers),
    ...(isEhcache3 ? { ehcache3: buildEhcache3Cache(layers, values, scope) } : {}),
  };
}

function buildNonstop(cacheLayers: Layers, product: Product, scope: Scope): Nonstop {
  const written = childrenOf(cacheLayers, 'nonstop');
  const layers = written.map((child) => child.draft ?? EMPTY_DRAFT);
  const values = valuesOf(layers, product.line, NO_PROPERTIES);
  const [place] = written;
  return {
    enabled: place !== undefined && (shortForm(written, scope) ?? values.flag('nonstop.enabled')),
    timeoutMicros: values.number('nonstop.timeout'),
    searchTimeoutMicros: values.number('nonstop.search-timeout'),
    bulkOpsTimeoutMultiplyFactor: values.number('nonstop.bulk-ops-timeout-multiply-factor'),
    immediateTimeout: values.flag('nonstop.immediate-timeout'),
    timeoutBehavior: values.choice<Nonstop['timeoutBehavior']>('nonstop.timeout-behavior'),
    at: place === undefined ? undefined : placeOf(place, layers),
  };
}

/** `nonstop false`: the last one that says so. */
function shortForm(written: readonly Child[], scope: Scope): boolean | undefined {
  for (const child of [...written].reverse()) {
    const word = wordOf(child.match, 'enabled');
    if (word === undefined) continue;
    const parsed = parseBoolean(scope.use(word, child.file));
    if (parsed.ok) return parsed.value;
    reportValue(parsed.problem, originOf(child.file, word), scope, '`nonstop`');
  }
  return undefined;
}
