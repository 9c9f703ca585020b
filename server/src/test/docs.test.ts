/**
 * What README.md and docs/ show of the language: it is read without a mistake, stands as the formatter writes it, and comes
 * to what the page says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse, run } from '../index.ts';
import { format, parse } from '../language/index.ts';
import { readSampleImport } from './sampleFiles.ts';

const root = new URL('../../../', import.meta.url);
const read = (page: string): string => readFileSync(new URL(page, root), 'utf8');

const pages = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const shown = pages.flatMap((page) =>
  [...read(page).matchAll(/^```tcsim\n(.*?)^```$/gms)].map(([, text = ''], index) => ({ page, index, text })),
);

it('README.md, the reference and the page about imports show scenarios', () => {
  expect(shown.map(({ page }) => page)).toEqual(
    expect.arrayContaining(['README.md', 'docs/language.md', 'docs/import.md']),
  );
});

describe.each(shown)('$page, block $index', ({ text }) => {
  it('has no mistake', () => {
    // What a page imports are the files of the sample about imports.
    const { diagnostics } = analyse(text, '19/page.tcsim', readSampleImport);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is formatted', () => {
    expect(format(parse(text))).toBe(text);
  });
});

it('README.md tells what its scenario comes to', () => {
  const [, told = ''] = /^```\n(✗.*?)^```$/ms.exec(read('README.md')) ?? [];
  const text = shown.find(({ page }) => page === 'README.md')?.text ?? '';
  const violated = analyse(text, 'README.tcsim').model.scenarios.flatMap((scenario) =>
    run(scenario)
      .judgements.filter(({ verdict }) => verdict === 'violated')
      .map(({ expectation, reason }) => ({ what: scenario.expectations[expectation]?.text, reason })),
  );
  expect(violated.map(({ what, reason }) => `✗ ${what}\n    ${reason}\n`).join('')).toBe(told);
});
