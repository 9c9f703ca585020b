import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT, SERVER_STATE } from './codes.ts';
import { causalChain, firstDifference, formatDuration, hashOfTrace, indexOf, sentenceOf, traceText } from './index.ts';
import type { Trace } from './trace.ts';
import { TraceBuilder } from './traceBuilder.ts';

function failover(winner = 41.3): Trace {
  const build = new TraceBuilder(60).servers('tsa-1', 'tsa-2').client('shop', 'sessions');
  build.state(0, 'tsa-1', 'active');
  build.state(0, 'tsa-2', 'passive');
  for (let tenth = 1; tenth < 300; tenth++) {
    build.call(tenth / 10, 'shop.sessions', 'get', { end: tenth / 10 + 0.0004 });
  }
  const crash = build.fault(30, 'crash tsa-1');
  build.because(crash).state(30, 'tsa-1', 'down');
  const lost = build.event(35, 'tsa-2', 'node-lost', 'tsa-1');
  const election = build.because(lost).event(35, 'tsa-2', 'election-started', 'active lost');
  const elected = build.because(election).state(winner, 'tsa-2', 'active');
  build.call(30, 'shop.sessions', 'get', { end: winner, cause: elected });
  build.call(30, 'shop.sessions', 'put', { fate: 'lost', fateCause: crash });
  return build.trace();
}

describe('text of a trace', () => {
  it('is compact and says why', () => {
    expect(traceText(failover())).toMatchInlineSnapshot(`
      "scenario "test": 60s, seed 1
           0.000s  tsa-1          is active
           0.000s  tsa-2          is passive
           0.100s  shop.sessions  get ×299 ok until 29.900s, max 0.4ms
          30.000s                 fault: crash tsa-1
          30.000s  tsa-1          is down  ← crash tsa-1
          30.000s  shop.sessions  get ok, 11.3s  ← tsa-2 is active at 41.300s
          30.000s  shop.sessions  put has not returned (lost), 30s
          35.000s  tsa-2          sees that tsa-1 left the group  ← crash tsa-1 at 30.000s
          35.000s  tsa-2          starts an election (active lost)  ← tsa-2 node-lost
          41.300s  tsa-2          is active  ← tsa-2 election-started at 35.000s
      messages: 3 sent, 2 delivered, 1 dropped, 0 in flight
      "
    `);
  });

  it('folds repeated events of a lane, not faults', () => {
    const build = new TraceBuilder(10).servers('tsa-1');
    for (const second of [1, 2, 3]) {
      build.event(second, 'tsa-1', 'ping-unanswered', 'shop');
    }
    build.fault(4, 'drop connection');
    build.fault(5, 'drop connection');
    expect(traceText(build.trace())).toMatchInlineSnapshot(`
      "scenario "test": 10s, seed 1
           1.000s  tsa-1  got no answer to 0 pings from shop ×3 until 3.000s
           4.000s         fault: drop connection
           5.000s         fault: drop connection
      messages: 3 sent, 2 delivered, 1 dropped, 0 in flight
      "
    `);
    expect(traceText(build.trace(), { detail: 'notable' })).not.toContain('pings');
  });
});

describe('index', () => {
  it('knows the state at any time, the instant of a change included', () => {
    const index = indexOf(failover());
    const stateAt = (seconds: number) => index.spanAt(1, seconds * 1e6)?.state;
    expect([0, 41.299999, 41.3, 60].map(stateAt)).toEqual([
      SERVER_STATE.passive,
      SERVER_STATE.passive,
      SERVER_STATE.active,
      SERVER_STATE.active,
    ]);
    expect(index.spanAt(3, 1e6)).toBeUndefined();
  });

  it('gives every event to exactly one lane, in order', () => {
    const lanes = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 200 });
    fc.assert(
      fc.property(lanes, (names) => {
        const build = new TraceBuilder(1000).servers('a', 'b', 'c');
        names.forEach((name, second) => {
          build.state(second, name, 'active');
        });
        const trace = build.trace();
        const index = indexOf(trace);
        const rows = [0, 1, 2].map((lane) => [...index.eventsOfLane(lane)]);
        expect(rows.flat().sort((left, right) => left - right)).toEqual(names.map((_, row) => row));
        for (const [lane, own] of rows.entries()) {
          expect(own).toEqual(own.toSorted((left, right) => left - right));
          expect(index.spansOfLane(lane).map(({ row }) => row)).toEqual(own);
        }
      }),
    );
  });
});

describe('causes', () => {
  it('lead from the symptom to the fault', () => {
    const trace = failover();
    const last = trace.events.count - 1;
    expect(causalChain(trace, last).map((row) => sentenceOf(trace, row))).toEqual([
      'tsa-2 is active',
      'tsa-2 starts an election (active lost)',
      'tsa-2 sees that tsa-1 left the group',
      'crash tsa-1',
    ]);
    expect(causalChain(trace, -1)).toEqual([]);
  });
});

describe('comparison', () => {
  it('finds equal runs equal', () => {
    expect(hashOfTrace(failover())).toBe(hashOfTrace(failover()));
    expect(firstDifference(failover(), failover())).toBeUndefined();
  });

  it('finds the first row that differs', () => {
    const [left, right] = [failover(), failover(42)];
    const row = left.events.count - 1;
    expect(left.events.kind[row]).toBe(EVENT.state);
    expect(firstDifference(left, right)).toEqual({ table: 'events', row, column: 'timeMicros' });
    expect(hashOfTrace(left)).not.toBe(hashOfTrace(right));
  });

  it('finds a row that only one of them has, and a difference outside the rows', () => {
    const trace = failover();
    const longer = new TraceBuilder(60).servers('tsa-1');
    longer.state(0, 'tsa-1', 'active');
    const shorter = new TraceBuilder(60).servers('tsa-1').trace();
    expect(firstDifference(longer.trace(), shorter)).toEqual({ table: 'events', row: 0, column: '' });
    expect(firstDifference(trace, { ...trace, seed: 2 })).toEqual({ table: 'frame', row: -1, column: '' });
  });
});

describe('durations', () => {
  it.each([
    [0, '0s'],
    [400, '0.4ms'],
    [250_000, '250ms'],
    [11_300_000, '11.3s'],
    [360_000_000, '360s'],
    [723_500_000, '12min 3.5s'],
    [3_600_000_000, '60min'],
    [Number.POSITIVE_INFINITY, 'for ever'],
  ])('%d µs is %s', (micros, text) => {
    expect(formatDuration(micros)).toBe(text);
  });
});
