// The extension where a Node extension host runs it: the language server is a process of its own.
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateExtension } from './activate.ts';
import { clientId, clientName, clientOptions } from './languageClient.ts';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/node/server.js');
  const server = { module, transport: TransportKind.ipc };
  client = new LanguageClient(clientId, clientName, { run: server, debug: server }, clientOptions({}));
  await activateExtension(context, client);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}
