/** A server as the scenario handles it: its host, its disk, and the process that runs or does not. */
import type { Origin, Server as ServerSettings } from '../../model/model.ts';
import type { ServerStateName } from '../../trace/codes.ts';
import { SERVER_STATE } from '../../trace/codes.ts';
import type { Process } from '../engine/process.ts';
import type { ScenarioNode } from '../node.ts';
import type { ServerArray, StripeState } from './array.ts';
import { refusalOfServer } from './refusals.ts';
import { type Resources, resourcesOf } from './resources.ts';
import { Server } from './server.ts';
import { Store } from './store.ts';
import { ASSUMPTIONS, BOOT_MICROS } from './timing.ts';

/** DirtyObjectDbCleaner 3.7; the name of the folder ends with the time. */
const MOVED = 'Successfully moved dirty objectdb to data/dirty-objectdb-backup/dirty-objectdb-<time>.';

export class ServerNode implements ScenarioNode {
  readonly kind = 'server';
  readonly name: string;
  readonly index: number;
  readonly lane: number;
  readonly process: Process;
  readonly stripe: StripeState;
  readonly store = new Store();
  readonly resources: Resources;
  /** It applies when this server becomes active. */
  readonly reconnectWindowMicros: number;
  /** Where it is declared. */
  readonly place: Origin;
  /** Undefined while the process is down or still booting. */
  server: Server | undefined;
  readonly #array: ServerArray;
  #state: ServerStateName | undefined;

  constructor(array: ServerArray, stripe: StripeState, settings: ServerSettings, index: number, process: Process) {
    this.#array = array;
    this.stripe = stripe;
    this.name = settings.name;
    this.resources = resourcesOf(settings);
    this.reconnectWindowMicros = settings.clientReconnectWindowMicros ?? array.cluster.clientReconnectWindowMicros;
    this.place = settings.at.name;
    this.index = index;
    this.process = process;
    this.lane = process.lane;
  }

  /** Why it ends whenever it is started, if it does. */
  get refusal(): string | undefined {
    return refusalOfServer(this.#array.cluster, this.stripe.servers.length);
  }

  get state(): ServerStateName | undefined {
    return this.#state;
  }

  setState(state: ServerStateName): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#array.world.emit('state', this.lane, state, SERVER_STATE[state]);
  }

  /** In place when the run begins: no boot, no election. */
  formed(): Server {
    this.process.start();
    this.server = new Server(this.#array, this);
    return this.server;
  }

  start(losingData: boolean): void {
    const { world } = this.#array;
    world.recorder.assume(ASSUMPTIONS.boot);
    this.process.start();
    this.setState('starting');
    const wipes = this.store.dirty && this.#array.cluster.dirtyDatabaseAutoDelete !== false;
    if (losingData || wipes) this.#loseData(world.kernel.currentCause);
    if (wipes && this.#array.version.keepsDirtyDatabase) this.log(MOVED);
    world.after(this.process, BOOT_MICROS, () => {
      if (this.#isRefused()) return;
      this.server = new Server(this.#array, this);
      this.server.boot();
    });
  }

  /** It ends before it talks to anybody. */
  #isRefused(): boolean {
    const { world, network } = this.#array;
    const { refusal } = this;
    if (refusal === undefined) return false;
    this.log(refusal);
    this.process.die(world.kernel.currentCause);
    network.processDied(this.process);
    this.died();
    return true;
  }

  promote(): void {
    this.server?.promote();
  }

  /** A server that is stopped in order closes its connections, as one that crashed has them closed by its kernel. */
  prepareStop(): void {}

  died(): void {
    this.server?.ended();
    this.server = undefined;
    // What lives in memory only is gone with the process.
    if (!this.#array.cluster.restartable) this.#loseData(this.process.downCause);
    this.setState('down');
  }

  #loseData(cause: number): void {
    this.#array.ledger.lostBy(this.store.writes, cause);
    this.store.clear();
  }

  log(text: string): void {
    const { world } = this.#array;
    const cause = world.kernel.currentCause;
    world.emit('log', this.lane, text);
    world.kernel.currentCause = cause;
  }
}
