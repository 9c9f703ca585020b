/** Every operation under every timeout behavior: the timeout stores of Ehcache 2.10. */
import { describe, expect, it } from 'vitest';
import type { OperationName, TimeoutBehavior } from '../../model/model.ts';
import { runText } from '../../test/runText.ts';
import { OPERATION } from '../../trace/codes.ts';
import { OPERATIONS } from '../../trace/trace.ts';
import { onTimeout } from './nonstop.ts';

const BEHAVIORS: readonly TimeoutBehavior[] = ['exception', 'noop', 'localReads', 'localReadsAndExceptionOnWrite'];

function answers(operation: OperationName, local: ReadonlySet<number> | undefined): string[] {
  return BEHAVIORS.map((behavior) => {
    const { outcome, detail } = onTimeout(behavior, { operation, key: 1, keyCount: 3 }, local);
    return detail === '' ? outcome : `${outcome}: ${detail.replace('NonStopCacheException: ', '')}`;
  });
}

describe('what a timed out operation answers', () => {
  it.each<[OperationName, string[]]>([
    ['get', ['exception: get timed out', 'noop: null', 'local-read: local value', 'local-read: local value']],
    ['getQuiet', ['exception: getQuiet timed out', 'noop: null', 'local-read: local value', 'local-read: local value']],
    [
      'getAll',
      [
        "exception: getAll for '3' keys timed out",
        'noop: null for each of 3 keys',
        'local-read: local values for 2 of 3 keys',
        'local-read: local values for 2 of 3 keys',
      ],
    ],
    [
      'getKeys',
      ['exception: getKeys timed out', 'noop: an empty list', 'local-read: 2 local keys', 'local-read: 2 local keys'],
    ],
    ['containsKey', ['exception: containsKey timed out', 'noop: false', 'local-read: true', 'local-read: true']],
    ['getSize', ['exception: getSize timed out', 'noop: 0', 'local-read: 2', 'local-read: 2']],
    ['quickSize', ['exception: quickSize timed out', 'noop: 0', 'local-read: 2', 'local-read: 2']],
    [
      'search',
      ['exception: executeQuery timed out', 'noop: empty results', 'noop: empty results', 'noop: empty results'],
    ],
    ['put', ['exception: put timed out', 'ignored', 'ignored', 'exception: put timed out']],
    [
      'putAll',
      [
        'exception: putAll for 3 elements timed out',
        'ignored',
        'ignored',
        'exception: putAll for 3 elements timed out',
      ],
    ],
    ['putIfAbsent', ['exception: putIfAbsent timed out', 'ignored', 'ignored', 'exception: putIfAbsent timed out']],
    ['replace', ['exception: replace timed out', 'ignored', 'ignored', 'exception: replace timed out']],
    ['remove', ['exception: remove timed out', 'ignored', 'ignored', 'exception: remove timed out']],
    [
      'removeElement',
      ['exception: removeElement timed out', 'ignored', 'ignored', 'exception: removeElement timed out'],
    ],
    ['removeAll', ['exception: removeAll timed out', 'ignored', 'ignored', 'exception: removeAll timed out']],
    ['flush', ['exception: flush timed out', 'ignored', 'ignored', 'exception: flush timed out']],
    [
      'evictExpiredElements',
      ['exception: expireElements timed out', 'ignored', 'ignored', 'exception: expireElements timed out'],
    ],
    [
      'setNodeCoherent',
      ['exception: setNodeCoherent timed out', 'ignored', 'ignored', 'exception: setNodeCoherent timed out'],
    ],
    ['isClusterCoherent', ['exception: isClusterCoherent timed out', 'noop: false', 'noop: false', 'noop: false']],
    ['isNodeCoherent', ['exception: isNodeCoherent timed out', 'noop: false', 'noop: false', 'noop: false']],
    ['replaceIfEquals', ['exception: replace timed out', 'ignored', 'ignored', 'exception: replace timed out']],
    ['quickClear', ['exception: quickClear() timed out', 'ignored', 'ignored', 'exception: quickClear() timed out']],
  ])('%s', (operation, expected) => {
    expect(answers(operation, new Set([1, 2]))).toEqual(expected);
  });

  it('before the cache was ever connected nothing is read locally', () => {
    expect(answers('get', undefined)).toEqual(['exception: get timed out', 'noop: null', 'noop: null', 'noop: null']);
    expect(answers('put', undefined).at(-1)).toBe('exception: put timed out');
  });
});

/** Milliseconds and outcome of each call that begins at 20 s, while nothing answers. */
function whileSilent(settings: string, work: string, product = '4.3'): string[] {
  const ran = runText(`
cluster orders { product terracotta ${product}  server tsa-1 }
client shop {
  cache sessions {
    ${settings}
  }
}
scenario "silent" {
  duration 2min
  at 10s pause tsa-1 for 40s
${work}
}
`);
  return ran
    .calls()
    .map(({ operation, micros, outcome, detail }) => `${operation} ${micros / 1000} ${outcome} ${detail}`.trim());
}

describe('how long it takes', () => {
  it('bulk operations have the timeout times the factor, a search has its own', () => {
    const settings = 'nonstop { timeout 200ms  search-timeout 700ms }';
    const reads = ['get', 'getKeys', 'getAll', 'getSize', 'search'];
    expect(whileSilent(settings, reads.map((read) => `  at 20s shop ${read} sessions keys 5`).join('\n'))).toEqual([
      'get 200 exception NonStopCacheException: get timed out',
      'getKeys 0 ok',
      "getAll 2000 exception NonStopCacheException: getAll for '5' keys timed out",
      'getSize 2000 exception NonStopCacheException: getSize timed out',
      'search 700 exception NonStopCacheException: executeQuery timed out',
    ]);
  });

  it('an eventual put does not wait for the server, a putIfAbsent does', () => {
    const settings = 'nonstop { timeout 200ms }';
    const work = '  at 20s shop put sessions key a\n  at 20s shop putIfAbsent sessions key b';
    for (const product of ['3.7', '4.3']) {
      expect(whileSilent(settings, work, product)).toEqual([
        'put 0 ok',
        'putIfAbsent 200 exception NonStopCacheException: putIfAbsent timed out',
      ]);
    }
  });

  it('from 4.0 to 4.2 an eventual cache refuses to compare and set, at once', () => {
    const refused = (operation: string): string =>
      `${operation} 0 exception UnsupportedOperationException: CAS operations are not supported in eventual consistency mode, consider using a StronglyConsistentCacheAccessor`;
    const work = (operation: string): string =>
      `  at 20s shop ${operation} sessions key a // tcsim-disable-line TCS408 -- what it does is asked`;
    for (const operation of ['putIfAbsent', 'replace', 'removeElement']) {
      expect(whileSilent('nonstop { timeout 200ms }', work(operation), '4.1')).toEqual([refused(operation)]);
      expect(whileSilent('nonstop false', work(operation), '4.2')).toEqual([refused(operation)]);
      const [strong] = whileSilent('consistency strong  nonstop { timeout 200ms }', work(operation), '4.1');
      expect(strong).toMatch(/NonStopCacheException/);
    }
  });
});

it('every operation has a number', () => {
  expect(OPERATIONS.map(({ name }) => OPERATION[name])).toEqual(OPERATIONS.map((_, index) => index));
});

describe('a local read of what others write', () => {
  const assumed = (writer: string): string =>
    runText(`
cluster orders { product terracotta 4.3  server tsa-1 }
client a, b {
  cluster orders
  cache prices { nonstop { timeout 2s  timeout-behavior localReads } }
}
scenario "local" {
  duration 1min
  every 1s a get prices keys 5
  every 1s ${writer} put prices keys 5
  at 30s crash tsa-1
}`).trace.assumptions.join();

  it('rests on keys that the product may have dropped', () => {
    expect(assumed('b')).toContain('local tier');
    expect(assumed('a')).not.toContain('local tier');
  });
});
