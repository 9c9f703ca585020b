import { describe, expect, it } from 'vitest';
import type { Condition } from '../model/model.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { judged } from './judging.ts';

type Mode = Extract<Condition, { kind: 'state' }>['mode'];

function state(mode: Mode, name: string, ...nodes: string[]): Condition {
  return { kind: 'state', mode, state: name, nodes };
}

/** tsa-1 crashes at 30 s; tsa-2 opens the window at 41.3 s and serves from 50 s on. */
function failover(): TraceBuilder {
  const build = new TraceBuilder(60).servers('tsa-1', 'tsa-2');
  build.state(0, 'tsa-1', 'active');
  build.state(0, 'tsa-2', 'passive');
  const crash = build.fault(30, 'crash tsa-1');
  build.because(crash).state(30, 'tsa-1', 'down');
  const election = build.event(35, 'tsa-2', 'election-started', 'active lost');
  build.because(election).state(41.3, 'tsa-2', 'in-window');
  build.state(50, 'tsa-2', 'active');
  return build;
}

describe('becomes', () => {
  it('holds when the state is entered within the window', () => {
    expect(judged(failover(), state('becomes', 'active', 'tsa-2'), 30, 42)).toMatchInlineSnapshot(`
      "held @41.3: tsa-2 became active at 41.3s, 11.3s after 30s.
        ← tsa-2 is in-window
        ← tsa-2 starts an election (active lost)
        ← crash tsa-1"
    `);
  });

  it('is violated when it comes too late, and says by how much', () => {
    expect(judged(failover(), state('becomes', 'active', 'tsa-2'), 30, 40)).toMatchInlineSnapshot(`
      "violated @41.3: tsa-2 became active only at 41.3s, 11.3s after 30s; 10s were allowed.
        ← tsa-2 is in-window
        ← tsa-2 starts an election (active lost)
        ← crash tsa-1"
    `);
  });

  it('is violated when it never comes, and says what the node was instead', () => {
    expect(judged(failover(), state('becomes', 'active', 'tsa-1'), 30, 50)).toMatchInlineSnapshot(`
      "violated @50: tsa-1 did not become active by 50s: it was down since 30s.
        ← tsa-1 is down
        ← crash tsa-1"
    `);
    expect(judged(failover(), state('becomes', 'passive', 'tsa-1'))).toMatchInlineSnapshot(`
      "violated @60: tsa-1 did not become passive: it was down since 30s.
        ← tsa-1 is down
        ← crash tsa-1"
    `);
  });

  it('does not take the state at the beginning for an entry', () => {
    expect(judged(failover(), state('becomes', 'active', 'tsa-1'), 0, 20)).toMatchInlineSnapshot(
      `"violated @20: tsa-1 did not become active again by 20s: it was active from the start."`,
    );
  });

  it('counts the limits of the window in', () => {
    expect(judged(failover(), state('becomes', 'in-window', 'tsa-2'), 41.3, 45)).toMatch(/^held/);
    expect(judged(failover(), state('becomes', 'in-window', 'tsa-2'), 30, 41.3)).toMatch(/^held/);
    expect(judged(failover(), state('becomes', 'in-window', 'tsa-2'), 30, 41.299999)).toMatch(/^violated/);
  });

  it('is open when the run ends before the window', () => {
    expect(judged(failover(), state('becomes', 'active', 'tsa-1'), 30, 70)).toMatchInlineSnapshot(
      `"inconclusive: tsa-1 had not become active when the run ended: it was down since 30s. The run ends at 60s, the window only at 70s: give the scenario a longer duration."`,
    );
    expect(judged(failover(), state('becomes', 'active', 'tsa-1'), 61, 70)).toMatchInlineSnapshot(
      `"inconclusive: The window begins at 61s, after the run ended at 60s: give the scenario a longer duration."`,
    );
  });

  it('asks it of every node', () => {
    expect(judged(failover(), state('becomes', 'active', 'tsa-1', 'tsa-2'), 30, 55)).toMatch(/^violated.*tsa-1/);
  });
});

describe('is', () => {
  it('takes a server in its reconnect window for an active', () => {
    expect(judged(failover(), state('is', 'active', 'tsa-2'), 41.3, 60)).toMatchInlineSnapshot(
      `"held: tsa-2 was active after 41.3s."`,
    );
    expect(judged(failover(), state('is', 'in-window', 'tsa-2'), 41.3, 60)).toMatchInlineSnapshot(`
      "violated @50: tsa-2 was active at 50s and stayed so, not in-window.
        ← tsa-2 is active
        ← tsa-2 starts an election (active lost)
        ← crash tsa-1"
    `);
  });

  it('asks for the whole window', () => {
    expect(judged(failover(), state('is', 'active', 'tsa-1'), 0, 29.999999)).toMatch(/^held/);
    expect(judged(failover(), state('is', 'active', 'tsa-1'), 0, 30)).toMatchInlineSnapshot(`
      "violated @30: tsa-1 was down at 30s and stayed so, not active.
        ← tsa-1 is down
        ← crash tsa-1"
    `);
  });

  it('is violated although the run ends early, when it already is', () => {
    expect(judged(failover(), state('is', 'active', 'tsa-1'), 0, 90)).toMatch(/^violated/);
    expect(judged(failover(), state('is', 'active', 'tsa-2'), 55, 90)).toMatchInlineSnapshot(
      `"inconclusive: tsa-2 was active while the run lasted. The run ends at 60s, the window only at 90s: give the scenario a longer duration."`,
    );
  });
});

describe('never', () => {
  it('sees a state that lasted only an instant', () => {
    const build = new TraceBuilder(10).client('shop');
    build.state(0, 'shop', 'online');
    build.state(5, 'shop', 'offline');
    build.state(5, 'shop', 'online');
    expect(judged(build, state('never', 'offline', 'shop'))).toMatchInlineSnapshot(`
      "violated @5: shop was offline at 5s for an instant.
        ← shop is offline"
    `);
    expect(judged(build, state('never', 'offline', 'shop'), 5.1)).toMatchInlineSnapshot(
      `"held: shop was never offline after 5.1s."`,
    );
  });
});
