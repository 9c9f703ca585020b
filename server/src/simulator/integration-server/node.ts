/**
 * An Integration Server node as the scenario handles it: a process with a Terracotta client inside, which decides by
 * itself when the client starts and whether requests are taken.
 *
 * Sources: Integration Server, "About Action on Startup Error Options"; Integration Server Clustering Guide, "IS Cannot
 * Download the tc-config.xml File", "IS Cannot Connect to the Servers in the tc-config.xml File".
 */
import type { IntegrationServer } from '../../model/model.ts';
import type { Network } from '../engine/network.ts';
import type { Process } from '../engine/process.ts';
import type { World } from '../engine/world.ts';
import type { ScenarioNode } from '../node.ts';
import type { Client } from '../terracotta-4/client.ts';
import type { ClientNode } from '../terracotta-4/client-node.ts';
import type { Message } from '../terracotta-4/messages.ts';
import type { ServerNode } from '../terracotta-4/server-node.ts';
import { awaitConfiguration, NO_CONFIGURATION, troubleWith } from '../terracotta-4/start-up.ts';
import { ASSUMPTIONS } from './assumptions.ts';

/** What becomes of a request that arrives. */
export type Readiness = 'down' | 'starting' | 'serving' | 'stand-alone' | 'quiesced';

export class IntegrationServerNode implements ScenarioNode {
  readonly kind = 'client';
  readonly name: string;
  readonly lane: number;
  readonly process: Process;
  readonly settings: IntegrationServer;
  /** The Terracotta client inside. */
  readonly inner: ClientNode;
  /** Of its array. */
  readonly servers: readonly ServerNode[];
  /** Requests show here, like the calls of a cache. */
  readonly requestsLane: number;
  #offlineCause = -1;
  #offlineMicros = Number.POSITIVE_INFINITY;
  #readiness: Readiness = 'down';
  readonly #world: World;
  readonly #network: Network<Message>;
  readonly #onDeath: (node: IntegrationServerNode) => void;

  constructor(
    world: World,
    network: Network<Message>,
    inner: ClientNode,
    settings: IntegrationServer,
    servers: readonly ServerNode[],
    onDeath: (node: IntegrationServerNode) => void,
  ) {
    this.#world = world;
    this.#network = network;
    this.inner = inner;
    this.name = inner.name;
    this.lane = inner.lane;
    this.process = inner.process;
    this.settings = settings;
    this.requestsLane = inner.cacheLanes.get('requests') as number;
    this.servers = servers;
    this.#onDeath = onDeath;
    inner.onStartFailed = (reason) => {
      world.recorder.assume(ASSUMPTIONS.retries);
      this.#giveUp(reason);
    };
    if (inner.client !== undefined) this.#readiness = inner.state === 'online' ? 'serving' : 'starting';
  }

  get client(): Client | undefined {
    return this.inner.client;
  }

  get readiness(): Readiness {
    return this.process.running ? this.#readiness : 'down';
  }

  /** The node takes part in the cluster, as far as it knows. */
  get isConnected(): boolean {
    const { client } = this;
    return client?.operationsEnabled === true && !client.rejoining;
  }

  /** The client inside is online: start-up is over, or the array is back. */
  online(): void {
    this.#readiness = 'serving';
    this.#offlineCause = -1;
    this.#offlineMicros = Number.POSITIVE_INFINITY;
  }

  /** The node learns that it has lost the array; `cause` is the row of that event. */
  offline(cause: number): void {
    this.#offlineCause = cause;
    this.#offlineMicros = this.#world.nowMicros;
  }

  /** Row of the event by which the array was lost; -1 while it is there. */
  get offlineCause(): number {
    return this.#offlineCause;
  }

  /** Since when; infinity while the array is there. */
  get offlineMicros(): number {
    return this.#offlineMicros;
  }

  start(_losingData: boolean): void {
    const { process, inner } = this;
    if (!process.running) process.start();
    this.#world.recorder.assume(ASSUMPTIONS.startUp);
    this.#readiness = 'starting';
    inner.setState('connecting');
    awaitConfiguration(
      this.#world,
      this.#network,
      process,
      this.servers,
      this.settings.connectTimeoutMicros,
      (found) => {
        if (found) inner.startConfigured();
        else
          this.#world.because(troubleWith(this.#network, process, this.servers), () => this.#giveUp(NO_CONFIGURATION));
      },
    );
  }

  promote(): void {}

  prepareStop(): void {
    this.inner.prepareStop();
  }

  died(): void {
    this.#readiness = 'down';
    this.#onDeath(this);
    this.inner.died();
  }

  #giveUp(reason: string): void {
    const { inner, settings } = this;
    inner.log(`server log: ${reason}; Action on Startup Error: ${settings.actionOnStartupError}`);
    const row = this.#world.emit('start-up-failed', this.lane, reason);
    this.offline(row);
    switch (settings.actionOnStartupError) {
      case 'stand-alone':
        this.#readiness = 'stand-alone';
        inner.setState('stand-alone');
        break;
      case 'quiesce':
        this.#readiness = 'quiesced';
        inner.setState('quiesced');
        break;
      case 'shut-down':
        this.#network.processDied(this.process);
        this.process.die(row);
        this.died();
        break;
    }
  }
}
