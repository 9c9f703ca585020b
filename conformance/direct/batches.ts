/** The sequencer of a client, with fewer batches than any product has. */
import { Network } from '../../server/src/simulator/engine/network.ts';
import { TransactionBatches } from '../../server/src/simulator/terracotta-4/batches.ts';
import type { Message } from '../../server/src/simulator/terracotta-4/messages.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';
import { worldOf } from './rig.ts';

const TEST = `${COMMITS.core43} dso-l1/src/test/java/com/tc/object/tx/TransactionSequencerTest.java`;
const MAX_PENDING_BATCHES = 5;
const TRANSACTION_BYTES = 640_000;

export const BATCH_CASES: readonly DirectCase[] = [
  {
    id: 'TX-01',
    title: 'whoever adds to a full sequencer waits, and goes on when a batch is taken',
    area: 'Transactions',
    source: `${TEST} testInterruptAddTransaction`,
    expected: 'With 5 batches pending a thread waits; one batch is taken, and it adds its transaction.',
    simulate: () => {
      const world = worldOf();
      const process = new Network<Message>(world, 500, 0).addProcess('shop', 'a', 0);
      process.start();
      const sent: number[] = [];
      const batches = new TransactionBatches({
        world,
        process,
        limits: {
          maxOutstandingBatches: 1,
          maxBatchBytes: 131_072,
          maxPendingBatches: MAX_PENDING_BATCHES,
          maxSleepBeforeHaltMicros: 1_024_000,
          ackOnExitTimeoutMicros: 300_000_000,
          bulkLoadIntervalMicros: 600_000,
          bulkLoadBatchBytes: 5_242_880,
          bulkLoadThrottleBytes: 10_485_760,
        },
        version: { slowDownShare: 0.5, sendListShare: 0.25 },
        pending: new Set(),
        unsent: new Set(),
        isRunning: () => true,
        send: (message) => {
          if (message.type === 'transactions') sent.push(...message.writes);
        },
        slows: () => 0,
      });
      let write = 0;
      while (!batches.isFull) batches.add([write++], TRANSACTION_BYTES);
      const before = sent.length;
      const added: string[] = [];
      const tryAdd = (): void => {
        if (batches.isFull) batches.sleep(tryAdd);
        else {
          batches.add([write], TRANSACTION_BYTES);
          added.push(`${world.nowMicros / 1_000_000} s`);
        }
      };
      tryAdd();
      world.after(undefined, 5_000_000, () => batches.received());
      world.run(10_000_000, () => true);
      return [
        equal('transactions on their way before', before, 1),
        equal('the thread adds its transaction after', added, ['5 s']),
      ];
    },
  },
];
