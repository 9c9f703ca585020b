/** The clients of the 10.x line, and the clients' side of its servers. */
import type { ServerArray, ServerPeer } from '../array.ts';
import type { ClientSide, StripeSide } from '../seams.ts';
import { ClientNode, type NodeCache } from './node.ts';
import { ServerClients } from './server-clients.ts';
import { ASSUMPTIONS } from './timing.ts';

/** For one incarnation of a server. */
export function createClientSide(array: ServerArray, stripe: StripeSide): ClientSide {
  return new ServerClients(array, stripe);
}

/** The clients of the cluster with their lanes and processes, not running yet. They are in `array.clients` as well. */
export function buildClients(array: ServerArray): readonly ClientNode[] {
  const { world, network, scenario, cluster, clusterLane, jvms } = array;
  const { recorder } = world;
  const ids = new Map<string, number>();
  for (const client of scenario.clients) {
    const { ehcache3 } = client;
    if (client.cluster !== cluster.name || ehcache3 === undefined) continue;
    const lane = recorder.addLane({
      kind: 'client',
      name: client.name,
      parent: clusterLane,
      source: recorder.source(client.at.name),
      group: client.family,
    });
    const caches = client.caches.map((settings): NodeCache => {
      const id = ids.get(settings.name) ?? ids.size;
      ids.set(settings.name, id);
      const cacheLane = recorder.addLane({
        kind: 'cache',
        name: `${client.name}.${settings.name}`,
        parent: lane,
        source: recorder.source(settings.at.name),
        group: settings.name,
      });
      if (settings.ehcache3 === undefined) throw new Error(`cache ${settings.name} has no settings of Ehcache 3`);
      return { id, settings, ehcache3: settings.ehcache3, lane: cacheLane };
    });
    const process = jvms.get(client.jvm) ?? network.addProcess(client.jvm, client.host, lane);
    jvms.set(client.jvm, process);
    array.clients.push(new ClientNode(array, client, ehcache3, lane, process, caches));
  }
  if (array.clients.length > 0 && cluster.stripes.length > 1) recorder.assume(ASSUMPTIONS.stripes);
  return array.clients;
}

/** Puts the clients at their places: connected to the active of the first stripe, or looking for one, or down. */
export function formClients(array: ServerArray, down: ReadonlySet<string>): void {
  const active = array.servers.find(({ stripe, isActive }) => stripe === 0 && isActive);
  for (const node of array.clients) {
    array.world.kernel.currentCause = -1;
    if (down.has(node.name)) node.setState('down');
    else node.formed(active);
  }
}

/** After the run: what became of every write, and why calls have not returned. */
export function settleClients(array: ServerArray): void {
  for (const { manager } of array.clients) manager?.calls.explainBlocked();
  const holder = survivor(array);
  const isPending = (row: number): boolean =>
    array.clients[array.ledger.clientOf(row)]?.manager?.calls.isPending(row) ?? false;
  array.ledger.settle(array.world.recorder, holder?.clientSide?.state, isPending, troubleOf(array, holder));
}

/** The server whose data counts at the end: the active, of two the one with more clients; else who could become it. */
function survivor({ servers }: ServerArray): ServerPeer | undefined {
  const first = servers.filter(({ stripe }) => stripe === 0);
  const clientsOf = ({ clientSide }: ServerPeer): number => clientSide?.connectedClients ?? 0;
  const actives = first.filter(({ isActive }) => isActive).sort((a, b) => clientsOf(b) - clientsOf(a));
  return actives[0] ?? first.find(({ isStandby }) => isStandby);
}

/** Why what only another server has does not count: it is down, out of reach, or there are two actives. */
function troubleOf({ servers, network }: ServerArray, holder: ServerPeer | undefined): number {
  return servers.reduce((latest, { process, clientSide }) => {
    const reach =
      holder === undefined || process === holder.process ? -1 : network.troubleBetween(process, holder.process);
    return Math.max(latest, process.downCause, reach, clientSide?.activeSince ?? -1);
  }, -1);
}
