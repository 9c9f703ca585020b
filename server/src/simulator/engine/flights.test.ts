/** What is sent in one go arrives in one go, and nobody can tell: order, causes, pauses and deaths are as of packets by themselves. */
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
let clients: Process[];
/** The server's ends, by client. */
let ends: Endpoint<string>[];
/** What happened, and under which cause. */
let seen: string[];

const note = (text: string): void => void seen.push(`${text} @${world.nowMicros} by ${world.kernel.currentCause}`);
const send = (client: number, message: string): void => network.send(ends[client] as Endpoint<string>, message);
const at = (micros: number, run: () => void): void => void world.after(undefined, micros, run);

function run(): readonly string[] {
  world.run(1_000_000, () => true);
  return seen;
}

beforeEach(() => {
  const scenario = { name: 'test', variant: '', seed: 1, durationMicros: 1_000_000 } as Scenario;
  world = new World(new Recorder({ scenario, engine: 'test' }), 1);
  network = new Network<string>(world, LATENCY_MICROS, 0);
  server = network.addProcess('server', 'a', 0);
  clients = ['one', 'two', 'three'].map((name, index) => network.addProcess(name, name, index + 1));
  for (const process of [server, ...clients]) process.start();
  seen = [];
  ends = clients.map((client) => {
    let end: Endpoint<string> | undefined;
    network.connectNow(server, client, (near, far) => {
      end = near;
      far.receiver = { onMessage: (_, message) => note(`${client.name} gets ${message}`), onClosed: () => {} };
    });
    return end as Endpoint<string>;
  });
});

describe('messages that are sent in one go', () => {
  it('are one event of the kernel', () => {
    for (const client of [0, 1, 2, 0]) send(client, 'news');
    expect(world.kernel.pending).toBe(1);
    expect(world.run(1_000_000, () => true)).toBe(4);
    expect(seen).toEqual([
      'one gets news @500 by -1',
      'two gets news @500 by -1',
      'three gets news @500 by -1',
      'one gets news @500 by -1',
    ]);
  });

  it('leave room for what was scheduled between them for the same moment', () => {
    send(0, 'first');
    at(LATENCY_MICROS, () => note('timer'));
    send(1, 'second');
    send(2, 'third');
    expect(run()).toEqual([
      'one gets first @500 by -1',
      'timer @500 by -1',
      'two gets second @500 by -1',
      'three gets third @500 by -1',
    ]);
  });

  it('go back to what caused each', () => {
    for (const cause of [7, 8, -1]) world.because(cause, () => send(0, 'news'));
    world.because(9, () => send(1, 'news'));
    expect(run()).toEqual([
      'one gets news @500 by 7',
      'one gets news @500 by 8',
      'one gets news @500 by -1',
      'two gets news @500 by 9',
    ]);
  });

  it('come before what the first of them leads to at the same moment', () => {
    const [first] = ends as [Endpoint<string>];
    first.peer.receiver = {
      onMessage: () => at(0, () => note('consequence')),
      onClosed: () => {},
    };
    send(0, 'news');
    send(1, 'news');
    expect(run()).toEqual(['two gets news @500 by -1', 'consequence @500 by -1']);
  });

  it('are not joined by what is sent when they have arrived', () => {
    send(0, 'news');
    at(LATENCY_MICROS, () => send(1, 'later'));
    expect(run()).toEqual(['one gets news @500 by -1', 'two gets later @1000 by -1']);
  });
});

describe('among messages that are sent in one go', () => {
  it('those for a paused process wait for it, in order', () => {
    clients[0]?.pause(3);
    for (const client of [0, 1, 0]) send(client, 'news');
    send(0, 'more');
    at(2_000, () => clients[0]?.resume());
    expect(run()).toEqual([
      'two gets news @500 by -1',
      'one gets news @2000 by -1',
      'one gets news @2000 by -1',
      'one gets more @2000 by -1',
    ]);
  });

  it('those for a process that dies of the first are dropped', () => {
    const [first, second] = ends as [Endpoint<string>, Endpoint<string>];
    first.peer.receiver = {
      onMessage: () => {
        second.peer.process.die(-1);
        network.processDied(second.peer.process);
      },
      onClosed: () => {},
    };
    for (const client of [0, 1, 2]) send(client, 'news');
    expect(run()).toEqual(['three gets news @500 by -1']);
    expect(network.counters()).toMatchObject({ dropped: 1, inFlight: 0 });
  });
});
