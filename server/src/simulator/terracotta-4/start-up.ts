/**
 * How a client finds its array when it starts: first the configuration, which any server that runs can give, then the
 * active.
 *
 * Source: Terracotta 4.3.1, tc.config.total.timeout, ConfigInfoFromL2Impl; Integration Server Clustering Guide, "IS Cannot
 * Download the tc-config.xml File", "IS Cannot Connect to the Servers in the tc-config.xml File".
 */
import type { Network } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { Message } from './messages.ts';
import type { ServerNode } from './server-node.ts';

/** Between two attempts to get the configuration: the shortest that ConfigInfoFromL2Impl allows. */
const CONFIG_RETRY_MICROS = 1_000_000;

export const NO_CONFIGURATION = 'the configuration of the Terracotta Server Array could not be got from any server';

/** ConfigInfoFromL2Impl 4.3.1. */
export const noConnection = (servers: readonly ServerNode[]): string =>
  `Can't connect to ${servers.length > 1 ? 'any of the servers' : 'server'}[${servers.map(({ name }) => name).join(', ')}].`;

/** Asks again and again until a server of the list gives the configuration, or the time is over. */
export function awaitConfiguration(
  world: World,
  network: Network<Message>,
  process: Process,
  servers: readonly ServerNode[],
  timeoutMicros: number,
  then: (found: boolean) => void,
): void {
  const begunMicros = world.nowMicros;
  const attempt = (): void => {
    if (servers.some((server) => reaches(network, process, server))) then(true);
    else if (world.nowMicros - begunMicros >= timeoutMicros) then(false);
    else world.after(process, CONFIG_RETRY_MICROS, attempt);
  };
  attempt();
}

function reaches({ paths }: Network<Message>, from: Process, { process, server }: ServerNode): boolean {
  const open = paths.state(from.index, process.index) === 'open' && paths.state(process.index, from.index) === 'open';
  return open && server !== undefined && process.running && !process.paused;
}

/** Why no server answers; -1 when nothing is known to be wrong. */
export function troubleWith(network: Network<Message>, process: Process, servers: readonly ServerNode[]): number {
  return servers.reduce((found, server) => Math.max(found, network.troubleBetween(process, server.process)), -1);
}
