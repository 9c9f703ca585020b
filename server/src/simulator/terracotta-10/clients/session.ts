/** The server's stack for one client. It exists from the moment the client is known until it is removed. */
import type { Endpoint } from '../../engine/network.ts';
import type { Message } from '../messages.ts';
import type { Invocation } from './messages.ts';

export interface ClientSession {
  readonly connection: number;
  /** Index of the client. */
  readonly client: number;
  /** Known from before this server was the active. */
  readonly returning: boolean;
  /** expected: known, not seen yet · lost: came back in the window and is gone again. */
  link: 'expected' | 'connected' | 'lost';
  endpoint: Endpoint<Message> | undefined;
  /** The client handshake is complete; it is acknowledged, or will be when the window ends. */
  greeted: boolean;
  acknowledged: boolean;
  /** Position of its handshake among those of the window. */
  arrival: number;
  /** Cluster tiers that it holds and whose copies it must drop when others write. */
  readonly copied: Set<number>;
  /** What it has sent again, until the server starts. */
  resent: readonly Invocation[];
  /** Iterators of this client: how many entries of each are left. They are lost with the server. */
  readonly iterators: Map<number, number>;
}

export function newSession(connection: number, client: number, link: ClientSession['link']): ClientSession {
  return {
    connection,
    client,
    returning: link === 'expected',
    link,
    endpoint: undefined,
    greeted: false,
    acknowledged: false,
    arrival: 0,
    copied: new Set(),
    resent: [],
    iterators: new Map(),
  };
}
