/** Configuration files of the product, open in an editor beside the scenarios that import them. */
import { describe, expect, it } from 'vitest';
import type { CodeAction, CompletionItem, Diagnostic, Hover, Location } from 'vscode-languageserver/node';
import type { Session } from './testing/session.ts';
import { startedForAll } from './testing/started.ts';

const CONFIG = `<?xml version="1.0" encoding="UTF-8"?>
<tc:tc-config xmlns:tc="http://www.terracotta.org/config">
  <servers>
    <server host="tc1" name="tsa-1"/>
    <server host="tc2" name="tsa-2"/>
    <client-reconnect-window>5</client-reconnect-window>
  </servers>
</tc:tc-config>
`;
const SCENARIO = `import "tc-config.xml" as orders
client shop {}
scenario "s" {
  at 10s crash tsa-1
  expect tsa-2 becomes active
}
`;

let session: Session;
startedForAll((started) => {
  session = started;
});

let count = 0;
function opened(text: string, name = 'tc-config.xml'): string {
  const uri = `file:///conf-${++count}/${name}`;
  session.open(uri, text, 'xml');
  return uri;
}

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

describe('a configuration that is open', () => {
  it('has the warnings of the rules, at their places, with a link to what they mean', async () => {
    const uri = opened(CONFIG);
    const warning = (await session.diagnostics(uri)).find(({ code }) => code === 'TCS301');
    expect(session.document(uri).getText(warning?.range)).toBe('<client-reconnect-window>5');
    expect(warning?.codeDescription?.href).toMatch(/^https:\/\/.*\/docs\/rules\/TCS301\.md$/);
  });

  it('has those of a client, which is checked with some array', async () => {
    const text =
      '<ehcache><terracottaConfig url="a:9510" rejoin="true"/><cache name="k"><terracotta/></cache></ehcache>';
    expect(codes(await session.diagnostics(opened(text, 'ehcache.xml')))).toContain('TCS101');
  });

  it('may be a dynamic configuration', async () => {
    const text = `failover-priority=availability
client-reconnect-window=120s
stripe.1.node.1.name=a
stripe.1.node.1.hostname=localhost
stripe.1.node.2.name=b
stripe.1.node.2.hostname=tc2
`;
    const uri = 'file:///conf-dynamic/cluster.properties';
    session.open(uri, text, 'properties');
    expect(codes(await session.diagnostics(uri))).toContain('TCS317');
    const hover = await session.ask<Hover>('textDocument/hover', uri, 'client-reconnect-window', 3);
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('120s') });
  });

  it('follows what is typed', async () => {
    const uri = opened(CONFIG);
    session.change(uri, { text: CONFIG.replace('>5<', '>120<') });
    expect(codes(await session.diagnostics(uri))).not.toContain('TCS301');
    session.change(uri, { text: CONFIG.replace('</servers>', '') });
    expect(codes(await session.diagnostics(uri))).toContain('TCS001');
  });

  it('is explained by hover', async () => {
    const hover = await session.ask<Hover>('textDocument/hover', opened(CONFIG), 'client-reconnect-window', 3);
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('120s') });
  });

  it('leads to the scenarios that use what it declares, open or not', async () => {
    const uri = opened(CONFIG);
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    session.open(`${folder}/open.tcsim`, SCENARIO);
    session.changeOnDisk(`${folder}/closed.tcsim`, SCENARIO);
    session.changeOnDisk(`${folder}/other.tcsim`, 'cluster c { server tsa-1 }\n');
    const found = await session.ask<Location[]>('textDocument/references', uri, '"tsa-1"', 2, {
      context: { includeDeclaration: true },
    });
    expect(found.map((place) => [place.uri.slice(folder.length + 1), place.range.start.line])).toEqual([
      ['open.tcsim', 3],
      ['closed.tcsim', 3],
    ]);
  });

  it('is found from the scenario that imports it', async () => {
    const uri = opened(CONFIG);
    const scenario = uri.replace('tc-config.xml', 'main.tcsim');
    session.open(scenario, SCENARIO);
    const [file] = await session.ask<Location[]>('textDocument/definition', scenario, 'tc-config.xml', 2);
    expect(file).toMatchObject({ uri, range: { start: { line: 1, character: 1 } } });
    const [server] = await session.ask<Location[]>('textDocument/definition', scenario, 'tsa-1', 2);
    expect(server).toMatchObject({ uri, range: { start: { line: 3, character: 29 } } });
  });

  it('completes the rules in the comments that suppress them', async () => {
    const uri = opened(`<!-- tcsim-disable TCS3: one rack -->\n${CONFIG}`);
    const offered = await session.ask<CompletionItem[]>('textDocument/completion', uri, 'TCS3', 4);
    expect(offered.map(({ label }) => label)).toContain('TCS317');
  });

  it('is left alone by everything that the editor of XML does', async () => {
    const uri = opened(CONFIG);
    const options = { options: { tabSize: 2, insertSpaces: true } };
    expect(await session.about('textDocument/formatting', uri, options)).toBeNull();
    expect(await session.about('textDocument/documentSymbol', uri)).toBeNull();
    expect(await session.about('textDocument/codeLens', uri)).toBeNull();
    expect(await session.ask('textDocument/completion', uri, '<servers>')).toEqual([]);
    expect(await session.ask('textDocument/rename', uri, 'tsa-1', 0, { newName: 'x' })).toBeNull();
  });
});

const MEGABYTE = 1024 * 1024;
const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
  ['50 MB', `<tc-config>${' '.repeat(50 * MEGABYTE)}</tc-config>`, /larger than 2 MB/],
  ['10 000 levels', `<tc-config>${'<a>'.repeat(10_000)}`, /nested more than 200 deep/],
  [
    'an entity bomb',
    '<!DOCTYPE a [<!ENTITY b "&c;&c;">]><tc-config><servers><server name="&b;"/></servers></tc-config>',
    /entity/,
  ],
  ['1 MB of zero bytes', `<tc-config>${'\0'.repeat(MEGABYTE)}`, /too many mistakes/],
];

describe('a file that means harm', () => {
  it.each(HOSTILE)('%s is answered with a clear message', async (_, text, message) => {
    const uri = opened(text);
    const said = (await session.diagnostics(uri)).map((each) => each.message).join('\n');
    expect(said).toMatch(message);
    const whole = {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } },
      context: { diagnostics: [] },
    };
    expect(Array.isArray(await session.about<CodeAction[]>('textDocument/codeAction', uri, whole))).toBe(true);
    session.close(uri);
  });

  it('is refused without being read, when the editor says how large it is', async () => {
    session.tooLarge.add('file:///large/tc-config.xml');
    session.open('file:///large/main.tcsim', 'import "tc-config.xml"\n');
    const [error] = await session.diagnostics('file:///large/main.tcsim');
    expect(error?.message).toContain('larger than 2 MB');
  });
});

it('has nothing to say about any other XML', async () => {
  const uri = opened('<project><server name="a"/><server name="a"/></project>', 'pom.xml');
  expect(await session.diagnostics(uri)).toEqual([]);
  expect(await session.ask('textDocument/hover', uri, 'server', 1)).toBeNull();
});
