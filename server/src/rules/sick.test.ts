/** Configurations with mistakes of the kind that people make, several in each. The first line of each says what is found in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analyseConfiguration } from '../configuration.ts';
import { analyse } from '../index.ts';

const folder = fileURLToPath(new URL('./sick', import.meta.url));
const files = readdirSync(folder).sort();

describe.each(files)('%s', (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const { diagnostics } = file.endsWith('.tcsim') ? analyse(text, file) : analyseConfiguration(text, file);

  test('all of it is found, and nothing else', () => {
    const listed = /finds: ([TCS\d ]+)/.exec(text)?.[1]?.trim().split(' ');
    expect([...new Set(diagnostics.map(({ code }) => code))].sort()).toEqual(listed);
    expect(diagnostics.some(({ severity }) => severity === 'error' || severity === 'warning')).toBe(true);
  });

  test('no two findings of a rule stand at one place', () => {
    const places = diagnostics.map(({ code, at, message }) => `${code} ${at.file}:${at.start} ${message}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
