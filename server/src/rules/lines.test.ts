/** Rules and product lines: each rule sees its own, and what the rules of the 10.x line say is what runs show. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explain } from '../explain.ts';
import { analyse, run } from '../index.ts';
import { buildProgram } from '../model/index.ts';
import { parseMarked } from '../test/marked.ts';
import { checkRules, RULES } from './index.ts';
import { ofLines } from './support/lines.ts';

/** The verdict of the last scenario of a text, with what did not hold. */
function verdictOf(text: string): string {
  const { model, diagnostics } = analyse(text, 'case.tcsim');
  const unreadable = diagnostics.filter(({ code, severity }) => severity === 'error' && code < 'TCS100');
  expect(unreadable).toEqual([]);
  const scenario = model.scenarios.at(-1);
  if (scenario === undefined) throw new Error('The text has no scenario.');
  const { verdict, judgements } = run(scenario);
  return [verdict, ...judgements.filter((each) => each.verdict !== 'held').map(({ reason }) => reason)].join(': ');
}

const sampleOf = (id: string): string => parseMarked(RULES.find((rule) => rule.id === id)?.failing ?? '').text;

describe('a rule sees the clusters of its own lines', () => {
  const side = new URL('../../../samples/59-t10-migration-from-4-3.tcsim', import.meta.url);
  const { model } = buildProgram('sample.tcsim', readFileSync(side, 'utf8'));

  test('those of another are not there', () => {
    const old = ofLines(model, ['3.7', '4.x']);
    expect(old?.clusters.map(({ name }) => name)).toEqual(['old']);
    expect(old?.clients.map(({ name }) => name)).toEqual(['shop']);
    expect(old?.scenarios[2]?.steps.map(({ action }) => action.kind)).toEqual(['operate', 'pause']);
    expect(ofLines(model, ['4.x', '10.x'])).toBe(model);
    expect(ofLines(model, ['3.7'])).toBeUndefined();
  });

  test('and it says nothing of them', () => {
    const [, younger] = model.clusters;
    const older = new Set(RULES.filter(({ lines }) => !lines.includes('10.x')).map(({ id }) => id));
    const found = checkRules(model).filter(({ code }) => older.has(code as never));
    for (const { at } of found) expect(at.start).not.toBeGreaterThan(younger?.at.self.start ?? 0);
  });
});

describe('what the rules say of the 10.x line is what runs show', () => {
  test.each([
    [
      'TCS318',
      'scenario "s" {\n duration 1min\n initially s1, s2 down\n at 1s start s1, s2\n expect s1, s2 are stopped-by-itself\n}',
    ],
    [
      'TCS319',
      'scenario "s" {\n duration 3min\n at 10s crash s1\n expect s2 never becomes active\n expect s2 is suspended\n}',
    ],
    [
      'TCS320',
      'scenario "s" {\n duration 3min\n at 10s crash s1\n at 10s crash v1\n expect s2, s3 see election-won at most 1 time\n at 1min crash s2\n expect s3 is suspended\n}',
    ],
    [
      'TCS321',
      'scenario "s" {\n duration 3min\n expect v1 never sees voter-registered\n expect v1 is never registered\n}',
    ],
    ['TCS322', 'scenario "s" {\n duration 3min\n at 10s power-off s2\n expect s1 is suspended after 1min\n}'],
    ['TCS329', undefined, 'expect shop sees lease-expired'],
    ['TCS330', undefined, 'expect some put on shop.sessions takes longer than 3s'],
    ['TCS331', undefined, 'every 1s shop get prices\n  expect shop becomes stuck'],
    ['TCS332', undefined, 'expect some get on shop.sessions takes longer than 4s'],
  ])('%s', (id, scenario, expectation = '') => {
    const sample = sampleOf(id);
    // What the sample itself expects is what the rule says will not come true.
    const bare = sample.replaceAll(/\n {2}expect .*/g, '').replace(/\}\n$/, `  ${expectation}\n}\n`);
    expect(verdictOf(scenario === undefined ? bare : `${sample}\n${scenario}\n`)).toBe('held');
  });
});

describe('demonstrations run on clusters of the 10.x line', () => {
  const cluster = (settings: string): string =>
    `cluster orders {\n  product terracotta 10.15\n  failover-priority availability\n  server s1, s2\n${settings}}\n`;

  test.each([
    ['TCS207', '  health-check l2-l2 { socket-connect false }\n'],
    ['TCS301', '  client-reconnect-window 3s\n'],
    ['TCS302', '  client-reconnect-window 15min\n'],
    ['TCS305', '  client-reconnect-window 0s\n'],
    ['TCS317', ''],
  ])('%s', (id, settings) => {
    const analysis = analyse(cluster(settings), 'case.tcsim');
    const finding = analysis.diagnostics.find(({ code }) => code === id);
    const explanation = finding && explain(analysis, finding);
    expect(explanation && verdictOf(explanation.text)).toMatch(/^violated: /);
    if (explanation?.fixed) expect(verdictOf(explanation.fixed.text)).toBe('held');
  });
});
