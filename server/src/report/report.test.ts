import { describe, expect, it } from 'vitest';
import { type Analysis, analyse, type RunResult, run } from '../index.ts';
import { TraceBuilder } from '../trace/traceBuilder.ts';
import { diagnosticSummary, diagnosticText } from './diagnostics.ts';
import { Places } from './place.ts';
import { callStatistics } from './statistics.ts';
import { stripLines } from './strip.ts';
import { cut, PLAIN, wrapped } from './style.ts';
import { runSvg } from './svg.ts';
import { runText } from './text.ts';

const TEXT = `cluster orders {
  server tsa-1
  server tsa-2
}

client shop {
  cluster orders
  cache sessions {
    nonstop { timeout 60s }
  }
}

scenario "a & b <c>" {
  duration 60s
  every 1s shop put sessions
  at 20s crash tsa-1
  at 30s cut shop from tsa-2 for 3s
  expect tsa-2 becomes active within 5s after 20s
  expect tsa-2 becomes active within 15s after 20s
}
`;

function sample(): { readonly result: RunResult; readonly analysis: Analysis } {
  const analysis = analyse(TEXT, 'shop.tcsim');
  const [scenario] = analysis.model.scenarios;
  if (scenario === undefined) {
    throw new Error(analysis.diagnostics.map(({ message }) => message).join('\n'));
  }
  return { result: run(scenario), analysis };
}

describe('text', () => {
  const { result, analysis } = sample();
  const places = new Places(analysis.model.files);

  it('has the verdicts, and of a violation the place and the causes', () => {
    const text = runText(result, places, { style: PLAIN, timeline: false, held: true });
    expect(text).toMatch(/^✗ a & b <c> {2}60s, seed \d+, shop\.tcsim:13\n/);
    expect(text).toMatch(/^ {2}✗ tsa-2 becomes active within 5s after 20s {2}shop\.tcsim:18$/m);
    expect(text).toMatch(/^ {6}← 20\.000s {2}fault: crash tsa-1$/m);
    expect(text).toMatch(/^ {2}✓ tsa-2 becomes active within 15s after 20s$/m);
  });

  it('leaves out what held when asked to', () => {
    expect(runText(result, places, { style: PLAIN, timeline: false, held: false })).not.toContain('✓');
  });

  it('keeps to the width of the terminal', () => {
    const text = runText(result, places, { style: { color: false, width: 60 }, timeline: true, held: true });
    const timeline = text.slice(text.indexOf('╷'));
    expect(Math.max(...timeline.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('strip', () => {
  it('shows states, calls and faults over time', () => {
    const build = new TraceBuilder(100).servers('tsa-1', 'tsa-2').client('shop', 'sessions', 'idle');
    build.state(0, 'tsa-1', 'active');
    build.state(0, 'tsa-2', 'passive');
    build.state(0, 'shop', 'online');
    for (let second = 0; second < 30; second++) {
      build.call(second, 'shop.sessions', 'get', { end: second + 0.001 });
    }
    build.fault(30, 'crash tsa-1');
    build.state(30, 'tsa-1', 'down');
    build.state(35, 'tsa-2', 'electing');
    build.state(45, 'tsa-2', 'active');
    build.state(40, 'shop', 'offline');
    build.state(55, 'shop', 'online');
    build.event(80, 'shop', 'paused');
    build.event(90, 'shop', 'resumed-process');
    build.call(30, 'shop.sessions', 'get', { end: 50, outcome: 'exception' });
    build.call(55, 'shop.sessions', 'get', { end: 100, outcome: 'local-read' });
    expect(`\n${stripLines(build.trace(), { color: false, width: 80 }).join('\n')}\n`).toMatchInlineSnapshot(`
      "
                        ╷0s             ╷25s            ╷50s            ╷75s     100s╷
        tsa-1           ███████████████████···········································
        tsa-2           ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░░░░░░░██████████████████████████████████
        shop            ████████████████████████xxxxxxxxxx████████████████======██████
        shop.sessions   ──────────────────~~~~~~~~~~~~~!  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                                          ╵ crash tsa-1
                        █ active/online   · down   ▒ passive   ░ electing
                        x offline   = paused   ─ calls return   ~ callers wait
                        ! exceptions
      "
    `);
  });
});

describe('picture', () => {
  it('is well-formed, escapes what it is given, and holds lanes, faults and verdicts', () => {
    const svg = runSvg(sample().result);
    expect(svg).toContain('a &#38; b &#60;c&#62;');
    for (const tag of ['svg', 'g', 'text', 'title', 'style', 'rect']) {
      const opened = svg
        .match(new RegExp(`<${tag}[\\s>](?:[^>]*[^/])?>?`, 'g'))
        ?.filter((each) => !each.endsWith('/>'));
      expect(opened?.length, tag).toBe(svg.match(new RegExp(`</${tag}>`, 'g'))?.length);
    }
    expect(svg).toContain('>shop.sessions</text>');
    expect(svg).toContain('>crash tsa-1</text>');
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).not.toContain('NaN');
  });
});

describe('diagnostics', () => {
  const { diagnostics, model } = analyse('cluster a {\n\tserver tsa-1\n}\nclient b {\n  clustr a\n}\n', 'x.tcsim');
  const places = new Places(model.files);
  const unknown = diagnostics.find(({ code }) => code === 'TCS003');

  it('is one line for programs and a marked excerpt for people', () => {
    if (unknown === undefined) {
      throw new Error(JSON.stringify(diagnostics));
    }
    const style = { color: false, width: 70 };
    const [first = ''] = diagnosticText(unknown, places, { style, excerpt: false }).split('\n');
    expect(first).toMatch(/^x\.tcsim:5:3: error TCS003: \S/);
    const [, source = '', marks = ''] = diagnosticText(unknown, places, { style, excerpt: true }).split('\n');
    expect(source).toBe('    5 |   clustr a');
    expect(marks).toMatch(/^ {6}\| {3}\^+$/);
  });

  it('sums up', () => {
    const of = (...severities: readonly ('error' | 'warning' | 'info')[]) =>
      diagnosticSummary(severities.map((severity) => ({ severity }) as never));
    expect(of('error', 'warning', 'warning')).toBe('1 error, 2 warnings');
    expect(of('info', 'info')).toBe('2 info');
    expect(of()).toBe('');
  });
});

describe('statistics', () => {
  it('counts a blocked call with its wait until the end of the run', () => {
    const build = new TraceBuilder(100).client('shop', 'sessions');
    for (let call = 1; call <= 98; call++) {
      build.call(0, 'shop.sessions', 'get', { end: call / 1000 });
    }
    build.call(10, 'shop.sessions', 'get', { end: 15, outcome: 'exception' });
    build.call(40, 'shop.sessions', 'get');
    build.call(0, 'shop.sessions', 'put', { end: 1, fate: 'lost' });
    expect(callStatistics(build.trace())).toEqual([
      {
        cache: 'shop.sessions',
        operation: 'get',
        count: 100,
        outcomes: { ok: 98, exception: 1, blocked: 1 },
        waitMicros: { p50: 50_000, p95: 95_000, p99: 5_000_000, max: 60_000_000 },
        lostWrites: 0,
      },
      {
        cache: 'shop.sessions',
        operation: 'put',
        count: 1,
        outcomes: { ok: 1 },
        waitMicros: { p50: 1_000_000, p95: 1_000_000, p99: 1_000_000, max: 1_000_000 },
        lostWrites: 1,
      },
    ]);
  });
});

describe('lines', () => {
  it('break between words and are cut with an ellipsis', () => {
    expect(wrapped({ color: false, width: 24 }, 'one two three four five six', '    ')).toEqual([
      '    one two three four',
      '    five six',
    ]);
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('abcd', 4)).toBe('abcd');
  });
});
