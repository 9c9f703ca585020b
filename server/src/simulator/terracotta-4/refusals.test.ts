/** Processes that end as soon as they start, and the reconnect window of the server that takes over. */
import { describe, expect, it } from 'vitest';
import { runText } from '../../test/runText.ts';

/** The rules say so before; these runs are made all the same. */
const array = (settings: string, rest: string): string => `// tcsim-disable TCS209, TCS213 -- what a run makes of them
cluster orders {
  server tsa-1, tsa-2
${settings}
}
client shop { rejoin true  cache prices { nonstop true } }
${rest}`;

const STARTS = `scenario "starts" {
  duration 1min
  initially tsa-1, tsa-2, shop down
  at 5s start tsa-1, tsa-2
  at 20s start shop
}`;

describe('a health check that nobody can count with', () => {
  it.each(['l2-l1', 'l2-l2'])('%s: no server starts', (edge) => {
    const ran = runText(array(`  health-check ${edge} { ping-probes 0 }`, STARTS));
    expect(ran.states('tsa-1')).toMatchInlineSnapshot(`
      [
        "0.0 down",
        "5.0 starting",
        "7.0 down",
      ]
    `);
    expect(ran.events('log', 'tsa-2').map(({ text }) => text)).toEqual(['AssertionError: HealthChecker Config Error']);
  });

  it('l1-l2: the servers start, and no client does', () => {
    const ran = runText(array('  health-check l1-l2 { ping-idletime 500ms }', STARTS));
    expect(ran.states('tsa-1').at(-1)).toMatch(/ (active|passive)$/);
    expect(ran.events('start-up-failed', 'shop').map(({ text }) => text)).toEqual([
      'AssertionError: HealthChecker Config Error',
    ]);
  });

  it('nothing is there when the run begins', () => {
    const ran = runText(array('  health-check l2-l1 { ping-interval 0s }', 'scenario "x" {\n  duration 1min\n}'));
    expect(ran.states('tsa-1')).toMatchInlineSnapshot(`
      [
        "0.0 down",
      ]
    `);
    expect(ran.states('shop')).toMatchInlineSnapshot(`
      [
        "0.0 connecting",
      ]
    `);
  });

  it('switched off, it asserts nothing', () => {
    const ran = runText(array('  health-check l2-l1 { ping-enabled false  ping-probes 0 }', STARTS));
    expect(ran.states('tsa-1').at(-1)).toMatch(/ (active|passive)$/);
  });
});

describe('a client with an l1reconnect of its own', () => {
  const own = (text: string) =>
    runText(array('', STARTS).replace('{ rejoin true', `{\n  rejoin true\n  l1reconnect { ${text} }\n `));

  it.each(['timeout 15s', 'enabled false'])('%s: exits', (text) => {
    const ran = own(text);
    expect(ran.states('shop').at(-1)).toContain(' down');
    expect(ran.trace.assumptions.join()).toContain('l2.l1reconnect');
  });

  it('starts when it says what the servers say', () => {
    expect(own('timeout 5s').states('shop').at(-1)).toContain(' online');
  });
});

it('the window is that of the server that takes over', () => {
  const steps = 'scenario "x" {\n  duration 5min\n  at 30s crash tsa-1, shop\n}';
  const text = array('  product terracotta 3.7', steps).replace(
    'server tsa-1, tsa-2',
    'client-reconnect-window 60s\n  server tsa-1 { client-reconnect-window 30s }\n  server tsa-2 { client-reconnect-window 90s }',
  );
  expect(
    runText(text)
      .events('log', 'tsa-2')
      .map(({ text: line }) => line),
  ).toContainEqual(expect.stringContaining('Starting reconnect window: 90000 ms'));
});
