/**
 * Detection times of one checker on one connection. Expected values: tick model of Terracotta 4.3.1
 * ConnectionHealthCheckerContextImpl with the defaults of tc.properties; the aggressive example is that of
 * "HealthChecker Configuration Examples", BigMemory Max 4.3.9.
 */
import { describe, expect, it } from 'vitest';
import type { HealthCheck, Scenario } from '../../model/model.ts';
import { Recorder } from '../../trace/recorder.ts';
import { Network } from '../engine/network.ts';
import { World } from '../engine/world.ts';
import { HealthCheckers } from './health-checker.ts';
import type { TransportMessage } from './messages.ts';

const SERVER_EDGE: HealthCheck = {
  pingEnabled: true,
  pingIdletimeMicros: 5_000_000,
  pingIntervalMicros: 1_000_000,
  pingProbes: 3,
  socketConnect: true,
  socketConnectTimeout: 5,
  socketConnectCount: 10,
};
const CLIENT_EDGE: HealthCheck = { ...SERVER_EDGE, socketConnectCount: 13 };
const AGGRESSIVE: HealthCheck = {
  ...SERVER_EDGE,
  pingIdletimeMicros: 2_000_000,
  socketConnectTimeout: 2,
  socketConnectCount: 5,
};

type Peer = 'paused' | 'silent' | 'refuses connects' | 'alive';

interface Case {
  readonly settings: HealthCheck;
  readonly peer: Peer;
  /** The port to probe is advertised. */
  readonly port?: boolean;
  /** Verified at connection time: what the port did then. */
  readonly verified?: 'refused' | 'silent';
}

/** Milliseconds of silence after which the peer is declared dead; undefined when it is not within ten minutes. */
function silenceMillis({ settings, peer, port = true, verified }: Case): number | undefined {
  const scenario = { name: 'test', variant: '', seed: 1, durationMicros: 600_000_000 } as Scenario;
  const world = new World(new Recorder({ scenario, engine: 'test' }), 1);
  world.recorder.addLane({ kind: 'server', name: 'watcher', parent: -1, source: -1, group: '' });
  const network = new Network<TransportMessage>(world, 500, 0);
  const checkers = new HealthCheckers<TransportMessage>(world, network, { type: 'ping' }, { type: 'ping-reply' });
  const watcher = network.addProcess('watcher', 'a', 0);
  const watched = network.addProcess('watched', 'b', 0);
  watcher.start();
  watched.start();
  if (peer !== 'refuses connects' && verified !== 'refused') network.listen(watched, 'callback', () => {});
  if (verified === 'silent') network.paths.blockCallbacks([watched.index]);
  let silence: number | undefined;
  network.connectNow(watcher, watched, (near, far) => {
    near.receiver = {
      onMessage: (at, message) => checkers.takes(at, message),
      onClosed: () => {},
    };
    far.receiver = {
      onMessage: (at, message) => checkers.takes(at, message),
      onClosed: () => {},
    };
    const onDead = (idleMillis: number): void => {
      silence ??= idleMillis;
    };
    checkers.watch({
      endpoint: near,
      settings,
      port: port ? 'callback' : undefined,
      verified: verified === undefined,
      log: () => {},
      onDead,
    });
  });
  // A verification takes silent ticks of its own: the peer falls silent when it is over.
  if (peer !== 'alive') world.after(undefined, verified === undefined ? 0 : 60_000_000, () => watched.pause(0));
  if (peer === 'silent')
    network.paths.block(
      'silent',
      [
        [0, 1],
        [1, 0],
      ],
      0,
    );
  world.run(600_000_000, () => true);
  return silence;
}

describe('silence until a peer is declared dead', () => {
  it.each<[string, Case, number]>([
    ['paused, server edges', { settings: SERVER_EDGE, peer: 'paused' }, 45_000],
    ['paused, client to server', { settings: CLIENT_EDGE, peer: 'paused' }, 57_000],
    ['paused, aggressive example', { settings: AGGRESSIVE, peer: 'paused' }, 22_000],
    ['silent, server edges', { settings: SERVER_EDGE, peer: 'silent' }, 14_000],
    ['silent, client to server', { settings: CLIENT_EDGE, peer: 'silent' }, 14_000],
    ['connects refused', { settings: SERVER_EDGE, peer: 'refuses connects' }, 9_000],
    ['socket-connect false', { settings: { ...SERVER_EDGE, socketConnect: false }, peer: 'paused' }, 8_000],
    ['no callback port', { settings: SERVER_EDGE, peer: 'paused', port: false }, 8_000],
    ['callback refused when verified', { settings: SERVER_EDGE, peer: 'paused', verified: 'refused' }, 43_000],
    ['callback silent when verified', { settings: SERVER_EDGE, peer: 'paused', verified: 'silent' }, 58_000],
  ])('%s', (_, given, expectedMillis) => {
    const silence = silenceMillis(given);
    // Ticks come once per interval, at a phase that nothing aligns with the fault.
    expect(silence).toBeGreaterThanOrEqual(expectedMillis);
    expect(silence).toBeLessThan(expectedMillis + 1000);
  });

  it('never, when the peer answers', () => {
    expect(silenceMillis({ settings: SERVER_EDGE, peer: 'alive' })).toBeUndefined();
  });

  it('never, when pings are switched off', () => {
    expect(silenceMillis({ settings: { ...SERVER_EDGE, pingEnabled: false }, peer: 'silent' })).toBeUndefined();
  });

  it('settings that the product refuses are refused', () => {
    const interval = { ...SERVER_EDGE, pingIdletimeMicros: 30_000_000, pingIntervalMicros: 40_000_000 };
    expect(() => silenceMillis({ settings: interval, peer: 'alive' })).toThrow('HealthChecker Config Error');
  });
});
