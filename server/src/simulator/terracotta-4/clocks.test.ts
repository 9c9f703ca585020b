/**
 * Clocks that are wrong. Times and words: ConnectionHealthCheckerImpl and ConnectionHealthCheckerContextImpl (every 5 min,
 * more than 5 min), ClientHandshakeHandler (more than 30 s), Terracotta 4.3.1.
 */
import { describe, expect, it } from 'vitest';
import { analyse } from '../../index.ts';
import { pairText, type Ran, runText } from '../../test/runText.ts';

const LONG = '  duration 12min';

const skewed = (step: string, { product = '4.3', cluster = '' } = {}): Ran =>
  runText(
    pairText({ cluster, steps: step })
      .replace('  duration 5min', LONG)
      .replace('product terracotta 4.3', `product terracotta ${product}`),
  );

const warnings = (ran: Ran): string[] =>
  ran
    .events('log')
    .filter(({ text }) => text.includes('time difference') || text.includes('not in sync'))
    .map(({ seconds, lane, text }) => `${Math.floor(seconds)} ${lane}: ${text}`);

describe('a clock that is wrong', () => {
  it('by more than the threshold: both ends of every connection warn, every five minutes, in whole minutes', () => {
    const ran = skewed('at 60s skew clock of tsa-2 by 400s behind');
    expect(warnings(ran)).toMatchInlineSnapshot(`
      [
        "300 tsa-2: 6 min time difference between tsa-2 and tsa-1 has been detected",
        "600 tsa-2: 6 min time difference between tsa-2 and tsa-1 has been detected",
        "700 tsa-1: 6 min time difference between tsa-1 and tsa-2 has been detected",
      ]
    `);
    expect(ran.events('clusterOffline')).toEqual([]);
    expect(ran.events('node-lost')).toEqual([]);
  });

  it('of a client: it, and the server that it is connected to', () => {
    expect(warnings(skewed('at 60s skew clock of shop by 10min'))).toMatchInlineSnapshot(`
      [
        "60 tsa-1: 9 min time difference between tsa-1 and shop has been detected",
        "300 shop: 10 min time difference between shop and tsa-1 has been detected",
        "360 tsa-1: 9 min time difference between tsa-1 and shop has been detected",
        "600 shop: 10 min time difference between shop and tsa-1 has been detected",
        "660 tsa-1: 9 min time difference between tsa-1 and shop has been detected",
      ]
    `);
  });

  it('until it is set right', () => {
    expect(warnings(skewed('at 60s skew clock of shop by 10min behind for 4min'))).toEqual([]);
    expect(warnings(skewed('at 60s skew clock of shop by 10min behind\n  at 200s skew clock of shop by 0s'))).toEqual(
      [],
    );
  });

  it('shows as a fault for as long as it lasts', () => {
    const steps = 'at 60s skew clock of shop by 10min for 4min\n  at 100s skew clock of shop, other by 1min';
    const ran = skewed(`${steps}\n  at 200s skew clock of shop by 0s`);
    expect(ran.trace.faults.map(({ label, endMicros }) => `${label}: ${endMicros / 1e6}`)).toMatchInlineSnapshot(`
      [
        "skew clock of shop by 10min for 4min: 100",
        "skew clock of shop, other by 1min: 100",
        "skew clock of shop by 0s: 200",
      ]
    `);
  });

  it('by less than the threshold: nobody says anything', () => {
    expect(warnings(skewed('at 60s skew clock of tsa-2 by 299s'))).toEqual([]);
  });

  it('the settings of the edge decide', () => {
    const settings = `  health-check l2-l2 { check-time-interval 100s
    check-time-threshold 1min }
  tc-properties { l1.healthcheck.l2.checkTime.enabled false
    l2.healthcheck.l1.checkTime.threshold 3600000 }`;
    const seen = warnings(skewed('at 60s skew clock of tsa-2 by 90s', { cluster: settings }));
    expect(seen).toMatchInlineSnapshot(`
      [
        "60 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "100 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
        "160 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "200 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
        "260 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "300 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
        "360 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "400 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
        "460 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "500 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
        "560 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "600 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
        "660 tsa-1: 1 min time difference between tsa-1 and tsa-2 has been detected",
        "700 tsa-2: 1 min time difference between tsa-2 and tsa-1 has been detected",
      ]
    `);
  });

  it('3.7 and 4.0 do not compare clocks while connected', () => {
    for (const product of ['3.7', '4.0']) {
      expect(warnings(skewed('at 60s skew clock of tsa-2 by 10min', { product }))).toEqual([]);
    }
  });

  it('the events go back to the step that set the clock', () => {
    const { trace } = skewed('at 60s skew clock of shop by 10min');
    const { events, strings } = trace;
    for (let row = 0; row < events.count; row++) {
      if (!(strings[events.text[row] as number] ?? '').includes('time difference')) continue;
      const cause = events.cause[row] as number;
      expect(strings[events.text[cause] as number]).toBe('skew clock of shop by 10min');
    }
  });
});

describe('a client that connects with a wrong clock', () => {
  it('the server notes it, from 30 s on', () => {
    const steps = (by: string): string => `at 40s skew clock of shop by ${by}\n  at 60s restart shop`;
    expect(warnings(skewed(steps('31s')))).toMatchInlineSnapshot(`
      [
        "62 tsa-1: System time not in sync. shop leads tsa-1 by 31 seconds",
      ]
    `);
    expect(warnings(skewed(steps('31s behind'), { product: '3.7' }))).toMatchInlineSnapshot(`
      [
        "62 tsa-1: System time not in sync. shop lags tsa-1 by 31 seconds",
      ]
    `);
    expect(warnings(skewed(steps('30s')))).toEqual([]);
    expect(warnings(skewed(steps('31s'), { cluster: '  time-sync-threshold 2min' }))).toEqual([]);
  });
});

it('10.x has no such fault here, and says so', () => {
  const text = `cluster orders {
  product terracotta 10.15
  failover-priority availability
  server tsa-1, tsa-2
}
scenario "test" {
  at 60s skew clock of tsa-2 by 10min
}
`;
  const [first] = analyse(text, 'test.tcsim').diagnostics.filter(({ severity }) => severity === 'error');
  expect(first?.message).toContain('does not have `skew');
});
