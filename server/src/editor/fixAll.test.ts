import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { analyse } from '../index.ts';
import type { Diagnostic, Fix, TextEdit } from '../model/diagnostic.ts';
import { RULES } from '../rules/index.ts';
import { parseMarked } from '../test/marked.ts';
import { apartFrom, edited, fixAll, safeFixOf } from './fixAll.ts';

const checked = (text: string) => analyse(text, 'test.tcsim');
const fixed = (text: string) => fixAll(checked(text), checked);

const BROKEN = `cluster orders {
  client-reconnect-window 0s  client-reconnect-window 30s  restartable true
  // tcsim-disable-next-line TCS306 -- there is a mirror
  server tsa-1, tsa-2
  health-check l2-l1 { ping-enabled false }
  l1reconnect { enabled false }
}

client shop {
  rejoin true
  cache sessions { nonstop { timeout 1ms } }
  cache prices { nonstop { timeout 2ms  timeout-behavior noop } }
}
`;

test('everything that needs no decision is repaired, in several rounds where one repair calls for another', () => {
  const { text, count } = fixed(BROKEN);
  expect(text).toMatchInlineSnapshot(`
    "cluster orders {
      client-reconnect-window 120s    restartable true
      server tsa-1, tsa-2
      health-check l2-l1 { ping-enabled false }
      l1reconnect { enabled false }
    }

    client shop {
      rejoin true
      cache sessions { nonstop { timeout 2s } }
      cache prices { nonstop { timeout 2s  timeout-behavior noop } }
    }
    "
  `);
  expect(count).toBeGreaterThan(4);
  expect(checked(text).diagnostics.filter((each) => safeFixOf(each) !== undefined)).toEqual([]);
});

describe.each(RULES)('$id', (rule) => {
  const { text } = parseMarked(rule.failing);

  it('is repaired once and for all, and nothing new is wrong', () => {
    const once = fixed(text);
    expect(fixed(once.text)).toEqual({ text: once.text, count: 0 });
    const serious = (each: string) =>
      checked(each).diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning').length;
    expect(serious(once.text)).toBeLessThanOrEqual(serious(text));
    expect(once.count === 0).toBe(once.text === text);
  });
});

const SICK = fileURLToPath(new URL('../rules/sick', import.meta.url));

describe.each(readdirSync(SICK))('%s', (file) => {
  const check = (text: string) => (file.endsWith('.tcsim') ? checked(text) : analyseConfiguration(text, file));

  it('is repaired once and for all, and nothing new is wrong', () => {
    const before = check(readFileSync(`${SICK}/${file}`, 'utf8'));
    const once = fixAll(before, check);
    const after = check(once.text);
    expect(fixAll(after, check)).toEqual({ text: once.text, count: 0 });
    expect(after.diagnostics.filter((each) => safeFixOf(each) !== undefined)).toEqual([]);
    const codes = new Set(before.diagnostics.map(({ code }) => code));
    expect(after.diagnostics.filter(({ code, severity }) => severity !== 'info' && !codes.has(code))).toEqual([]);
  });
});

/** Settings of one cluster that depend on each other, each now and then out of order. */
const settings = fc
  .record({
    window: fc.constantFrom('0s', '5s', '120s', '20min'),
    election: fc.constantFrom('0s', '1s', '5s', '60s'),
    checks: fc.array(
      fc.record({
        edge: fc.constantFrom('l2-l1', 'l2-l2', 'l1-l2'),
        idletime: fc.constantFrom('0s', '50ms', '5s', '90s'),
        interval: fc.constantFrom('0s', '10ms', '1s', '6s'),
        count: fc.constantFrom(0, 1, 10, 13, 200),
        timeout: fc.constantFrom(0, 5, 5000),
        socket: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    timeout: fc.constantFrom('1ms', '500ms', '30s'),
  })
  .map(({ window, election, checks, timeout }) =>
    [
      `cluster orders {\n  client-reconnect-window ${window}\n  election-time ${election}\n  server tsa-1, tsa-2`,
      ...checks.map(
        (each) =>
          `  health-check ${each.edge} { ping-idletime ${each.idletime}  ping-interval ${each.interval}  socket-connect ${each.socket}  socket-connect-count ${each.count}  socket-connect-timeout ${each.timeout} }`,
      ),
      `}\nclient shop { rejoin true  cache a, b { nonstop { timeout ${timeout} } } }\n`,
    ].join('\n'),
  );

test('whatever the settings are, repairs come to an end, and a second time changes nothing', () => {
  fc.assert(
    fc.property(settings, (text) => {
      const once = fixed(text);
      const serious = (each: string) => checked(each).diagnostics.filter(({ severity }) => severity === 'error').length;
      return fixed(once.text).text === once.text && serious(once.text) <= serious(text);
    }),
    { numRuns: 60 },
  );
});

test('broken syntax, guessed words, advice and decisions stay as they are', () => {
  for (const text of [
    '',
    'cluster {',
    'cluster a { serve b }',
    'cluster a { server b, c }',
    'cluster a { server b }\nclient d { cache e { nonstop false } }\nscenario "x" { at 30s crash b }',
    'scenario "x" { at 30 crash y }',
  ]) {
    expect(fixed(text)).toEqual({ text, count: 0 });
  }
});

const at = (start: number, end: number, text = ''): TextEdit => ({ at: { file: 0, start, end }, text });
const fix = (...edits: TextEdit[]): Fix => ({ title: 'x', edits });

test('of fixes that touch each other the first is made', () => {
  const fixes = [
    fix(at(0, 3)),
    fix(at(3, 5)),
    fix(at(10, 11), at(20, 21)),
    fix(at(15, 16), at(20, 20)),
    fix(at(30, 30)),
  ];
  expect(apartFrom(fixes).map((each) => fixes.indexOf(each))).toEqual([0, 2, 4]);
});

test('edits are made where they were meant', () => {
  expect(edited('abcdef', [at(4, 5, 'X'), at(0, 1, 'Y'), at(2, 2, 'Z'), at(2, 2, 'W')])).toBe('YbZWcdXf');
});

const problem = (message: string, ...fixes: Fix[]): Diagnostic => ({
  code: 'TCS301',
  severity: 'warning',
  at: { file: 0, start: 0, end: 0 },
  message,
  why: '',
  help: '',
  related: [],
  fixes,
});

test('a fix that does harm is left out, and the others are made', () => {
  // `a` becomes `A`; `b` would become two problems.
  const letters = (text: string) => {
    const diagnostics = [...text].flatMap((letter, i) => {
      if (letter === 'a') return [problem('a', fix(at(i, i + 1, 'A')))];
      if (letter === 'b') return [problem('b', fix(at(i, i + 1, '!!')))];
      return letter === '!' ? [problem('!')] : [];
    });
    return { ...checked(''), model: { ...checked('').model, files: [{ name: 'x', text }] }, diagnostics };
  };
  expect(fixAll(letters('a b a'), letters)).toEqual({ text: 'A b A', count: 2 });
});

test('fixes that undo each other come to an end', () => {
  const swinging = (text: string) => ({
    ...checked(''),
    model: { ...checked('').model, files: [{ name: 'x', text }] },
    diagnostics: [problem('x', fix(at(0, 1, text === 'a' ? 'b' : 'a')))],
  });
  expect(fixAll(swinging('a'), swinging)).toEqual({ text: 'a', count: 0 });
});
