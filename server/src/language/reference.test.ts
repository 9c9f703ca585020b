import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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
