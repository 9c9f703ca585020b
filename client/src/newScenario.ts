// *New Scenario from Configuration*: configuration files as a scenario file, in an editor that is not saved yet.
import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type ImportAnswer, type ImportParams, importRequest, LANGUAGE_ID } from '../../server/src/lsp/protocol.ts';

/** Names by which most configurations are found; any other file can be chosen. */
const likely = '**/*{tc-config,ehcache,terracotta,cluster}*.{xml,properties,cfg}';
const mostListed = 200;

/** @param chosen what a menu was opened on, and everything that is selected there */
export async function newScenario(client: BaseLanguageClient, ...chosen: readonly unknown[]): Promise<void> {
  const uris = chosenOf(chosen) ?? (await pick());
  if (uris === undefined || uris.length === 0) return;
  const params: ImportParams = { uris: uris.map((uri) => uri.toString()) };
  const { text, problems } = await client.sendRequest<ImportAnswer>(importRequest, params);
  if (problems.length > 0) void window.showWarningMessage(problems.join(' '));
  if (text === undefined) return;
  const document = await workspace.openTextDocument({ language: LANGUAGE_ID, content: text });
  await window.showTextDocument(document, { preview: false });
}

function chosenOf([one, all]: readonly unknown[]): readonly Uri[] | undefined {
  const uris = (Array.isArray(all) ? all : [one]).filter((each) => each instanceof Uri);
  return uris.length === 0 ? undefined : uris;
}

interface FileItem extends QuickPickItem {
  /** Undefined: to look for another file. */
  readonly uri: Uri | undefined;
}

/** The files that the user ticks; undefined when the choice was dismissed. */
async function pick(): Promise<readonly Uri[] | undefined> {
  const found = await workspace.findFiles(likely, '**/{node_modules,target,build}/**', mostListed);
  if (found.length === 0) return browse();
  const active = window.activeTextEditor?.document.uri.toString();
  const items: FileItem[] = found
    .map((uri) => ({ label: workspace.asRelativePath(uri), picked: uri.toString() === active, uri }))
    .sort((a, b) => Number(b.picked) - Number(a.picked) || (a.label < b.label ? -1 : 1));
  const other: FileItem = { label: '$(folder-opened) Other files…', uri: undefined };
  const ticked = await window.showQuickPick([...items, other], {
    canPickMany: true,
    title: 'New Scenario from Configuration',
    placeHolder: 'Tick the configurations of the servers and of the clients that belong together',
  });
  if (ticked === undefined) return undefined;
  const others = ticked.some(({ uri }) => uri === undefined) ? ((await browse()) ?? []) : [];
  return [...ticked.flatMap(({ uri }) => uri ?? []), ...others];
}

function browse(): Thenable<Uri[] | undefined> {
  return window.showOpenDialog({
    canSelectMany: true,
    openLabel: 'Import',
    title: 'New Scenario from Configuration',
    filters: { 'Configuration files': ['xml', 'properties', 'cfg'], 'All files': ['*'] },
  });
}
