/** What is written, or the default, of how a client sends what it has written. */
import type { Values } from './layers.ts';
import type { WriteLimits } from './model.ts';

export function buildWriteLimits(values: Values): WriteLimits {
  return {
    maxOutstandingBatches: values.number('client.max-outstanding-batches'),
    maxBatchBytes: values.number('client.max-batch-kilobytes') * 1024,
    maxPendingBatches: values.number('client.max-pending-batches'),
    maxSleepBeforeHaltMicros: values.number('client.max-sleep-before-halt'),
    ackOnExitTimeoutMicros: values.number('client.ack-on-exit-timeout'),
    bulkLoadIntervalMicros: values.number('client.bulk-load-interval'),
    bulkLoadBatchBytes: values.number('client.bulk-load-batch-bytes'),
    bulkLoadThrottleBytes: values.number('client.bulk-load-throttle-bytes'),
  };
}
