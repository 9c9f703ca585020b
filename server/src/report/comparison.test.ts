import { describe, expect, it } from 'vitest';
import { analyse, run } from '../index.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { comparisonText } from './comparison.ts';
import { keyFigures } from './keyFigures.ts';
import { logLines } from './logs.ts';
import { Places } from './place.ts';
import { PLAIN } from './style.ts';
import { runText } from './text.ts';

const TEXT = `cluster orders {
  product terracotta 4.3
  server tsa-1, tsa-2
}

client shop x 2 {
  cluster orders
  cache sessions {
    nonstop { timeout 10s }
  }
}

scenario "the window" {
  duration 4min
  for window in [30s, 60s]
  with orders { client-reconnect-window window }
  every 1s shop put sessions
  at 30s crash tsa-1
  at 30s pause shop-2 for 100s
  expect shop-1 resumes within 60s after 30s
}

scenario "nothing happens" {
  duration 10s
}
`;

const { model } = analyse(TEXT, 'window.tcsim');
const results = model.scenarios.map((scenario) => run(scenario));
const [first] = results;
if (first === undefined) throw new Error('nothing was run');

describe('the comparison of variants', () => {
  it('has a row for each, and nothing for a scenario without a for', () => {
    expect(comparisonText(results, PLAIN)).toMatchInlineSnapshot(`
      "the window, compared
          variant       verdicts    longest stall  calls failed  writes lost  time to active
        ✓ window = 30s  1 held      10s            107 of 349    6            40s
        ✗ window = 60s  1 violated  10s            110 of 322    6            70s

      "
    `);
    expect(comparisonText(results.slice(2), PLAIN)).toBe('');
    expect(comparisonText([], PLAIN)).toBe('');
  });

  it('counts the reconnect window as time without an active, and a stripe that stays without one as never', () => {
    const lost = (end: boolean) => {
      const build = new TraceBuilder(100).servers('tsa-1', 'tsa-2');
      build.state(0, 'tsa-1', 'active');
      build.state(0, 'tsa-2', 'passive');
      build.state(20, 'tsa-1', 'down');
      build.state(30, 'tsa-2', 'in-window');
      if (end) build.state(50, 'tsa-2', 'active');
      return keyFigures(build.trace()).toActiveMicros;
    };
    expect(lost(true)).toBe(30e6);
    expect(lost(false)).toBe(Number.POSITIVE_INFINITY);
    expect(keyFigures(new TraceBuilder(100).servers('tsa-1').trace()).toActiveMicros).toBeUndefined();
  });
});

describe('log lines', () => {
  it('are those of the nodes or families that are named, or of all', () => {
    const nodes = (...names: string[]) =>
      new Set(logLines(first.trace, names, PLAIN).map((line) => line.split(/ +/)[2]));
    expect(nodes('shop')).toEqual(new Set(['shop-1', 'shop-2']));
    expect(nodes('shop-1', 'tsa-2')).toEqual(new Set(['shop-1', 'tsa-2']));
    expect(nodes().size).toBeGreaterThan(2);
  });

  it('follow the verdicts', () => {
    const places = new Places(model.files);
    const text = (logs: readonly string[]) =>
      runText(first, places, { style: PLAIN, timeline: false, held: false, logs });
    expect(text(['tsa-2'])).toMatch(/^ {4}40\.001s {2}tsa-2 {2}Starting reconnect window: 30000 ms/m);
    expect(text(['tsa-1'])).toContain('\n  Nothing was logged by tsa-1.\n');
  });
});
