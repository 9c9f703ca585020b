// Runs inside the extension host: what the extension offers to VS Code, without a screen.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const fileUri = (name: string) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
};

const open = async (name: string) => {
  const document = await vscode.workspace.openTextDocument(fileUri(name));
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
};

/** Polls until the function gives a value; the server answers in its own time. */
const until = async <Value>(what: string, read: () => Value | undefined): Promise<Value> => {
  for (const end = Date.now() + 40_000; Date.now() < end; ) {
    const value = read();
    if (value !== undefined) {
      return value;
    }
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`not seen in time: ${what}`);
};

const diagnosticWith = (uri: vscode.Uri, code: string) =>
  until(code, () => vscode.languages.getDiagnostics(uri).find((diagnostic) => codeOf(diagnostic) === code));

const codeOf = ({ code }: vscode.Diagnostic) => String(typeof code === 'object' ? code.value : code);

const timelineTabs = () =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.startsWith('Timeline'));

describe(`tcsim in VS Code ${vscode.version} (Node ${process.versions.node})`, () => {
  before(async () => {
    const editor = await open('orders.tcsim');
    assert.equal(editor.document.languageId, 'tcsim');
    const extension = vscode.extensions.getExtension('tcsim.tcsim');
    assert.ok(extension, 'the extension is there');
    await extension.activate();
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('offers its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const command of ['tcsim.run', 'tcsim.runAll', 'tcsim.showTimeline', 'tcsim.explain', 'tcsim.newScenario']) {
      assert.ok(commands.includes(command), command);
    }
  });

  it('says what is wrong with a file', async () => {
    const { document } = await open('broken.tcsim');
    const diagnostic = await diagnosticWith(document.uri, 'TCS003');
    assert.equal(document.getText(diagnostic.range).split(' ')[0], 'client-reconect-window');
    assert.match(diagnostic.message, /client-reconnect-window/);
  });

  it('repairs rejoin without nonstop', async () => {
    const { document } = await open('rejoin-alone.tcsim');
    const diagnostic = await diagnosticWith(document.uri, 'TCS101');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic.range,
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit, 'a quick fix with an edit');
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /nonstop/);
    await until('TCS101 gone', () =>
      vscode.languages.getDiagnostics(document.uri).every((each) => codeOf(each) !== 'TCS101') ? true : undefined,
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('puts Run above each scenario', async () => {
    const { document } = await open('orders.tcsim');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      10,
    );
    const runs = lenses.filter(({ command }) => command?.command === 'tcsim.run');
    const lines = runs.map(({ range }) => document.lineAt(range.start.line).text);
    assert.deepEqual(lines, ['scenario "the active dies" {', 'scenario "a promise nobody can keep" {']);
  });

  it('runs the scenario at the cursor', async () => {
    const editor = await open('orders.tcsim');
    const crash = editor.document.getText().indexOf('at 30s crash');
    const place = editor.document.positionAt(crash);
    editor.selection = new vscode.Selection(place, place);
    assert.deepEqual(await vscode.commands.executeCommand('tcsim.run'), { held: 1, violated: 0, inconclusive: 0 });
    await until('one timeline beside the editor', () => (timelineTabs().length === 1 ? true : undefined));
  });

  it('runs every scenario of a file, saved or not', async () => {
    const editor = await open('orders.tcsim');
    assert.deepEqual(await vscode.commands.executeCommand('tcsim.runAll'), { held: 1, violated: 1, inconclusive: 0 });
    const document = await vscode.workspace.openTextDocument({
      language: 'tcsim',
      content: editor.document.getText().replaceAll('within 1s', 'within 40s'),
    });
    await vscode.window.showTextDocument(document);
    assert.deepEqual(await vscode.commands.executeCommand('tcsim.runAll'), { held: 2, violated: 0, inconclusive: 0 });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('runs nothing from an empty file, nor from one with errors', async () => {
    for (const name of ['empty.tcsim', 'broken.tcsim']) {
      await open(name);
      assert.equal(await vscode.commands.executeCommand('tcsim.runAll'), undefined, name);
    }
  });

  it('checks a configuration where it is open, and no other XML', async () => {
    const { document } = await open('tc-config.xml');
    const warning = await diagnosticWith(document.uri, 'TCS301');
    assert.equal(document.getText(warning.range), '<client-reconnect-window>5');
    const other = await open('pom.xml');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      other.document.uri,
      new vscode.Position(3, 6),
    );
    assert.deepEqual(hovers, []);
    assert.deepEqual(vscode.languages.getDiagnostics(other.document.uri), []);
  });

  it('leaves formatting and completion of XML to others', async () => {
    const { document } = await open('tc-config.xml');
    await diagnosticWith(document.uri, 'TCS301');
    const options = { tabSize: 2, insertSpaces: true };
    const format = 'vscode.executeFormatDocumentProvider';
    assert.deepEqual((await vscode.commands.executeCommand(format, document.uri, options)) ?? [], []);
    const symbols = 'vscode.executeDocumentSymbolProvider';
    assert.deepEqual((await vscode.commands.executeCommand(symbols, document.uri)) ?? [], []);
  });

  it('stops and starts checking configurations when its setting says so', async () => {
    const { document } = await open('tc-config.xml');
    await diagnosticWith(document.uri, 'TCS301');
    const settings = vscode.workspace.getConfiguration('tcsim.configurationFiles');
    await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
    await until('no diagnostics', () => vscode.languages.getDiagnostics(document.uri).length === 0 || undefined);
    await settings.update('enabled', undefined, vscode.ConfigurationTarget.Global);
    await diagnosticWith(document.uri, 'TCS301');
  });

  it('finds a configuration once its root is typed', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'xml', content: '<servers/>' });
    const editor = await vscode.window.showTextDocument(document);
    const text = '<tc-config><servers><server name="a"/><server name="a"/></servers></tc-config>';
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), text));
    await diagnosticWith(document.uri, 'TCS313');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('refuses to check a configuration that is far too large', async () => {
    const content = `<tc-config>${' '.repeat(11 * 1024 * 1024)}</tc-config>`;
    // A file, since VS Code takes the backup of a large untitled one for the content of the next.
    const file = fileUri('large.xml');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
    const document = await vscode.workspace.openTextDocument(file);
    assert.match((await diagnosticWith(document.uri, 'TCS010')).message, /larger than \d+ MB/);
    await vscode.workspace.fs.delete(file);
  });

  it('makes a scenario of a configuration', async () => {
    await vscode.commands.executeCommand('tcsim.newScenario', fileUri('tc-config.xml'));
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.languageId, 'tcsim');
    assert.match(document?.getText() ?? '', /cluster tc-config \{\n {2}client-reconnect-window 5s/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('explains the problem at the cursor by a run without the fix and one with it', async () => {
    const editor = await open('tc-config.xml');
    const { range } = await diagnosticWith(editor.document.uri, 'TCS301');
    editor.selection = new vscode.Selection(range.start, range.start);
    assert.deepEqual(await vscode.commands.executeCommand('tcsim.explain'), { held: 1, violated: 1, inconclusive: 0 });
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^\/\/ TCS301: client-reconnect-window 5s/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const severityBecomes = (uri: vscode.Uri, code: string, wanted: vscode.DiagnosticSeverity | undefined) =>
    until(`${code} with severity ${wanted}`, () => {
      const all = vscode.languages.getDiagnostics(uri);
      return all.find((each) => codeOf(each) === code)?.severity === wanted || undefined;
    });

  it('gives rules the severity of the settings', async () => {
    const { document } = await open('rejoin-alone.tcsim');
    await severityBecomes(document.uri, 'TCS101', vscode.DiagnosticSeverity.Warning);
    const settings = vscode.workspace.getConfiguration('tcsim');
    await settings.update('rules', { TCS101: 'hint' }, vscode.ConfigurationTarget.Global);
    await severityBecomes(document.uri, 'TCS101', vscode.DiagnosticSeverity.Hint);
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
    await severityBecomes(document.uri, 'TCS101', vscode.DiagnosticSeverity.Warning);
  });

  it('gives rules the severity of the nearest tcsim.json, also when it changes', async () => {
    const { document } = await open('configured/pair.tcsim');
    await severityBecomes(document.uri, 'TCS317', vscode.DiagnosticSeverity.Warning);
    const file = fileUri('configured/tcsim.json');
    const before = await vscode.workspace.fs.readFile(file);
    const write = (text: string) => vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await write('{ "rules": { "TCS317": "off", "TCS999": "off" } }');
    await severityBecomes(document.uri, 'TCS317', undefined);
    await severityBecomes(file, 'TCS022', vscode.DiagnosticSeverity.Warning);
    await vscode.workspace.fs.writeFile(file, before);
    await severityBecomes(document.uri, 'TCS317', vscode.DiagnosticSeverity.Warning);
    await severityBecomes(file, 'TCS022', undefined);
  });

  it('repairs all that leaves nothing to decide, and suppresses the rest with a reason', async () => {
    const { document } = await open('configured/pair.tcsim');
    const { range } = await diagnosticWith(document.uri, 'TCS317');
    const actions = (kind: string) =>
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        kind,
      );
    const [fixAll] = await actions('source.fixAll.tcsim');
    assert.ok(fixAll?.edit, 'a code action with an edit');
    assert.ok(await vscode.workspace.applyEdit(fixAll.edit));
    assert.match(document.getText(), /client-reconnect-window 120s/);
    await severityBecomes(document.uri, 'TCS305', undefined);
    const suppress = (await actions('quickfix')).find(({ title }) => title === 'Suppress TCS317 on this line');
    assert.ok(suppress?.edit, 'a quick fix with an edit');
    assert.ok(await vscode.workspace.applyEdit(suppress.edit));
    await severityBecomes(document.uri, 'TCS317', undefined);
    await severityBecomes(document.uri, 'TCS021', vscode.DiagnosticSeverity.Warning);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
