/** Every case of the products' own tests that this project knows, run on the simulator, and the page that lists them. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { format, parse } from '../server/src/language/index.ts';
import type { Case } from './case.ts';
import { directCases } from './direct/index.ts';
import { MISSING } from './missing.ts';
import { agrees, conformancePage, type Outcome } from './page.ts';
import { scenarioCases } from './scenarios.ts';

const cases: Case[] = [...scenarioCases(), ...directCases()].sort((a, b) => (a.id < b.id ? -1 : 1));
const outcomes: Outcome[] = cases.map((one) => ({ case: one, findings: one.simulate() }));

describe('the simulator agrees with the product', () => {
  it.each(outcomes.map((outcome) => [`${outcome.case.id} ${outcome.case.title}`, outcome] as const))(
    '%s',
    (_, outcome) => {
      expect(outcome.findings.filter((finding) => !finding.agrees)).toEqual([]);
      expect(agrees(outcome)).toBe(true);
    },
  );
});

it('no case is there twice', () => {
  const ids = [...cases, ...MISSING].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('scenarios are formatted', () => {
  for (const { file } of cases.filter((one) => one.file.endsWith('.tcsim'))) {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(format(parse(text)), file).toBe(text);
  }
});

it('docs/conformance.md is what the cases say', async () => {
  await expect(conformancePage(outcomes, MISSING)).toMatchFileSnapshot('../docs/conformance.md');
});
