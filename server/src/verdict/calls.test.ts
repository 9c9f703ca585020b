import { describe, expect, it } from 'vitest';
import type { CallOutcomePredicate, Condition, Quantifier } from '../model/model.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { judged } from './judging.ts';

function calls(quantifier: Quantifier['kind'], predicate: CallOutcomePredicate, count = 0, cache?: string): Condition {
  const full = { kind: quantifier, count } as Quantifier;
  return { kind: 'calls', quantifier: full, operation: 'get', clients: ['shop'], cache, predicate };
}

const longerThan = (seconds: number): CallOutcomePredicate => ({
  kind: 'takes-longer-than',
  durationMicros: seconds * 1e6,
});
const throws = (exception: string): CallOutcomePredicate => ({ kind: 'throws', exception });

/** A get every second; from 30 s to 33 s they time out after 5 s, and one that began at 29 s waits 11.3 s. */
function timeouts(): TraceBuilder {
  const build = new TraceBuilder(60).servers('tsa-1').client('shop', 'sessions', 'prices');
  const crash = build.fault(29, 'crash tsa-1');
  build.because(crash).state(29, 'tsa-1', 'down');
  for (let second = 1; second < 29; second++) {
    build.call(second, 'shop.sessions', 'get', { end: second + 0.0004 });
  }
  build.call(29, 'shop.prices', 'get', { end: 40.3, cause: crash });
  for (let second = 30; second <= 33; second++) {
    const detail = 'net.sf.ehcache.constructs.nonstop.NonStopCacheException: get timed out';
    build.call(second, 'shop.sessions', 'get', { end: second + 5, outcome: 'exception', detail, cause: crash });
  }
  return build;
}

describe('takes longer than', () => {
  it('says which call, and why', () => {
    expect(judged(timeouts(), calls('no', longerThan(10)))).toMatchInlineSnapshot(`
      "violated @39: get on shop.prices at 29s took 11.3s; 10s were allowed. [calls 28]
        ← crash tsa-1"
    `);
    expect(judged(timeouts(), calls('no', longerThan(1), 0, 'sessions'))).toMatchInlineSnapshot(`
      "violated @31: get on shop.sessions at 30s took 5s; 1s were allowed. So did 3 more of 32. [calls 29 30 31 32]
        ← crash tsa-1"
    `);
  });

  it('holds at the limit itself', () => {
    expect(judged(timeouts(), calls('no', longerThan(5), 0, 'sessions'))).toMatchInlineSnapshot(
      `"held: None of 32 gets took longer than 5s; the longest took 5s."`,
    );
  });

  it('takes a call for one of the window in which it begins', () => {
    expect(judged(timeouts(), calls('some', longerThan(10)), 29, 35)).toMatch(/^held @39/);
    expect(judged(timeouts(), calls('some', longerThan(10)), 35, 50)).toMatchInlineSnapshot(
      `"violated: There was no get between 35s and 50s."`,
    );
  });

  it('is open while a call has been blocked, but not yet for so long', () => {
    const build = timeouts();
    build.call(57, 'shop.sessions', 'get');
    expect(judged(build, calls('no', longerThan(5), 0, 'sessions'))).toMatchInlineSnapshot(
      `"inconclusive: None of 33 gets took longer than 5s so far. get on shop.sessions at 57s had not returned after 3s, when the run ended. [calls 33]"`,
    );
    expect(judged(build, calls('no', longerThan(2), 0, 'sessions'), 56)).toMatchInlineSnapshot(
      `"violated @59: get on shop.sessions at 57s had not returned after 3s, when the run ended; 2s were allowed. [calls 33]"`,
    );
  });

  it('leaves out a call that has just begun', () => {
    const build = timeouts();
    build.call(59.5, 'shop.sessions', 'get');
    expect(judged(build, calls('no', longerThan(5), 0, 'sessions'))).toMatch(/^held/);
  });
});

describe('outcomes', () => {
  it('every: the first that did otherwise', () => {
    expect(
      judged(timeouts(), calls('every', throws('NonStopCacheException'), 0, 'sessions'), 30),
    ).toMatchInlineSnapshot(`"held: Each of 4 gets after 30s threw NonStopCacheException. [calls 29 30 31 32]"`);
    expect(judged(timeouts(), calls('every', { kind: 'succeeds' }, 0, 'sessions'))).toMatchInlineSnapshot(`
      "violated @35: get on shop.sessions at 30s threw NonStopCacheException (get timed out) after 5s, where each should have succeeded. 4 of 32 did otherwise. [calls 29 30 31 32]
        ← crash tsa-1"
    `);
  });

  it('every over nothing is not a success', () => {
    expect(judged(timeouts(), calls('every', { kind: 'succeeds' }), 50)).toMatchInlineSnapshot(
      `"inconclusive: There was no get to judge after 50s."`,
    );
    const none = new TraceBuilder(60).client('shop', 'sessions');
    expect(judged(none, calls('no', { kind: 'fails' }))).toMatchInlineSnapshot(
      `"inconclusive: There was no get to judge at all; let a client do it with \`every\`."`,
    );
  });

  it('counts', () => {
    expect(judged(timeouts(), calls('exactly', { kind: 'fails' }, 4))).toMatchInlineSnapshot(`
      "held @35: 4 of 33 gets failed. [calls 29 30 31 32]
        ← crash tsa-1"
    `);
    expect(judged(timeouts(), calls('exactly', { kind: 'fails' }, 3))).toMatchInlineSnapshot(`
      "violated @38: 4 of 33 gets failed; exactly 3 was asked. The first too many: get on shop.sessions at 33s threw NonStopCacheException (get timed out) after 5s. [calls 32 29 30 31]
        ← crash tsa-1"
    `);
    expect(judged(timeouts(), calls('at-least', { kind: 'fails' }, 5))).toMatchInlineSnapshot(
      `"violated @1.0004: 4 of 33 gets failed; at least 5 was asked. For example, get on shop.sessions at 1s returned normally after 0.4ms. [calls 0 1 2 3 4 5 6 7 8 9]"`,
    );
    expect(judged(timeouts(), calls('some', { kind: 'reads-locally' }))).toMatchInlineSnapshot(
      `"violated @1.0004: None of 33 gets were read locally. For example, get on shop.sessions at 1s returned normally after 0.4ms. [calls 0 1 2 3 4 5 6 7 8 9]"`,
    );
  });

  it('tells exceptions of one class apart by their message', () => {
    const about = (message: string): CallOutcomePredicate => ({
      kind: 'throws',
      exception: 'NonStopCacheException',
      message,
    });
    expect(judged(timeouts(), calls('every', about('get timed out'), 0, 'sessions'), 30)).toMatchInlineSnapshot(
      `"held: Each of 4 gets after 30s threw NonStopCacheException with "get timed out". [calls 29 30 31 32]"`,
    );
    expect(judged(timeouts(), calls('every', about('cluster offline'), 0, 'sessions'), 30)).toMatchInlineSnapshot(`
      "violated @35: get on shop.sessions at 30s threw NonStopCacheException (get timed out) after 5s, where each should have thrown NonStopCacheException with "cluster offline". 4 of 4 did otherwise. [calls 29 30 31 32]
        ← crash tsa-1"
    `);
  });

  it('takes a blocked call for one that did not succeed and did not fail', () => {
    const build = timeouts();
    build.call(41, 'shop.sessions', 'get');
    expect(judged(build, calls('every', { kind: 'succeeds' }), 41)).toMatchInlineSnapshot(
      `"violated @60: get on shop.sessions at 41s had not returned after 19s, when the run ended, where each should have succeeded. [calls 33]"`,
    );
    expect(judged(build, calls('no', { kind: 'fails' }), 41)).toMatch(/^held/);
  });

  it.each([
    ['noop', 'returns-null'],
    ['local-read', 'reads-locally'],
    ['local', 'succeeds'],
    ['ok', 'succeeds'],
    ['ignored', 'is-ignored'],
  ] as const)('%s is %s', (outcome, kind) => {
    const build = new TraceBuilder(10).client('shop', 'sessions');
    build.call(1, 'shop.sessions', 'get', { end: 2, outcome });
    expect(judged(build, calls('every', { kind }))).toMatch(/^held/);
  });

  it.each([
    ['null', /^held/],
    ['local value', /^violated/],
  ] as const)('local-read with detail "%s" against returns-null', (detail, expected) => {
    const build = new TraceBuilder(10).client('shop', 'sessions');
    build.call(1, 'shop.sessions', 'get', { end: 2, outcome: 'local-read', detail });
    expect(judged(build, calls('every', { kind: 'returns-null' }))).toMatch(expected);
  });

  it.each([
    ['ends after 5 of 10 keys', 'ends-early', /^held/],
    ['ends after 5 of 10 keys', 'returns-null', /^violated/],
    ['an empty list', 'ends-early', /^violated/],
    ['an empty list', 'returns-null', /^held/],
  ] as const)('noop with detail "%s" against %s', (detail, kind, expected) => {
    const build = new TraceBuilder(10).client('shop', 'sessions');
    build.call(1, 'shop.sessions', 'get', { end: 2, outcome: 'noop', detail });
    expect(judged(build, calls('every', { kind }))).toMatch(expected);
  });

  it('says how far an iterate came', () => {
    const build = new TraceBuilder(10).client('shop', 'sessions');
    build.call(1, 'shop.sessions', 'get', { end: 3, outcome: 'noop', detail: 'ends after 5 of 10 keys' });
    expect(judged(build, calls('no', { kind: 'ends-early' }))).toMatchInlineSnapshot(
      `"violated @3: get on shop.sessions at 1s ended after 5 of 10 keys without a word, after 2s. [calls 0]"`,
    );
  });

  it.each([
    ['refused', '', /^held/],
    ['noop', 'false', /^held/],
    ['noop', '', /^violated/],
    ['ok', '', /^violated/],
  ] as const)('%s with detail "%s" against returns-false', (outcome, detail, expected) => {
    const build = new TraceBuilder(10).client('shop', 'sessions');
    build.call(1, 'shop.sessions', 'get', { end: 2, outcome, detail });
    expect(judged(build, calls('every', { kind: 'returns-false' }))).toMatch(expected);
  });

  it('does not count a call whose JVM died', () => {
    const build = new TraceBuilder(10).client('shop', 'sessions');
    build.call(1, 'shop.sessions', 'get', { end: 1.1 });
    build.call(2, 'shop.sessions', 'get', { end: 3, outcome: 'killed' });
    expect(judged(build, calls('every', { kind: 'succeeds' }))).toMatch(/^held/);
  });
});

describe('blocks', () => {
  const blocks = { kind: 'blocks' } as const;

  it('looks at the end of the window', () => {
    expect(judged(timeouts(), calls('some', blocks), 29, 40)).toMatchInlineSnapshot(`
      "held @40.3: 1 of 5 gets between 29s and 40s was still blocked at the end of the window. [calls 28]
        ← crash tsa-1"
    `);
    expect(judged(timeouts(), calls('some', blocks), 29, 40.3)).toMatchInlineSnapshot(`
      "violated @40.3: None of 5 gets between 29s and 40.3s were still blocked at the end of the window. For example, get on shop.prices at 29s returned normally after 11.3s. [calls 28 29 30 31 32]
        ← crash tsa-1"
    `);
  });

  it('is open when the window goes on after the run', () => {
    const build = timeouts();
    build.call(50, 'shop.sessions', 'get');
    expect(judged(build, calls('some', blocks), 45, 90)).toMatchInlineSnapshot(
      `"inconclusive: None of 1 get between 45s and 90s was still blocked at the end of the window so far. get on shop.sessions at 50s had not returned after 10s, when the run ended. [calls 33]"`,
    );
    expect(judged(build, calls('some', blocks), 45)).toMatch(/^held/);
  });
});
