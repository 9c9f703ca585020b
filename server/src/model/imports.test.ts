import { expect, test } from 'vitest';
import type { ReadImport } from '../index.ts';
import { expectDiagnostics } from '../test/marked.ts';
import { buildProgram } from './index.ts';

/** Files by name; targets are names. */
const readerOf =
  (files: Readonly<Record<string, string>>): ReadImport =>
  (target) => {
    const text = files[target];
    return text === undefined ? undefined : { name: target, text };
  };

const CLUSTER = 'let gc = 70s\ncluster orders { server tsa-1, tsa-2 }\nscenario "not mine" { at 1s crash tsa-1 }\n';
const CLIENTS = 'import "cluster.tcsim"\nclient shop { cache sessions }\n';
const SCENARIO = `import "clients.tcsim"
import "cluster.tcsim"
scenario "mine" {
  duration 3min
  at 10s pause shop for gc
  expect shop is online
}
`;

test('names resolve across files, each file once, and only the own scenarios run', () => {
  const read = readerOf({ 'cluster.tcsim': CLUSTER, 'clients.tcsim': CLIENTS });
  const { model, diagnostics, symbols } = buildProgram('main.tcsim', SCENARIO, read);
  expect(diagnostics).toEqual([]);
  expect(model.files.map((file) => file.name)).toEqual(['main.tcsim', 'clients.tcsim', 'cluster.tcsim']);
  expect(model.scenarios.map((scenario) => scenario.name)).toEqual(['mine']);
  expect(model.scenarios[0]?.steps[0]?.action).toEqual({ kind: 'pause', nodes: ['shop'], durationMicros: 70_000_000 });
  const gc = symbols.find((symbol) => symbol.name === 'gc');
  expect(gc?.declarations.map((at) => at.file)).toEqual([2]);
  expect(gc?.references.map((at) => at.file)).toEqual([0]);
});

test('what is wrong in an imported file is reported there', () => {
  const read = readerOf({ 'broken.tcsim': 'cluster orders {\n  server tsa-1\n  restartable maybe\n}\n' });
  const { diagnostics } = buildProgram('main.tcsim', 'import "broken.tcsim"\n', read);
  expect(diagnostics.map(({ code, at }) => [code, at.file])).toEqual([['TCS004', 1]]);
});

test('the same name in two files', () => {
  const read = readerOf({ 'a.tcsim': CLUSTER });
  const { diagnostics } = buildProgram('main.tcsim', 'import "a.tcsim"\ncluster orders { server other }\n', read);
  expect(diagnostics.map(({ code, at, related }) => [code, at.file, related[0]?.at.file])).toEqual([['TCS006', 1, 0]]);
});

test('a circle is named at the import that closes it', () => {
  const read = readerOf({ 'a.tcsim': 'import "b.tcsim"\n', 'b.tcsim': 'import "a.tcsim"\n' });
  const { diagnostics } = buildProgram('main.tcsim', 'import "a.tcsim"\n', read);
  expect(diagnostics).toMatchObject([
    { code: 'TCS007', at: { file: 2 }, message: 'This import goes round in a circle: a.tcsim → b.tcsim → a.tcsim.' },
  ]);
  const own = buildProgram('main.tcsim', 'import "main.tcsim"\n', readerOf({ 'main.tcsim': '' }));
  expect(own.diagnostics).toMatchObject([
    { code: 'TCS007', message: expect.stringContaining('main.tcsim → main.tcsim') },
  ]);
});

test('files that are missing, or of another kind', () => {
  expectDiagnostics(`import "nowhere.tcsim"
       ^^^^^^^^^^^^^^^ TCS007: There is no file
import "tc-config.xml" as orders
       ^^^^^^^^^^^^^^^ TCS007: cannot be imported yet
import shared
       ^^^^^^ TCS004: not a text in quotes
`);
});

test('a name for a .tcsim file has no effect', () => {
  const read = readerOf({ 'a.tcsim': CLUSTER });
  const { diagnostics } = buildProgram('main.tcsim', 'import "a.tcsim" as orders\n', read);
  expect(diagnostics).toMatchObject([{ code: 'TCS007', severity: 'warning', at: { start: 16, end: 26 } }]);
});
