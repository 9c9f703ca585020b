/** How a client of the older line sends what it has written: batches, their limits, and what it does when they are full. */
import { OLDER } from '../../model/productLines.ts';
import { CLIENT_BLOCKS, type Entry } from './types.ts';

const TRANSACTIONS = 'tc.properties, TransactionSequencer and RemoteTransactionManagerImpl, Terracotta 4.3.1';

export const TRANSACTION_LIMITS: readonly Entry[] = [
  {
    id: 'cache.value-bytes',
    lines: OLDER,
    contexts: ['cache'],
    category: 'setting',
    phrase: 'value-bytes <value>',
    documentation:
      'The size of one value, serialized. It decides how many writes a client can keep while the array does not take them.',
    value: { type: 'count', min: 0, max: 2_147_483_647 },
    default: '1024',
    source: 'tcsim',
  },
  {
    id: 'client.max-outstanding-batches',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'max-outstanding-batches <value>',
    documentation:
      'How many batches of transactions may be on their way that the server has not received yet; further ones wait in the client.',
    value: { type: 'count', min: 1, max: 10_000 },
    default: '8',
    property: { name: 'l1.transactionmanager.maxOutstandingBatchSize' },
    source: TRANSACTIONS,
  },
  {
    id: 'client.max-batch-kilobytes',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'max-batch-kilobytes <value>',
    documentation: 'Size in kilobytes from which a batch that waits is closed and the next one begun.',
    value: { type: 'count', min: 1, max: 1_048_576 },
    default: '128',
    property: { name: 'l1.transactionmanager.maxBatchSizeInKiloBytes' },
    source: TRANSACTIONS,
  },
  {
    id: 'client.max-pending-batches',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'max-pending-batches <value>',
    documentation:
      'How many full batches may wait in the client. From half of them on (two thirds before 4.3) threads that write are slowed down, at the limit they stop until one is sent: also those of eventual caches.',
    value: { type: 'count', min: 2, max: 100_000 },
    default: '88',
    property: { name: 'l1.transactionmanager.maxPendingBatches' },
    source: TRANSACTIONS,
  },
  {
    id: 'client.max-sleep-before-halt',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'max-sleep-before-halt <value>',
    documentation: 'How long a thread sleeps before each write just below the limit of max-pending-batches.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 0, maxMicros: 3_600_000_000 },
    default: '1024ms',
    property: { name: 'l1.transactionmanager.maxSleepTimeBeforeHalt', bareUnit: 'ms' },
    source: TRANSACTIONS,
  },
  {
    id: 'client.ack-on-exit-timeout',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'ack-on-exit-timeout <value>',
    documentation:
      'How long a client that is stopped in order waits for the confirmation of what it has written; 0 is without end.',
    value: { type: 'duration', likelyUnit: 's', minMicros: 0, maxMicros: 86_400_000_000 },
    default: '300s',
    property: { name: 'l1.transactionmanager.timeoutForAckOnExit', bareUnit: 's' },
    source: 'tc.properties, RemoteTransactionManagerImpl and ClientShutdownManager, Terracotta 4.3.1',
  },
];
