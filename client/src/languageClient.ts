// What every host of the language server has in common.
import { Uri, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import {
  type InitializationOptions,
  LANGUAGE_ID,
  type ReadFileAnswer,
  type ReadFileParams,
  readFileRequest,
} from '../../server/src/lsp/protocol.ts';

/** Also the prefix of the setting `tcsim.trace.server`. */
export const clientId = 'tcsim';
export const clientName = 'tcsim Language Server';

/** No scheme is asked for: unsaved files and virtual workspaces are served like any other. */
export function clientOptions(options: InitializationOptions): LanguageClientOptions {
  return {
    documentSelector: [{ language: LANGUAGE_ID }],
    initializationOptions: { readsFiles: true, ...options } satisfies InitializationOptions,
  };
}

/** Starts the client and reads files for the server, which never touches the file system itself. */
export async function startClient(client: BaseLanguageClient): Promise<void> {
  client.onRequest(readFileRequest, ({ uri }: ReadFileParams) => readFile(uri));
  await client.start();
}

async function readFile(uri: string): Promise<ReadFileAnswer> {
  try {
    const bytes = await workspace.fs.readFile(Uri.parse(uri, true));
    return { text: new TextDecoder().decode(bytes) };
  } catch {
    return null; // no such file: the import that names it gets a diagnostic
  }
}
