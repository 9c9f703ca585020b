/** A server as the scenario handles it: its host, its disk, and the process that runs or does not. */
import { SERVER_STATE, type ServerStateName } from '../../trace/codes.ts';
import type { Process } from '../engine/process.ts';
import type { ScenarioNode } from '../node.ts';
import type { ServerPeer } from './array.ts';
import type { ClientSide } from './seams.ts';
import { Server } from './server.ts';
import type { StripeArray, StripeState } from './stripe/array.ts';
import type { Mode } from './stripe/messages.ts';
import { ASSUMPTIONS, BOOT_MICROS, RESTART_DELAY_MICROS } from './stripe/timing.ts';

/** What outlives the process of a server with persistent data. */
interface Disk {
  readonly mode: Mode;
  readonly snapshot: unknown;
}

export class ServerNode implements ScenarioNode, ServerPeer {
  readonly kind = 'server';
  readonly name: string;
  readonly index: number;
  /** Position of its stripe. */
  readonly stripe: number;
  readonly lane: number;
  readonly process: Process;
  /** Part of the topology of its stripe. */
  isAttached = true;
  /** Undefined while the process is down or still booting. */
  server: Server | undefined;
  disk: Disk | undefined;
  /** Its persistent data was declared worthless: until it has been synced it cannot become active. */
  isDirty = false;
  readonly #array: StripeArray;
  #state: ServerStateName | undefined;
  #stoppedByItself = false;
  #isReset = false;

  constructor(array: StripeArray, stripe: number, index: number, process: Process) {
    this.#array = array;
    this.stripe = stripe;
    this.name = process.name;
    this.index = index;
    this.process = process;
    this.lane = process.lane;
  }

  get state(): ServerStateName | undefined {
    return this.#state;
  }

  get isActive(): boolean {
    return this.server?.isActive ?? false;
  }

  get isStandby(): boolean {
    return this.server?.mode === 'passive';
  }

  get clientSide(): ClientSide | undefined {
    return this.server?.clients;
  }

  get stripeState(): StripeState {
    return this.#array.stripes[this.stripe] as StripeState;
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
    this.#launch(losingData, 0);
  }

  promote(): void {
    this.server?.promote();
  }

  /** A server that is stopped in order closes its connections, as one that was killed has them closed by its kernel. */
  prepareStop(): void {}

  died(): void {
    const { server } = this;
    if (server !== undefined && this.#array.cluster.restartable) {
      this.#array.world.recorder.assume(ASSUMPTIONS.persistence);
      this.disk = { mode: server.mode, snapshot: server.clients.snapshot() };
    }
    server?.ended();
    this.server = undefined;
    this.setState(this.#downState());
  }

  /** Exit code 11: its data is worthless, and the start script brings it back. */
  exitToRestart(): void {
    const { cluster } = this.#array;
    this.log('Marking the object db as dirty ...');
    this.log(
      'This Terracotta server instance restarted because of a conflict or communication failure with another Terracotta server instance.',
    );
    this.isDirty = cluster.restartable;
    this.#exit();
    this.log('start-tc-server.sh: Restarting the server...');
    this.#launch(false, RESTART_DELAY_MICROS);
  }

  /** Any other exit code: it stays down. */
  exitForGood(): void {
    this.#stoppedByItself = true;
    this.#exit();
  }

  /** It leaves the topology of its stripe; what it had is of no use to anybody. */
  detach(): void {
    this.isAttached = false;
    this.reset();
  }

  /** Stopped by the configuration tool, which takes its configuration away: it serves nobody until it is attached. */
  reset(): void {
    this.#isReset = true;
    if (this.process.running) this.#exit();
    this.disk = undefined;
    this.isDirty = false;
    this.setState('detached');
  }

  /** It is part of the topology again, and starts as a server without data. */
  attach(): void {
    this.isAttached = true;
    this.#isReset = false;
    if (this.process.running || !this.process.host.poweredOn) this.setState('down');
    else this.#launch(true, 0);
  }

  log(text: string): void {
    const { world } = this.#array;
    const cause = world.kernel.currentCause;
    world.emit('log', this.lane, text);
    world.kernel.currentCause = cause;
  }

  #downState(): ServerStateName {
    if (!this.isAttached || this.#isReset) return 'detached';
    return this.#stoppedByItself ? 'stopped-by-itself' : 'down';
  }

  #launch(losingData: boolean, delayMicros: number): void {
    const { world } = this.#array;
    if (losingData) {
      this.disk = undefined;
      this.isDirty = false;
    }
    if (!this.isAttached || this.#isReset) {
      world.emit('not-configured', this.lane);
      this.setState('detached');
      return;
    }
    world.recorder.assume(ASSUMPTIONS.boot);
    this.#stoppedByItself = false;
    this.process.start();
    this.setState('starting');
    world.after(this.process, delayMicros + BOOT_MICROS, () => {
      this.server = new Server(this.#array, this);
      this.server.boot();
    });
  }

  #exit(): void {
    const { world, network } = this.#array;
    this.process.die(world.kernel.currentCause);
    network.processDied(this.process);
    this.died();
  }
}
