/** The 3.7/4.x line: builds the arrays of a scenario, in place and connected, or down where the scenario says so. */
import type { Cluster, Scenario } from '../../model/model.ts';
import type { Network } from '../engine/network.ts';
import type { World } from '../engine/world.ts';
import { type Actors, type Ground, type Line, networkOf } from '../line.ts';
import type { ScenarioNode } from '../node.ts';
import { TRANSPORT_ASSUMPTIONS } from '../transport/assumptions.ts';
import { Group } from '../transport/group.ts';
import { HealthCheckers } from '../transport/health-checker.ts';
import type { ServerArray, StripeState } from './array.ts';
import { BulkLoaders } from './bulk-loaders.ts';
import { ClientNode } from './client-node.ts';
import { LockWitness } from './explicit-locks.ts';
import { WriteLedger } from './ledger.ts';
import { ARROWS, type Message } from './messages.ts';
import { lackOf } from './resources.ts';
import { ServerNode } from './server-node.ts';
import { ASSUMPTIONS } from './timing.ts';
import { versionOf } from './versions.ts';
import { zapText } from './zaps.ts';

export const terracotta4: Line = { arrows: ARROWS, build };

function build(ground: Ground, clusters: readonly Cluster[]): Actors {
  const { world, scenario } = ground;
  const network = networkOf<Message>(ground);
  const checkers = new HealthCheckers<Message>(
    world,
    network,
    { type: 'ping' },
    { type: 'ping-reply' },
    timeCheckOf(world, scenario, clusters),
  );
  const nodes = new Map<string, ScenarioNode>();
  const built = clusters.map((cluster) => {
    const array = buildArray(ground, network, checkers, cluster);
    for (const node of [...array.servers, ...array.clients]) nodes.set(node.name, node);
    return array;
  });
  for (const array of built) form(array, new Set(scenario.initiallyDown));
  const silences = scenario.steps.some(({ action: { kind } }) => kind === 'cut' || kind === 'partition');
  if (silences) world.recorder.assume(TRANSPORT_ASSUMPTIONS.tcp);
  return {
    nodes,
    call: (request) => {
      const node = nodes.get(request.client);
      return node instanceof ClientNode && node.operate(request);
    },
    // These products have no configuration tool.
    configure: () => {},
    settle: () => {
      for (const array of built) settle(world, array);
    },
  };
}

/** Clocks are compared only in runs in which one of them is wrong at some time: nothing else can come of it. */
function timeCheckOf(
  world: World,
  { steps }: Scenario,
  clusters: readonly Cluster[],
): ((clockMicros: number) => Message) | undefined {
  const compares = clusters.some(({ healthCheck }) => Object.values(healthCheck).some(({ checkTime }) => checkTime));
  if (!compares || !steps.some(({ action: { kind } }) => kind === 'skew-clock')) return undefined;
  world.recorder.assume(ASSUMPTIONS.clocks);
  return (clockMicros) => ({ type: 'time-check', clockMicros });
}

function buildArray(
  { world, scenario, jvms }: Ground,
  network: Network<Message>,
  checkers: HealthCheckers<Message>,
  cluster: Cluster,
): ServerArray {
  const { recorder } = world;
  const cacheIds = new Map<string, number>();
  const servers: ServerNode[] = [];
  const clients: ClientNode[] = [];
  const stripes: StripeState[] = [];
  const array = {
    world,
    network,
    checkers,
    cluster,
    version: versionOf(cluster.product),
    stripes,
    servers,
    clients,
    ledger: new WriteLedger(),
    locks: new LockWitness(world, stripes),
    bulkLoaders: new BulkLoaders(stripes),
    cacheIdOf: (name: string) => {
      const known = cacheIds.get(name) ?? cacheIds.size;
      cacheIds.set(name, known);
      return known;
    },
  };
  const source = recorder.source(cluster.at.name);
  const clusterLane = recorder.addLane({ kind: 'cluster', name: cluster.name, parent: -1, source, group: '' });
  for (const stripe of cluster.stripes) {
    const state: StripeState = { name: stripe.name, servers: [], hadWrites: false, rivalRow: -1 };
    for (const settings of stripe.servers) {
      const { name, host, at } = settings;
      const lane = recorder.addLane({
        kind: 'server',
        name,
        parent: clusterLane,
        source: recorder.source(at.name),
        group: stripe.name,
      });
      const node = new ServerNode(array, state, settings, servers.length, network.addProcess(name, host, lane));
      servers.push(node);
      state.servers.push(node);
    }
    array.stripes.push(state);
  }
  for (const client of scenario.clients.filter((candidate) => candidate.cluster === cluster.name)) {
    const lane = recorder.addLane({
      kind: 'client',
      name: client.name,
      parent: clusterLane,
      source: recorder.source(client.at.name),
      group: client.family,
    });
    const caches = new Map(
      client.caches.map((cache) => {
        const cacheLane = {
          kind: 'cache' as const,
          name: `${client.name}.${cache.name}`,
          parent: lane,
          group: cache.name,
        };
        return [cache.name, recorder.addLane({ ...cacheLane, source: recorder.source(cache.at.name) })] as const;
      }),
    );
    const process = jvms.get(client.jvm) ?? network.addProcess(client.jvm, client.host, lane);
    jvms.set(client.jvm, process);
    clients.push(new ClientNode(array, client, clients.length, lane, process, caches));
  }
  return array;
}

/** Puts everything that is not down at its place: the first server of each stripe is the active. */
function form(array: ServerArray, down: ReadonlySet<string>): void {
  const { world } = array;
  const actives: ServerNode[] = [];
  for (const stripe of array.stripes) {
    const started = stripe.servers.filter(({ name, refusal }) => !down.has(name) && refusal === undefined);
    for (const node of stripe.servers) {
      if (started.includes(node)) continue;
      if (node.refusal !== undefined && !down.has(node.name)) node.log(node.refusal);
      node.setState('down');
    }
    const [active] = started;
    if (active === undefined) continue;
    actives.push(active);
    const stripeId = world.nextId();
    const up = started.filter((node) => node === active || !refusedBy(world, active, node));
    for (const node of up) node.formed();
    up.forEach((node, index) => {
      for (const peer of up.slice(index + 1)) {
        if (node.server !== undefined && peer.server !== undefined) {
          Group.formed(node.server.group, peer.server.group, world.nextId());
        }
      }
    });
    // The passives first: the active replicates to whoever is there.
    for (const node of [...up].reverse()) {
      world.kernel.currentCause = -1;
      node.server?.form(node === active ? 'active' : 'passive', active.index, stripeId);
    }
  }
  const complete = actives.length === array.stripes.length;
  for (const node of array.clients) {
    world.kernel.currentCause = -1;
    if (down.has(node.name)) {
      node.setState('down');
    } else if (complete && actives.every(({ server }) => server?.service?.admits(node.index))) {
      node.formed()?.form(actives);
    } else {
      node.formed()?.open();
    }
  }
}

/** Who has less room than the active was told to quit when the array was started, before the run. */
function refusedBy(world: World, active: ServerNode, node: ServerNode): boolean {
  const lack = lackOf(node.name, node.resources, active.resources);
  if (lack === undefined) return false;
  world.kernel.currentCause = -1;
  world.emit('zapped', node.lane, lack, 0, 0, node.place);
  node.log(zapText(active.name, 'insufficient-resources', lack));
  node.setState('down');
  return true;
}

function settle(world: World, array: ServerArray): void {
  for (const { client } of array.clients) client?.calls.explainBlocked();
  const isPending = (row: number): boolean => {
    const { client } = array.clients[array.ledger.writerOf(row)] as ClientNode;
    return client?.channels[array.ledger.stripeOf(row)]?.pending.has(row) ?? false;
  };
  const troubleOf = (server: ServerNode): number =>
    array.servers.reduce(
      (worst, { process }) => Math.max(worst, array.network.troubleBetween(process, server.process)),
      -1,
    );
  array.ledger.settle(world.recorder, array.stripes, isPending, troubleOf);
}
