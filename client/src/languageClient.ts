// What every host of the language server has in common.
import { Uri, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { decodeXml } from '../../server/src/importers/decode.ts';
import { XML_LIMITS } from '../../server/src/importers/limits.ts';
import { isConfigurationFile } from '../../server/src/importers/roots.ts';
import {
  type InitializationOptions,
  LANGUAGE_ID,
  type ReadFileAnswer,
  type ReadFileParams,
  readFileRequest,
  type ScenarioFilesAnswer,
  scenarioFilesRequest,
} from '../../server/src/lsp/protocol.ts';
import { Configurations } from './configurations.ts';

/** Also the prefix of the setting `tcsim.trace.server`. */
export const clientId = 'tcsim';
export const clientName = 'tcsim Language Server';

/** Decides which files of other languages the server gets to see. */
export const configurations = new Configurations();

/** No scheme is asked for: unsaved files and virtual workspaces are served like any other. */
export function clientOptions(options: InitializationOptions): LanguageClientOptions {
  return {
    documentSelector: [{ language: LANGUAGE_ID }],
    middleware: configurations.middleware,
    initializationOptions: { readsFiles: true, checksJson: true, ...options } satisfies InitializationOptions,
  };
}

/** Lets the client read files for the server, which never touches the file system itself. */
export function prepareClient(client: BaseLanguageClient): void {
  client.onRequest(readFileRequest, ({ uri }: ReadFileParams) => readFile(uri));
  client.onRequest(scenarioFilesRequest, scenarioFiles);
}

async function readFile(uri: string): Promise<ReadFileAnswer> {
  try {
    const file = Uri.parse(uri, true);
    // As many bytes as a text of this length can have in UTF-8; no configuration and no scenario is that large.
    if ((await workspace.fs.stat(file)).size > 3 * XML_LIMITS.length) return { text: '', tooLarge: true };
    const bytes = await workspace.fs.readFile(file);
    return { text: isConfigurationFile(file.path) ? decodeXml(bytes) : new TextDecoder().decode(bytes) };
  } catch {
    return null; // no such file: the import that names it gets a diagnostic
  }
}

const mostScenarioFiles = 500;

async function scenarioFiles(): Promise<ScenarioFilesAnswer> {
  const found = await workspace.findFiles(`**/*.${LANGUAGE_ID}`, '**/node_modules/**', mostScenarioFiles);
  return found.map((uri) => uri.toString());
}
