import { describe, expect, it } from 'vitest';
import type { Condition, Quantifier } from '../model/model.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { judged } from './judging.ts';

type Fate = Extract<Condition, { kind: 'writes' }>['fate'];

function writes(fate: Fate, quantifier: Quantifier = { kind: 'no' }): Condition {
  return { kind: 'writes', quantifier, clients: ['shop'], cache: 'sessions', fate };
}

function trace(): { readonly build: TraceBuilder; readonly crash: number } {
  const build = new TraceBuilder(60).servers('tsa-1').client('shop', 'sessions');
  build.call(1, 'shop.sessions', 'put', { end: 1.001, fate: 'applied', applied: 1 });
  build.call(2, 'shop.sessions', 'get', { end: 2.001 });
  return { build, crash: build.fault(30, 'crash tsa-1') };
}

describe('writes', () => {
  it('acknowledged and lost', () => {
    const { build, crash } = trace();
    expect(judged(build, writes('acknowledged-lost'))).toMatchInlineSnapshot(
      `"held: None of 1 write was acknowledged and lost."`,
    );
    const loss = build.because(crash).event(30, 'shop.sessions', 'write-lost', 'key 1');
    build.call(29.9, 'shop.sessions', 'put', { end: 29.901, fate: 'lost', fateCause: loss });
    expect(judged(build, writes('acknowledged-lost'))).toMatchInlineSnapshot(`
      "violated @30: put on shop.sessions at 29.9s returned normally after 1ms and was lost. [calls 2]
        ← shop.sessions drops 0 unconfirmed writes to key 1
        ← crash tsa-1"
    `);
    expect(judged(build, writes('acknowledged-lost', { kind: 'some' }))).toMatch(/^held @30/);
  });

  it('refused and lost is not acknowledged and lost', () => {
    const { build } = trace();
    build.call(29.9, 'shop.sessions', 'put', { end: 34.9, outcome: 'exception', detail: 'X', fate: 'lost' });
    expect(judged(build, writes('acknowledged-lost'))).toMatch(/^held/);
  });

  it('still on its way at the end: nothing is known, unless it had just begun', () => {
    const { build } = trace();
    build.call(59.5, 'shop.sessions', 'put', { end: 59.501 });
    expect(judged(build, writes('acknowledged-lost'))).toMatch(/^held/);
    build.call(50, 'shop.sessions', 'put', { end: 50.001 });
    expect(judged(build, writes('acknowledged-lost'))).toMatchInlineSnapshot(
      `"inconclusive: None of 2 writes were acknowledged and lost so far. put on shop.sessions at 50s returned normally after 1ms and was still on its way at the end of the run. [calls 3]"`,
    );
  });

  it('failed and applied all the same', () => {
    const { build, crash } = trace();
    const failed = { end: 35, outcome: 'exception', detail: 'NonStopCacheException', cause: crash } as const;
    build.call(30, 'shop.sessions', 'put', { ...failed, fate: 'not-sent' });
    expect(judged(build, writes('failed-applied'))).toMatch(/^held/);
    build.call(30, 'shop.sessions', 'put', { ...failed, fate: 'applied', applied: 1 });
    expect(judged(build, writes('failed-applied'))).toMatchInlineSnapshot(`
      "violated @35: put on shop.sessions at 30s threw NonStopCacheException after 5s and was applied. [calls 3]
        ← crash tsa-1"
    `);
  });

  it('applied twice', () => {
    const { build } = trace();
    expect(judged(build, writes('applied-twice'))).toMatchInlineSnapshot(`"held: None of 1 write was applied twice."`);
    build.call(30, 'shop.sessions', 'put', { end: 42, fate: 'applied', applied: 2 });
    expect(judged(build, writes('applied-twice'))).toMatchInlineSnapshot(
      `"violated @42: put on shop.sessions at 30s returned normally after 12s and was applied 2 times. [calls 2]"`,
    );
  });

  it('none at all is no answer', () => {
    expect(judged(new TraceBuilder(9).client('shop', 'sessions'), writes('applied-twice'))).toMatch(/^inconclusive/);
  });
});
