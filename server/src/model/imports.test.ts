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
import "nowhere.xml" as orders
       ^^^^^^^^^^^^^ TCS007: There is no file
import "cluster.properties" as orders
       ^^^^^^^^^^^^^^^^^^^^ TCS007: There is no file
import shared
       ^^^^^^ TCS004: not a text in quotes
`);
});

test('a name for a .tcsim file has no effect', () => {
  const read = readerOf({ 'a.tcsim': CLUSTER });
  const { diagnostics } = buildProgram('main.tcsim', 'import "a.tcsim" as orders\n', read);
  expect(diagnostics).toMatchObject([{ code: 'TCS007', severity: 'warning', at: { start: 16, end: 26 } }]);
});

const TC_CONFIG = `<tc-config xmlns="http://www.terracotta.org/config">
  <servers>
    <server name="tsa-1"/>
    <server name="tsa-2"/>
    <client-reconnect-window>99999999</client-reconnect-window>
  </servers>
</tc-config>
`;
const EHCACHE = '<ehcache><cache name="sessions"><terracotta><nonstop/></terracotta></cache></ehcache>';

test('a configuration is a declaration like any other, at its places in the XML', () => {
  const read = readerOf({ 'tc-config.xml': TC_CONFIG, 'ehcache.xml': EHCACHE });
  const text = `import "tc-config.xml" as orders
import "ehcache.xml" as shop
import "ehcache.xml" as web
scenario "mine" {
  with orders { client-reconnect-window 30s }
  at 10s crash tsa-1
  every 1s shop put sessions
}
`;
  const { model, files, symbols, diagnostics } = buildProgram('main.tcsim', text, read);
  expect(model.files.map((file) => file.name)).toEqual(['main.tcsim', 'tc-config.xml', 'ehcache.xml', 'ehcache.xml']);
  expect(model.clients.map(({ name, cluster }) => [name, cluster])).toEqual([
    ['shop', 'orders'],
    ['web', 'orders'],
  ]);
  expect(model.scenarios[0]?.clusters[0]?.clientReconnectWindowMicros).toBe(30_000_000);
  const tsa1 = symbols.find((symbol) => symbol.name === 'tsa-1');
  const [place] = tsa1?.declarations ?? [];
  expect(place?.file).toBe(1);
  expect(files[1]?.text.slice(place?.start, place?.end)).toBe('tsa-1');
  const orders = symbols.find((symbol) => symbol.name === 'orders');
  expect(orders?.declarations).toEqual([{ file: 1, start: 1, end: 10 }]);
  expect(orders?.references.map((at) => text.slice(at.start, at.end))).toEqual(['orders', 'orders']);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'TCS005', at: { file: 1 }, message: expect.stringContaining('`99999999s` is out of range'), fixes: [] },
  ]);
});
