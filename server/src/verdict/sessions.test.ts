import { describe, expect, it } from 'vitest';
import type { Condition } from '../model/model.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { judged } from './judging.ts';

function session(what: 'diverges' | 'overwritten', nodes: readonly string[], never = false): Condition {
  return { kind: 'session', session: 'alice', nodes, what, never };
}

/** Both nodes are cut off at 30 s, change alice's session at 60 s, and is1 writes first at 215 s. */
function apart(duration = 300): TraceBuilder {
  const build = new TraceBuilder(duration).client('is1', 'requests').client('is2', 'requests');
  build.event(0, 'is1', 'hosts-listed', 'is1, is2');
  const cut = build.fault(30, 'cut is1, is2 from orders');
  build.because(cut).event(42, 'is1', 'hosts-listed', 'none');
  const diverged = build.event(60, 'is2', 'session-diverged', 'alice');
  build.event(70, 'is2', 'session-diverged', 'bob');
  if (duration < 200) return build;
  build.event(210, 'is1', 'hosts-listed', 'is1, is2');
  build.because(diverged).event(215, 'is2', 'session-overwritten', 'alice');
  return build;
}

describe('diverges', () => {
  it('holds on whichever node it shows', () => {
    expect(judged(apart(), session('diverges', ['is1', 'is2']), 60, 60)).toMatchInlineSnapshot(`
      "held @60: is2 and is1 have changed session alice without seeing each other at 60s.
        ← is2 and is1 have changed session alice without seeing each other
        ← cut is1, is2 from orders"
    `);
  });

  it('is violated when it happens at another time', () => {
    expect(judged(apart(), session('diverges', ['is1', 'is2']), 100, 200)).toMatchInlineSnapshot(`
      "violated @60: Session alice diverged already at 60s, before 100s.
        ← is2 and is1 have changed session alice without seeing each other
        ← cut is1, is2 from orders"
    `);
  });

  it('never: is violated by the first', () => {
    expect(judged(apart(), session('diverges', ['is1', 'is2'], true))).toMatchInlineSnapshot(`
      "violated @60: is2 and is1 have changed session alice without seeing each other at 60s.
        ← is2 and is1 have changed session alice without seeing each other
        ← cut is1, is2 from orders"
    `);
  });
});

describe('is overwritten', () => {
  it('asks each node by itself', () => {
    expect(judged(apart(), session('overwritten', ['is1', 'is2']), 200)).toMatchInlineSnapshot(`
      "violated @300: is1 did not lose anything of session alice after 200s.
        ← is1 lists the cluster hosts: is1, is2
        ← cut is1, is2 from orders"
    `);
    expect(judged(apart(), session('overwritten', ['is2']), 200)).toMatch(/^held @215/);
    expect(judged(apart(), session('overwritten', ['is1'], true))).toMatchInlineSnapshot(
      `"held: is1 did not lose anything of session alice."`,
    );
  });

  it('cannot be told when the run ends before the window', () => {
    expect(judged(apart(100), session('overwritten', ['is2']), 50, 250)).toMatchInlineSnapshot(
      `"inconclusive: is2 did not lose anything of session alice while the run lasted. The run ends at 100s, the window only at 250s: give the scenario a longer duration."`,
    );
  });
});

describe('hosts', () => {
  const hosts = (empty: boolean): Condition => ({ kind: 'hosts', nodes: ['is1'], empty });

  it('are empty during the whole window', () => {
    expect(judged(apart(), hosts(true), 50, 200)).toMatchInlineSnapshot(`
      "held: is1 showed no cluster hosts between 50s and 200s.
        ← is1 lists the cluster hosts: none
        ← cut is1, is2 from orders"
    `);
  });

  it('are not, when they are listed for a part of it', () => {
    expect(judged(apart(), hosts(true), 40, 200)).toMatchInlineSnapshot(`
      "violated @40: is1 showed the cluster hosts is1, is2 at 40s.
        ← is1 lists the cluster hosts: is1, is2"
    `);
    expect(judged(apart(), hosts(false), 10, 50)).toMatchInlineSnapshot(`
      "violated @42: is1 showed no cluster hosts at 42s.
        ← is1 lists the cluster hosts: none
        ← cut is1, is2 from orders"
    `);
  });
});
