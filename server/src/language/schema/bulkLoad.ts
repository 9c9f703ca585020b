/** Bulk-load mode. */
import type { ProductLine } from '../../model/model.ts';
import { OLDER } from '../../model/productLines.ts';
import { CLIENT_BLOCKS, type Entry } from './types.ts';

const BUFFER = 'tc.properties and LocalBufferedMap, Terracotta 4.3.1';
/** Earlier releases have other names for the same three numbers. */
const NAMED: readonly ProductLine[] = ['4.x'];

export const BULK_LOAD: readonly Entry[] = [
  {
    id: 'work.bulk-load',
    lines: OLDER,
    contexts: ['action'],
    category: 'work',
    phrase: '<client:clients> bulk-load <cache:cache> for <duration>',
    documentation:
      'The client has the cache in bulk-load mode for so long (setNodeCoherent): no locks, and writes that are kept back and sent every bulk-load-interval. What has not been sent when the client rejoins is lost.',
    source: 'LocalBufferedMap and BulkLoadToolkitCache, Terracotta 4.3.1',
    repeatable: true,
  },
  {
    id: 'client.bulk-load-interval',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'bulk-load-interval <value>',
    documentation: 'How long writes are kept back in bulk-load mode before they are sent.',
    value: { type: 'duration', likelyUnit: 'ms', minMicros: 1_000, maxMicros: 3_600_000_000 },
    default: '600ms',
    property: { name: 'toolkit.bulkload.throttle.timeInmillis', bareUnit: 'ms', lines: NAMED },
    source: BUFFER,
  },
  {
    id: 'client.bulk-load-batch-bytes',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'bulk-load-batch-bytes <value>',
    documentation:
      'When this much has been kept back while the last lot was being sent, the next lot follows at once, without bulk-load-interval.',
    value: { type: 'count', min: 1, max: 2_147_483_647 },
    default: '5242880',
    property: { name: 'toolkit.bulkload.minbatchbytesize', lines: NAMED },
    source: BUFFER,
  },
  {
    id: 'client.bulk-load-throttle-bytes',
    lines: OLDER,
    contexts: CLIENT_BLOCKS,
    category: 'setting',
    phrase: 'bulk-load-throttle-bytes <value>',
    documentation:
      'When more than this is kept back for a cache, threads that write in bulk-load mode stop until the next lot is sent.',
    value: { type: 'count', min: 1, max: 2_147_483_647 },
    default: '10485760',
    property: { name: 'toolkit.bulkload.throttle.threshold', lines: NAMED },
    source: BUFFER,
  },
];
