/** Every demonstration is run on the failing sample of its rule: it shows the damage, and after the fix that there is none. */
import { describe, expect, test } from 'vitest';
import { type Explanation, explain } from './explain.ts';
import { analyse, run } from './index.ts';
import { RULES } from './rules/index.ts';
import { parseMarked } from './test/marked.ts';

/** The verdict of the scenario of a text, with the reasons. */
function verdictOf(text: string, scenario: string): string {
  const { model } = analyse(text, 'explanation.tcsim');
  const found = model.scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`There is no scenario "${scenario}".`);
  const { verdict, judgements } = run(found);
  return [verdict, ...judgements.filter((each) => each.verdict !== 'held').map(({ reason }) => reason)].join(': ');
}

function explained(text: string, code: string): Explanation[] {
  const analysis = analyse(text, 'sample.tcsim');
  const found = analysis.diagnostics.filter((each) => each.code === code);
  expect(found).not.toEqual([]);
  return found.flatMap((each) => explain(analysis, each) ?? []);
}

const shown = RULES.filter((rule) => rule.phase !== 'runtime' && rule.demonstration !== undefined);

describe.each(shown)('$id $slug', ({ id, failing }) => {
  const explanations = explained(parseMarked(failing).text, id);

  test('is shown on its failing sample', () => {
    expect(explanations).not.toEqual([]);
    for (const { text, scenario } of explanations) expect(verdictOf(text, scenario)).toMatch(/^violated: /);
  });

  test('is seen no more after its fix', () => {
    for (const { fixed, scenario } of explanations) if (fixed) expect(verdictOf(fixed.text, scenario)).toBe('held');
  });
});
