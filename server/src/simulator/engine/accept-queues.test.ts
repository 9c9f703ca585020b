/**
 * Connects to a process that is paused, by the answer that they get: tcp(7) and listen(2) of Linux. A SYN is sent again
 * after 1, 3, 7 … s, so whoever knocks at a full queue comes in after the pause without knocking anew.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '../../model/model.ts';
import { Recorder } from '../../trace/recorder.ts';
import type { TransportMessage } from '../transport/messages.ts';
import { AcceptQueues } from './accept-queues.ts';
import { Network } from './network.ts';
import type { Port, Process } from './process.ts';
import { World } from './world.ts';

const SECOND = 1_000_000;

let world: World;
let network: Network<TransportMessage>;
let client: Process;
let server: Process;
/** What came of each connect, and when, in ms. */
let results: string[];

beforeEach(() => {
  const scenario = { name: 'test', variant: '', seed: 1, durationMicros: 600 * SECOND } as Scenario;
  world = new World(new Recorder({ scenario, engine: 'test' }), 1);
  for (const name of ['client', 'server']) {
    world.recorder.addLane({ kind: 'server', name, parent: -1, source: -1, group: '' });
  }
  network = new Network<TransportMessage>(world, 500, 0);
  client = network.addProcess('client', 'a', 0);
  server = network.addProcess('server', 'b', 1);
  for (const process of [client, server]) process.start();
  for (const port of ['client', 'group'] as const) network.listen(server, port, () => {});
  results = [];
});

const at = (millis: number, run: () => void): void => void world.after(undefined, millis * 1000, run);

const pause = (capacity: number): void => server.pause(-1, new AcceptQueues<Port>(capacity));

function connect(name: string, timeoutSeconds = 10, port: Port = 'client'): void {
  network.connect(client, server, port, timeoutSeconds * SECOND, (result) => {
    const text = typeof result === 'string' ? result : 'connected';
    results.push(`${name} ${text} at ${world.nowMicros / 1000}`);
  });
}

function run(): readonly string[] {
  world.run(600 * SECOND, () => true);
  return results;
}

describe('a paused process with a queue of two', () => {
  it('accepts two and leaves the third unanswered', () => {
    pause(2);
    for (const name of ['first', 'second', 'third']) connect(name);
    expect(run()).toEqual(['first connected at 1', 'second connected at 1', 'third timeout at 10000']);
  });

  it('has a queue for each port', () => {
    pause(1);
    connect('client port');
    connect('group port', 10, 'group');
    expect(run()).toEqual(['client port connected at 1', 'group port connected at 1']);
  });

  it('keeps the place of a peer that has hung up: a health checker takes one with every connect', () => {
    pause(2);
    for (const name of ['first', 'second', 'third']) {
      network.probe(client, server, 'client', (connected) => results.push(`${name} ${connected}`));
    }
    expect(run()).toEqual(['first true', 'second true', 'third false']);
  });

  it('takes everybody in when it wakes up, and who knocked in vain with the next SYN', () => {
    pause(1);
    connect('first');
    connect('second');
    at(2000, () => server.resume());
    at(2001, () => connect('third'));
    expect(run()).toEqual(['first connected at 1', 'third connected at 2002', 'second connected at 3001']);
  });

  it('is empty again in the next pause', () => {
    pause(1);
    connect('first');
    at(10, () => server.resume());
    at(20, () => pause(1));
    at(30, () => connect('second'));
    expect(run()).toEqual(['first connected at 1', 'second connected at 31']);
  });

  it('is gone with the process: its machine refuses', () => {
    pause(1);
    connect('first');
    at(10, () => {
      server.die(-1);
      network.processDied(server);
    });
    at(20, () => connect('second'));
    expect(run()).toEqual(['first connected at 1', 'second refused at 21']);
  });

  it('says once for each port that it is full', () => {
    const said: string[] = [];
    world.observe(({ name, text }) => said.push(`${name}: ${text}`));
    pause(1);
    for (const name of ['first', 'second', 'third']) {
      connect(name);
      connect(name, 10, 'group');
    }
    run();
    expect(said).toEqual(['backlog-full: client', 'backlog-full: group']);
  });
});

it('without a queue a paused process accepts everybody', () => {
  server.pause(-1);
  for (const name of ['first', 'second', 'third']) connect(name);
  expect(run()).toEqual(['first connected at 1', 'second connected at 1', 'third connected at 1']);
});
