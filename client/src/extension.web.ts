// The extension where it runs in a browser: the language server is a Web Worker, and so is the simulation.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateExtension } from './activate.ts';
import { clientId, clientName, clientOptions } from './languageClient.ts';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const bundle = (name: string) => Uri.joinPath(context.extensionUri, 'dist/web', name).toString(true);
  client = new LanguageClient(
    clientId,
    clientName,
    new Worker(bundle('server.js')),
    clientOptions({ worker: sameOrigin(bundle('worker.js')) }),
  );
  await activateExtension(context, client);
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

/** VS Code lets the extension start workers from its own files, but not those from further ones: these need our origin. */
function sameOrigin(script: string): string {
  const text = `importScripts(${JSON.stringify(script)});`;
  return URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
}
