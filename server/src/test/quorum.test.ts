/**
 * The tables of docs/quorum.md, cell by cell: what terracotta-core 5.x (ConsistencyManagerImpl, SafeStartupManagerImpl,
 * L2HAZapNodeRequestProcessor) and the tests of terracotta-core and terracotta-platform say.
 */
import { describe, expect, it } from 'vitest';
import { killRows, partitionRows, quorumPage, votesRows } from './quorum.ts';

describe('votes', () => {
  // [servers, N, the active goes on with, a passive takes over with]
  const expected = [
    [2, 0, 0, 1],
    [2, 1, 1, 1],
    [2, 2, 1, 2],
    [3, 0, 1, 1],
    [3, 2, 2, 2],
    [4, 0, 1, 2],
    [4, 1, 2, 2],
    [5, 0, 2, 2],
  ];

  it('half to go on, more than half to take over', () => {
    expect(votesRows().map(({ servers, voters, stays, becomes }) => [servers, voters, stays, becomes])).toEqual(
      expected,
    );
  });
});

/** `one of` them has the first state and the others the second: which one is up to chance. */
const either = (first: string, ...others: readonly string[]): string => [first, ...others].sort().join(' + ');
/** tsa-1 by itself, the others without their order. */
const shown = ([first = '', ...others]: readonly string[]): readonly string[] => [
  first,
  either(others[0] ?? '', ...others.slice(1)),
];

describe('partitions', () => {
  // [failover-priority, during, after, restarted: how many]
  const expected = [
    ['availability', ['active', 'active'], ['active', 'passive'], 1],
    ['consistency', ['active', 'passive-suspended'], ['active', 'passive'], 1],
    ['consistency:1', ['active', 'passive-suspended'], ['active', 'passive'], 1],
    ['consistency:1', ['active-suspended', 'active'], ['passive', 'active'], 1],
    ['consistency:1', ['active', 'passive-suspended'], ['active', 'passive'], 1],
    ['consistency', ['active-suspended', 'active + passive'], ['passive', 'active + passive'], 2],
    ['consistency', ['active', 'passive + passive-suspended'], ['active', 'passive + passive'], 1],
    [
      'consistency',
      ['active', 'passive + passive-suspended + passive-suspended'],
      ['active', 'passive + passive + passive'],
      2,
    ],
    ['availability', ['active', 'active + passive'], ['active', 'passive + passive'], 2],
  ];

  it('go as they do in the product', () => {
    const rows = partitionRows().map(({ priority, during, after, restarted }) => [
      priority,
      shown(during),
      shown(after),
      restarted.length,
    ]);
    expect(rows).toEqual(expected);
  });
});

describe('kills', () => {
  // [failover-priority, at the end, seconds until another server is active: at least, at most]
  const expected = [
    ['availability', ['down', 'active'], 5, 5.1],
    ['consistency', ['down', 'passive-suspended']],
    ['consistency', ['active', 'down']],
    ['consistency:1', ['down', 'active'], 5, 10],
    ['consistency:1', ['active-suspended', 'down']],
    ['consistency', ['down', 'active + passive'], 5, 5.1],
    ['consistency', ['down', 'down + passive-suspended']],
    ['consistency', ['active-suspended', 'down + down']],
    ['consistency', ['start-suspended', 'down']],
  ] as const;

  it('go as they do in the product', () => {
    const rows = killRows();
    expect(rows.map(({ priority, during }) => [priority, shown(during)])).toEqual(
      expected.map(([priority, states]) => [priority, states]),
    );
    for (const [index, { takenOverAfterSeconds }] of rows.entries()) {
      const [, , least, most] = expected[index] ?? [];
      if (least === undefined || most === undefined) {
        expect(takenOverAfterSeconds).toBeUndefined();
      } else {
        expect(takenOverAfterSeconds).toBeGreaterThanOrEqual(least);
        expect(takenOverAfterSeconds).toBeLessThanOrEqual(most);
      }
    }
  });
});

it('docs/quorum.md is what the runs say', async () => {
  await expect(quorumPage()).toMatchFileSnapshot('../../../docs/quorum.md');
});
