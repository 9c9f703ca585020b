/** A client as the scenario handles it: one cache manager in a JVM that runs or does not. */
import type { Client as ClientSettings, WriteLimits } from '../../model/model.ts';
import { CLIENT_STATE, type ClientStateName } from '../../trace/codes.ts';
import type { CallRequest } from '../actions/index.ts';
import type { Process } from '../engine/process.ts';
import type { ScenarioNode } from '../node.ts';
import type { ServerArray } from './array.ts';
import { Client } from './client.ts';
import { refusalOfClient } from './refusals.ts';
import { type NotMadeBecause, StartGate } from './start-gate.ts';
import { awaitConfiguration, NO_CONFIGURATION, troubleWith } from './start-up.ts';
import { ASSUMPTIONS, BOOT_MICROS } from './timing.ts';

export class ClientNode implements ScenarioNode {
  readonly kind = 'client';
  readonly name: string;
  readonly index: number;
  readonly lane: number;
  readonly process: Process;
  /** Who changes them while it runs changes what it starts with the next time. */
  settings: ClientSettings;
  /** Lanes of its caches, by name. */
  readonly cacheLanes: ReadonlyMap<string, number>;
  /** Undefined while the JVM is down, booting, or refused to start. */
  client: Client | undefined;
  /** Who decides what follows when the client could not start. */
  onStartFailed: ((reason: string) => void) | undefined;
  readonly #array: ServerArray;
  readonly #gate: StartGate;
  #state: ClientStateName | undefined;

  constructor(
    array: ServerArray,
    settings: ClientSettings,
    index: number,
    lane: number,
    process: Process,
    cacheLanes: ReadonlyMap<string, number>,
  ) {
    this.#array = array;
    this.settings = settings;
    this.name = settings.name;
    this.index = index;
    this.lane = lane;
    this.process = process;
    this.cacheLanes = cacheLanes;
    this.#gate = new StartGate(array.world, lane);
  }

  get writeLimits(): WriteLimits {
    const { writeLimits } = this.settings;
    if (writeLimits === undefined) throw new Error(`client ${this.name} is none of Ehcache 2`);
    return writeLimits;
  }

  get state(): ClientStateName | undefined {
    return this.#state;
  }

  setState(state: ClientStateName): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#array.world.emit('state', this.lane, state, CLIENT_STATE[state]);
  }

  /** In place when the run begins. */
  formed(): Client | undefined {
    if (!this.process.running) this.process.start();
    this.#gate.begin(this.#isNonstopInit);
    return this.#launch();
  }

  start(_losingData: boolean): void {
    const { world, network, servers } = this.#array;
    const timeoutMicros = this.settings.startUp?.configTotalTimeoutMicros ?? Number.POSITIVE_INFINITY;
    this.#boot(() => {
      this.#gate.begin(this.#isNonstopInit);
      // Its caches are there before anybody knows the configuration of the array.
      if (this.#isNonstopInit) this.#create();
      awaitConfiguration(world, network, this.process, servers, timeoutMicros, (found) => {
        if (found) this.#launch()?.open();
        else this.startFailed(NO_CONFIGURATION);
      });
    });
  }

  /** The configuration is known already: boots and looks for the active. */
  startConfigured(): void {
    this.#boot(() => this.#launch()?.open());
  }

  /** The cache manager throws: there is a process, and no client in it. */
  startFailed(reason: string, exception = 'ConfigurationSetupException'): void {
    const { world, network, servers } = this.#array;
    this.client?.ended();
    this.client = undefined;
    world.because(troubleWith(network, this.process, servers), () => {
      if (this.onStartFailed !== undefined) {
        this.onStartFailed(reason);
        return;
      }
      this.log(`${exception}: ${reason}`);
      world.emit('start-up-failed', this.lane, reason);
      this.setState('down');
    });
  }

  #boot(then: () => void): void {
    const { world } = this.#array;
    world.recorder.assume(ASSUMPTIONS.boot);
    if (!this.process.running) this.process.start();
    this.setState('connecting');
    world.after(this.process, BOOT_MICROS, then);
  }

  promote(): void {}

  lingersAtStop(ended: () => void): boolean {
    return !this.process.paused && (this.client?.lingersAtStop(ended) ?? false);
  }

  prepareStop(): void {
    this.client?.leave();
  }

  died(): void {
    this.client?.ended();
    this.client = undefined;
    this.setState('down');
  }

  /** Makes one call; its `done` runs when it returned. False when there is no application to make it. */
  operate(request: CallRequest): boolean {
    const { client } = this;
    if (this.process.paused) return false;
    const obstacle = this.#obstacle;
    if (client === undefined || obstacle !== undefined) {
      this.#refuse(request, obstacle ?? 'failed');
      return false;
    }
    this.#gate.passed();
    client.calls.start(request);
    return true;
  }

  /** Why the application makes no calls. */
  get #obstacle(): NotMadeBecause | undefined {
    const { client, process, state } = this;
    if (!process.running) return 'down';
    if (client === undefined) return state === 'connecting' ? 'starting' : 'failed';
    if (client.stop !== undefined) return 'stopping';
    return client.wasOnline || !this.#waitsForArray || this.#gate.isOpen ? undefined : 'starting';
  }

  /** The application has no cache manager before its client is online; Integration Server nodes do what their guides say. */
  get #waitsForArray(): boolean {
    return this.#array.version.startWaitsForArray && this.settings.integrationServer === undefined;
  }

  get #isNonstopInit(): boolean {
    return this.#waitsForArray && this.settings.startUp?.nonstopInit === true;
  }

  #refuse(request: CallRequest, why: NotMadeBecause): void {
    const { network, servers } = this.#array;
    const { process } = this;
    this.#gate.refuse(request, why, why === 'down' ? process.downCause : troubleWith(network, process, servers));
  }

  log(text: string): void {
    const { world } = this.#array;
    const cause = world.kernel.currentCause;
    world.emit('log', this.lane, text);
    world.kernel.currentCause = cause;
  }

  #launch(): Client | undefined {
    if (this.#refusedAtStart()) return undefined;
    return this.client ?? this.#create();
  }

  #create(): Client {
    // The health checker of the servers knocks here; -1 switches the listener off.
    if (this.settings.callbackPort >= 0) this.#array.network.listen(this.process, 'callback', () => {});
    const client = new Client(this.#array, this);
    this.client = client;
    return client;
  }

  #refusedAtStart(): boolean {
    const { world, cluster, version } = this.#array;
    const reason = refusalOfClient(this.settings, cluster, version, world);
    if (reason === undefined) return false;
    this.client?.ended();
    this.client = undefined;
    this.log(reason);
    world.emit('start-up-failed', this.lane, reason);
    this.setState('down');
    return true;
  }
}
