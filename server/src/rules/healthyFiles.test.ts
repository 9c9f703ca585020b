/** Configuration files that operators would call good: nothing may be warned of. What is only worth knowing may be said. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';

const folder = fileURLToPath(new URL('./healthy-files', import.meta.url));

test.each(readdirSync(folder).sort())('%s', (file) => {
  const { model, diagnostics } = analyseConfiguration(readFileSync(`${folder}/${file}`, 'utf8'), file);
  expect(model.clusters).not.toEqual([]);
  const severe = diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning');
  expect(severe.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  const unknown = diagnostics.filter(({ message }) => message.includes('is not a setting that tcsim knows'));
  expect(unknown.map(({ message }) => message)).toEqual([]);
});
