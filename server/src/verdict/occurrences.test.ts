import { describe, expect, it } from 'vitest';
import type { Condition, Quantifier } from '../model/model.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { judged } from './judging.ts';

function event(quantifier: Quantifier, name: string, ...nodes: string[]): Condition {
  return { kind: 'event', quantifier, event: name, nodes };
}

/** Both clients lose the server at 40 s; only shop-1 comes back, at 55 s. */
function cutOff(): TraceBuilder {
  const build = new TraceBuilder(60).servers('tsa-1').client('shop-1', 'sessions').client('shop-2', 'sessions');
  build.state(0, 'shop-2', 'online');
  build.because(build.fault(30, 'cut shop from tsa-1'));
  build.event(40, 'shop-1', 'clusterOffline');
  build.event(40, 'shop-2', 'clusterOffline');
  build.state(40, 'shop-2', 'offline');
  build.event(55, 'shop-1', 'clusterOnline');
  build.event(56, 'shop-1.sessions', 'local-tier-wiped');
  build.event(57, 'shop-1', 'log', 'WARN Cluster is offline again');
  return build;
}

const clients = ['shop-1', 'shop-2'];

describe('events', () => {
  it('every asks each node for one', () => {
    expect(judged(cutOff(), event({ kind: 'every' }, 'clusterOffline', ...clients))).toMatchInlineSnapshot(`
      "held @40: shop-1 and shop-2 saw clusterOffline at 40s.
        ← shop-2: clusterOffline
        ← cut shop from tsa-1"
    `);
    expect(judged(cutOff(), event({ kind: 'every' }, 'clusterOnline', ...clients))).toMatchInlineSnapshot(`
      "violated @60: shop-2 did not see clusterOnline.
        ← shop-2 is offline
        ← cut shop from tsa-1"
    `);
    expect(judged(cutOff(), event({ kind: 'every' }, 'clusterOnline', 'shop-2'))).toMatchInlineSnapshot(`
      "violated @60: shop-2 did not see clusterOnline.
        ← shop-2 is offline
        ← cut shop from tsa-1"
    `);
  });

  it('tells when it came too late or too early', () => {
    expect(judged(cutOff(), event({ kind: 'every' }, 'clusterOnline', 'shop-1'), 40, 50)).toMatchInlineSnapshot(`
      "violated @55: shop-1 saw clusterOnline only at 55s, 15s after 40s; 10s were allowed.
        ← shop-1: clusterOnline
        ← cut shop from tsa-1"
    `);
    expect(judged(cutOff(), event({ kind: 'some' }, 'clusterOffline', ...clients), 45)).toMatchInlineSnapshot(`
      "violated @40: shop-1 and shop-2 saw clusterOffline already at 40s, before 45s.
        ← shop-1: clusterOffline
        ← cut shop from tsa-1"
    `);
  });

  it('no is violated at the first', () => {
    expect(judged(cutOff(), event({ kind: 'no' }, 'clusterOffline', ...clients))).toMatchInlineSnapshot(`
      "violated @40: shop-1 and shop-2 saw clusterOffline at 40s.
        ← shop-1: clusterOffline
        ← cut shop from tsa-1"
    `);
    expect(judged(cutOff(), event({ kind: 'no' }, 'clusterOffline', ...clients), 0, 35)).toMatchInlineSnapshot(
      `"held: shop-1 and shop-2 did not see clusterOffline until 35s."`,
    );
  });

  it('counts for each node by itself', () => {
    const count = (kind: 'exactly' | 'at-least' | 'at-most', count: number, name = 'clusterOffline') => {
      const build = cutOff();
      build.event(58, 'shop-1', 'clusterOffline');
      return judged(build, event({ kind, count }, name, ...clients));
    };
    expect(count('exactly', 2)).toMatchInlineSnapshot(`
      "violated @60: shop-2 saw clusterOffline only at 40s; exactly 2 was asked.
        ← shop-2 is offline
        ← cut shop from tsa-1"
    `);
    expect(count('exactly', 1)).toMatchInlineSnapshot(`
      "violated @58: shop-1 saw clusterOffline at 40s and 58s; exactly 1 was asked.
        ← shop-1: clusterOffline
        ← cut shop from tsa-1"
    `);
    expect(count('at-least', 3)).toMatchInlineSnapshot(`
      "violated @60: shop-1 saw clusterOffline only at 40s and 58s; at least 3 was asked; shop-2 saw clusterOffline only at 40s; at least 3 was asked.
        ← shop-1: clusterOffline
        ← cut shop from tsa-1"
    `);
    expect(count('at-most', 1)).toMatch(/^violated @58/);
    expect(count('at-most', 2)).toMatch(/^held/);
  });

  it('leaves open what the run does not show', () => {
    expect(judged(cutOff(), event({ kind: 'some' }, 'nodeLeft', 'shop-1'), 30, 90)).toMatchInlineSnapshot(
      `"inconclusive: shop-1 did not see nodeLeft while the run lasted. The run ends at 60s, the window only at 90s: give the scenario a longer duration."`,
    );
    expect(judged(cutOff(), event({ kind: 'no' }, 'nodeLeft', 'shop-1'), 30, 90)).toMatch(/^inconclusive/);
    expect(judged(cutOff(), event({ kind: 'exactly', count: 1 }, 'clusterOnline', 'shop-1'), 30, 90)).toMatch(
      /^inconclusive/,
    );
    expect(judged(cutOff(), event({ kind: 'some' }, 'clusterOnline', 'shop-1'), 30, 90)).toMatch(/^held/);
  });

  it('counts an event of a cache for its client', () => {
    expect(judged(cutOff(), event({ kind: 'some' }, 'local-tier-wiped', 'shop-1'))).toMatch(/^held @56/);
    expect(judged(cutOff(), event({ kind: 'some' }, 'local-tier-wiped', 'shop-2'))).toMatch(/^violated/);
  });
});

describe('log lines', () => {
  it('match by a part of their text', () => {
    const log = (text: string): Condition => ({ kind: 'log', quantifier: { kind: 'some' }, text, nodes: ['shop-1'] });
    expect(judged(cutOff(), log('is offline'))).toMatchInlineSnapshot(`
      "held @57: shop-1 logged "is offline" at 57s.
        ← shop-1 logs: WARN Cluster is offline again
        ← cut shop from tsa-1"
    `);
    expect(judged(cutOff(), log('is online'))).toMatchInlineSnapshot(`
      "violated @60: shop-1 did not log "is online".
        ← shop-1 logs: WARN Cluster is offline again
        ← cut shop from tsa-1"
    `);
  });
});

describe('order', () => {
  const order = (...events: string[]): Condition => ({ kind: 'order', node: 'shop-1', events });

  it('ignores events that are not named', () => {
    expect(judged(cutOff(), order('clusterOffline', 'local-tier-wiped'))).toMatchInlineSnapshot(`
      "held @56: shop-1 saw clusterOffline, local-tier-wiped, the last at 56s.
        ← shop-1.sessions clears its local tier
        ← cut shop from tsa-1"
    `);
  });

  it('is violated by the first that is in the wrong place', () => {
    expect(judged(cutOff(), order('clusterOnline', 'clusterOffline'))).toMatchInlineSnapshot(`
      "violated @40: shop-1 saw clusterOffline at 40s where clusterOnline was expected; the order was clusterOffline, clusterOnline.
        ← shop-1: clusterOffline
        ← cut shop from tsa-1"
    `);
  });

  it('is violated by one too many', () => {
    const build = cutOff();
    build.event(58, 'shop-1', 'clusterOffline');
    expect(judged(build, order('clusterOffline', 'clusterOnline'))).toMatchInlineSnapshot(`
      "violated @58: shop-1 saw clusterOffline at 58s once more; the order was clusterOffline, clusterOnline, clusterOffline.
        ← shop-1: clusterOffline
        ← cut shop from tsa-1"
    `);
  });

  it('is violated by one too few, or open when the run ends early', () => {
    expect(judged(cutOff(), order('clusterOffline', 'nodeLeft', 'clusterOnline'))).toMatch(/^violated @55/);
    expect(judged(cutOff(), order('clusterOffline', 'clusterOnline', 'nodeJoined'))).toMatchInlineSnapshot(`
      "violated @60: shop-1 did not see nodeJoined after clusterOnline at 55s; it saw clusterOffline, clusterOnline.
        ← shop-1 logs: WARN Cluster is offline again
        ← cut shop from tsa-1"
    `);
    expect(judged(cutOff(), order('clusterOffline', 'clusterOnline', 'nodeJoined'), 0, 70)).toMatchInlineSnapshot(
      `"inconclusive: shop-1 saw clusterOffline, clusterOnline while the run lasted. The run ends at 60s, the window only at 70s: give the scenario a longer duration."`,
    );
  });
});
