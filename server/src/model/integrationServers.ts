/** From the statements of an Integration Server node to a client of the model. */
import { has } from '../language/availability.ts';
import { slotOf, wordOf } from '../language/phrases.ts';
import { entryOf } from '../language/schema/index.ts';
import type { Word } from '../language/syntax.ts';
import { unquote } from '../language/values.ts';
import { CHECKED_CLIENT, CHECKED_INTEGRATION_SERVER, checkedOf } from './checked.ts';
import { type ClientSource, clusterOf, nameSetting } from './clients.ts';
import type { BuiltCluster } from './clusters.ts';
import { type Child, childrenOf, EMPTY_DRAFT, type Layers, locationsOf, settingOf, valuesOf } from './layers.ts';
import type { Cache, Client, IntegrationServer, ProductLine } from './model.ts';
import { originOf } from './report.ts';
import type { Scope } from './scope.ts';
import { SYSTEM_CACHES } from './systemCaches.ts';
import { reportLacking } from './versions.ts';
import { buildWriteLimits } from './writeLimits.ts';

export const isIntegrationServer = ({ match }: ClientSource): boolean => match.entry.id === 'integration-server';

/** Makes the system caches of declared nodes known by name. */
export function declareSystemCaches(sources: readonly ClientSource[], scope: Scope): void {
  for (const { members } of sources) {
    for (const name of SYSTEM_CACHES) {
      const owners = scope.caches.get(name);
      if (owners === undefined) scope.caches.set(name, [...members]);
      else for (const member of members) if (!owners.includes(member)) owners.push(member);
    }
  }
}

/** Builds the node from its block and the blocks of `with`; nothing when its cluster is not known. */
export function buildIntegrationServers(
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
  const { line } = cluster.product;
  const entry = entryOf('integration-server');
  if (!has(cluster.product, entry)) {
    const name = originOf(source.file, source.name);
    reportLacking('integration-server', name, originOf(source.file, source.statement), entry, cluster.product, scope);
    return [];
  }
  const values = valuesOf(layers, line, properties);
  const at = locationsOf(source, source.name, layers);
  const caches = buildCaches(source, layers, cacheOverrides, line);
  const own = checkedOf(CHECKED_INTEGRATION_SERVER, layers);
  const integrationServer: IntegrationServer = {
    clusterName: clusterNameOf(layers) ?? cluster.name,
    sessionStorage: values.choice<IntegrationServer['sessionStorage']>('integration-server.session-storage'),
    sessionTimeoutMicros: values.number('integration-server.session-timeout'),
    localSessionTimeoutMicros: values.number('integration-server.local-session-timeout'),
    actionOnStartupError: values.choice<IntegrationServer['actionOnStartupError']>(
      'integration-server.action-on-startup-error',
    ),
    quiescePort: quiescePortOf(layers),
    connectTimeoutMicros: values.number('integration-server.connect-timeout'),
    ...(own === undefined ? {} : { checked: own }),
  };
  const host = nameSetting(layers, 'host');
  const checked = checkedOf(CHECKED_CLIENT, layers, properties);
  return source.members.map((name) => ({
    name,
    family: source.name.text,
    cluster: cluster.name,
    host: host ?? name,
    jvm: name,
    rejoin: true,
    callbackPort: values.number('client.callback-port'),
    socketConnectTimeoutMicros: values.number('client.socket-connect-timeout'),
    reconnectWaitIntervalMicros: values.number('integration-server.reconnect-wait-interval'),
    startUp: {
      configTotalTimeoutMicros: integrationServer.connectTimeoutMicros,
      maxConnectRetries: values.number('integration-server.max-connect-retries'),
      nonstopInit: false,
    },
    writeLimits: buildWriteLimits(values),
    caches,
    at,
    integrationServer,
    ...(checked === undefined ? {} : { checked }),
  }));
}

function clusterNameOf(layers: Layers): string | undefined {
  const setting = settingOf(layers, 'cluster-name');
  const word = setting === undefined ? undefined : wordOf(setting.match, 'name');
  if (word === undefined) return undefined;
  return word.kind === 'string' ? unquote(word.text) : word.text;
}

function quiescePortOf(layers: Layers): number | undefined {
  const value = settingOf(layers, 'quiesce-port')?.value;
  return typeof value === 'number' ? value : undefined;
}

interface Written {
  readonly child: Child;
  readonly name: Word;
  readonly layers: Layers;
}

function buildCaches(
  source: ClientSource,
  layers: Layers,
  overrides: ReadonlyMap<string, Layers>,
  line: ProductLine,
): Cache[] {
  const written = new Map<string, Written>();
  for (const child of childrenOf(layers, 'integration-server.cache')) {
    for (const { word } of slotOf(child.match, 'names')?.items ?? []) {
      const before = written.get(word.text);
      written.set(word.text, {
        child: before?.child ?? child,
        name: before?.name ?? word,
        layers: [...(before?.layers ?? []), child.draft ?? EMPTY_DRAFT],
      });
    }
  }
  const names = new Set<string>([...SYSTEM_CACHES, ...written.keys()]);
  return Array.from(names, (name) => {
    const own = written.get(name);
    const all = [...(own?.layers ?? []), ...(overrides.get(name) ?? [])];
    // A system cache that nobody mentions is where its node is.
    const at = own === undefined ? locationsOf(source, source.name, all) : locationsOf(own.child, own.name, all);
    return buildCache(name, all, at, line);
  });
}

function buildCache(name: string, layers: Layers, at: Cache['at'], line: ProductLine): Cache {
  const values = valuesOf(layers, line, new Map());
  return {
    name,
    clustered: true,
    consistency: values.choice<Cache['consistency']>('distributed-cache.consistency'),
    synchronousWrites: values.flag('cache.synchronous-writes'),
    localCacheEnabled: values.flag('cache.local-cache-enabled'),
    role: name === 'SessionStore' ? 'session' : 'cache',
    nonstop: {
      enabled: true,
      timeoutMicros: values.number('distributed-cache.timeout'),
      searchTimeoutMicros: values.number('distributed-cache.timeout'),
      bulkOpsTimeoutMultiplyFactor: valuesOf([], line, new Map()).number('nonstop.bulk-ops-timeout-multiply-factor'),
      immediateTimeout: values.flag('distributed-cache.immediate-timeout-when-disconnected'),
      timeoutBehavior: values.choice<Cache['nonstop']['timeoutBehavior']>('distributed-cache.timeout-behavior'),
      at,
    },
    at,
  };
}
