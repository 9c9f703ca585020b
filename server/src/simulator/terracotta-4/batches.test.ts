/** When transactions leave a client, and when its threads have to wait: TransactionSequencer, RemoteTransactionManagerImpl. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '../../model/model.ts';
import { runText } from '../../test/runText.ts';
import { Recorder } from '../../trace/recorder.ts';
import { Network } from '../engine/network.ts';
import { World } from '../engine/world.ts';
import { TransactionBatches } from './batches.ts';
import type { Message } from './messages.ts';

const LIMITS = {
  maxOutstandingBatches: 8,
  maxBatchBytes: 131_072,
  maxPendingBatches: 88,
  maxSleepBeforeHaltMicros: 1_024_000,
  ackOnExitTimeoutMicros: 300_000_000,
  bulkLoadIntervalMicros: 600_000,
  bulkLoadBatchBytes: 5_242_880,
  bulkLoadThrottleBytes: 10_485_760,
};
const NEWEST = { slowDownShare: 0.5, sendListShare: 0.25 };
const OLDEST = { slowDownShare: 0.66, sendListShare: 0 };

let world: World;
let sent: number[][];
let noted: string[];
let isRunning: boolean;

beforeEach(() => {
  const scenario = { name: 'test', variant: '', seed: 1, durationMicros: 600_000_000 } as Scenario;
  world = new World(new Recorder({ scenario, engine: 'test' }), 1);
  world.recorder.addLane({ kind: 'client', name: 'shop', parent: -1, source: -1, group: '' });
  sent = [];
  noted = [];
  isRunning = true;
});

function batchesOf(version: typeof NEWEST): { batches: TransactionBatches; unsent: Set<number> } {
  const process = new Network<Message>(world, 500, 0).addProcess('shop', 'a', 0);
  process.start();
  const unsent = new Set<number>();
  const batches = new TransactionBatches({
    world,
    process,
    limits: LIMITS,
    version,
    pending: new Set(),
    unsent,
    isRunning: () => isRunning,
    send: (message) => {
      if (message.type === 'transactions') sent.push([...message.writes]);
    },
    slows: (count, stops) => {
      noted.push(`${stops ? 'stopped' : 'slowed'} at ${count}`);
      return noted.length;
    },
  });
  return { batches, unsent };
}

/** Adds transactions of 100 KB each: two of them are a batch. */
function add(batches: TransactionBatches, count: number): void {
  for (let write = 0; write < count; write++) batches.add([write], 102_400);
}

describe('batches of a client', () => {
  it('leave at once until eight are on their way; then 22 wait to be sent, and what is too much for them collects', () => {
    const { batches, unsent } = batchesOf(NEWEST);
    add(batches, 8 + 22 + 5);
    expect(sent).toHaveLength(8);
    expect([...unsent]).toEqual([30, 31, 32, 33, 34]);
    batches.received();
    expect(sent.at(-1)).toEqual([8]);
    // A full batch takes the place of the one that has left.
    expect([...unsent]).toEqual([32, 33, 34]);
  });

  it('are as small as there is time to fill them, and at most a little more than 128 KB', () => {
    const { batches } = batchesOf(OLDEST);
    add(batches, 8 + 5);
    for (let i = 0; i < 8; i++) batches.received();
    expect(sent.slice(8)).toEqual([[8, 9], [10, 11], [12]]);
  });

  it('slow threads down from the 44th that waits on, by 23 ms each, and stop them at the 88th', () => {
    const { batches } = batchesOf(NEWEST);
    const millis = (full: number): number => {
      add(batches, 8 + 22 + 2 * full + 1);
      return batches.sleepMicros / 1000;
    };
    expect([43].map(millis)).toEqual([0]);
    const more = (): number => {
      add(batches, 2);
      return batches.sleepMicros / 1000;
    };
    expect([more(), more(), more()]).toEqual([1, 24, 47]);
    for (let full = 46; full < 87; full++) more();
    expect([batches.sleepMicros / 1000, batches.isFull]).toEqual([990, false]);
    expect([more(), batches.isFull]).toEqual([1013, true]);
  });

  it('slowed threads down from two thirds on before 4.3', () => {
    const { batches } = batchesOf(OLDEST);
    add(batches, 8 + 2 * 58 - 1);
    expect(batches.sleepMicros).toBe(0);
    add(batches, 4);
    expect(batches.sleepMicros).toBe(35_000);
  });

  it('wake one thread that sleeps for each that is taken', () => {
    const { batches } = batchesOf(NEWEST);
    add(batches, 8 + 22 + 2 * 88 + 1);
    const woken: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      batches.sleep(() => woken.push(`${name} at ${world.nowMicros / 1000} ms`));
    }
    expect(noted).toEqual(['slowed at 88', 'stopped at 88']);
    world.after(undefined, 200_000, () => batches.received());
    world.run(2_000_000, () => true);
    expect(woken).toEqual(['first at 200 ms', 'second at 1013 ms', 'third at 1013 ms']);
  });

  it('collect while the client is not RUNNING, and are not promised to be sent again', () => {
    const { batches, unsent } = batchesOf(NEWEST);
    isRunning = false;
    add(batches, 3);
    expect(sent).toEqual([]);
    expect(unsent.size).toBe(3);
    expect(batches.promise()).toEqual([]);
    isRunning = true;
    batches.resend();
    expect(sent).toEqual([[0, 1], [2]]);
  });
});

const stall = (cache: string, steps: string, valueBytes = 512_000, period = '50ms'): string[] => {
  const { judgements } = runText(`cluster orders {
  product terracotta 4.3
  server tsa-1
}
client shop {
  rejoin true
  cache reports {
    value-bytes ${valueBytes}
    ${cache}
  }
}
scenario "stall" {
  duration 3min
  every ${period} shop put reports
${steps}
}`);
  expect(judgements.length).toBeGreaterThan(0);
  return judgements.filter(({ verdict }) => verdict !== 'held').map(({ reason }) => reason);
};

describe('a client whose batches are full', () => {
  it('stops writers of an eventual cache, who time out, and nothing of that is written', () => {
    expect(
      stall(
        'nonstop { timeout 5s }',
        `  at 30s pause tsa-1 for 50s
  expect shop sees writes-slowed exactly 1 times
  expect shop sees writes-stopped exactly 1 times
  expect some put on reports throws NonStopCacheException with message "put timed out" between 60s and 80s
  expect no failed write on reports is applied
  expect no acknowledged write on reports is lost
  expect no put on reports takes longer than 100ms after 81s`,
      ),
    ).toEqual([]);
  });

  it('writes all the same in 3.7, where the caller gives up and a thread of a pool goes on', () => {
    const steps = `  with orders { product terracotta 3.7 }
  at 30s pause tsa-1 for 50s
  expect some put on reports throws NonStopCacheException between 60s and 80s
  expect some failed write on reports is applied
  expect no acknowledged write on reports is lost`;
    expect(stall('nonstop { timeout 5s }', steps)).toEqual([]);
  });

  it('keeps writers waiting for as long as the stall lasts without nonstop', () => {
    expect(
      stall(
        'nonstop false',
        `  at 30s pause tsa-1 for 50s
  expect some put on reports takes longer than 20s
  expect no put on reports fails
  expect no acknowledged write on reports is lost`,
      ),
    ).toEqual([]);
  });

  it('throws out who sleeps when it rejoins, and forgets what was full', () => {
    expect(
      stall(
        'nonstop { timeout 60s }',
        `  at 30s pause tsa-1 for 40s
  at 65s cut shop from tsa-1 for 60s
  expect shop rejoins after 120s
  expect some acknowledged write on reports is lost
  expect shop never sees writes-slowed after 130s
  expect no put on reports takes longer than 100ms after 135s`,
      ),
    ).toEqual([]);
  });

  it('lets a write whose transaction exists wait until the client is back or rejoins, however little time it has', () => {
    expect(
      stall(
        'nonstop { timeout 5s }',
        `  at 30s pause tsa-1 for 70s
  expect shop sees writes-slowed before 45s
  expect shop never sees writes-stopped
  expect shop sees clusterOffline between 86s and 88s
  expect shop becomes online after 90s
  expect exactly 1 put on reports takes longer than 10s
  expect every put on reports succeeds before 86s`,
        102_400,
        '100ms',
      ),
    ).toEqual([]);
  });
});
