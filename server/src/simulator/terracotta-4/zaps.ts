/**
 * Telling servers to quit, being told, and two actives that decide between them.
 *
 * Source: Terracotta 4.3.1, L2HAZapNodeRequestProcessor. Each of two actives compares the weights that the other one had
 * when it sent its request with its own at the moment when the request arrives: when clients come to both in between, each
 * finds itself the heavier one, and both stay until something makes them meet again.
 */
import type { ServerArray } from './array.ts';
import type { Message, ZapKind } from './messages.ts';
import type { Server } from './server.ts';
import { ASSUMPTIONS, ZAP_EXIT_MICROS } from './timing.ts';
import { compareWeights, type Weights } from './weights.ts';

/** L2HAZapNodeRequestProcessor 4.3.1. */
const ZAP_TEXTS: Readonly<Record<ZapKind, string>> = {
  'communication-error': 'COMMUNICATION ERROR',
  'split-brain': 'Two or more Active servers detected in the cluster',
  'dirty-database': 'Newly Joined Node Contains dirty database.',
  'insufficient-resources': 'L2 has insufficient resources to join the cluster. Check offheap settings and try again.',
  'partially-synced': 'Newly joined node in uninitialized state is already partially synced - this is not supported.',
};

/** CallbackZapServerNodeExceptionAdapter 4.3.1: it says so whether or not the start script brings the server back. */
const CONFLICT =
  'This Terracotta server instance shut down because of a conflict or communication failure with another Terracotta server instance. The database must be manually wiped before it can be started and allowed to rejoin the cluster.';

/** The operator event dirty.db. */
export const DIRTY_DATABASE = 'Started with dirty database. Exiting!! Restart';

/** CallbackZapDirtyDbExceptionAdapter 4.3.1: by l2.nha.dirtydb.autoDelete, then by l2.nha.autoRestart. */
const OUT_OF_DATE =
  'This Terracotta server instance shut down because it went into standby mode with an out-of-date database.';
const WHAT_TO_DO = {
  removed: {
    restarts: 'Server will attempt to wipe its database and restart.',
    stays: 'Terracotta server instance can be restarted to rejoin the cluster.',
  },
  kept: {
    restarts: 'The database must be manually wiped.',
    stays: 'The database must be wiped and Terracotta server instance can be restarted to rejoin the cluster.',
  },
} as const;

/** What a server writes that obeys the request of another. */
export const zapText = (from: string, kind: ZapKind, reason: string): string =>
  `Terminating due to Zap request from NodeID : ${from} Error Type : ${ZAP_TEXTS[kind]} Details : ${reason}`;

export class Zaps {
  /** Told to quit: nothing is handled any more. */
  quitting = false;
  readonly #array: ServerArray;
  readonly #server: Server;
  /** Servers that were told to quit, with the process that was told: it is told again when it comes back unchanged. */
  readonly #told = new Map<number, number>();
  readonly #random: number;

  constructor(array: ServerArray, server: Server) {
    const { node } = server;
    this.#array = array;
    this.#server = server;
    this.#random = array.world.random(`zap/${node.name}/${node.process.incarnation}`).nextUint32();
  }

  get weights(): Weights {
    const { service, node } = this.#server;
    return [
      service?.connectedClients ?? 0,
      service?.lastTransactionMicros ?? 0,
      service?.transactions ?? 0,
      node.index,
      this.#random,
    ];
  }

  /**
   * Tells a server that was told before and has come back as the same process; false when it was not.
   * Source: TCGroupManagerImpl (SuccessState) 4.3.1.
   */
  tellAgain(server: number): boolean {
    if (this.#told.get(server) !== this.#incarnationOf(server)) return false;
    this.#server.node.log(`Aborting previously zapped node ${this.#server.nameOf(server)}`);
    this.tell(server, 'communication-error', 'Aborting the zapped node');
    return true;
  }

  tell(server: number, kind: ZapKind, reason: string): void {
    const { node, group } = this.#server;
    this.#told.set(server, this.#incarnationOf(server));
    node.log(`Requesting node to quit : NodeID : ${this.#server.nameOf(server)} Error Type : ${ZAP_TEXTS[kind]}`);
    group.send(server, { type: 'zap', kind, reason, weights: this.weights });
  }

  /** `received`: what an active never sends to another one, and this active got. */
  splitBrain(other: number, received: string): void {
    const { node } = this.#server;
    this.#array.world.emit('split-brain', node.lane, this.#server.nameOf(other));
    node.log(
      `State[ ACTIVE-COORDINATOR ] Received ${received}. A Terracotta server tried to join the mirror group as a second ACTIVE`,
    );
    this.tell(other, 'split-brain', `${node.name} is active and has more weight`);
  }

  /** A server that joins does not take this one for its active: L2HACoordinator (nodeJoined) 4.3.1. */
  notAccepted(server: number): void {
    const name = this.#server.nameOf(server);
    this.#server.node.log(`Error publishing states to the newly joined node : ${name} Zapping it : `);
    this.tell(server, 'communication-error', `Error publishing states to the newly joined node ${name}`);
  }

  /** `active`: the server that this one follows. */
  onZap(from: number, { kind, reason, weights }: Message & { type: 'zap' }, active: number | undefined): void {
    const { node, role } = this.#server;
    const name = this.#server.nameOf(from);
    if (role === 'active') {
      const own = this.weights;
      node.log(
        `ACTIVE-COORDINATOR received Zap Node request from another ACTIVE-COORDINATOR NodeID : ${name} Error Type : ${ZAP_TEXTS[kind]} Details : ${reason}`,
      );
      node.log(
        `A Terracotta server tried to join the mirror group as a second ACTIVE : My weights = ${own.join()} Other servers weights = ${weights.join()}`,
      );
      node.log(`SPLIT BRAIN, ${node.name} and ${name} are ACTIVE`);
      if (compareWeights(weights, own) <= 0) {
        node.log(
          `Not quiting since the other servers weight = ${weights.join()} is not greater than my weight = ${own.join()}`,
        );
        node.log(`Ignoring Quit request from ${name} since remote servers weight is not greater than local weight`);
        return;
      }
      node.log(`${name} wins : Backing off : Exiting !!!`);
      node.log(`${name} has more clients. Exiting!!`);
      node.log(`Found that ${name} is active and has more clients connected to it than this server. Exiting ... !!`);
    } else if (active !== undefined && active !== from) {
      node.log(
        `Ignoring Zap Node since it did not come from ACTIVE-COORDINATOR ${this.#server.nameOf(active)} but from NodeID : ${name} Error Type : ${ZAP_TEXTS[kind]} Details : ${reason}`,
      );
      return;
    } else {
      node.log(zapText(name, kind, reason));
    }
    // TCShutdownServerException: nothing is wrong with its data, and a restart would change nothing.
    if (role !== 'active' && kind === 'insufficient-resources') {
      this.#exit(reason, false);
      return;
    }
    this.quit(reason);
    node.log(role !== 'active' && kind === 'dirty-database' ? this.#dirtyDatabaseText() : CONFLICT);
  }

  /** Marks its database dirty and exits; the start script brings it back when it exited for a restart. */
  quit(reason: string): void {
    const { world, cluster, version } = this.#array;
    const { node } = this.#server;
    const wipes = cluster.dirtyDatabaseAutoDelete !== false;
    if (cluster.restartable && wipes && version.remembersPassive) world.recorder.assume(ASSUMPTIONS.wipe);
    this.#exit(reason, cluster.autoRestart);
    node.store.dirty = cluster.restartable;
    node.log('Marking the object db as dirty ...');
  }

  /** It finds its data marked as out of date and may not remove it: it stays down until somebody does. */
  refuseDirtyDatabase(): void {
    const { node } = this.#server;
    this.#array.world.recorder.assume(ASSUMPTIONS.dirtyDatabase);
    node.store.dirty = true;
    node.log(`${DIRTY_DATABASE} ${node.name}`);
    this.#exit(DIRTY_DATABASE, false);
  }

  #dirtyDatabaseText(): string {
    const { autoRestart, dirtyDatabaseAutoDelete } = this.#array.cluster;
    return `${OUT_OF_DATE} ${WHAT_TO_DO[dirtyDatabaseAutoDelete === false ? 'kept' : 'removed'][autoRestart ? 'restarts' : 'stays']}`;
  }

  /** Sleeps, then exits. */
  #exit(reason: string, restarts: boolean): void {
    const { world, network } = this.#array;
    const { node } = this.#server;
    this.quitting = true;
    world.emit('zapped', node.lane, reason);
    this.#server.stopElecting();
    world.after(node.process, ZAP_EXIT_MICROS, () => {
      node.process.die(world.kernel.currentCause);
      network.processDied(node.process);
      node.died();
      if (restarts) node.start(false);
    });
  }

  #incarnationOf(server: number): number {
    return this.#array.servers[server]?.process.incarnation ?? 0;
  }
}
