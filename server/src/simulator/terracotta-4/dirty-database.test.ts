/**
 * Servers that come back with data that is out of date, with `l2.nha.dirtydb.autoDelete` and `l2.nha.autoRestart` on and off.
 * Words: CallbackZapDirtyDbExceptionAdapter and its messages.properties, Terracotta 4.3.1.
 */
import { describe, expect, it } from 'vitest';
import { pairText, type Ran, runText } from '../../test/runText.ts';

const LATER = 'at 30s crash tsa-1\n  at 60s start tsa-1';

const settings = (deletes: boolean, restarts: boolean): string =>
  `  restartable true\n  dirty-database-auto-delete ${deletes}\n  auto-restart ${restarts}`;

const ranWith = (deletes: boolean, restarts: boolean, steps = LATER, product = '4.3'): Ran =>
  runText(pairText({ cluster: settings(deletes, restarts), steps }).replace('terracotta 4.3', `terracotta ${product}`));

const namesOfStates = (ran: Ran, lane: string): string[] => ran.states(lane).map((state) => state.split(' ')[1] ?? '');

const advice = (ran: Ran): string[] =>
  ran
    .events('log', 'tsa-2')
    .filter(({ text }) => text.includes('out-of-date') || text.includes('dirty'))
    .map(({ text }) => text.replace(/^.*out-of-date database\. /, '… '));

/** A mirror that goes down and comes back is the simplest server with data that is out of date. */
const MIRROR = 'at 30s crash tsa-2\n  at 60s start tsa-2';

describe('4.x: a mirror comes back with data on disk', () => {
  it('removes it by itself', () => {
    const ran = ranWith(true, true, MIRROR);
    expect(namesOfStates(ran, 'tsa-2').at(-1)).toBe('passive');
    expect(advice(ran)).toMatchInlineSnapshot(`
      [
        "Terminating due to Zap request from NodeID : tsa-1 Error Type : Newly Joined Node Contains dirty database. Details : Already synced once.",
        "Marking the object db as dirty ...",
        "… Server will attempt to wipe its database and restart.",
      ]
    `);
  });

  it('auto-restart off: the operator starts it, and it has removed it', () => {
    const ran = ranWith(true, false, `${MIRROR}\n  at 120s start tsa-2`);
    expect(ran.events('zapped', 'tsa-2')).toHaveLength(1);
    expect(namesOfStates(ran, 'tsa-2').at(-1)).toBe('passive');
    expect(advice(ran)).toMatchInlineSnapshot(`
      [
        "Terminating due to Zap request from NodeID : tsa-1 Error Type : Newly Joined Node Contains dirty database. Details : Already synced once.",
        "Marking the object db as dirty ...",
        "… Terracotta server instance can be restarted to rejoin the cluster.",
      ]
    `);
  });

  it('auto-delete off: it stays down until its data directory is cleaned', () => {
    const ran = ranWith(false, true, `${MIRROR}\n  at 120s start tsa-2\n  at 180s start tsa-2 losing data`);
    expect(ran.states('tsa-2')).toMatchInlineSnapshot(`
      [
        "0.0 passive",
        "30.0 down",
        "60.0 starting",
        "62.0 waiting-for-zap",
        "64.0 down",
        "64.0 starting",
        "68.0 down",
        "120.0 starting",
        "124.0 down",
        "180.0 starting",
        "182.0 electing",
        "182.0 passive-uninitialized",
        "182.6 passive",
      ]
    `);
    expect(advice(ran)).toMatchInlineSnapshot(`
      [
        "Terminating due to Zap request from NodeID : tsa-1 Error Type : Newly Joined Node Contains dirty database. Details : Already synced once.",
        "Marking the object db as dirty ...",
        "… The database must be manually wiped.",
        "Started with dirty database. Exiting!! Restart tsa-2",
        "Started with dirty database. Exiting!! Restart tsa-2",
      ]
    `);
    expect(ran.trace.assumptions.join()).toContain('autoDelete');
  });

  it('both off: the same, without an attempt of its own', () => {
    const ran = ranWith(false, false, `${MIRROR}\n  at 180s start tsa-2 losing data`);
    expect(ran.events('zapped', 'tsa-2')).toHaveLength(1);
    expect(namesOfStates(ran, 'tsa-2').at(-1)).toBe('passive');
    expect(advice(ran)).toMatchInlineSnapshot(`
      [
        "Terminating due to Zap request from NodeID : tsa-1 Error Type : Newly Joined Node Contains dirty database. Details : Already synced once.",
        "Marking the object db as dirty ...",
        "… The database must be wiped and Terracotta server instance can be restarted to rejoin the cluster.",
      ]
    `);
  });
});

it('4.x: meanwhile the active has no mirror, and what it has is lost with it', () => {
  const ran = ranWith(false, true, `${MIRROR}\n  at 150s restart tsa-1 losing data`);
  expect(ran.events('data-lost', 'tsa-1')).toHaveLength(1);
});

it('4.x: an old active that comes back must go through it, too', () => {
  const ran = ranWith(false, true, 'at 30s pause tsa-1 for 100s');
  expect(namesOfStates(ran, 'tsa-1').at(-1)).toBe('down');
  expect(namesOfStates(ran, 'tsa-2').at(-1)).toBe('active');
});

it('3.7: it does not even join', () => {
  const ran = ranWith(false, true, MIRROR, '3.7');
  expect(ran.states('tsa-2')).toMatchInlineSnapshot(`
    [
      "0.0 passive",
      "30.0 down",
      "60.0 starting",
      "64.0 down",
    ]
  `);
  expect(advice(ran)).toMatchInlineSnapshot(`
    [
      "Started with dirty database. Exiting!! Restart tsa-2",
    ]
  `);
});

it('without persistence there is nothing to remove', () => {
  const ran = runText(pairText({ cluster: '  dirty-database-auto-delete false', steps: MIRROR }));
  expect(namesOfStates(ran, 'tsa-2').at(-1)).toBe('passive');
  expect(ran.trace.assumptions.join()).not.toContain('autoDelete');
});
