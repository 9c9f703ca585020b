/**
 * The models every event engine runs, ours and the references. `native/storm.cpp` is the same in C++: what changes
 * here changes there, or the checksums differ.
 */
import type { Engine } from './engine.ts';

const NODES = 200;
const NEIGHBOURS = 5;
const PERIOD_MICROS = 1_000_000;
const TIMEOUT_MICROS = 5_000_000;
/** Ten simulated minutes. */
const STORM_MICROS = 600_000_000;
/** More than the messages sent within one timeout, so that a number is free again when it is reused. */
const MESSAGES = 8192;

const TICK = 0;
const DELIVER = 1;
const TIMEOUT = 2;

/** What a run of a model did: equal on every engine, or an engine is wrong. */
export interface Outcome {
  readonly events: number;
  /** An int32 over time, kind and operands of every event in order. */
  readonly checksum: number;
}

function mix(checksum: number, value: number): number {
  return Math.imul(checksum ^ value, 0x9e3779b1) + (checksum >>> 15);
}

/** One step of a linear congruential generator; the high bits are good enough here. */
function step(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) | 0;
}

/**
 * Heartbeats: every node sends one to five neighbours every second, with a timeout of five seconds each, which the
 * delivery cancels. One message in 1024 is lost, and its timeout fires.
 */
export function storm<Handle>(engine: Engine<Handle>): Outcome {
  const timeouts: Handle[] = [];
  let state = 1;
  let checksum = 0;
  let message = 0;

  function dispatch(kind: number, a: number, b: number): void {
    checksum = mix(mix(checksum, engine.nowMicros | 0), (kind << 24) ^ (a << 14) ^ b) | 0;
    switch (kind) {
      case TICK:
        for (let k = 1; k <= NEIGHBOURS; k++) {
          state = step(state);
          const neighbour = (a + k * 7) % NODES;
          timeouts[message] = engine.schedule(TIMEOUT_MICROS, TIMEOUT, a, message);
          if (state >>> 22 !== 0) engine.schedule(200 + (state >>> 20), DELIVER, neighbour, message);
          message = (message + 1) % MESSAGES;
        }
        engine.schedule(PERIOD_MICROS, TICK, a, 0);
        break;
      case DELIVER:
        engine.cancel(timeouts[b] as Handle);
        break;
      case TIMEOUT:
        state = step(state);
        break;
    }
  }

  for (let node = 0; node < NODES; node++) engine.schedule(node * 4_999, TICK, node, 0);
  const events = engine.run(STORM_MICROS, dispatch);
  return { events, checksum };
}

/** Fills an engine with `pending` events spread over two seconds. */
export function fill<Handle>(engine: Engine<Handle>, pending: number): void {
  let state = 7;
  for (let n = 0; n < pending; n++) {
    state = step(state);
    engine.schedule(1 + (state >>> 11), 0, n & 0xffff, n);
  }
}

/** "Hold": each of `events` events schedules its successor up to two seconds ahead, so as many stay pending. */
export function hold<Handle>(engine: Engine<Handle>, events: number): Outcome {
  let state = 11;
  let checksum = 0;
  function dispatch(kind: number, a: number, b: number): void {
    checksum = mix(mix(checksum, engine.nowMicros | 0), a ^ b) | 0;
    state = step(state);
    engine.schedule(1 + (state >>> 11), kind, a, b);
  }
  return { events: engine.run(Number.POSITIVE_INFINITY, dispatch, events), checksum };
}
