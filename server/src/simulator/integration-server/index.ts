/** webMethods Integration Server: clients of the array that serve requests, keep sessions and use distributed caches. */
import type { Cache, Client, Scenario } from '../../model/model.ts';
import type { CacheChange, CallRequest, InvokeRequest } from '../actions/index.ts';
import type { World } from '../engine/world.ts';
import { networkOf } from '../line.ts';
import type { Arrays } from '../lines.ts';
import type { ScenarioNode } from '../node.ts';
import { ClientNode } from '../terracotta-4/client-node.ts';
import type { Message } from '../terracotta-4/messages.ts';
import { ServerNode } from '../terracotta-4/server-node.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { HostLists } from './hosts.ts';
import { IntegrationServerNode } from './node.ts';
import { Request, type Surroundings } from './request.ts';
import { Routers } from './router.ts';
import { SharedSession } from './shared-session.ts';

export interface IntegrationServers {
  /** The nodes of the arrays, with those of Integration Server in the place of the clients inside them. */
  readonly nodes: ReadonlyMap<string, ScenarioNode>;
  invoke(request: InvokeRequest): void;
  /** A call on a cache, of a node or of an ordinary client. False when there is no application that could make it. */
  call(request: CallRequest): boolean;
  administer(action: CacheChange): void;
  /** After the run: why requests still wait. */
  settle(): void;
}

/** The scenario as the arrays see it: every node is a client with a lane for its requests. */
export function withIntegrationServers(scenario: Scenario): Scenario {
  if (scenario.clients.every(({ integrationServer }) => integrationServer === undefined)) return scenario;
  return { ...scenario, clients: scenario.clients.map(asClient) };
}

function asClient(client: Client): Client {
  if (client.integrationServer === undefined) return client;
  const [sessionStore] = client.caches;
  if (sessionStore === undefined) return client;
  const requests: Cache = { ...sessionStore, name: 'requests', clustered: false, at: client.at };
  return { ...client, caches: [requests, ...client.caches.map(asCache)] };
}

/** On Integration Server a write to a cache with localReads fails. A save of a session waits for the array. */
function asCache(cache: Cache): Cache {
  const { nonstop } = cache;
  const own: Cache =
    cache.name === 'SessionStore' ? { ...cache, synchronousWrites: true, localCacheEnabled: false } : cache;
  if (nonstop.timeoutBehavior !== 'localReads') return own;
  return { ...own, nonstop: { ...nonstop, timeoutBehavior: 'localReadsAndExceptionOnWrite' } };
}

export function buildIntegrationServers(world: World, scenario: Scenario, arrays: Arrays): IntegrationServers {
  const nodes = new Map(arrays.nodes);
  const byClient = new Map<string, { readonly client: Client; readonly node: IntegrationServerNode }>();
  const active = new Set<Request>();
  const sessions = new Map<string, SharedSession>();
  const routers = new Routers();

  const onDeath = (node: IntegrationServerNode): void => {
    for (const request of [...active]) if (request.node === node) request.kill();
    for (const session of sessions.values()) session.forget(node);
  };
  for (const client of scenario.clients) {
    const inner = arrays.nodes.get(client.name);
    if (client.integrationServer === undefined || !(inner instanceof ClientNode)) continue;
    const names = scenario.clusters.find(({ name }) => name === client.cluster)?.stripes.flatMap(namesOf) ?? [];
    const servers = names.map((name) => arrays.nodes.get(name)).filter((node) => node instanceof ServerNode);
    const node = new IntegrationServerNode(
      world,
      networkOf<Message>(arrays),
      inner,
      client.integrationServer,
      servers,
      onDeath,
    );
    nodes.set(client.name, node);
    byClient.set(client.name, { client, node });
  }
  const call = (request: CallRequest): boolean =>
    byClient.get(request.client)?.node.refuses(request) === true || arrays.call(request);
  if (byClient.size === 0) return { nodes, invoke: () => {}, call, administer: () => {}, settle: () => {} };

  assumeWhatIsUsed(world, scenario);
  watch(world, byClient);

  const serverOf = (node: IntegrationServerNode, key: number): ServerNode | undefined => {
    const channels = node.client?.channels ?? [];
    const process = channels[key % Math.max(1, channels.length)]?.serverProcess;
    for (const each of arrays.nodes.values()) {
      if (each instanceof ServerNode && each.process === process) return each;
    }
    return undefined;
  };
  const around: Surroundings = {
    world,
    isStored: (node, key, row) => serverOf(node, key)?.store.writes.has(row) ?? false,
    trouble: (node, key) => {
      const server = serverOf(node, key);
      return server === undefined ? -1 : arrays.network.troubleBetween(node.process, server.process);
    },
    troubleElsewhere: ({ servers }) => {
      const others = [...nodes.values()];
      const rows = servers.flatMap(({ process }) =>
        others.map((other) => arrays.network.troubleBetween(process, other.process)),
      );
      return Math.max(-1, ...rows);
    },
    finished: (request) => active.delete(request),
  };

  /** Nodes share a session when they are in one cluster: the same name on the same array. */
  const sessionOf = (
    name: string,
    { client, node }: { client: Client; node: IntegrationServerNode },
  ): SharedSession => {
    const id = JSON.stringify([name, client.cluster, node.settings.clusterName]);
    let session = sessions.get(id);
    if (session === undefined) {
      const key = sessions.size;
      session = new SharedSession(world, name, key, (other) => other.isConnected && around.trouble(other, key) < 0);
      sessions.set(id, session);
    }
    return session;
  };

  let turn = 0;
  const invoke = (asked: InvokeRequest): void => {
    const { action } = asked;
    const candidates = asked.nodes.flatMap((name) => byClient.get(name)?.node ?? []);
    const node = routers.choose(action, candidates);
    const found = node === undefined ? undefined : byClient.get(node.name);
    if (node === undefined || found === undefined) return;
    const session = action.stateful ? sessionOf(action.session, found) : undefined;
    const request = new Request(around, node, asked, session, turn++);
    active.add(request);
    // A paused process has the request in its socket until it runs again.
    if (node.process.running && node.process.paused) world.after(node.process, 0, () => request.begin());
    else request.begin();
  };
  return {
    nodes,
    invoke,
    call,
    administer: (action) => {
      for (const name of action.nodes) byClient.get(name)?.node.change(action);
    },
    settle: () => {
      for (const request of active) request.explainBlocked();
    },
  };
}

const namesOf = ({ servers }: { readonly servers: readonly { readonly name: string }[] }): string[] =>
  servers.map(({ name }) => name);

/** What the nodes themselves notice of the cluster: host lists, log lines, the end of their start-up. */
function watch(
  world: World,
  nodes: ReadonlyMap<string, { readonly client: Client; readonly node: IntegrationServerNode }>,
): void {
  const byLane = new Map<number, { node: IntegrationServerNode; hosts: HostLists }>();
  const clusters = new Map<string, IntegrationServerNode[]>();
  for (const { client, node } of nodes.values()) {
    const id = JSON.stringify([client.cluster, node.settings.clusterName]);
    clusters.set(id, [...(clusters.get(id) ?? []), node]);
  }
  for (const members of clusters.values()) {
    const hosts = new HostLists(world, members);
    for (const node of members) byLane.set(node.lane, { node, hosts });
    hosts.refresh();
  }
  world.observe(({ name, lane, text }) => {
    const seen = byLane.get(lane);
    if (seen === undefined) return;
    const { node, hosts } = seen;
    const { currentCause } = world.kernel;
    if (name === 'state') {
      if (text === 'online') {
        node.online();
      }
      hosts.refresh();
      return;
    }
    if (name === 'clusterOffline') node.offline(currentCause);
    for (const line of LINES[name] ?? []) node.inner.log(line);
  });
}

/** Log lines by event. The manuals say when there are entries, not what they say. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  'connection-lost': ['tc-client-logs: the connection to the Terracotta Server Array was lost'],
  'connection-restored': ['tc-client-logs: the connection to the Terracotta Server Array was restored'],
  clusterOffline: [
    'tc-client-logs: disconnected from the Terracotta Server Array',
    'ehcache.log: the cluster is offline',
  ],
  clusterOnline: ['tc-client-logs: connected to the Terracotta Server Array', 'ehcache.log: the cluster is online'],
  clusterRejoined: ['tc-client-logs: rejoined the Terracotta Server Array as a new client'],
};

function assumeWhatIsUsed({ recorder }: World, { steps, clients }: Scenario): void {
  recorder.assume(ASSUMPTIONS.logs);
  recorder.assume(ASSUMPTIONS.hosts);
  const requests = steps.flatMap(({ action }) => (action.kind === 'invoke' ? [action] : []));
  if (requests.some(({ stateful }) => stateful)) {
    recorder.assume(ASSUMPTIONS.readAndSave);
    recorder.assume(ASSUMPTIONS.systemCaches);
    recorder.assume(ASSUMPTIONS.newerState);
  }
  if (requests.some(({ routing }) => routing !== undefined)) recorder.assume(ASSUMPTIONS.balancer);
  const nodes = clients.filter(({ integrationServer }) => integrationServer !== undefined);
  const isLocal = nodes.some(({ caches }) => caches.some(({ nonstop }) => nonstop.timeoutBehavior === 'localReads'));
  if (isLocal) recorder.assume(ASSUMPTIONS.localReads);
}
