// Rebuilds what is derived from the rules: server/src/rules/index.ts, the pages in docs/rules, the schema of tcsim.json and
// the setting tcsim.rules in package.json.
// Needs a Node that strips types (22.18 or later): `node scripts/generate-rules.mjs`.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { indexSource, rulePage, rulesPage } from '../server/src/rules/support/pages.ts';
import { configurationSchema, rulesSetting } from '../server/src/rules/support/schemas.ts';

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
writeJson(new URL('../docs/tcsim.schema.json', import.meta.url), configurationSchema(RULES));
const manifestUrl = new URL('../package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8'));
manifest.contributes.configuration.properties['tcsim.rules'] = rulesSetting(RULES);
writeJson(manifestUrl, manifest);
console.log(`${RULES.length} rules: ${fileURLToPath(docsUrl)}`);

function writeJson(url, data) {
  writeFileSync(url, `${JSON.stringify(data, null, 2)}\n`);
}
