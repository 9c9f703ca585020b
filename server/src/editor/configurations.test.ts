/** Editor features on names that an imported configuration file declares. */
import { expect, it } from 'vitest';
import { analyse } from '../index.ts';
import { definition } from './definition.ts';
import { editorDiagnostics } from './diagnostics.ts';
import type { EditorFile } from './file.ts';
import { rename } from './rename.ts';

const FILES: Readonly<Record<string, string>> = {
  'tc-config.xml': `<tc:tc-config xmlns:tc="http://www.terracotta.org/config">
  <servers>
    <server name="tsa-1"/>
    <server name="tsa 2"/>
    <client-reconnect-window>5</client-reconnect-window>
  </servers>
</tc:tc-config>`,
  'ehcache.xml': '<ehcache><cache name="org.example.Orders"><terracotta><nonstop/></terracotta></cache></ehcache>',
  'broken.xml': '<tc-config><servers><server name="other"></servers></tc-config>',
};

const TEXT = `import "tc-config.xml" as orders
import "ehcache.xml" as shop
scenario "a failover" {
  every 1s shop put org-example-Orders
  at 30s crash tsa-1
  at 60s pause tsa-2 for 5s
  expect every server in orders is active
}
`;

function editorFile(text: string): EditorFile {
  const read = (name: string) => {
    const found = FILES[name];
    return found === undefined ? undefined : { name, text: found };
  };
  return { analysis: analyse(text, 'test.tcsim', read) };
}

/** What stands at the definition of the word: file and text. */
function definitionOf(word: string): readonly string[] {
  const file = editorFile(TEXT);
  return definition(file, TEXT.indexOf(word) + 1).map((at) => {
    const { name = '', text = '' } = file.analysis.model.files[at.file] ?? {};
    return `${name}: ${text.slice(at.start, at.end)}`;
  });
}

it('the definition of a name is in the XML', () => {
  expect(definitionOf('tsa-1')).toEqual(['tc-config.xml: tsa-1']);
  expect(definitionOf('tsa-2')).toEqual(['tc-config.xml: tsa 2']);
  expect(definitionOf('org-example-Orders')).toEqual(['ehcache.xml: org.example.Orders']);
  expect(definitionOf('orders')).toEqual(['tc-config.xml: tc:tc-config']);
  expect(definitionOf('shop put')).toEqual(['ehcache.xml: ehcache']);
});

function renamed(word: string, to: string): readonly string[] | string {
  const file = editorFile(TEXT);
  const result = rename(file, TEXT.indexOf(word) + 1, to);
  if ('refusal' in result) return result.refusal;
  return result.edits.map(
    ({ at }) => `${at.file}: ${file.analysis.model.files[at.file]?.text.slice(at.start, at.end)}`,
  );
}

it('an alias and a name that both languages write can be changed, others are changed in the XML', () => {
  expect(renamed('shop put', 'web')).toEqual(['0: shop', '0: shop']);
  expect(renamed('tsa-1', 'first')).toEqual(['1: tsa-1', '0: tsa-1']);
  expect(renamed('tsa-2', 'second')).toBe('`tsa-2` follows from an imported configuration; change it there.');
});

it('warnings about a configuration show at its import, with their places', () => {
  const [warning] = editorDiagnostics(editorFile('import "tc-config.xml" as orders\n'));
  expect(warning).toMatchObject({
    range: { start: 7, end: 22 },
    severity: 'warning',
    code: 'TCS301',
    message: expect.stringContaining('What is imported here has a warning.'),
    related: [{ file: 1 }],
  });
});

it('errors of a configuration show at its import', () => {
  const [error] = editorDiagnostics(editorFile('import "broken.xml"\n'));
  expect(error).toMatchObject({ severity: 'error', code: 'TCS007', message: expect.stringContaining('stopped here') });
});
