/** Health checkers on connections of their own, outside any array. */
import type { HealthCheck, Scenario } from '../../server/src/model/model.ts';
import { type Endpoint, Network } from '../../server/src/simulator/engine/network.ts';
import type { Process } from '../../server/src/simulator/engine/process.ts';
import { World } from '../../server/src/simulator/engine/world.ts';
import type { Message } from '../../server/src/simulator/terracotta-4/messages.ts';
import { HealthCheckers } from '../../server/src/simulator/transport/health-checker.ts';
import { Recorder } from '../../server/src/trace/recorder.ts';

const SECOND = 1_000_000;

/** Settings in milliseconds, as they stand in tc.properties; the rest has the default of a server's checker. */
export function checkOf(
  idletime: number,
  interval: number,
  probes: number,
  rest: Partial<HealthCheck> = {},
): HealthCheck {
  return {
    pingEnabled: true,
    pingIdletimeMicros: idletime * 1000,
    pingIntervalMicros: interval * 1000,
    pingProbes: probes,
    socketConnect: true,
    socketConnectTimeout: 5,
    socketConnectCount: 10,
    ...rest,
  };
}

export function worldOf(): World {
  const scenario = { name: 'case', variant: '', seed: 1, durationMicros: 3600 * SECOND } as Scenario;
  const world = new World(new Recorder({ scenario, engine: 'conformance' }), 1);
  world.recorder.addLane({ kind: 'server', name: 'watcher', parent: -1, source: -1, group: '' });
  return world;
}

/** One process that watches its connections to others. */
export class CheckerRig {
  readonly world = worldOf();
  readonly network = new Network<Message>(this.world, 500, 0);
  readonly checkers = new HealthCheckers<Message>(this.world, this.network, { type: 'ping' }, { type: 'ping-reply' });
  readonly watcher = this.network.addProcess('watcher', 'a', 0);
  readonly logs: string[] = [];
  /** Idle times in milliseconds with which peers were declared dead. */
  readonly deaths: number[] = [];

  constructor() {
    this.watcher.start();
  }

  peer(name: string, listens = true): Process {
    const process = this.network.addProcess(name, name, 0);
    process.start();
    if (listens) this.network.listen(process, 'callback', () => {});
    return process;
  }

  /** A connection that answers pings for as long as its process runs. `advertised`: there is a port to try. */
  watch(peer: Process, settings: HealthCheck, verified = true, advertised = true): Endpoint<Message> {
    let watched: Endpoint<Message> | undefined;
    this.network.connectNow(this.watcher, peer, (near, far) => {
      watched = near;
      near.receiver = {
        onMessage: (at, message) => this.checkers.takes(at, message),
        onClosed: (at) => this.checkers.stop(at),
      };
      far.receiver = {
        onMessage: (at, message) => this.checkers.takes(at, message),
        onClosed: () => {},
      };
      this.checkers.watch({
        endpoint: near,
        settings,
        port: advertised ? 'callback' : undefined,
        verified,
        log: (text) => this.logs.push(text),
        onDead: (idleMillis) => {
          this.deaths.push(idleMillis);
          this.network.close(near);
        },
      });
    });
    return watched as Endpoint<Message>;
  }

  get monitored(): number {
    return this.checkers.watchedBy(this.watcher);
  }

  runUntil(millis: number): void {
    this.world.run(millis * 1000, () => true);
  }
}
