/** What a connection does with packets while its path is silent, and afterwards. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '../../model/model.ts';
import { Recorder } from '../../trace/recorder.ts';
import { type Endpoint, Network } from './network.ts';
import type { Process } from './process.ts';
import { World } from './world.ts';

const LATENCY_MICROS = 500;

let world: World;
let network: Network<string>;
let server: Process;
let client: Process;
let end: Endpoint<string>;
let seen: string[];

const at = (micros: number, run: () => void): void => void world.after(undefined, micros, run);

function run(): readonly string[] {
  world.run(60_000_000, () => true);
  return seen;
}

beforeEach(() => {
  const scenario = { name: 'test', variant: '', seed: 1, durationMicros: 60_000_000 } as Scenario;
  world = new World(new Recorder({ scenario, engine: 'test' }), 1);
  network = new Network<string>(world, LATENCY_MICROS, 0);
  server = network.addProcess('server', 'a', 0);
  client = network.addProcess('client', 'b', 1);
  for (const process of [server, client]) process.start();
  seen = [];
  network.connectNow(server, client, (near, far) => {
    end = near;
    far.receiver = {
      onMessage: (_, message) => seen.push(`${message} @${world.nowMicros}`),
      onClosed: () => seen.push(`closed @${world.nowMicros}`),
    };
  });
});

describe('what is sent while the path is silent', () => {
  let cut: number;

  beforeEach(() => {
    const pairs = [
      [server.index, client.index],
      [client.index, server.index],
    ] as const;
    cut = network.paths.block('silent', pairs, -1);
  });

  const heal = (): void => {
    network.paths.unblock(cut);
    network.pathsHealed();
  };

  // RFC 6298 doubles the time: 0.2, 0.4, 0.8, 1.6 s.
  it('arrives with the next retransmission after it is healed', () => {
    network.send(end, 'first');
    at(1_000_000, heal);
    expect(run()).toEqual(['first @1400500']);
  });

  it('is not overtaken by what is sent afterwards', () => {
    network.send(end, 'first');
    at(1_000_000, heal);
    at(1_100_000, () => network.send(end, 'second'));
    at(1_500_000, () => network.send(end, 'third'));
    expect(run()).toEqual(['first @1400500', 'second @1400500', 'third @1500500']);
  });
});
