/** Configurations that operators would call good: no rule may warn of them. What is only worth knowing may be said. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../model/index.ts';
import { checkRules } from './index.ts';

const folder = fileURLToPath(new URL('./healthy', import.meta.url));
const files = readdirSync(folder).sort();

test('there are twenty-three of them', () => {
  expect(files).toHaveLength(23);
});

describe.each(files)('%s', (file) => {
  const { model, diagnostics } = buildProgram(file, readFileSync(`${folder}/${file}`, 'utf8'));

  test('it is understood, and has something to judge', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    expect(model.scenarios.flatMap(({ expectations }) => expectations)).not.toEqual([]);
  });

  test('no rule warns of it', () => {
    const severe = checkRules(model).filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(severe.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });
});
