import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { RULES } from './index.ts';
import { configurationSchema, rulesSetting } from './support/schemas.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8'));

test('the schema and the setting are those that scripts/generate-rules.mjs writes', () => {
  expect(read('docs/tcsim.schema.json')).toEqual(configurationSchema(RULES));
  expect(read('package.json').contributes.configuration.properties['tcsim.rules']).toEqual(rulesSetting(RULES));
});

const validate = new Ajv({ strict: false }).compile(configurationSchema(RULES));

test.each([
  '{}',
  '{ "$schema": "x", "rules": {} }',
  '{ "rules": { "TCS317": "off", "TCS101": "hint" } }',
  '{ "rules": { "TCS999": "off" } }',
  '{ "rules": { "TCS317": "loud" } }',
  '{ "rules": { "TCS317": 1 } }',
  '{ "rules": [] }',
  '{ "rulez": {} }',
  '[]',
])('schema and reader agree on %s', (text) => {
  expect(validate(JSON.parse(text))).toBe(readConfiguration(text).diagnostics.length === 0);
});
