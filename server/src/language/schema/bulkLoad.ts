/** Bulk-load mode. */
import type { Entry } from './types.ts';

export const BULK_LOAD: readonly Entry[] = [
  {
    id: 'work.bulk-load',
    lines: ['3.7', '4.x'],
    contexts: ['action'],
    category: 'work',
    phrase: '<client:clients> bulk-load <cache:cache> for <duration>',
    documentation:
      'The client has the cache in bulk-load mode for so long (setNodeCoherent): no locks, and writes that are kept back and sent every 600 ms. What has not been sent when the client rejoins is lost.',
    source: 'LocalBufferedMap and BulkLoadToolkitCache, Terracotta 4.3.1',
    repeatable: true,
  },
];
