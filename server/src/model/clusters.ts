/** From the statements of a cluster to the cluster of the model. */
import { has } from '../language/availability.ts';
import { slotOf, wordOf } from '../language/phrases.ts';
import { EDGES, type Edge, entryOf, keywordOf } from '../language/schema/index.ts';
import type { Word } from '../language/syntax.ts';
import { parseChoice } from '../language/values.ts';
import { CHECKED_CLUSTER, CHECKED_SERVER, checkedOf } from './checked.ts';
import {
  buildTerracotta10,
  buildVoters,
  declareVoters,
  reportVoterCount,
  sizeOf,
  writtenPriority,
} from './clusters10.ts';
import {
  type Child,
  childrenOf,
  type Draft,
  type Layers,
  locationsOf,
  type Setting,
  settingOf,
  type Values,
  valuesOf,
} from './layers.ts';
import type { Cluster, HealthCheck, Locations, Product, Server, Stripe, TransportReconnect } from './model.ts';
import { readProduct } from './product.ts';
import { readProperties } from './properties.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import { type Phrase, reportTwice, reportValue } from './statements.ts';
import type { Voter } from './terracotta10.ts';
import { reportForeign, reportLacking } from './versions.ts';

/** ConnectionPolicy[maxConnections=2147483647] in a server's log: the licence sets no limit. */
const UNLIMITED_CLIENTS = 2_147_483_647;
const NO_PROPERTIES: ReadonlyMap<string, Setting> = new Map();

export interface ClusterSource extends Phrase {
  readonly name: Word;
  readonly draft: Draft;
}

/** A cluster, its voters, and what its tc-properties say to clients. */
export interface BuiltCluster {
  readonly cluster: Cluster;
  readonly voters: readonly Voter[];
  readonly properties: ReadonlyMap<string, Setting>;
}

/** Declares the cluster, its stripes and servers. */
export function declareCluster(source: ClusterSource, scope: Scope): boolean {
  const { file, name, draft } = source;
  const own = new Set<string>();
  const servers: string[] = [];
  const declareServers = (child: Child): string[] => {
    const names: string[] = [];
    for (const { word } of slotOf(child.match, 'names')?.items ?? []) {
      // Rule TCS313 finds servers of one name and says what follows.
      if (own.has(word.text)) continue;
      own.add(word.text);
      if (!scope.declare('server', word.text, originOf(child.file, word))) continue;
      scope.nodes.set(word.text, { kind: 'server', declared: word.text, members: [word.text] });
      scope.servers.push(word.text);
      names.push(word.text);
    }
    servers.push(...names);
    return names;
  };
  const isFirst = scope.declare('cluster', name.text, originOf(file, name));
  reportEdges(source, scope);
  for (const child of draft.children) {
    if (child.match.entry.id === 'server') declareServers(child);
    if (child.match.entry.id === 'voter') declareVoters(child, scope);
    if (child.match.entry.id !== 'stripe') continue;
    const names = (child.draft?.children ?? []).flatMap(declareServers);
    if (!hasServers(child)) reportNoServers(child, scope);
    const written = wordOf(child.match, 'name');
    if (written !== undefined && scope.declare('stripe', written.text, originOf(child.file, written))) {
      scope.nodes.set(written.text, { kind: 'stripe', declared: written.text, members: names });
    }
  }
  if (!draft.children.some((child) => child.match.entry.id === 'server' || child.match.entry.id === 'stripe')) {
    scope.report.add({
      code: 'TCS011',
      at: originOf(file, name),
      message: `The cluster \`${name.text}\` has no servers.`,
      help: 'Add them in its block: `server tsa-1, tsa-2`.',
    });
  }
  if (isFirst) scope.nodes.set(name.text, { kind: 'cluster', declared: name.text, members: servers });
  return isFirst;
}

const hasServers = (stripe: Child): boolean => (stripe.draft?.children ?? []).length > 0;

function reportNoServers({ words, match, file }: Child, scope: Scope): void {
  const word = words[match.first];
  if (word === undefined) return;
  scope.report.add({
    code: 'TCS011',
    at: originOf(file, word),
    message: 'The stripe has no servers.',
    help: 'Add them in its block: `stripe { server tsa-1, tsa-2 }`.',
  });
}

/** Reports health checks of an edge that does not exist, and the second block of an edge. */
function reportEdges(source: ClusterSource, scope: Scope): void {
  const seen = new Map<string, Child>();
  for (const child of source.draft.children) {
    const word = child.match.entry.id === 'health-check' ? wordOf(child.match, 'edge') : undefined;
    if (word === undefined) continue;
    const at = originOf(child.file, word);
    if (!EDGES.some((edge) => edge.name === word.text)) {
      const parsed = parseChoice(
        word,
        EDGES.map((edge) => edge.name),
      );
      if (!parsed.ok) reportValue(parsed.problem, at, scope);
      continue;
    }
    const first = seen.get(word.text);
    if (first === undefined) seen.set(word.text, child);
    else reportTwice(child, first, scope);
  }
}

/** Builds the cluster from its block and the blocks of `with`. */
export function buildCluster(source: ClusterSource, overrides: Layers, scope: Scope): BuiltCluster {
  const layers = [source.draft, ...overrides];
  const product = readProduct(layers, scope);
  reportForeign(layers, product, scope);
  reportVoterCount(layers, product, scope);
  reportForeignEdges(layers, product, scope);
  let properties = NO_PROPERTIES;
  for (const block of childrenOf(layers, 'tc-properties')) {
    const statements = block.statement.block?.statements ?? [];
    properties = new Map([...properties, ...readProperties(statements, block.file, product, scope)]);
  }
  const values = valuesOf(layers, product.line, properties);
  const healthCheck = {} as Record<Edge, HealthCheck>;
  for (const { name } of EDGES) healthCheck[name] = buildHealthCheck(name, layers, product, properties);
  const checked = checkedOf(CHECKED_CLUSTER, layers, properties);
  const nested = [...reconnectSettings(layers, 'l1reconnect'), ...reconnectSettings(layers, 'l2reconnect')];
  for (const [key, setting] of properties) {
    if (key.startsWith('cluster.') || key.includes('reconnect.')) nested.push([key.replace('cluster.', ''), setting]);
  }
  const maxClients = values.number('cluster.max-clients');
  const durability = values.choice<'RELAYED' | 'NONE' | 'DISK'>('cluster.broadcast-durability-level');
  const leaseMicros = values.flag('cluster.greedy-lease-enabled') ? values.number('cluster.greedy-lease-time') : 0;
  const keyword = 'time-sync-threshold';
  const isTimeSyncWritten = settingOf(layers, keyword) !== undefined || properties.has(`cluster.${keyword}`);
  const timeSync = isTimeSyncWritten ? values.number(`cluster.${keyword}`) : undefined;
  return {
    properties,
    voters: buildVoters(source),
    cluster: {
      name: source.name.text,
      at: locationsOf(source, source.name, layers, nested),
      product,
      stripes: buildStripes(source, layers, scope),
      clientReconnectWindowMicros: values.number('cluster.client-reconnect-window'),
      electionTimeMicros: values.number('cluster.election-time'),
      restartable: values.flag('cluster.restartable'),
      failoverPriority: writtenPriority(layers) ?? 'availability',
      healthCheck,
      l1Reconnect: buildReconnect('l1reconnect', layers, product, properties),
      l2Reconnect: buildReconnect('l2reconnect', layers, product, properties),
      autoRestart: values.flag('cluster.auto-restart'),
      ...(values.flag('cluster.dirty-database-auto-delete') ? {} : { dirtyDatabaseAutoDelete: false as const }),
      ...(timeSync === undefined ? {} : { timeSyncThresholdMicros: timeSync }),
      ...(leaseMicros === 50_000 ? {} : { greedyLeaseMicros: leaseMicros }),
      ...(durability === 'RELAYED' ? {} : { broadcastDurabilityLevel: durability }),
      ...(maxClients === UNLIMITED_CLIENTS ? {} : { maxClients }),
      terracotta10: buildTerracotta10(source, layers, values, product, scope),
      ...(checked === undefined ? {} : { checked }),
    },
  };
}

const draftsOf = (children: readonly Child[]): Draft[] =>
  children.flatMap((child) => (child.draft === undefined ? [] : [child.draft]));

function buildHealthCheck(
  edge: Edge,
  clusterLayers: Layers,
  product: Product,
  properties: ReadonlyMap<string, Setting>,
): HealthCheck {
  const blocks = childrenOf(clusterLayers, 'health-check').filter(
    (child) => wordOf(child.match, 'edge')?.text === edge,
  );
  if (blocks.length === 0 && properties.size === 0) return defaultHealthCheck(edge, product);
  const layers = draftsOf(blocks);
  const values = valuesOf(layers, product.line, properties, edge);
  const written = [...properties].filter(([key]) => key.endsWith(` ${edge}`));
  const also = written.map(([, setting]) => [keywordOf(setting.match.entry), setting] as const);
  const [place] = [...blocks, ...written.map(([, setting]) => setting)];
  return readHealthCheck(
    values,
    isWatched(edge, product),
    comparesClocks(product),
    place === undefined ? undefined : placeOf(place, layers, also),
  );
}

/** Whether the product watches this edge at all. */
const isWatched = (edge: Edge, product: Product): boolean =>
  EDGES.every((each) => each.name !== edge || has(product, each));

const comparesClocks = (product: Product): boolean => has(product, entryOf('health-check.check-time-enabled'));

function reportForeignEdges(layers: Layers, product: Product, scope: Scope): void {
  for (const child of childrenOf(layers, 'health-check')) {
    const word = wordOf(child.match, 'edge');
    const edge = EDGES.find(({ name }) => name === word?.text);
    if (word === undefined || edge === undefined || has(product, edge)) continue;
    const whole = originOf(child.file, child.statement);
    reportLacking(`health-check ${edge.name}`, originOf(child.file, word), whole, edge, product, scope);
  }
}

function readHealthCheck(
  values: Values,
  isOn: boolean,
  comparesClocks: boolean,
  at: Locations | undefined,
): HealthCheck {
  const checkTime =
    comparesClocks && values.flag('health-check.check-time-enabled')
      ? {
          intervalMicros: values.number('health-check.check-time-interval'),
          thresholdMicros: values.number('health-check.check-time-threshold'),
        }
      : undefined;
  return {
    pingEnabled: isOn && values.flag('health-check.ping-enabled'),
    pingIdletimeMicros: values.number('health-check.ping-idletime'),
    pingIntervalMicros: values.number('health-check.ping-interval'),
    pingProbes: values.number('health-check.ping-probes'),
    socketConnect: values.flag('health-check.socket-connect'),
    socketConnectTimeout: values.number('health-check.socket-connect-timeout'),
    socketConnectCount: values.number('health-check.socket-connect-count'),
    ...(checkTime === undefined ? {} : { checkTime }),
    at,
  };
}

const untouched = new Map<string, HealthCheck>();

/** The health check of an edge that nobody wrote anything about: the same object for every cluster that has it. */
function defaultHealthCheck(edge: Edge, product: Product): HealthCheck {
  const isOn = isWatched(edge, product);
  const clocks = comparesClocks(product);
  const key = `${product.line} ${edge} ${isOn} ${clocks}`;
  let check = untouched.get(key);
  if (check === undefined) {
    check = readHealthCheck(valuesOf([], product.line, NO_PROPERTIES, edge), isOn, clocks, undefined);
    untouched.set(key, check);
  }
  return check;
}

/** Locations of a block that has no name of its own: its first words stand for it. */
export function placeOf(phrase: Phrase, layers: Layers, also: Iterable<readonly [string, Setting]> = []): Locations {
  const { words, match } = phrase;
  const name = { start: words[match.first]?.start ?? 0, end: words[match.end - 1]?.end ?? 0 };
  return locationsOf(phrase, name, layers, also);
}

function buildReconnect(
  kind: 'l1reconnect' | 'l2reconnect',
  layers: Layers,
  product: Product,
  properties: ReadonlyMap<string, Setting>,
): TransportReconnect {
  const values = valuesOf(draftsOf(childrenOf(layers, kind)), product.line, properties);
  return { enabled: values.flag(`${kind}.enabled`), timeoutMicros: values.number(`${kind}.timeout`) };
}

function reconnectSettings(layers: Layers, kind: string): (readonly [string, Setting])[] {
  return draftsOf(childrenOf(layers, kind)).flatMap((draft) =>
    [...draft.settings].map(([keyword, setting]) => [`${kind}.${keyword}`, setting] as const),
  );
}

function buildStripes(source: ClusterSource, layers: Layers, scope: Scope): Stripe[] {
  const direct = childrenOf(layers, 'server').flatMap((child) => buildServers(child, scope));
  const written = childrenOf(layers, 'stripe');
  const stripes: Stripe[] = [];
  if (direct.length > 0) {
    stripes.push({ name: 'stripe-1', servers: direct, at: locationsOf(source, source.name, []) });
  }
  for (const child of written) {
    const name = wordOf(child.match, 'name') ?? child.words[child.match.first] ?? source.name;
    const isNamed = wordOf(child.match, 'name') !== undefined;
    stripes.push({
      name: isNamed ? name.text : `stripe-${stripes.length + 1}`,
      servers: (child.draft?.children ?? []).flatMap((server) => buildServers(server, scope)),
      at: locationsOf(child, name, draftsOf([child])),
    });
  }
  return stripes;
}

function buildServers(child: Child, scope: Scope): Server[] {
  const layers = draftsOf([child]);
  const bytesOf = (keyword: string): number | undefined => {
    const setting = settingOf(layers, keyword);
    return setting === undefined ? undefined : sizeOf(wordOf(setting.match, 'size'), setting.file, scope);
  };
  const dataStorageBytes = bytesOf('data-storage');
  const offheapBytes = bytesOf('offheap');
  const window = settingOf(layers, 'client-reconnect-window')?.value;
  const host = settingOf(layers, 'host');
  const written = host === undefined ? undefined : wordOf(host.match, 'host')?.text;
  const checked = checkedOf(CHECKED_SERVER, layers);
  return (slotOf(child.match, 'names')?.items ?? []).map(({ word }) => ({
    name: word.text,
    host: written ?? word.text,
    at: locationsOf(child, word, layers),
    ...(dataStorageBytes === undefined ? {} : { dataStorageBytes }),
    ...(offheapBytes === undefined ? {} : { offheapBytes }),
    ...(typeof window === 'number' ? { clientReconnectWindowMicros: window } : {}),
    ...(checked === undefined ? {} : { checked }),
  }));
}
