import { describe, expect, it } from 'vitest';
import type { OperationName } from '../model/model.ts';
import { ehcache3Page, endingOf, OPERATIONS_OF_EHCACHE_3 } from './ehcache3.ts';

/**
 * ClusteredStore and RobustResilienceStrategy of ehcache3 3.10, operation by operation: what the caller gets on a
 * time-out, whether that takes a second time-out for the clean-up, and what it gets when the connection is closed or
 * being opened anew. `returns` is a normal return, as if nothing had happened.
 */
const ROBUST: readonly (readonly [OperationName, string, 'at once' | 'cleans up', string])[] = [
  ['get', 'null', 'at once', 'null'],
  ['containsKey', 'false', 'at once', 'false'],
  ['put', 'returns', 'cleans up', 'returns'],
  ['putIfAbsent', 'null', 'cleans up', 'null'],
  ['remove', 'returns', 'cleans up', 'returns'],
  ['removeIfEquals', 'false', 'cleans up', 'false'],
  ['replaceIfEquals', 'false', 'cleans up', 'false'],
  ['replace', 'null', 'cleans up', 'null'],
  ['getAll', 'null for each key', 'cleans up', 'null for each key'],
  ['putAll', 'returns', 'cleans up', 'returns'],
  ['removeAll', 'returns', 'cleans up', 'returns'],
  ['clear', 'returns', 'cleans up', 'returns'],
  ['iterate', 'CacheIterationException', 'at once', 'CacheIterationException'],
];

describe('the robust strategy', () => {
  it.each(ROBUST)('%s', (operation, onTimeout, cleanUp, onClosed) => {
    const timedOut = endingOf('time-out', 'robust', operation);
    expect(timedOut.text).toBe(onTimeout);
    expect(timedOut.micros / 1e6).toBe(cleanUp === 'cleans up' ? 4 : 2);
    expect(timedOut.afterwards).toBe(cleanUp === 'cleans up' ? 'gone' : 'there');
    expect(endingOf('closed', 'robust', operation).text).toBe(onClosed);
    for (const failure of ['reopening', 'data lost'] as const) {
      expect(endingOf(failure, 'robust', operation)).toMatchObject({ text: onClosed, micros: 0 });
    }
  });

  it('is asked for every operation', () => {
    expect(ROBUST.map(([operation]) => operation).sort()).toEqual([...OPERATIONS_OF_EHCACHE_3].sort());
  });
});

it('docs/ehcache3.md is what the runs say', async () => {
  await expect(ehcache3Page()).toMatchFileSnapshot('../../../docs/ehcache3.md');
});
