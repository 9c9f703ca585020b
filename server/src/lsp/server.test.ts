import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  type CodeLens,
  type CompletionItem,
  type Diagnostic,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type Location,
  LSPErrorCodes,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { decodeTrace } from '../trace/codec.ts';
import type { RunAnswer, ScenariosAnswer } from './protocol.ts';
import { type BundledServer, bundleServer } from './testing/bundle.ts';
import { Session } from './testing/session.ts';

const SHOP = `/// Two mirrored servers.
cluster orders {
  stripe { server tsa-1, tsa-2 }
}

client shop {
  rejoin true
  cache sessions {
    nonstop { timeout 5s }
  }
}

scenario "the active dies" {
  duration 2min
  every 1s shop get sessions
  at 30s crash tsa-1
  expect tsa-2 becomes active within 60s after 30s
}

scenario "nothing happens" {
  duration 10s
  expect tsa-1 is active
}
`;
/** Hours of heavy work: nobody waits for its end. */
const ENDLESS = SHOP.replace('duration 2min', 'duration 24h').replace('every 1s', 'every 10ms');

let bundle: BundledServer;
let session: Session;
let initialized: InitializeResult;
let files = 0;

beforeAll(async () => {
  bundle = await bundleServer();
  ({ session, initialized } = await Session.start(bundle.server));
});

afterAll(async () => {
  expect(await session.stop()).toBe(0);
  bundle.dispose();
});

/** Opens a text under a name of its own. */
function opened(text: string): string {
  const uri = `file:///my%20files/test-${++files}.tcsim`;
  session.open(uri, text);
  return uri;
}

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
const errors = (diagnostics: readonly Diagnostic[]) => codes(diagnostics.filter(({ severity }) => severity === 1));

describe('the language server', () => {
  it('says what it can', () => {
    expect(initialized.serverInfo?.name).toBe('tcsim');
    expect(initialized.capabilities).toMatchObject({ hoverProvider: true, documentFormattingProvider: true });
  });

  it('publishes diagnostics with the range, and none for a sound text', async () => {
    expect(errors(await session.diagnostics(opened(SHOP)))).toEqual([]);
    const uri = opened(SHOP.replace('crash tsa-1', 'crash tsa-3'));
    const diagnostic = (await session.diagnostics(uri)).find(({ severity }) => severity === 1);
    expect(diagnostic).toMatchObject({ code: 'TCS002', severity: 1, source: 'tcsim' });
    expect(session.document(uri).getText(diagnostic?.range)).toBe('tsa-3');
  });

  it('follows incremental changes, and publishes only for the newest version', async () => {
    const uri = opened(SHOP);
    const document = session.document(uri);
    const at = document.positionAt(document.getText().indexOf('crash tsa-1') + 'crash tsa-'.length);
    const end = { ...at, character: at.character + 1 };
    for (const text of ['3', '4', '5', '6']) {
      session.change(uri, { range: { start: at, end }, text });
    }
    const diagnostic = (await session.diagnostics(uri)).find(({ severity }) => severity === 1);
    expect(diagnostic?.message).toContain('tsa-6');
    session.change(uri, { range: { start: at, end }, text: '1' });
    expect(errors(await session.diagnostics(uri))).toEqual([]);
  });

  it('repairs rejoin without nonstop by a quick fix', async () => {
    const uri = opened(SHOP.replace('nonstop { timeout 5s }', ''));
    const warning = (await session.diagnostics(uri)).find(({ code }) => code === 'TCS101') as Diagnostic;
    expect(warning.message).toMatch(/\n/);
    const [fix] = await session.quickFixes(uri, warning);
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'TCS101' }] });
    session.apply(uri, fix?.edit?.changes?.[uri] ?? []);
    expect(codes(await session.diagnostics(uri))).not.toContain('TCS101');
    expect(session.document(uri).getText()).toMatch(/nonstop/);
  });

  it('completes', async () => {
    const uri = opened(SHOP);
    const items = await session.ask<CompletionItem[]>('textDocument/completion', uri, 'tsa-1\n  expect', 0);
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['tsa-1', 'tsa-2', 'shop']));
    expect(items[0]?.textEdit).toMatchObject({ newText: items[0]?.label });
  });

  it('hovers', async () => {
    const hover = await session.ask<Hover>('textDocument/hover', opened(SHOP), 'timeout', 1);
    expect(hover.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('30s') });
  });

  it('goes to definitions, finds references and highlights', async () => {
    const uri = opened(SHOP);
    const [place] = await session.ask<Location[]>('textDocument/definition', uri, 'crash tsa-1', 8);
    expect(place?.uri).toBe(uri);
    expect(place?.range.start).toEqual({ line: 2, character: 18 });
    const found = await session.ask<Location[]>('textDocument/references', uri, 'tsa-1', 1, {
      context: { includeDeclaration: true },
    });
    expect(found).toHaveLength(3);
    expect(await session.ask('textDocument/documentHighlight', uri, 'tsa-1', 1)).toHaveLength(3);
  });

  it('renames', async () => {
    const uri = opened(SHOP);
    const edit = await session.ask<WorkspaceEdit>('textDocument/rename', uri, 'tsa-1', 1, { newName: 'left' });
    session.apply(uri, edit.changes?.[uri] ?? []);
    expect(errors(await session.diagnostics(uri))).toEqual([]);
    expect(session.document(uri).getText()).not.toContain('tsa-1');
    await expect(session.ask('textDocument/rename', uri, 'left', 1, { newName: 'tsa-2' })).rejects.toThrow(/already/);
  });

  it('formats, in few edits, and then has nothing more to format', async () => {
    const uri = opened(SHOP.replace('  duration 2min', ' duration   2min'));
    const options = { options: { tabSize: 2, insertSpaces: true } };
    const edits = await session.about<TextEdit[]>('textDocument/formatting', uri, options);
    expect(edits.length).toBeGreaterThan(0);
    session.apply(uri, edits);
    expect(session.document(uri).getText()).toContain('  duration 2min\n');
    expect(await session.about('textDocument/formatting', uri, options)).toEqual([]);
  });

  it('outlines and folds', async () => {
    const uri = opened(SHOP);
    const symbols = await session.about<DocumentSymbol[]>('textDocument/documentSymbol', uri);
    expect(symbols.map(({ name }) => name)).toEqual(['orders', 'shop', 'the active dies', 'nothing happens']);
    const folds = await session.about<FoldingRange[]>('textDocument/foldingRange', uri);
    expect(folds).toContainEqual({ startLine: 1, endLine: 2 });
  });

  it('puts a lens above each scenario, with the command that runs it', async () => {
    const uri = opened(SHOP);
    const lenses = await session.about<CodeLens[]>('textDocument/codeLens', uri);
    expect(lenses.map(({ command }) => command)).toMatchObject([
      { command: 'tcsim.run', arguments: [uri, 'the active dies'] },
      { command: 'tcsim.run', arguments: [uri, 'nothing happens'] },
    ]);
  });

  it('hints at the times of a cluster behind its head', async () => {
    const uri = opened(SHOP);
    const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
    const hints = await session.about<InlayHint[]>('textDocument/inlayHint', uri, { range });
    expect(hints).toMatchObject([{ position: { character: 16 }, label: expect.stringContaining('window 120s') }]);
  });

  it('lists scenarios', async () => {
    const uri = opened(SHOP);
    const { scenarios } = await session.request<ScenariosAnswer>('tcsim/scenarios', { uri });
    expect(scenarios).toMatchObject([
      { name: 'the active dies', runnable: true, nameRange: { start: { line: 12, character: 9 } } },
      { name: 'nothing happens', runnable: true },
    ]);
  });

  it('answers nothing about a file that does not exist', async () => {
    const textDocument = { uri: 'file:///nowhere.tcsim' };
    const position = { line: 0, character: 0 };
    expect(await session.request('textDocument/hover', { textDocument, position })).toBeNull();
  });

  it('clears the list when the editor is closed', async () => {
    const uri = opened('cluster {');
    await session.diagnostics(uri);
    const cleared = session.nextPublication();
    session.close(uri);
    await cleared;
  });
});

describe('what no editor should send', () => {
  it('is answered, logged, and survived: requests without a position, edits outside the text, closed twice', async () => {
    const uri = opened(SHOP);
    expect(await session.about('textDocument/hover', uri)).toBeNull();
    expect(await session.about('textDocument/completion', uri)).toBeNull();
    expect(session.log.some((line) => line.includes('Hover failed'))).toBe(true);
    const far = { line: 9_999, character: 9_999 };
    session.change(uri, { range: { start: far, end: far }, text: '\nnonsense\n' });
    expect(errors(await session.diagnostics(uri))).toEqual(['TCS003']);
    session.close(uri);
    void session.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await expect(session.request('tcsim/noSuch', {})).rejects.toThrow(/noSuch/);
    await expect(session.request('tcsim/run', { uri: 'not a uri' })).resolves.toMatchObject({ runs: [] });
  });

  it('is survived even when it is no JSON', async () => {
    const { session: other } = await Session.start(bundle.server);
    other.process.stdin?.write('Content-Length: 10\r\n\r\n{ not json');
    other.process.stdin?.write('Content-Length: 2\r\n\r\n{}');
    const uri = 'file:///after.tcsim';
    other.open(uri, SHOP);
    expect(errors(await other.diagnostics(uri))).toEqual([]);
    expect(await other.stop()).toBe(0);
  });
});

describe('imports', () => {
  const importing = (name: string) =>
    `import "${name}"\nscenario "s" {\n  at 1s crash tsa-1\n  expect tsa-1 never becomes passive\n}\n`;

  it('are read through the client, relative to the importing file', async () => {
    session.disk.set('file:///my%20files/base/topology.tcsim', 'cluster c { server tsa-1 }\n');
    const uri = opened(importing('base/topology.tcsim'));
    expect(errors(await session.diagnostics(uri))).toEqual([]);
    const [place] = await session.ask<Location[]>('textDocument/definition', uri, 'crash tsa-1', 8);
    expect(place).toMatchObject({
      uri: 'file:///my%20files/base/topology.tcsim',
      range: { start: { character: 19 } },
    });
    const [file] = await session.ask<Location[]>('textDocument/definition', uri, 'base/topology', 2);
    expect(file?.uri).toBe('file:///my%20files/base/topology.tcsim');
  });

  it('are checked again when the imported file changes on disk', async () => {
    const imported = 'file:///my%20files/changing.tcsim';
    session.disk.set(imported, 'cluster c { server tsa-1 }\n');
    const uri = opened(importing('changing.tcsim'));
    expect(errors(await session.diagnostics(uri))).toEqual([]);
    const published = session.nextPublication();
    session.changeOnDisk(imported, 'cluster c { server other }\n');
    await published;
    expect(codes(await session.diagnostics(uri))).toContain('TCS002');
  });

  it('are taken from the editor when the imported file is open there', async () => {
    const imported = 'file:///my%20files/open.tcsim';
    session.disk.set(imported, 'cluster c { server old }\n');
    session.open(imported, 'cluster c { server tsa-1 }\n');
    const uri = opened(importing('open.tcsim'));
    expect(errors(await session.diagnostics(uri))).toEqual([]);
    const published = session.nextPublication();
    session.change(imported, { text: 'cluster c { server new }\n' });
    await session.diagnostics(imported);
    await published;
    while (!codes(await session.diagnostics(uri)).includes('TCS002')) {
      await session.nextPublication();
    }
  });

  it('with errors are reported at the import, because nothing runs', async () => {
    const imported = 'file:///my%20files/broken.tcsim';
    session.disk.set(imported, 'cluster c { server tsa-1 \n restartable maybe }\n');
    const uri = opened(importing('broken.tcsim'));
    const [diagnostic] = await session.diagnostics(uri);
    expect(diagnostic).toMatchObject({ code: 'TCS007', severity: 1, range: { start: { line: 0, character: 7 } } });
    expect(diagnostic?.relatedInformation?.[0]?.location).toMatchObject({
      uri: imported,
      range: { start: { line: 1 } },
    });
    const { problems } = await session.request<RunAnswer>('tcsim/run', { uri });
    expect(problems).toEqual([expect.stringContaining('broken.tcsim, line 2')]);
  });

  it('may be configurations, whose names are defined in the XML', async () => {
    const imported = 'file:///my%20files/tc-config.xml';
    const config = (server: string) =>
      `<tc-config>\n  <servers>\n    <server name="${server}"/>\n  </servers>\n</tc-config>\n`;
    session.disk.set(imported, config('tsa-1'));
    const uri = opened(importing('tc-config.xml'));
    expect(errors(await session.diagnostics(uri))).toEqual([]);
    const [place] = await session.ask<Location[]>('textDocument/definition', uri, 'crash tsa-1', 8);
    expect(place).toEqual({
      uri: imported,
      range: { start: { line: 2, character: 18 }, end: { line: 2, character: 23 } },
    });
    expect((await session.request<RunAnswer>('tcsim/run', { uri })).runs).toHaveLength(1);
    session.changeOnDisk(imported, config('other'));
    // What the run has shown may be published in between.
    while (!codes(await session.diagnostics(uri)).includes('TCS002')) {
      await session.nextPublication();
    }
  });

  it('of a file that is not there are reported at the import', async () => {
    const uri = opened(importing('missing.tcsim'));
    const diagnostic = (await session.diagnostics(uri)).find(({ code }) => code === 'TCS007');
    expect(diagnostic?.range.start.line).toBe(0);
  });
});

describe('runs', () => {
  it('come back with verdict, places and the whole trace', async () => {
    const uri = opened(SHOP);
    const answer = await session.request<RunAnswer>('tcsim/run', {
      uri,
      scenario: 'the active dies',
      progressToken: 'p1',
    });
    expect(answer.problems).toEqual([]);
    const [run] = answer.runs;
    expect(run).toMatchObject({ title: 'the active dies', verdict: 'held', expectations: [{ verdict: 'held' }] });
    expect(run?.places[0]?.file).toBe(uri);
    const trace = decodeTrace((run as NonNullable<typeof run>).trace);
    expect(trace.calls.count).toBeGreaterThan(10);
    expect(trace.events.timeMicros).toHaveLength(trace.events.count);
    expect(session.progress).toContainEqual({ uri, progressToken: 'p1', text: 'the active dies', fraction: 0 });
  });

  it('are all of a file, or the one at a place', async () => {
    const uri = opened(SHOP);
    const all = await session.request<RunAnswer>('tcsim/run', { uri });
    expect(all.runs.map(({ title }) => title)).toEqual(['the active dies', 'nothing happens']);
    const one = await session.request<RunAnswer>('tcsim/run', { uri, offset: SHOP.indexOf('tsa-1 is active') });
    expect(one.runs.map(({ title }) => title)).toEqual(['nothing happens']);
  });

  it('show what the rules found in them, until the text changes', async () => {
    const cutOff = 'at 10s cut shop from tsa-1, tsa-2 for 60s';
    const uri = opened(SHOP.replace('at 30s crash tsa-1', cutOff));
    expect(codes(await session.diagnostics(uri))).not.toContain('TCS121');
    const published = session.nextPublication();
    const answer = await session.request<RunAnswer>('tcsim/run', { uri, scenario: 'the active dies' });
    expect(answer.runs[0]?.findings.map(({ code }) => code)).toContain('TCS121');
    await published;
    const finding = (await session.diagnostics(uri)).find(({ code }) => code === 'TCS121');
    expect(session.document(uri).getText(finding?.range)).toBe(cutOff);
    const again = session.nextPublication();
    await session.request<RunAnswer>('tcsim/run', { uri, scenario: 'nothing happens' });
    await again;
    expect(codes(await session.diagnostics(uri))).toContain('TCS121');
    session.change(uri, { text: `${session.document(uri).getText()}// A comment.\n` });
    expect(codes(await session.diagnostics(uri))).not.toContain('TCS121');
  });

  it('are refused for a text with errors, and for a scenario that is not there', async () => {
    const broken = await session.request<RunAnswer>('tcsim/run', {
      uri: opened(SHOP.replace('crash tsa-1', 'crash x')),
    });
    expect(broken).toMatchObject({ runs: [], problems: [expect.stringMatching(/an error/)] });
    const missing = await session.request<RunAnswer>('tcsim/run', { uri: opened(SHOP), scenario: 'no such' });
    expect(missing).toMatchObject({ runs: [], problems: [expect.stringMatching(/It has: "the active dies"/)] });
    const nowhere = await session.request<RunAnswer>('tcsim/run', { uri: 'file:///nowhere.tcsim' });
    expect(nowhere).toMatchObject({ runs: [], problems: [expect.stringMatching(/no file/)] });
  });

  it('fail with a sentence when there is no worker, and everything else goes on', async () => {
    const { session: other } = await Session.start(bundle.server, { worker: '/no/such/worker.js' });
    const uri = 'file:///no-worker.tcsim';
    other.open(uri, SHOP);
    await expect(other.request('tcsim/run', { uri })).rejects.toThrow(/simulator failed.*no.such.worker/);
    expect(errors(await other.diagnostics(uri))).toEqual([]);
    expect(await other.stop()).toBe(0);
  });

  it('do not keep the editor waiting, and end at once when cancelled', async () => {
    const uri = opened(ENDLESS);
    await session.diagnostics(uri);
    const source = new CancellationTokenSource();
    const run = session.request<RunAnswer>('tcsim/run', { uri, scenario: 'the active dies' }, source.token);
    const outcome = run.then(
      () => undefined,
      (error: { code: number }) => error.code,
    );
    expect(await session.ask<Hover>('textDocument/hover', uri, 'timeout', 1)).not.toBeNull();
    source.cancel();
    expect(await outcome).toBe(LSPErrorCodes.RequestCancelled);
    const next = await session.request<RunAnswer>('tcsim/run', { uri, scenario: 'nothing happens' });
    expect(next.runs[0]?.verdict).toBe('held');
  });
});
