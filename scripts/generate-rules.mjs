// Rebuilds what is derived from the rules: server/src/rules/index.ts and the pages in docs/rules.
// Needs a Node that strips types (22.18 or later): `node scripts/generate-rules.mjs`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { indexSource, rulePage, rulesPage } from '../server/src/rules/support/pages.ts';

const rulesUrl = new URL('../server/src/rules/', import.meta.url);
const docsUrl = new URL('../docs/rules/', import.meta.url);

const files = readdirSync(rulesUrl)
  .filter((name) => /^tcs\d{3}-[a-z0-9-]+\.ts$/.test(name))
  .sort();
writeFileSync(new URL('index.ts', rulesUrl), indexSource(files));

const { RULES } = await import(new URL('index.ts', rulesUrl).href);
rmSync(docsUrl, { recursive: true, force: true });
mkdirSync(docsUrl, { recursive: true });
for (const rule of RULES) writeFileSync(new URL(`${rule.id}.md`, docsUrl), rulePage(rule));
writeFileSync(new URL('README.md', docsUrl), rulesPage(RULES));
console.log(`${RULES.length} rules: ${fileURLToPath(docsUrl)}`);
