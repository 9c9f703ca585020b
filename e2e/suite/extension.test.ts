// Runs inside the extension host: what the extension offers to VS Code, without a screen.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const folder = () => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'a folder is open');
  return first.uri;
};

const open = async (name: string) => {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(), name));
  await vscode.window.showTextDocument(document);
  return document;
};

describe(`tcsim in VS Code ${vscode.version}`, () => {
  it('activates on a .tcsim file', async () => {
    const document = await open('orders.tcsim');
    assert.equal(document.languageId, 'tcsim');
    const extension = vscode.extensions.getExtension('tcsim.tcsim');
    assert.ok(extension, 'the extension is there');
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('offers its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const command of ['tcsim.run', 'tcsim.runAll', 'tcsim.showTimeline']) {
      assert.ok(commands.includes(command), command);
    }
  });
});
