/** Servers of one stripe with different room: ReplicatedObjectManagerImpl and L2HAZapNodeRequestProcessor, Terracotta 4.3.1. */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../index.ts';
import { pairText, type Ran, runText } from '../../test/runText.ts';

const ranWith = (first: string, second: string, steps: string): Ran =>
  runText(
    pairText({ steps }).replace('  server tsa-1, tsa-2', `  server tsa-1 { ${first} }\n  server tsa-2 { ${second} }`),
  );

const quits = (ran: Ran, lane: string): string[] => ran.events('zapped', lane).map(({ text }) => text);

describe('a server with less room than the active', () => {
  it('is told to quit when it joins, and stays down', () => {
    const ran = ranWith('data-storage 2GB', 'data-storage 4GB', 'at 30s crash tsa-1\n  at 90s start tsa-1');
    expect(quits(ran, 'tsa-1')).toMatchInlineSnapshot(`
      [
        "Node tsa-1 does not have enough dataStorage space to join the cluster. Required 4294967296 got 2147483648",
      ]
    `);
    expect(ran.states('tsa-1')).toMatchInlineSnapshot(`
      [
        "0.0 active",
        "30.0 down",
        "90.0 starting",
        "92.0 electing",
        "92.0 passive-uninitialized",
        "94.0 down",
      ]
    `);
    expect(ran.events('log', 'tsa-1').map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "HealthCheckCallbackPort verification PASSED for tsa-2",
        "Moved to State[ PASSIVE-UNINITIALIZED ]",
        "Terminating due to Zap request from NodeID : tsa-2 Error Type : L2 has insufficient resources to join the cluster. Check offheap settings and try again. Details : Node tsa-1 does not have enough dataStorage space to join the cluster. Required 4294967296 got 2147483648",
      ]
    `);
    expect(ran.events('sync-started', 'tsa-2')).toEqual([]);
  });

  it('every time that it is started', () => {
    const steps = 'at 30s crash tsa-1\n  at 90s start tsa-1\n  at 150s start tsa-1';
    expect(quits(ranWith('data-storage 2GB', 'data-storage 4GB', steps), 'tsa-1')).toHaveLength(2);
  });

  it('is not there when the run begins', () => {
    const ran = ranWith('data-storage 4GB', 'data-storage 2GB', 'at 30s crash tsa-1');
    expect(ran.states('tsa-2')).toEqual(['0.0 down']);
    expect(ran.events('election-won')).toEqual([]);
    expect(quits(ran, 'tsa-2')).toHaveLength(1);
  });

  it('a mirror in sync is told so when a larger one takes over', () => {
    const text = pairText({ steps: 'at 30s crash tsa-1' }).replace(
      '  server tsa-1, tsa-2',
      '  server tsa-1\n  server tsa-2, tsa-3 { data-storage 4GB }\n  server tsa-4',
    );
    const ran = runText(text);
    expect(quits(ran, 'tsa-4')).toHaveLength(1);
    expect(ran.states('tsa-4').at(-1)).toMatch(/ down$/);
    expect(quits(ran, 'tsa-2')).toEqual([]);
    expect(quits(ran, 'tsa-3')).toEqual([]);
  });

  it('memory outside the heap counts by itself', () => {
    const steps = 'at 30s crash tsa-1\n  at 90s start tsa-1';
    const ran = ranWith('data-storage 4GB\n    offheap 1GB', 'data-storage 4GB\n    offheap 2GB', steps);
    expect(quits(ran, 'tsa-1')).toMatchInlineSnapshot(`
      [
        "Node tsa-1 does not have enough offheap space to join the cluster. Required 2147483648 got 1073741824",
      ]
    `);
  });
});

describe('a server with room enough', () => {
  it.each([
    ['more', 'tsa-2', 'data-storage 2GB', 'data-storage 4GB'],
    ['as much, by default', 'tsa-1', 'data-storage 2GB', 'host b'],
    ['as much outside the heap, by default', 'tsa-1', 'data-storage 4GB', 'data-storage 4GB\n    offheap 4GB'],
  ])('%s', (_, who, first, second) => {
    const ran = ranWith(first, second, `at 30s crash ${who}\n  at 90s start ${who}`);
    expect(ran.states(who).at(-1)).toMatch(/ passive$/);
    expect(ran.events('zapped')).toEqual([]);
  });
});

it('a size that is none is reported where it stands', () => {
  const text = pairText({}).replace('  server tsa-1, tsa-2', '  server tsa-1, tsa-2 { data-storage 4 }');
  const errors = analyse(text, 'test.tcsim').diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual(['`4` is not a size.']);
});
