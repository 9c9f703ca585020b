import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildProgram, type Diagnostic, type TextEdit } from '../model/index.ts';
import { simulate } from '../simulator/index.ts';
import { expectDiagnostics, parseMarked } from '../test/marked.ts';
import { runRules, runRuntimeRules } from './check.ts';
import { checkRules, RULES } from './index.ts';
import type { ModelRule, Rule } from './rule.ts';
import { indexSource, rulePage, rulesPage } from './support/pages.ts';

const RULE_FILE = /^tcs\d{3}-[a-z0-9-]+\.ts$/;
const ruleFiles = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => RULE_FILE.test(name));

/** A pause that was made long enough to matter is one whose effect the scenario should expect. */
const LEADS_TO: ReadonlyMap<string, string> = new Map([['TCS216', 'TCS204']]);

/** Mistakes of the language, so that a sample that is not understood fails, and what one rule finds. */
function analyse(rule: Rule, text: string): Diagnostic[] {
  const { model, diagnostics } = buildProgram('sample.tcsim', text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (rule.phase !== 'runtime') return [...errors, ...runRules([rule], model)];
  const runs = model.scenarios.map((scenario) => ({ scenario, trace: simulate(scenario) }));
  return [...errors, ...runs.flatMap((run) => runRuntimeRules([rule], run))];
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const backwards = [...edits]
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => b.edit.at.start - a.edit.at.start || b.i - a.i);
  return backwards.reduce(
    (result, { edit }) => result.slice(0, edit.at.start) + edit.text + result.slice(edit.at.end),
    text,
  );
}

describe.each(RULES)('$id $slug', (rule) => {
  test('its file is named after it', () => {
    expect(ruleFiles).toContain(`${rule.id.toLowerCase()}-${rule.slug}.ts`);
  });

  test('it fires where the failing sample is marked', () => {
    expect(parseMarked(rule.failing).expected.length).toBeGreaterThan(0);
    expectDiagnostics(rule.failing, (text) => analyse(rule, text));
  });

  test('it is silent on the passing sample', () => {
    expectDiagnostics(rule.passing, (text) => analyse(rule, text));
    expect(analyse(rule, rule.passing)).toEqual([]);
  });

  test('it says what is wrong, why it matters and what to do, and where it comes from', () => {
    for (const finding of analyse(rule, parseMarked(rule.failing).text)) {
      expect([rule.severity, rule.otherSeverity]).toContain(finding.severity);
      expect(finding.message).toMatch(/^\S.*\.$/);
      expect(finding.why).toMatch(/^\S.*\.$/);
      expect(finding.help).toMatch(/^\S.*\.$/);
    }
    expect(rule.sources.length).toBeGreaterThan(0);
  });

  test('every fix removes its finding, brings no new one, and is understood', () => {
    const { text } = parseMarked(rule.failing);
    const before = checkRules(buildProgram('sample.tcsim', text).model);
    for (const finding of before.filter(({ code }) => code === rule.id)) {
      for (const fix of finding.fixes) {
        const after = buildProgram('sample.tcsim', applyEdits(text, fix.edits));
        expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const messages = checkRules(after.model)
          .filter(({ code, severity }) => severity !== 'info' && code !== LEADS_TO.get(rule.id))
          .map(({ message }) => message);
        expect(messages).not.toContain(finding.message);
        for (const message of messages) expect(before.map((each) => each.message)).toContain(message);
      }
    }
  });
});

test('nothing but the risk of two actives is said of two servers and a nonstop client with rejoin', () => {
  const { model } = buildProgram(
    'healthy.tcsim',
    `cluster orders {
  server tsa-1, tsa-2
}

client shop x 3 {
  rejoin true
  cache sessions { nonstop true }
}

scenario "the active dies and comes back" {
  duration 5min
  every 1s shop get sessions
  every 1s shop put sessions
  at 30s crash tsa-1
  at 2min start tsa-1
  expect tsa-2 becomes active within 15s after 30s
}
`,
  );
  expect(checkRules(model).map(({ code, severity }) => `${severity} ${code}`)).toEqual(['info TCS317']);
});

test.each(['static', 'scenario'] as const)('a %s rule that fails is named, and the others go on', (phase) => {
  const healthy = RULES.find((rule): rule is ModelRule => rule.phase === 'static');
  if (healthy === undefined) throw new Error('there are no rules');
  const failing: ModelRule = {
    ...healthy,
    id: 'TCS999',
    slug: 'always-fails',
    phase,
    check: () => {
      throw new Error('no such setting');
    },
  };
  const { model } = buildProgram(
    'sample.tcsim',
    `${parseMarked(healthy.failing).text}\nscenario "s" { at 1s crash tsa-1 }\n`,
  );
  const [defect, ...others] = runRules([failing, healthy], model);
  expect(defect).toMatchObject({
    code: 'TCS000',
    severity: 'info',
    message: 'Rule TCS999 (always-fails) failed: no such setting.',
  });
  expect(others).toEqual(runRules([healthy], model));
  expect(others).not.toEqual([]);
});

test('the index and the pages are those that scripts/generate-rules.mjs writes', () => {
  const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  expect(read('index.ts')).toBe(indexSource(ruleFiles));
  expect(read('../../../docs/rules/README.md')).toBe(rulesPage(RULES));
  for (const rule of RULES) expect(read(`../../../docs/rules/${rule.id}.md`)).toBe(rulePage(rule));
  const pages = readdirSync(fileURLToPath(new URL('../../../docs/rules', import.meta.url)));
  expect(pages.sort()).toEqual(['README.md', ...RULES.map((rule) => `${rule.id}.md`)].sort());
});
