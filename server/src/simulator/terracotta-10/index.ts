/** The 10.x/11.x line: builds the clusters of a scenario, in place and connected, or down where the scenario says so. */
import type { Cluster, Scenario } from '../../model/model.ts';
import type { Voter } from '../../model/terracotta10.ts';
import { type Actors, type Ground, type Line, networkOf } from '../line.ts';
import type { ScenarioNode } from '../node.ts';
import { TRANSPORT_ASSUMPTIONS } from '../transport/assumptions.ts';
import { HealthCheckers } from '../transport/health-checker.ts';
import { buildClients, formClients, settleClients } from './clients/index.ts';
import { WriteLedger } from './clients/ledger.ts';
import { ClientNode } from './clients/node.ts';
import { configure } from './configuration.ts';
import { ARROWS, type Message } from './messages.ts';
import { Server } from './server.ts';
import { ServerNode } from './server-node.ts';
import type { StripeArray, StripeState } from './stripe/array.ts';
import { ASSUMPTIONS, VERSIONS } from './versions.ts';
import { VoterNode } from './voter/voter-node.ts';

export const terracotta10: Line = { arrows: ARROWS, build };

function build(ground: Ground, clusters: readonly Cluster[]): Actors {
  const { world, scenario } = ground;
  const checkers = new HealthCheckers<Message>(
    world,
    networkOf<Message>(ground),
    { type: 'ping' },
    { type: 'ping-reply' },
  );
  const nodes = new Map<string, ScenarioNode>();
  const built = clusters.map((cluster) => {
    const array = buildArray(ground, checkers, cluster);
    const clients = buildClients(array);
    const voters = buildVoters(ground, array);
    for (const node of [...array.servers, ...clients, ...voters]) nodes.set(node.name, node);
    return { array, voters };
  });
  for (const { array, voters } of built) form(array, voters, scenario);
  if (scenario.steps.some(({ action: { kind } }) => kind === 'cut' || kind === 'partition')) {
    world.recorder.assume(TRANSPORT_ASSUMPTIONS.tcp);
  }
  return {
    nodes,
    call: (request) => {
      const node = nodes.get(request.client);
      return node instanceof ClientNode && node.operate(request);
    },
    configure: (action) => {
      for (const { array } of built) configure(array, action);
    },
    settle: () => {
      for (const { array } of built) settleClients(array);
    },
  };
}

function buildArray(ground: Ground, checkers: HealthCheckers<Message>, cluster: Cluster): StripeArray {
  const { world, scenario, jvms } = ground;
  const { recorder } = world;
  const network = networkOf<Message>(ground);
  const settings = cluster.terracotta10;
  if (settings === undefined) throw new Error(`${cluster.name} is not a cluster of the 10.x line`);
  if (settings.coreIsAssumed) recorder.assume(ASSUMPTIONS.release);
  const source = recorder.source(cluster.at.name);
  const clusterLane = recorder.addLane({ kind: 'cluster', name: cluster.name, parent: -1, source, group: '' });
  const servers: ServerNode[] = [];
  const stripes: StripeState[] = [];
  const array: StripeArray = {
    world,
    network,
    checkers,
    scenario,
    cluster,
    settings,
    clusterLane,
    jvms,
    servers,
    stripes,
    clients: [],
    ledger: new WriteLedger(),
    dynamic: {
      reconnectWindowMicros: cluster.clientReconnectWindowMicros,
      clientLeaseMicros: settings.clientLeaseMicros,
    },
    version: VERSIONS[settings.core],
    anomalies: new Set(scenario.anomalies),
    voters: (scenario.voters ?? []).filter((voter) => voter.cluster === cluster.name),
  };
  const detached = new Set(scenario.initiallyDetached);
  for (const [index, stripe] of cluster.stripes.entries()) {
    const members = stripe.servers.map(({ name, host, at }) => {
      const place = recorder.source(at.name);
      const lane = recorder.addLane({ kind: 'server', name, parent: clusterLane, source: place, group: stripe.name });
      const node = new ServerNode(array, index, servers.length, network.addProcess(name, host, lane));
      node.isAttached = !detached.has(name);
      servers.push(node);
      return node;
    });
    stripes.push({ name: stripe.name, servers: members });
  }
  return array;
}

function buildVoters({ world: { recorder } }: Ground, array: StripeArray): VoterNode[] {
  return array.voters.map(({ name, host, at }: Voter) => {
    const source = recorder.source(at.name);
    const lane = recorder.addLane({ kind: 'voter', name, parent: array.clusterLane, source, group: '' });
    return new VoterNode(array, array.network.addProcess(name, host, lane));
  });
}

/** Puts everything that is not down at its place: the first server of each stripe is the active. */
function form(array: StripeArray, voters: readonly VoterNode[], scenario: Scenario): void {
  const { world } = array;
  const down = new Set(scenario.initiallyDown);
  for (const stripe of array.stripes) formStripe(array, stripe, down);
  formClients(array, down);
  for (const voter of voters) {
    world.kernel.currentCause = -1;
    if (down.has(voter.name)) voter.setState('down');
    else voter.form();
  }
}

function formStripe({ world }: StripeArray, { servers }: StripeState, down: ReadonlySet<string>): void {
  const up: { readonly node: ServerNode; readonly server: Server }[] = [];
  for (const node of servers) {
    world.kernel.currentCause = -1;
    if (!node.isAttached) node.setState('detached');
    else if (down.has(node.name)) node.setState('down');
    else {
      const server = node.formed();
      if (server.mayRun()) up.push({ node, server });
    }
  }
  const [active] = up;
  if (active === undefined) return;
  up.forEach(({ server }, index) => {
    for (const other of up.slice(index + 1)) Server.connect(server, other.server, world.nextId());
  });
  // The passives first: the active replicates to whoever is there.
  for (const { node, server } of [...up].reverse()) {
    world.kernel.currentCause = -1;
    server.form(node === active.node ? 'active' : 'passive', active.node.index);
  }
}
