/**
 * The seam inside a server of the 10.x line. Its stripe side (`stripe/`) knows the other servers, elections, votes and
 * zaps; its client side (`clients/`) knows connections, leases, the reconnect window and the cluster tiers. Each sees
 * of the other what stands here.
 */
import type { Process } from '../engine/process.ts';
import type { Holder } from './clients/ledger.ts';

/** What the client side asks of the stripe side of the same server. */
export interface StripeSide {
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  /** ACTIVE-COORDINATOR, also while suspended. */
  readonly isActive: boolean;
  /** Under failover-priority consistency: waits for votes. New clients are refused, replicated writes do not retire. */
  readonly isSuspended: boolean;
  /** Index of the active that this server knows of; -1 when it knows none. Clients of a passive are redirected there. */
  readonly knownActive: number;
  /**
   * Sends to every passive that is synced or being synced. `done` runs when each of them has applied it or has been
   * removed with the consent of the consistency manager; at once when there are none.
   */
  replicate(activity: unknown, done: () => void): void;
  /** Runs once the server is no longer suspended; at once when it is not. ADD_CLIENT asks this every 5 s. */
  whenClientsMayJoin(run: () => void): void;
  /** A restart of the reconnect window and leases reads the settings in force: `set` may have changed them. */
  readonly reconnectWindowMicros: number;
  readonly clientLeaseMicros: number;
  /** The reconnect window is over and clients are served: the lane may show another state. */
  windowClosed(): void;
  /** A line of the server's log. */
  log(text: string): void;
}

/** What the stripe side asks of the client side of the same server. */
export interface ClientSide {
  /** The process runs: an ordinary client that knocks is told the active, or that there is none. */
  listen(): void;
  /** The server has become the active: every client in its replicated state is waited for. */
  promoted(): void;
  /** Sets the server up as the active that it is when a scenario begins, without a window. */
  formedAsActive(): void;
  /** Applies a replicated activity on a passive. */
  apply(activity: unknown): void;
  /** Everything that a passive needs: data, clients, journal; taken when the sync ends. */
  snapshot(): unknown;
  restore(snapshot: unknown): void;
  /** Objects that a sync has to send, for its duration. */
  readonly objectCount: number;
  /** Election weights 2 and 3. */
  readonly connectedClients: number;
  readonly highestConnectionId: number;
  /** The reconnect window is open: takes precedence over being suspended (ACTIVE_RECONNECTING). */
  readonly isInWindow: boolean;
  /** The writes that this server has: judged at the end of the run. */
  readonly state: Holder;
  /** Row of the event by which the server became active; -1 when it was from the beginning, or is not. */
  readonly activeSince: number;
  /** The process ends, for whatever reason. */
  closed(): void;
}
