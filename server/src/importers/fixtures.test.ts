/**
 * A folder of configurations with every trap of the formats. Beside each stands what is made of it: the scenario text,
 * every setting with the text of the file at its place, and the notes. A new case is a new file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../language/lines.ts';
import type { Statement } from '../language/syntax.ts';
import { buildProgram } from '../model/index.ts';
import { decodeXml, importConfiguration, isConfigurationFile, printImports } from './index.ts';
import { withoutPlaces } from './testing.ts';

const folder = new URL('./fixtures/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => isConfigurationFile(name))
  .sort();

describe.each(names)('%s', (name) => {
  const text = decodeXml(readFileSync(new URL(name, folder)));
  const alias = name.startsWith('ehcache') ? 'shop' : 'orders';
  const imported = importConfiguration(text, alias);

  it('means what was reviewed', async () => {
    const lines = new LineIndex(text);
    const notes = imported.notes.map(({ start, severity, code, message, why = '', help }) => {
      const { line, character } = lines.position(start);
      return `${line + 1}:${character + 1} ${severity} ${code} ${[message, why, help].filter((part) => part !== '').join(' ')}`;
    });
    const parts = [printImports([{ file: name, imported }]), places(imported.tree.statements, text), notes.join('\n')];
    await expect(`${parts.join('\n---\n')}\n`).toMatchFileSnapshot(`./fixtures/${name.replace(/\.[^.]*$/, '.txt')}`);
  });

  it('means the same when it was written as a scenario', () => {
    const printed = printImports([{ file: name, imported }]);
    const fromText = buildProgram('printed.tcsim', printed).model;
    // The array of a client without one is a guess of the printed text; the file gets the same.
    const array = /^cluster array \{[\s\S]*?^\}/m.exec(printed)?.[0] ?? '';
    const fromFile = buildProgram('main.tcsim', `import "${name}" as ${alias}\n${array}\n`, () => ({
      name,
      text,
    })).model;
    expect(withoutPlaces(fromText)).toEqual(withoutPlaces(fromFile));
  });
});

/** `keyword value  ← text of the file`, indented as the blocks are. */
function places(statements: readonly Statement[], text: string, indent = ''): string {
  return statements
    .map(({ words, block }) => {
      const shown = words.map((word) => word.text).join(' ');
      const from = words.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' '));
      const inner = block === undefined ? '' : places(block.statements, text, `${indent}  `);
      return `${indent}${shown}  ← ${[...new Set(from)].join(' … ')}${inner === '' ? '' : `\n${inner}`}`;
    })
    .join('\n');
}
