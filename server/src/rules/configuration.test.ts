import { describe, expect, test } from 'vitest';
import { analyse } from '../index.ts';
import { readConfiguration } from './configuration.ts';
import { combined, levelsOf } from './levels.ts';

const PAIR = 'cluster orders { server tsa-1, tsa-2 }';

/** `place: message help`, the place as it stands in the text. */
const problems = (text: string): string[] =>
  readConfiguration(text).diagnostics.map(
    ({ severity, at, message, help }) => `${severity} ${text.slice(at.start, at.end)}: ${message} ${help}`,
  );

test.each([
  ['{ "rules": { "TCS317": "off" } }', []],
  ['', []],
  ['\ufeff{ "$schema": "x", "rules": {} } // why', []],
  ['{ "rules": { "TCS317": "warning", /* why */ "TCS306": "hint", } }', []],
])('%j is a configuration', (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test('what is mistaken has a place and a remedy, and what is not counts', () => {
  const text = `{
  "rulez": {},
  "rules": {
    "TCS999": "off", "TC306": "off", "availability-two-servers": "off", "TCS003": "off",
    "TCS317": "wranning", "TCS301": 2, "TCS306": "off", "TCS306": "hint"
  }
}`;
  expect(problems(text)).toMatchInlineSnapshot(`
    [
      "warning "rulez": A tcsim.json has no \`rulez\`. Was \`rules\` meant?",
      "warning "TCS999": There is no rule \`TCS999\`. The reference of the rules lists them all.",
      "warning "TC306": There is no rule \`TC306\`. Was \`TCS306\` (single-server-stripe) meant?",
      "warning "availability-two-servers": There is no rule \`availability-two-servers\`. Was \`TCS317\` (availability-two-servers) meant?",
      "warning "TCS003": \`TCS003\` is not a rule. What the language itself reports has the severity that it has.",
      "error "wranning": "wranning" is no severity. Was "warning" meant? A rule is "error", "warning", "info", "hint", "off".",
      "error 2: 2 is no severity. A rule is "error", "warning", "info", "hint", "off".",
      "warning "TCS306": \`TCS306\` is written twice. The last one counts.",
    ]
  `);
  expect([...readConfiguration(text).levels]).toEqual([['TCS306', 'hint']]);
});

test.each([
  '{',
  '{ "rules": { "TCS317": } }',
  '{ rules: {} }',
  'off',
  '[]',
  '{ "rules": [] }',
  '['.repeat(100_000),
  `${' '.repeat(300_000)}{}`,
])('broken: %#', (text) => {
  const { levels, diagnostics } = readConfiguration(text);
  expect(levels.size).toBe(0);
  expect(diagnostics).toMatchObject([{ code: 'TCS022', severity: 'error' }]);
  const [{ at } = { at: { end: Number.NaN } }] = diagnostics;
  expect(at.end).toBeLessThanOrEqual(text.length);
});

describe('a rule', () => {
  const found = (rules: object, text = PAIR) =>
    analyse(text, 'test.tcsim', undefined, undefined, levelsOf(rules))
      .diagnostics.filter(({ code }) => code === 'TCS317')
      .map(({ severity }) => severity);

  test.each([
    [{}, ['info']],
    [{ TCS317: 'off' }, []],
    [{ TCS317: 'error' }, ['error']],
    [{ TCS317: 'hint' }, ['hint']],
    [{ TCS317: 'loud', TCS000: 'off' }, ['info']],
  ])('with %j is reported as %j', (rules, severities) => {
    expect(found(rules)).toEqual(severities);
  });

  test('that is an error keeps scenarios from running, and one that is none any more does not', () => {
    const text = `cluster orders {\n  product terracotta 4.0\n  server tsa-1, tsa-2\n}\nclient shop {\n  rejoin true\n  cache sessions\n}\n`;
    const runnable = (rules: object) => analyse(text, 'test.tcsim', undefined, undefined, levelsOf(rules)).runnable;
    expect([runnable({}), runnable({ TCS101: 'warning' }), runnable({ TCS101: 'off' })]).toEqual([false, true, true]);
  });

  test('changes its level between two analyses of the same text', () => {
    const first = analyse(PAIR, 'test.tcsim');
    const second = analyse(`${PAIR}\n`, 'test.tcsim', undefined, first, levelsOf({ TCS317: 'off' }));
    const third = analyse(`${PAIR}\n\n`, 'test.tcsim', undefined, second);
    const codes = [first, second, third].map(({ diagnostics }) =>
      diagnostics.map(({ code }) => code).includes('TCS317'),
    );
    expect(codes).toEqual([true, false, true]);
  });
});

test('of settings and file, the file wins rule by rule', () => {
  const settings = levelsOf({ TCS317: 'off', TCS306: 'off' });
  const { levels } = readConfiguration('{ "rules": { "TCS317": "error" } }');
  expect(Object.fromEntries(combined(settings, levels))).toEqual({ TCS317: 'error', TCS306: 'off' });
});
