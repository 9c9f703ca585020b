import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildProgram } from '../model/index.ts';
import { languageReference } from './reference.ts';
import { ENTRIES, phraseText } from './schema/index.ts';

test('docs/language.md is what the schema table says', async () => {
  // Brought up to date by `npx vitest run -u server/src/language/reference.test.ts`.
  await expect(languageReference()).toMatchFileSnapshot('../../../docs/language.md');
});

test('the reference names every phrase of the table', () => {
  const page = readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8');
  const missing = ENTRIES.filter(
    (entry) =>
      !page.includes(`\`${phraseText(entry).replaceAll('|', '\\|')}`) &&
      !page.includes(`\`${phraseText(entry).replace(' <value>', '')}\``),
  );
  expect(missing.map((entry) => entry.id)).toEqual([]);
});

test('the examples of the reference are without a problem', () => {
  const examples = [...languageReference().matchAll(/```tcsim\n(.*?)```/gs)].map(([, text = '']) => text);
  expect(examples.length).toBeGreaterThan(0);
  for (const text of examples) expect(buildProgram('example.tcsim', text).diagnostics).toEqual([]);
});

test('the contents name sections that are there', () => {
  const page = languageReference();
  const anchors = [...page.matchAll(/^##+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
  const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) expect(anchors).toContain(link);
});
